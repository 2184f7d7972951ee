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

import org.jcachepmem.allocator.layout.DirectoryLayout;
import org.jcachepmem.allocator.medium.MediumFailedException;

/**
 * Directory entries that can't be read any more, and count as VOID because the line of their chunk
 * says so. Who has to mark an entry, and can't, has it struck out: that is as durable as a mark,
 * and holds whatever is found in the entry later. Thread safe.
 */
public final class StruckEntries {
  private final SlotSpace space;
  private final ChunkTable table;

  StruckEntries(SlotSpace space, ChunkTable table) {
    this.space = space;
    this.table = table;
  }

  /** Those of the chunk at {@code chunkOffset}. */
  public StruckSlots of(long chunkOffset) {
    return space.chunk(chunkOffset).struck;
  }

  /** Whether the entry of the taken slot at {@code offset} is struck out. */
  public boolean has(long offset) {
    Chunk chunk = space.chunk(offset);
    return chunk.struck.has(space.slot(chunk, offset));
  }

  /**
   * Strikes the entry of the taken slot at {@code offset} out, durably. The slot stays taken for as
   * long as the pool is open, and so do free ones whose entries can't be read either.
   *
   * @throws MediumFailedException if there are too many in the chunk
   */
  public void strike(long offset) {
    Chunk chunk = space.chunk(offset);
    Shelf shelf = space.shelf(chunk.sizeClass);
    shelf.lock.lock();
    try {
      table.strike(chunk, space.slot(chunk, offset));
      for (int slot = 0; slot < chunk.slots; slot++) {
        long entry = chunk.offset + (long) slot * DirectoryLayout.ENTRY_BYTES;
        if (!chunk.isTaken(slot) && !table.isReadable(entry, DirectoryLayout.ENTRY_BYTES)) {
          // A record in it could not be found again.
          space.takeSpoiled(shelf, chunk, slot);
        }
      }
    } finally {
      shelf.lock.unlock();
    }
  }

  /**
   * At open: the entries of a chunk that were struck out are VOID, durably, and its line says so no
   * more. Flushed; the caller fences, before a slot is reserved.
   */
  public void forget(long chunkOffset) {
    table.unstrike(space.chunk(chunkOffset));
  }

  /** At open: whether the directory of a chunk can be read as a whole. */
  public boolean isReadable(long chunkOffset) {
    return !space.chunk(chunkOffset).unusable;
  }
}
