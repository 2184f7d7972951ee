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

import java.util.Arrays;
import java.util.function.LongConsumer;
import org.jcachepmem.allocator.record.RecoveredTable.RecoveredRecords;
import org.jspecify.annotations.Nullable;

/**
 * A part of a {@link RecoveredTable}: a primitive hash table of 8 bytes an entry at a load of at
 * most 0.6, probed linearly. An entry is one word: the offset of its slot, counted in steps of what
 * slots are aligned to, below as many of the highest bits of its spread hash as there is room for.
 * The directory has the rest of the hash; nearly always the bits that are here say no, or it is the
 * entry. Its table calls it under its monitor.
 */
final class RecoveredPart {
  private static final long EMPTY = 0;
  private static final long TAKEN = -1;
  private static final long[] NONE = {};
  private static final int FIRST_CAPACITY = 4;

  /** Slots begin at multiples of 1 << 4 bytes. */
  private static final int ALIGNMENT_BITS = 4;

  private static final int MOST_CAPACITY = 1 << 29;

  /** So many records are expected at a time. */
  private static final int EXPECTED_WORDS = 64 * FoundRecords.WORDS;

  /** So many keys of one 64-bit hash are no accident. */
  private static final int MOST_TWINS = 64;

  private final RecoveredTable table;
  private final RecoveredRecords records;

  /** Which bits of a word are the offset. */
  private final long offsetMask;

  private long[] words = NONE;
  private int capacity;

  /** By how much the bits of a hash behind those that say which part are shifted to be a place. */
  private int placeShift;

  private int filled;
  private int count;
  private long weightBytes;

  /** Nobody's business; without it what {@link #expect} reads would not be read. */
  private long lastRead;

  RecoveredPart(RecoveredTable table, RecoveredRecords records, long endOffset) {
    this.table = table;
    this.records = records;
    // Each offset has more than one bit of these, and none has all: neither EMPTY nor TAKEN.
    offsetMask = -1L >>> Long.numberOfLeadingZeros(endOffset >>> ALIGNMENT_BITS);
  }

  int count() {
    return count;
  }

  /** Pool bytes of the entries that nobody has taken. */
  long weightBytes() {
    return weightBytes;
  }

  /** Places; those that have an entry have an {@link #offset}. */
  int capacity() {
    return capacity;
  }

  boolean hasEntry(int at) {
    return words[at] != EMPTY && words[at] != TAKEN;
  }

  private long offset(int at) {
    return (words[at] & offsetMask) << ALIGNMENT_BITS;
  }

  private void set(int at, long hash, long offset) {
    assert offset > 0 && offset >>> ALIGNMENT_BITS << ALIGNMENT_BITS == offset;
    words[at] = bits(hash) | offset >>> ALIGNMENT_BITS;
  }

  /** What a word has of a hash: the highest bits but those that are the same in the whole part. */
  private long bits(long hash) {
    return hash << RecoveredTable.PART_BITS & ~offsetMask;
  }

  private void forget(int at) {
    words[at] = TAKEN;
    if (--count == 0) {
      clear();
    }
  }

  /** Where one starts to look, by the {@link #bits} of a hash. */
  private int start(long bits) {
    return (int) (bits >>> placeShift);
  }

  /**
   * The first place of a record that may be of that hash; the complement of the place for a new
   * one, if there is none.
   */
  private int first(long hash) {
    return from(hash, start(bits(hash)));
  }

  /** The same after {@code at}. */
  private int next(long hash, int at) {
    return from(hash, at + 1);
  }

  private int from(long hash, int start) {
    if (capacity == 0) {
      return ~0; // it may have lost its last entry between two places
    }
    int mask = capacity - 1;
    int at = start & mask;
    long bits = bits(hash);
    long word = words[at];
    while (word != EMPTY && ((word & ~offsetMask) != bits || word == TAKEN)) {
      at = at + 1 & mask;
      word = words[at];
    }
    return word == EMPTY ? ~at : at;
  }

