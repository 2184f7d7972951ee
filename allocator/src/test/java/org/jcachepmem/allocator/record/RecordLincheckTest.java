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
package org.jcachepmem.allocator.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.jcachepmem.allocator.checker.AllocatorStructures;
import org.jcachepmem.allocator.checker.LincheckRun;
import org.jcachepmem.allocator.checker.Structure;
import org.jcachepmem.allocator.checker.Structure.Mode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Keys that share a settle queue read as their last value, and what is retired comes back. */
@Tag("one-jdk")
class RecordLincheckTest {

  @ParameterizedTest
  @EnumSource(Mode.class)
  void theSettleQueueLosesNothing(Mode mode) {
    check(AllocatorStructures.RECORDS, mode);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void aClearAmongPutsLosesNothing(Mode mode) {
    check(AllocatorStructures.CLEAR, mode);
  }

  private static void check(Structure structure, Mode mode) {
    LincheckRun run = new LincheckRun(structure, mode, 0);
    run.run(1, mode == Mode.MODEL ? 30 : 200);
    assertEquals(List.of(), run.failures());
    assertTrue(run.invocations() >= run.scenarios(), "invocations " + run.invocations());
  }
}
