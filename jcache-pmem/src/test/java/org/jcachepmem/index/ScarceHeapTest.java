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
package org.jcachepmem.index;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whichever allocation of whichever operation meets a full heap: what is read then is what was put,
 * what is acknowledged later stands after a kill, and no lock is held for ever.
 */
class ScarceHeapTest {
  static Stream<Arguments> sweeps() {
    return Stream.of(ScarceHeapLife.Operation.values())
        .flatMap(
            operation ->
                Stream.of(ScarceHeapLife.Kind.values())
                    .flatMap(
                        kind ->
                            ScarceHeap.times().mapToObj(n -> Arguments.of(operation, kind, n))));
  }

  @ParameterizedTest
  @MethodSource("sweeps")
  void nothingComesBack(ScarceHeapLife.Operation operation, ScarceHeapLife.Kind kind, int times)
      throws Throwable {
    int allocations =
        ScarceHeapLoader.sweep(ScarceHeapLife.class, operation.name(), kind.name(), times);
    assertTrue(allocations > 0, "it allocates nothing");
  }
}
