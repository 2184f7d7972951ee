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

import org.jcachepmem.allocator.layout.ChunkLayout;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.pool.Pool;

/**
 * The chunk lines on the medium. A chunk gets a class in two durable steps: its new directory is
 * zeroed, so that old values can't be read as entries, and then its line says the new class and
 * generation. In between the line still says the old class, of which every entry is settled:
 * nothing is lost by zeroing part of them.
 */
final class ChunkTable {
  private final Pool pool;
  private final SizeClasses classes;

  ChunkTable(Pool pool, SizeClasses classes) {
    this.pool = pool;
    this.classes = classes;
  }

  /** Makes {@code chunk} one of {@code sizeClass}, durably, on the medium and in DRAM. */
  void assign(Chunk chunk, int sizeClass) {
    Medium medium = pool.medium();
    if (!chunk.pristine) {
      int directoryBytes = classes.directoryBytes(sizeClass);
      medium.zero(chunk.offset, directoryBytes);
      medium.flush(chunk.offset, directoryBytes);
      medium.fence();
    }
    int generation = (chunk.generation + 1) & ((1 << pool.geometry().generationBits()) - 1);
    pool.store(
        pool.chunkLine(chunk.number), ChunkLayout.value(ChunkLayout.SLOTS, sizeClass, generation));
    medium.fence();
    chunk.assign(sizeClass, generation, classes.slots(sizeClass));
  }
}
