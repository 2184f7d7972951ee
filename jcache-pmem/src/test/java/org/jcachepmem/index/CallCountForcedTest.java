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

import java.io.IOException;
import java.nio.file.Path;
import org.jcachepmem.allocator.medium.LibpmemPresence;
import org.jcachepmem.allocator.medium.MediumChoice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** What a change costs on libpmem made to believe in persistent memory. */
@EnabledIfEnvironmentVariable(named = "PMEM_IS_PMEM_FORCE", matches = "1")
class CallCountForcedTest {
  /** Flushes of the payload and of the directory entry, and the fence. */
  private static final long OWN_CALLS = 3;

  /** An overwrite and a removal settle the one record that they retired before. */
  private static final long SETTLED = 1;

  @TempDir Path directory;

  @Test
  void aChangeIsOneFenceAndAtMostThreeCallsAndOneForEachEntryItSettles() throws IOException {
    LibpmemPresence.require();
    CallCount.Changes changes =
        CallCount.of(directory.resolve("counted.pool"), MediumChoice.LIBPMEM);
    assertEquals(1, changes.put().fences());
    assertEquals(1, changes.overwrite().fences());
    assertEquals(1, changes.remove().fences());
    assertTrue(changes.put().calls() <= OWN_CALLS + SETTLED, "put");
    assertTrue(changes.overwrite().calls() <= OWN_CALLS + SETTLED, "overwrite");
    assertTrue(changes.remove().calls() <= OWN_CALLS + SETTLED, "remove");
  }
}
