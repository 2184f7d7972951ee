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
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jcachepmem.allocator.medium.HeapMedium;
import org.jcachepmem.allocator.medium.MappedMedium;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.pool.Durability;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many stripes a pool gets. */
class RecordOptionsTest {
  private static final int POOL_BYTES = 64 << 20;
  private static final int BY_SIZE = POOL_BYTES / (256 << 10);

  @Test
  void whereAFenceIsNoSystemCallStripesGoByProcessors() {
    int processors = Runtime.getRuntime().availableProcessors();
    int wanted = Math.min(BY_SIZE, Integer.highestOneBit(64 * processors));
    HeapMedium medium = new HeapMedium(POOL_BYTES);
    assertEquals(wanted, RecordOptions.standard().stripesFor(medium).length);
    assertEquals(1, RecordOptions.standard().stripesFor(new HeapMedium(64 << 10)).length);
    assertEquals(8, RecordOptions.quiet(8).stripesFor(medium).length);
    RecordOptions odd = RecordOptions.quiet(3);
    assertThrows(IllegalArgumentException.class, () -> odd.stripesFor(medium));
  }

  @Test
  void whereAFenceWaitsForASystemCallThereAreMany(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("medium");
    Files.write(file, new byte[POOL_BYTES]);
    try (Medium medium = MappedMedium.open(file)) {
      assertEquals(4096, RecordOptions.standard().stripesFor(medium).length);
      RecordOptions relaxed = RecordOptions.standard().with(Durability.ASYNC, 1_000);
      assertEquals(BY_SIZE, relaxed.stripesFor(medium).length);
    }
  }
}
