/*
 * Copyright 2026 The jcache-pmem authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package org.jcachepmem;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.jcachepmem.index.ScarceHeap;
import org.jcachepmem.index.ScarceHeapLoader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** As {@link org.jcachepmem.index.ScarceHeapTest}, of whole calls, with a loader and a writer. */
class ScarceHeapCallsTest {
  static Stream<Arguments> sweeps() {
    return Stream.of(ScarceHeapCalls.Call.values())
        .flatMap(
            call ->
                Stream.of(false, true)
                    .filter(isPaged -> !isPaged || call.sharesFences())
                    .flatMap(
                        isPaged ->
                            ScarceHeap.times().mapToObj(n -> Arguments.of(call, isPaged, n))));
  }

  @ParameterizedTest
  @MethodSource("sweeps")
  void nothingComesBack(ScarceHeapCalls.Call call, boolean isPaged, int times) throws Throwable {
    int allocations = ScarceHeapLoader.sweep(ScarceHeapCalls.class, call.name(), isPaged, times);
    assertTrue(allocations > 0, "it allocates nothing");
  }
}