  private boolean isOf(long hash, int at) {
    return RecoveredTable.spread(records.hash(offset(at))) == hash;
  }

  /** Whether who looks for that hash comes to this place, whatever the directory said before. */
  private boolean isFound(long hash, int at) {
    return (words[at] & ~offsetMask) == bits(hash) && isOf(hash, at);
  }

  /** Adds the records of a batch, as {@link RecoveredTable#addAll} says. */
  void addAll(long[] batch, int from, int to, int outlook, LongConsumer lost) {
    makeRoom(filled + (to - from) / FoundRecords.WORDS, outlook);
    for (int start = from; start < to; start += EXPECTED_WORDS) {
      int end = Math.min(start + EXPECTED_WORDS, to);
      lastRead = expect(batch, start, end);
      for (int at = start; at < end; at += FoundRecords.WORDS) {
        long offset = FoundRecords.offset(batch[at + FoundRecords.CACHE_AND_OFFSET]);
        long weight = batch[at + FoundRecords.WEIGHT];
        int place = first(batch[at + FoundRecords.SPREAD]);
        if (place < 0) {
          put(~place, batch[at + FoundRecords.SPREAD], offset, weight);
        } else {
          long loser = add(batch[at + FoundRecords.SPREAD], offset, weight);
          if (loser != 0) {
            lost.accept(loser);
          }
        }
      }
    }
  }

  /**
   * Reads where each record of a batch will begin to look for its place. These reads depend on
   * nothing, so that the processor waits for memory once for many of them; when the records are
   * added, one after the other, their places are in its cache.
   */
  private long expect(long[] batch, int from, int to) {
    long read = 0;
    for (int at = from; at < to; at += FoundRecords.WORDS) {
      read ^= words[start(bits(batch[at + FoundRecords.SPREAD]))];
    }
    return read;
  }

  private void put(int at, long hash, long offset, long weight) {
    set(at, hash, offset);
    filled++;
    count++;
    weightBytes += weight;
  }

  /**
   * Adds a live record of a hash that is there already, or replaces an older version of the same
   * key. Returns the offset of the one that lost, or 0.
   */
  private long add(long hash, long offset, long weight) {
    int twins = 0;
    byte[] key = null;
    int at = first(hash);
    for (; at >= 0; at = next(hash, at)) {
      if (!isOf(hash, at)) {
        continue;
      }
      key = key == null ? records.key(offset) : key;
      if (key != null && hashOf(key) != hash || ++twins > MOST_TWINS) {
        return offset;
      }
      if (maybeEqual(key, records.key(offset(at)))) {
        long other = offset(at);
        if (records.sequence(other) >= records.sequence(offset)) {
          return offset;
        }
        weightBytes += weight - records.weight(records.handle(other));
        set(at, hash, offset);
        return other;
      }
    }
    put(~at, hash, offset, weight);
    return 0;
  }

  private static long hashOf(byte[] key) {
    return RecoveredTable.spread(KeyHash.of(key));
  }

  /**
   * Whether two keys of equal hash are equal. One that can't be read is taken for it: rather a miss
   * than a superseded value.
   */
  private static boolean maybeEqual(byte @Nullable [] one, byte @Nullable [] other) {
    return one == null || other == null || Arrays.equals(one, other);
  }

  /**
   * See {@link RecoveredTable#hiddenBy}. Most tombstones are older than the record of their key: no
   * key is read for them, whose pages nothing else may need.
   */
  long hiddenBy(long hash, long dead, long sequence) {
    byte[] key = null;
    for (int at = first(hash); at >= 0; at = next(hash, at)) {
      if (isOf(hash, at) && records.sequence(offset(at)) < sequence) {
        key = key == null ? records.key(dead) : key;
        if (maybeEqual(key, records.key(offset(at)))) {
          return offset(at);
        }
      }
    }
    return 0;
  }

  /** Forgets a live record; false if it is not there. */
  boolean drop(long hash, long offset) {
    int at = find(hash, offset);
    if (at >= 0) {
      take(at);
    }
    return at >= 0;
  }

