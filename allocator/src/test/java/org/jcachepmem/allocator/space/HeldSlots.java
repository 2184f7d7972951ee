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
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jcachepmem.allocator.medium.HeapMedium;
import org.jcachepmem.allocator.pool.FormatOptions;
import org.jcachepmem.allocator.pool.Pool;
import org.jspecify.annotations.Nullable;

/** A space of three chunks, and who has which of its slots: none may have two owners. */
final class HeldSlots {
  private static final int POOL_BYTES = 28 << 10;
  private static final int THREADS = 8;

  final SlotSpace space;
  private final int chunks;

  /** Bytes of each taken slot. */
  private final Map<Long, Integer> taken = new ConcurrentHashMap<>();

  /** What each thread took, the latest first; its own. */
  private final List<Deque<Long>> byThread = new ArrayList<>();

  HeldSlots() {
    space = open();
    for (int i = 0; i < THREADS; i++) {
      byThread.add(new ArrayDeque<>());
    }
    chunks = space.freeChunks();
  }

  private static SlotSpace open() {
    HeapMedium medium = new HeapMedium(POOL_BYTES);
    Pool.format(medium, FormatOptions.small(1));
    SlotSpace space = new SlotSpace(Pool.mount(medium));
    space.open();
    return space;
  }

  boolean reserve(int thread, boolean whole) {
    SizeClasses classes = space.classes();
    int sizeClass = whole ? classes.wholeChunk() : classes.wholeChunk() - 1;
    long slot = space.reserve(sizeClass);
    if (slot == SlotSpace.NONE) {
      return false;
    }
    took(slot, classes.slotBytes(sizeClass));
    byThread.get(thread).addFirst(slot);
    return true;
  }

  private void took(long slot, int bytes) {
    taken.forEach(
        (other, otherBytes) -> {
          if (other < slot + bytes && slot < other + otherBytes) {
            throw new IllegalStateException(slot + " was given out while " + other + " is taken");
          }
        });
    if (taken.put(slot, bytes) != null) {
      throw new IllegalStateException(slot + " was given out twice");
    }
  }

  boolean free(int thread) {
    return free(byThread.get(thread).pollFirst());
  }

  boolean freeOldest(int thread) {
    return free(byThread.get(thread).pollLast());
  }

  private boolean free(@Nullable Long slot) {
    if (slot == null) {
      return false;
    }
    taken.remove(slot);
    space.free(slot);
    return true;
  }

  /** When nothing runs: the taken slots are those that somebody has, and all chunks come back. */
  void inventory() {
    long bytes = 0;
    for (long slot : taken.keySet()) {
      bytes += space.classes().weight(space.sizeClass(slot));
    }
    if (bytes != space.usedBytes()) {
      throw new IllegalStateException(space.usedBytes() + " bytes are used, not " + bytes);
    }
    for (int thread = 0; thread < THREADS; thread++) {
      while (free(thread)) {
        // until it has none
      }
    }
    space.reclaim();
    if (space.usedBytes() != 0 || space.freeChunks() != chunks) {
      throw new IllegalStateException(
          "of " + chunks + " empty chunks " + space.freeChunks() + " are free");
    }
  }
}
