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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.jcachepmem.allocator.checker.LincheckRun;
import org.jcachepmem.allocator.checker.Structure;
import org.jcachepmem.allocator.checker.Structure.Mode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The index is a map, and the locks of keys lock, whatever the interleaving. */
@Tag("one-jdk")
class IndexLincheckTest {

  @Test
  void theIndexIsAMap() {
    check(IndexStructures.INDEX);
  }

  @Test
  void theLocksOfKeysLock() {
    check(IndexStructures.KEY_LOCKS);
  }

  private static void check(Structure structure) {
    LincheckRun run = new LincheckRun(structure, Mode.STRESS, 0);
    run.run(3, 200);
    assertEquals(List.of(), run.failures());
    assertTrue(run.invocations() >= run.scenarios(), "invocations " + run.invocations());
  }
}
