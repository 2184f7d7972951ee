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

import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Gives chunks to shelves and takes them back: which are free, and how one gets a class. Thread
 * safe; who asks for a shelf holds its lock, or opens the space.
 */
final class ChunkSupply {
  private final ChunkTable table;
  private final FreeChunks free = new FreeChunks();
  private final LongAdder unusableBytes;
  private final int chunkBytes;

  /** How often a chunk got a class. */
  private final LongAdder assignments = new LongAdder();

  /** Told before a chunk gets a class. */
  private volatile IntConsumer beforeAssignment = number -> {};

  private volatile boolean closed;

  /**
   * None is free yet.
   *
   * @param unusableBytes counts those of chunks that turn out not to be readable
   */
  ChunkSupply(ChunkTable table, int chunkBytes, LongAdder unusableBytes) {
    this.table = table;
    this.chunkBytes = chunkBytes;
    this.unusableBytes = unusableBytes;
  }

  void beforeAssignment(IntConsumer listener) {
    beforeAssignment = listener;
  }

  /** The chunk has no class, and may get one. */
  void add(Chunk chunk) {
    free.add(chunk);
  }

  /** How many have none. */
  int count() {
    return free.count();
  }

  long assignments() {
    return assignments.sum();
  }

  /**
   * Gives a free chunk the class and puts it first on the shelf. One that turns out to be unusable
   * stays so for as long as the pool is open, and another is taken; null if there is none, or if
   * this is closed.
   */
  @Nullable Chunk provide(Shelf shelf, int sizeClass) {
    if (closed) {
      return null;
    }
    for (Chunk chunk = free.poll(); chunk != null; chunk = free.poll()) {
      if (assign(chunk, shelf, sizeClass)) {
        return chunk;
      }
    }
    return null;
  }

  private boolean assign(Chunk chunk, Shelf shelf, int sizeClass) {
    boolean failed = true;
    try {
      beforeAssignment.accept(chunk.number);
      chunk.unusable = !table.assign(chunk, sizeClass);
      failed = false;
    } finally {
      if (failed) {
        free.add(chunk);
      }
    }
    if (chunk.unusable) {
      unusableBytes.add(chunkBytes);
      return false;
    }
    assignments.increment();
    chunk.assignment = assignments.sum();
    shelf.chunks++;
    shelf.freeSlots += chunk.slots;
    shelf.listFirst(chunk);
    return true;
  }

  /** No chunk gets a class any more, but for who holds its shelf's lock now. */
  void close() {
    closed = true;
  }

  /** Takes an empty chunk off the shelf. */
  void takeBack(Shelf shelf, Chunk chunk) {
    shelf.unlist(chunk);
    shelf.chunks--;
    shelf.freeSlots -= chunk.slots;
    chunk.release();
    free.add(chunk);
  }
}
