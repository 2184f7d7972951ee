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

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongConsumer;
import org.jcachepmem.allocator.layout.ChunkLayout;

/**
 * Slots that were given back and have not gone back to their chunks: the next records of the thread
 * that gave them have them without a lock that all threads share. What was given back last is in
 * its directory entry's line still in the processor's cache, where the mark on it was stored.
 *
 * <p>To their chunks such slots are taken. Who wants to know what a chunk holds, or finds no slot
 * on a shelf, takes them all back first, under the shelf's lock.
 *
 * <p>A thread has a row of its own, or shares one where there are more threads than rows. Each word
 * of a row is a slot or nothing, and changes hands by a compare-and-set. Thread safe.
 */
final class SpareSlots {
  private static final int ROWS = 64;

  private static final int ROW_WORDS = 8;

  /** From one row to the next, two cache lines, so that a line with words is one thread's alone. */
  private static final int STRIDE = 2 * ROW_WORDS;

  private static final long NOTHING = 0;

  /**
   * Of a word that is a slot: offset / 16 : 54 | size class : 10. No slot is at offset 0, where the
   * superblock is.
   */
  private static final int CLASS_MASK = ChunkLayout.MAX_CLASSES - 1;

  private static final int CLASS_BITS = Integer.bitCount(CLASS_MASK);
  private static final int SLOT_SHIFT = 4;

  private final AtomicLongArray words = new AtomicLongArray(ROWS * STRIDE);

  /** The next thread's row, modulo {@link #ROWS}, and how many threads came if those are fewer. */
  private final AtomicInteger nextRow;

  /** In the order in which threads come, so that a run with a schedule can be repeated. */
  private final ThreadLocal<Integer> ownRow =
      ThreadLocal.withInitial(() -> (nextRow() & ROWS - 1) * STRIDE);

  SpareSlots() {
    this(0);
  }

  /** As if so many threads had come already. */
  SpareSlots(int threads) {
    nextRow = new AtomicInteger(threads);
  }

  /** Goes round: of virtual threads there may be more than an int can count. */
  private int nextRow() {
    return nextRow.getAndUpdate(row -> row >= 2 * ROWS - 1 ? ROWS : row + 1);
  }

  /** Keeps a slot that was given back, if this thread's row has room for it. */
  boolean keep(long offset, int sizeClass) {
    long word = word(offset, sizeClass);
    int row = ownRow.get();
    for (int i = row; i < row + ROW_WORDS; i++) {
      long now = words.get(i);
      assert now != word : "the slot at " + offset + " is given back twice";
      if (now == NOTHING && words.compareAndSet(i, NOTHING, word)) {
        return true;
      }
    }
    return false;
  }

  /** The slot of that class that this thread gave back last, or {@link SlotSpace#NONE}. */
  long take(int sizeClass) {
    int row = ownRow.get();
    for (int i = row + ROW_WORDS - 1; i >= row; i--) {
      long offset = takeAt(i, sizeClass);
      if (offset != SlotSpace.NONE) {
        return offset;
      }
    }
    return SlotSpace.NONE;
  }

  /** Takes every thread's slots of that class. */
  void takeAll(int sizeClass, LongConsumer taken) {
    for (int row = 0; row < endOfRows(); row += STRIDE) {
      for (int i = row; i < row + ROW_WORDS; i++) {
        long offset = takeAt(i, sizeClass);
        if (offset != SlotSpace.NONE) {
          taken.accept(offset);
        }
      }
    }
  }

  /** Where the rows end that a thread has. */
  private int endOfRows() {
    return Math.min(nextRow.get(), ROWS) * STRIDE;
  }

  private long takeAt(int index, int sizeClass) {
    long word = words.get(index);
    return word != NOTHING
            && sizeClass(word) == sizeClass
            && words.compareAndSet(index, word, NOTHING)
        ? offset(word)
        : SlotSpace.NONE;
  }

  /** Takes a slot back that this thread keeps. False if somebody else has taken it meanwhile. */
  boolean takeBack(long offset, int sizeClass) {
    long word = word(offset, sizeClass);
    int row = ownRow.get();
    for (int i = row; i < row + ROW_WORDS; i++) {
      if (words.get(i) == word && words.compareAndSet(i, word, NOTHING)) {
        return true;
      }
    }
    return false;
  }

  /** Pool bytes of the slots that are kept, by the weights of {@code classes}. */
  long weightBytes(SizeClasses classes) {
    long bytes = 0;
    for (int row = 0; row < endOfRows(); row += STRIDE) {
      for (int i = row; i < row + ROW_WORDS; i++) {
        long word = words.get(i);
        bytes += word == NOTHING ? 0 : classes.weight(sizeClass(word));
      }
    }
    return bytes;
  }

  /** How many slots of that class are kept; exact, as the above, when nothing runs. */
  int count(int sizeClass) {
    int count = 0;
    for (int row = 0; row < endOfRows(); row += STRIDE) {
      for (int i = row; i < row + ROW_WORDS; i++) {
        long word = words.get(i);
        count += word != NOTHING && sizeClass(word) == sizeClass ? 1 : 0;
      }
    }
    return count;
  }

  private static long word(long offset, int sizeClass) {
    return offset >>> SLOT_SHIFT << CLASS_BITS | sizeClass;
  }

  private static int sizeClass(long word) {
    return (int) word & CLASS_MASK;
  }

  private static long offset(long word) {
    return word >>> CLASS_BITS << SLOT_SHIFT;
  }
}
