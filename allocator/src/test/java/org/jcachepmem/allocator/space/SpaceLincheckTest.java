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
package org.jcachepmem.allocator.space;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.jcachepmem.allocator.checker.AllocatorStructures;
import org.jcachepmem.allocator.checker.LincheckRun;
import org.jcachepmem.allocator.checker.Structure;
import org.jcachepmem.allocator.checker.Structure.Mode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No slot is given twice, none is lost, whatever the interleaving. */
@Tag("one-jdk")
class SpaceLincheckTest {

  @ParameterizedTest
  @EnumSource(Mode.class)
  void aSlotHasOneOwner(Mode mode) {
    check(AllocatorStructures.SLOTS, mode);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void aSlotHasOneOwnerWhileChunksAreClosed(Mode mode) {
    check(AllocatorStructures.CLOSING, mode);
  }

  private static void check(Structure structure, Mode mode) {
    LincheckRun run = new LincheckRun(structure, mode, 0);
    run.run(2, mode == Mode.MODEL ? 50 : 200);
    assertEquals(List.of(), run.failures());
    assertTrue(run.invocations() >= run.scenarios(), "invocations " + run.invocations());
  }

  @Test
  void aSpaceWithoutItsLockIsNoticed() {
    Structure unlocked =
        new Structure("unlocked", UnlockedOperations.class, UnlockedOperations.class, 2, 2);
    LincheckRun run = new LincheckRun(unlocked, Mode.MODEL, 0);
    run.run(2, 200);
    assertFalse(run.failures().isEmpty());
    assertTrue(run.failures().get(0).contains("given out twice"), run.failures().get(0));
  }
}
