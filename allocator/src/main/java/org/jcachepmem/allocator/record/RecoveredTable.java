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

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The live records of one cache that recovery found and that no index has taken yet: a primitive
 * hash table of (hash of the key, slot offset), 16 bytes an entry at a load of at most 0.6. Each
 * entry leaves it once. Where an entry starts to look for its place is a secret of the JVM, and of
 * keys that share a hash only a few are kept: hashes come from a file, and one made to collide must
 * not make recovery quadratic. The caller of a take holds the stripe of the key, so that nobody
 * misses the entry on its way from here to the index. Thread safe.
 */
public final class RecoveredTable {
  private static final long EMPTY = 0;
  private static final long TAKEN = -1;
  private static final int FIRST_CAPACITY = 16;

  /** So many keys of one 64-bit hash are no accident. */
  private static final int MOST_TWINS = 64;

  private static final long SECRET = new SecureRandom().nextLong();

  private final RecoveredRecords records;
  private long[] hashes = new long[0];
  private long[] offsets = new long[0];
  private Consumer<EntryRef> onDamaged = entry -> {};
  private int filled;
  private int cursor;
  private volatile int count;
  private long weightBytes;

  RecoveredTable(RecoveredRecords records) {
    this.records = records;
  }

  /** Entries that nobody has taken. */
  public long count() {
    return count;
  }

  /** Pool bytes of the entries that nobody has taken. */
  public synchronized long weightBytes() {
    return weightBytes;
  }

  /** Takes the entry with these key bytes, or null if there is none. */
  public @Nullable EntryRef take(byte[] key) {
    return count == 0 ? null : takeIfPresent(key);
  }

  private synchronized @Nullable EntryRef takeIfPresent(byte[] key) {
    int at = find(KeyHash.of(key), key);
    return at < 0 ? null : takeSlot(at);
  }

  /** The key bytes of some entry, or null if there is none: to be taken by {@link #take}. */
  public synchronized byte @Nullable [] peekAny() {
    for (; cursor < offsets.length; cursor++) {
      byte[] key = intactKey(cursor);
      if (key != null) {
        return key;
      }
    }
    return null;
  }

  /**
   * Shows the key bytes of up to {@code most} entries from position {@code from} on.
   *
   * @return the position to go on from, or -1 at the end
   */
  public synchronized int forEachKey(int from, int most, Consumer<byte[]> action) {
    int at = from;
    for (int seen = 0; at < offsets.length && seen < most; at++) {
      byte[] key = intactKey(at);
      if (key != null) {
        action.accept(key);
        seen++;
      }
    }
    return at < offsets.length ? at : -1;
  }

  /**
   * The key of the entry at {@code at}, null if there is none. An entry whose key does not match
   * its hash can't be found by anybody: it is damaged, and leaves the table.
   */
  private byte @Nullable [] intactKey(int at) {
    if (offsets[at] == EMPTY || offsets[at] == TAKEN) {
      return null;
    }
    byte[] key = records.key(offsets[at]);
    if (key != null && KeyHash.of(key) == hashes[at]) {
      return key;
    }
    onDamaged.accept(takeSlot(at));
    return null;
  }

  /** Who is handed entries whose key is damaged. */
  synchronized void onDamaged(Consumer<EntryRef> action) {
    onDamaged = action;
  }

  /** Takes all. */
  synchronized void takeAll(Consumer<EntryRef> action) {
    for (int at = 0; at < offsets.length; at++) {
      if (offsets[at] != EMPTY && offsets[at] != TAKEN) {
        action.accept(takeSlot(at));
      }
    }
  }

  private EntryRef takeSlot(int at) {
    EntryRef entry = records.handle(offsets[at]);
    offsets[at] = TAKEN;
    weightBytes -= records.weight(entry);
    if (--count == 0) {
      hashes = new long[0];
      offsets = new long[0];
      filled = 0;
    }
    return entry;
  }

  // ---- recovery, one thread

