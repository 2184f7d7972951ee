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

import java.util.ArrayDeque;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The chunks of one size class that have free slots, under one lock. */
final class Shelf {
  final ReentrantLock lock = new ReentrantLock();

  /** Guarded by {@link #lock}: chunks with a free slot that may be taken. */
  final ArrayDeque<Chunk> open = new ArrayDeque<>(0);

  /** Written under {@link #lock}; read anywhere, as an estimate. The same is true of the next. */
  volatile int chunks;

  volatile long freeSlots;

  /** The first chunk with a slot to take, or null. Call under the lock. */
  @Nullable Chunk first() {
    for (Chunk chunk = open.peekFirst(); chunk != null; chunk = open.peekFirst()) {
      if (!chunk.closed && chunk.taken < chunk.slots) {
        return chunk;
      }
      open.removeFirst();
      chunk.listed = false;
      chunk.filling = false;
    }
    return null;
  }

  /**
   * The first chunk with a slot to take that is {@code wanted}, if it is among the first {@code
   * looks}: those before it go to the end of the list. Else the one after them; or null. Call under
   * the lock.
   */
  @Nullable Chunk first(Predicate<Chunk> wanted, int looks) {
    Chunk chunk = first();
    for (int i = 0; i < looks && chunk != null && !wanted.test(chunk); i++) {
      open.addLast(open.removeFirst());
      chunk = first();
    }
    return chunk;
  }

  /** Lists a chunk that has a free slot. Call under the lock. */
  void list(Chunk chunk) {
    if (!chunk.listed && !chunk.closed) {
      chunk.listed = true;
      open.addLast(chunk);
    }
  }

  /** Lists a chunk that is the next to be filled. Call under the lock. */
  void listFirst(Chunk chunk) {
    chunk.listed = true;
    open.addFirst(chunk);
  }

  /** Takes the chunk off the list. Call under the lock. */
  void unlist(Chunk chunk) {
    if (chunk.listed) {
      open.remove(chunk);
      chunk.listed = false;
      chunk.filling = false;
    }
  }
}