  /** The place of that record; negative if it is not there. */
  int find(long hash, long offset) {
    int at = first(hash);
    while (at >= 0 && offset(at) != offset) {
      at = next(hash, at);
    }
    return at;
  }

  /** The place of the entry with these key bytes; negative if there is none. */
  int find(long hash, byte[] key) {
    int at = first(hash);
    for (; at >= 0; at = next(hash, at)) {
      if (!isOf(hash, at)) {
        continue;
      }
      byte[] stored = records.key(offset(at));
      if (Arrays.equals(key, stored)) {
        return at;
      }
      if (stored == null) {
        table.dropDamaged(take(at));
      }
    }
    return at;
  }

  /** A new handle of the entry with these key bytes, or null. */
  @Nullable EntryRef peek(long hash, byte[] key) {
    for (int at = first(hash); at >= 0; at = next(hash, at)) {
      if (isOf(hash, at) && Arrays.equals(key, records.key(offset(at)))) {
        return records.handle(offset(at));
      }
    }
    return null;
  }

  /**
   * The key of the entry at {@code at}, null if there is none. An entry whose key does not match
   * its hash can't be found by anybody: it is damaged, and leaves the table.
   */
  byte @Nullable [] intactKey(int at) {
    if (!hasEntry(at)) {
      return null;
    }
    byte[] key = records.key(offset(at));
    if (key != null && isFound(hashOf(key), at)) {
      return key;
    }
    table.dropDamaged(take(at));
    return null;
  }

  /** Takes the entry at {@code at}. */
  EntryRef take(int at) {
    EntryRef entry = records.handle(offset(at));
    long weight = records.weight(entry);
    weightBytes -= weight;
    forget(at);
    table.taken(weight);
    return entry;
  }

  void clear() {
    words = NONE;
    capacity = 0;
    filled = 0;
    count = 0;
    weightBytes = 0;
  }

  void forEachOffset(LongConsumer action) {
    for (int at = 0; at < capacity; at++) {
      if (hasEntry(at)) {
        action.accept(offset(at));
      }
    }
  }

  /** For so many entries in all; and at once for those that may come, if there is memory. */
  private void makeRoom(int entries, int outlook) {
    if (holds(capacity, entries)) {
      return;
    }
    long[] old = words;
    int needed = capacityFor(entries);
    int wanted = Math.max(needed, capacityFor((long) entries * outlook));
    allocate(entries, isAffordable(wanted) ? wanted : needed, needed);
    filled = 0;
    for (long word : old) {
      if (word != EMPTY && word != TAKEN) {
        words[free(start(word & ~offsetMask))] = word;
        filled++;
      }
    }
  }

  private int free(int start) {
    int mask = capacity - 1;
    int at = start;
    while (words[at] != EMPTY) {
      at = at + 1 & mask;
    }
    return at;
  }

  private static boolean holds(int capacity, long entries) {
    return entries * 5 <= capacity * 3L;
  }

  private static int capacityFor(long entries) {
    int places = FIRST_CAPACITY;
    while (!holds(places, entries) && places < MOST_CAPACITY) {
      places *= 2;
    }
    return places;
  }

  /** Whether all parts of a table may be so large: to try more might end the JVM. */
  private static boolean isAffordable(int places) {
    Runtime runtime = Runtime.getRuntime();
    long free = runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
    return (long) places * Long.BYTES <= free / (2 * RecoveredTable.MOST_PARTS);
  }

  /** The only allocation of recovery that grows with the entries of the pool. */
  private void allocate(int entries, int wanted, int needed) {
    try {
      if (!holds(needed, entries)) {
        throw new OutOfMemoryError("a table of " + entries + " entries");
      }
      words = new long[wanted];
      capacity = wanted;
      placeShift = Long.SIZE - Integer.numberOfTrailingZeros(wanted);
    } catch (OutOfMemoryError e) {
      if (wanted == needed) {
        throw new HeapTooSmallException(table.count(), e);
      }
      allocate(entries, needed, needed);
    }
  }
}