  /**
   * Adds a live record, or replaces an older version of the same key.
   *
   * @return the offset of the one that lost: of an older or newer version, or of a record whose
   *     hash is not that of its key, or one of too many; 0 if there is none
   */
  long add(long hash, long offset, long sequence) {
    if ((filled + 1) * 5L > offsets.length * 3L) {
      grow();
    }
    int mask = offsets.length - 1;
    int at = start(hash) & mask;
    int twins = 0;
    byte[] key = null;
    for (; offsets[at] != EMPTY; at = at + 1 & mask) {
      if (hashes[at] == hash) {
        key = key == null ? records.key(offset) : key;
        if (key != null && KeyHash.of(key) != hash || ++twins > MOST_TWINS) {
          return offset;
        }
        if (maybeEqual(key, records.key(offsets[at]))) {
          long other = offsets[at];
          if (records.sequence(other) >= sequence) {
            return offset;
          }
          offsets[at] = offset;
          return other;
        }
      }
    }
    hashes[at] = hash;
    offsets[at] = offset;
    filled++;
    count++;
    return 0;
  }

  /**
   * Whether two keys of equal hash are equal. One that can't be read is taken for it: rather a miss
   * than a superseded value.
   */
  private static boolean maybeEqual(byte @Nullable [] one, byte @Nullable [] other) {
    return one == null || other == null || Arrays.equals(one, other);
  }

  /** The offset of the live record with the key of the tombstone in {@code dead}, or 0. */
  long hiddenBy(long hash, long dead) {
    if (count == 0) {
      return 0;
    }
    int mask = offsets.length - 1;
    byte[] key = null;
    for (int at = start(hash) & mask; offsets[at] != EMPTY; at = at + 1 & mask) {
      if (hashes[at] == hash && offsets[at] != TAKEN) {
        key = key == null ? records.key(dead) : key;
        if (maybeEqual(key, records.key(offsets[at]))) {
          return offsets[at];
        }
      }
    }
    return 0;
  }

  /** Forgets a live record. */
  void drop(long hash, long offset) {
    int mask = offsets.length - 1;
    for (int at = start(hash) & mask; offsets[at] != EMPTY; at = at + 1 & mask) {
      if (offsets[at] == offset) {
        offsets[at] = TAKEN;
        count--;
        return;
      }
    }
  }

  /** Forgets all live records. */
  void clear() {
    hashes = new long[0];
    offsets = new long[0];
    filled = 0;
    count = 0;
  }

  /** The slots of all live records. */
  void forEachOffset(LongConsumer action) {
    for (long offset : offsets) {
      if (offset != EMPTY && offset != TAKEN) {
        action.accept(offset);
      }
    }
  }

  /** When all are in: weighs them. */
  void weigh() {
    weightBytes = 0;
    forEachOffset(offset -> weightBytes += records.weight(records.handle(offset)));
  }

  private static int start(long hash) {
    return (int) KeyHash.mix(hash ^ SECRET);
  }

  private int find(long hash, byte[] key) {
    if (offsets.length == 0) {
      return -1;
    }
    int mask = offsets.length - 1;
    for (int at = start(hash) & mask; offsets[at] != EMPTY; at = at + 1 & mask) {
      if (hashes[at] == hash && offsets[at] != TAKEN) {
        byte[] stored = records.key(offsets[at]);
        if (Arrays.equals(key, stored)) {
          return at;
        }
        if (stored == null) {
          onDamaged.accept(takeSlot(at));
          if (count == 0) {
            return -1;
          }
        }
      }
    }
    return -1;
  }

  private void grow() {
    long[] oldHashes = hashes;
    long[] oldOffsets = offsets;
    allocate(Math.max(FIRST_CAPACITY, oldOffsets.length * 2));
    int mask = offsets.length - 1;
    filled = 0;
    for (int i = 0; i < oldOffsets.length; i++) {
      if (oldOffsets[i] != EMPTY && oldOffsets[i] != TAKEN) {
        int at = start(oldHashes[i]) & mask;
        while (offsets[at] != EMPTY) {
          at = at + 1 & mask;
        }
        hashes[at] = oldHashes[i];
        offsets[at] = oldOffsets[i];
        filled++;
      }
    }
  }

  /** The only allocation of recovery that grows with the entries of the pool. */
  private void allocate(int capacity) {
    try {
      long[] newHashes = new long[capacity];
      offsets = new long[capacity];
      hashes = newHashes;
    } catch (OutOfMemoryError e) {
      throw new HeapTooSmallException(count, e);
    }
  }

  /** What the table asks about a record, by the offset of its slot. */
  interface RecoveredRecords {
    /** Null if it can't be read, or the extents that hold it are unknown. */
    byte @Nullable [] key(long offset);

    long sequence(long offset);

    EntryRef handle(long offset);

    long weight(EntryRef entry);
  }
}
