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

/**
 * A chunk as DRAM knows it: its class, and which of its slots are taken. The class of a chunk
 * changes only while none of its slots is taken, so who holds a slot may read it without a lock;
 * the rest is guarded by the shelf of its class, or by nobody while it is free.
 */
final class Chunk {
  private static final long[] NONE = {};

  final int number;
  final long offset;

  /** The size class, or -1 while the chunk is free. */
  int sizeClass = -1;

  int generation;

  /** Whether the directory is known to be zero on the medium: true of fresh space. */
  boolean pristine;

  /** Whether no slot may be taken, because the chunk is being vacated. */
  boolean closed;

  /**
   * Whether a part that the chunk can't do without can't be read: records that it has stay, it gets
   * no new ones and no other class.
   */
  boolean unusable;

  /** Slots that count as taken for as long as the pool is open, because they can't be read. */
  int spoiled;

  /** Whether the chunk is in its shelf's list. */
  boolean listed;

  /** Whether it was chosen to be filled. */
  boolean filling;

  /** How many classes chunks had been given when this one got its own; 0 before the open. */
  long assignment;

  int slots;
  int taken;
  private long[] bits = NONE;
  private int hint;

  Chunk(int number, long offset) {
    this.number = number;
    this.offset = offset;
  }

  /** Starts over with {@code newSlots} free slots. */
  void assign(int newClass, int newGeneration, int newSlots) {
    assert taken == 0 : "chunk " + number + " has slots taken";
    sizeClass = newClass;
    generation = newGeneration;
    slots = newSlots;
    bits = new long[(newSlots + 63) >>> 6];
    hint = 0;
    pristine = false;
    closed = false;
    filling = false;
  }

  /** Forgets the class. */
  void release() {
    assert taken == 0 : "chunk " + number + " has slots taken";
    sizeClass = -1;
    slots = 0;
    bits = NONE;
    closed = false;
  }

  /** Takes a free slot; there is one. */
  int take() {
    for (int i = 0, word = hint;
        i < bits.length;
        i++, word = word + 1 == bits.length ? 0 : word + 1) {
      long free = ~bits[word];
      int slot = (word << 6) + Long.numberOfTrailingZeros(free);
      if (free != 0 && slot < slots) {
        bits[word] |= 1L << slot;
        taken++;
        hint = word;
        return slot;
      }
    }
    throw new AssertionError(
        "chunk " + number + " has no free slot of " + slots + ", " + taken + " taken");
  }

  /** Takes that slot; false if it is taken already. */
  boolean take(int slot) {
    if (isTaken(slot)) {
      return false;
    }
    bits[slot >>> 6] |= 1L << slot;
    taken++;
    return true;
  }

  /** Takes the slots whose bits are set, of which none is taken. */
  void takeAll(long[] slots) {
    for (int word = 0; word < bits.length; word++) {
      assert (bits[word] & slots[word]) == 0 : "a slot of chunk " + number + " is taken twice";
      bits[word] |= slots[word];
      taken += Long.bitCount(slots[word]);
    }
  }

  /** Gives a taken slot back. */
  void give(int slot) {
    assert isTaken(slot) : "slot " + slot + " of chunk " + number + " is given back twice";
    bits[slot >>> 6] &= ~(1L << slot);
    taken--;
    hint = slot >>> 6;
  }

  boolean isTaken(int slot) {
    return (bits[slot >>> 6] & 1L << slot) != 0;
  }
}
