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
import org.jcachepmem.allocator.medium.MediumChoice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a change costs on the JDK's mapping of an ordinary file. */
class CallCountTest {
  /** For payload and directory entry; in pools of more than 1 GiB two. */
  private static final long MOST_FORCES = 1;

  @TempDir Path directory;

  @Test
  void aChangeIsOneFenceAndOneForce() throws IOException {
    CallCount.Changes changes = CallCount.of(directory.resolve("counted.pool"), MediumChoice.JDK);
    assertEquals(1, changes.put().fences());
    assertEquals(1, changes.overwrite().fences());
    assertEquals(1, changes.remove().fences());
    assertTrue(changes.put().calls() <= MOST_FORCES, "put");
    assertTrue(changes.overwrite().calls() <= MOST_FORCES, "overwrite");
    assertTrue(changes.remove().calls() <= MOST_FORCES, "remove");
  }
}
