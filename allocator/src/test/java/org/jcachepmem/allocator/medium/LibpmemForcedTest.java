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
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * libpmem made to believe in persistent memory: real flushes and fences. Run by its own execution.
 */
@EnabledIfEnvironmentVariable(named = "PMEM_IS_PMEM_FORCE", matches = "1")
class LibpmemForcedTest extends MediumContractTest {
  @Override
  Medium open(Path file) throws IOException {
    LibpmemPresence.require();
    return LibpmemMedium.open(file);
  }

  @Test
  void aFlushAndAFenceAreOneCallEach() {
    assertTrue(medium.facts().persistentMemory());
    assertFalse(medium.facts().pageGranular());
    medium.flush(100, 4096);
    assertEquals(medium.facts().autoFlush() ? 0 : 1, medium.counters().nativeCalls());
    long before = medium.counters().nativeCalls();
    medium.fence();
    assertEquals(before + 1, medium.counters().nativeCalls());
    assertEquals(0, medium.counters().commits().figures().commits());
  }

  @Test
  void aLargeCopyIsOneNonTemporalCall() {
    medium.copyInAndFlush(100, new byte[LibpmemMedium.NON_TEMPORAL_FROM_BYTES], 0, 2048);
    assertEquals(1, medium.counters().nativeCalls());
    assertEquals(1, medium.counters().flushes());
  }
}
