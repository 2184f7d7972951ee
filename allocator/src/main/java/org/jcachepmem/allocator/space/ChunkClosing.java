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

import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Chooses chunks of a space to be emptied, so that another class can have them, and keeps new
 * records out of them meanwhile. Thread safe.
 */
public final class ChunkClosing {
  /** A chunk is new to its class until that part of all chunks got a class after it. */
  private static final int RECENT_SHARE = 4;

  private final SlotSpace space;

  ChunkClosing(SlotSpace space) {
    this.space = space;
  }

  /**
   * Chooses a chunk to be emptied, so that another class can have it: the one of which the fewest
   * bytes can't move to free slots of other chunks of the class, and of those the one with the
   * fewest to move. A chunk that got its class lately is chosen last: its class would need the next
   * one at once. It is closed: none of its slots can be taken until it is empty, or {@link
   * #reopen}ed.
   *
   * @param mayEvict whether to choose one of which not everything can move
   * @param skip how many better ones to leave alone, because they could not be emptied
   * @return its number, or -1 if there is no such chunk
   */
  public int close(boolean mayEvict, int skip) {
    space.takeSparesBack();
    Chunk[] chunks = space.chunks();
    SizeClasses classes = space.classes();
    long recent = space.supply().assignments() - chunks.length / RECENT_SHARE;
    List<Candidate> candidates = new ArrayList<>();
    for (Chunk chunk : chunks) {
      int sizeClass = chunk == null ? -1 : chunk.sizeClass;
      if (sizeClass >= 0 && !chunk.closed && chunk.taken > 0 && chunk.spoiled == 0) {
        long elsewhere = space.shelf(sizeClass).freeSlots - (chunk.slots - chunk.taken);
        long weight = classes.weight(sizeClass);
        long stuck = Math.max(0, chunk.taken - elsewhere) * weight;
        if (stuck == 0 || mayEvict) {
          boolean isRecent = stuck > 0 && chunk.assignment > recent;
          candidates.add(new Candidate(chunk, sizeClass, isRecent, stuck, chunk.taken * weight));
        }
      }
    }
    if (skip >= candidates.size()) {
      return -1;
    }
    candidates.sort(Candidate.CHEAPEST_FIRST);
    Candidate chosen = candidates.get(skip);
    Chunk chunk = chosen.chunk();
    Shelf shelf = space.shelf(chosen.sizeClass());
    shelf.lock.lock();
    try {
      if (chunk.sizeClass != chosen.sizeClass() || chunk.closed) {
        return -1;
      }
      shelf.unlist(chunk);
      chunk.closed = true;
      // What was spared meanwhile: else a new record would have it. Who spares a slot from now on
      // sees that the chunk is closed, or is seen here.
      VarHandle.fullFence();
      space.takeSparesBack(shelf, chosen.sizeClass());
      return chunk.number;
    } finally {
      shelf.lock.unlock();
    }
  }

  /** Ends the closing of a chunk that was not emptied. */
  public void reopen(int number) {
    Chunk chunk = space.chunks()[number];
    int sizeClass = chunk.sizeClass;
    if (sizeClass < 0) {
      return;
    }
    Shelf shelf = space.shelf(sizeClass);
    shelf.lock.lock();
    try {
      if (chunk.sizeClass == sizeClass && chunk.closed) {
        chunk.closed = false;
        if (chunk.taken == 0) {
          space.supply().takeBack(shelf, chunk);
        } else if (chunk.taken < chunk.slots) {
          shelf.list(chunk);
        }
      }
    } finally {
      shelf.lock.unlock();
    }
  }

  /** The offsets of the taken slots of a chunk, as they are now. */
  public long[] taken(int number) {
    Chunk chunk = space.chunks()[number];
    int sizeClass = chunk.sizeClass;
    if (sizeClass < 0) {
      return new long[0];
    }
    Shelf shelf = space.shelf(sizeClass);
    shelf.lock.lock();
    try {
      space.takeSparesBack(shelf, sizeClass);
      if (chunk.sizeClass != sizeClass) {
        return new long[0];
      }
      SizeClasses classes = space.classes();
      return IntStream.range(0, chunk.slots)
          .filter(chunk::isTaken)
          .mapToLong(
              s ->
                  chunk.offset
                      + classes.firstSlot(sizeClass)
                      + (long) s * classes.slotBytes(sizeClass))
          .toArray();
    } finally {
      shelf.lock.unlock();
    }
  }
}
