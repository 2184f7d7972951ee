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
package org.jcachepmem.allocator.medium;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;

/** libpmem on an ordinary file: msync. */
@DisabledIfEnvironmentVariable(named = "PMEM_IS_PMEM_FORCE", matches = "1")
class LibpmemMediumTest extends MediumContractTest {
  @Override
  Medium open(Path file) throws IOException {
    LibpmemPresence.require();
    return LibpmemMedium.open(file);
  }

  @Test
  void aFenceIsOneMsyncOfWhatWasFlushed() {
    assertEquals("libpmem", medium.facts().kind());
    assertFalse(medium.facts().persistentMemory());
    assertTrue(medium.facts().pageGranular());
    medium.flush(100, 8);
    medium.flush(4090, 10);
    medium.fence();
    medium.fence();
    assertEquals(1, medium.counters().nativeCalls());
    assertEquals(1, medium.counters().commits().figures().commits());
  }

  @Test
  void aFileThatCannotBeMappedIsAnErrorWithItsReason() {
    Path missing = directory.resolve("missing");
    IOException e = assertThrows(IOException.class, () -> LibpmemMedium.open(missing));
    assertTrue(e.getMessage().contains("missing"), e.getMessage());
    assertTrue(e.getMessage().contains("No such file"), e.getMessage());
  }
}
