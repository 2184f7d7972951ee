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

import java.util.Arrays;
import org.jcachepmem.allocator.layout.ChunkLayout;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.medium.MediumFailedException;
import org.jcachepmem.allocator.pool.Pool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The chunk lines on the medium. A chunk gets a class in two durable steps: its new directory is
 * zeroed, so that old values can't be read as entries, and then its line says the new class and
 * generation. In between the line still says the old class, of which every entry is settled:
 * nothing is lost by zeroing part of them.
 */
final class ChunkTable {
  private static final Logger LOG = LoggerFactory.getLogger(ChunkTable.class);

  private final Pool pool;
  private final SizeClasses classes;

  ChunkTable(Pool pool, SizeClasses classes) {
    this.pool = pool;
    this.classes = classes;
  }

  /**
   * Makes {@code chunk} one of {@code sizeClass}, durably, on the medium and in DRAM. Returns
   * false, having done nothing, if its directory could not be read back at the next open.
   */
  boolean assign(Chunk chunk, int sizeClass) {
    Medium medium = pool.medium();
    int directoryBytes = classes.directoryBytes(sizeClass);
    byte[] before = chunk.pristine ? read(chunk.offset, directoryBytes) : null;
    // The line may say that the chunk never had a class, in a file that somebody made: look.
    boolean isZero = before != null && Arrays.equals(before, new byte[directoryBytes]);
    if (!isZero) {
      zero(chunk.offset, directoryBytes);
      medium.flush(chunk.offset, directoryBytes);
      medium.fence();
    }
    if (!isZero && !isReadable(chunk.offset, directoryBytes)) {
      return false;
    }
    int generation = (chunk.generation + 1) & ((1 << pool.geometry().generationBits()) - 1);
    pool.store(
        pool.chunkLine(chunk.number), ChunkLayout.value(ChunkLayout.SLOTS, sizeClass, generation));
    medium.fence();
    chunk.assign(sizeClass, generation, classes.slots(sizeClass));
    return true;
  }

  /** A range that takes no stores is told by reading it. */
  private void zero(long offset, int lengthBytes) {
    try {
      pool.medium().zero(offset, lengthBytes);
    } catch (MediumFailedException | InternalError e) {
      if (isReadable(offset, lengthBytes)) {
        throw e;
      }
      LOG.warn("the chunk at offset {} takes no stores: {}", offset, e.getMessage());
    }
  }

  /** Whether the medium can read the range. */
  boolean isReadable(long offset, int lengthBytes) {
    return read(offset, lengthBytes) != null;
  }

  /** The bytes of a range, null if the medium can't read it. */
  private byte @Nullable [] read(long offset, int lengthBytes) {
    byte[] bytes = new byte[lengthBytes];
    try {
      pool.medium().copyOut(offset, bytes, 0, lengthBytes);
      return bytes;
    } catch (MediumFailedException | InternalError e) {
      LOG.warn("{} bytes at offset {} can't be read: {}", lengthBytes, offset, e.getMessage());
      return null;
    }
  }
}
