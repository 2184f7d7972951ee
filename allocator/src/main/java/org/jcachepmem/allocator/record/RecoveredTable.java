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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The live records of one cache that recovery found and that no index has taken yet: a primitive
 * hash table in parts, each under its own lock, so that the threads of a scan fill it side by side.
 * Each entry leaves it once. In which part and where an entry starts to look for its place is a
 * secret of the JVM, and of keys that share a hash only a few are kept: hashes come from a file,
 * and one made to collide must not make recovery quadratic. The caller of a take holds the stripe
 * of the key, so that nobody misses the entry on its way from here to the index. Thread safe.
 */
public final class RecoveredTable {
  /** How many of the highest bits of a {@link #spread} hash say in which part it is. */
  static final int PART_BITS = 6;

  /** How many parts a table may have. */
  static final int MOST_PARTS = 1 << PART_BITS;

  private static final long SECRET = new SecureRandom().nextLong();

  private final RecoveredRecords records;
  private final AtomicReferenceArray<RecoveredPart> parts;
  private final long endOffset;
  private volatile Consumer<EntryRef> onDamaged = entry -> {};
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicLong weightBytes = new AtomicLong();

  /** Under the monitor: up to which place of which part there is no entry any more. */
  private int cursorPart;

  private int cursor;

  /**
   * An empty table.
   *
   * @param parts how many, a power of two
   * @param endOffset all offsets of slots are below
   */
  RecoveredTable(RecoveredRecords records, int parts, long endOffset) {
    this.records = records;
    this.parts = new AtomicReferenceArray<>(parts);
    this.endOffset = endOffset;
  }

  /**
   * What stands for a hash in here: its highest bits say in which part, and where in it, a key of
   * that hash starts to look for its place.
   */
  static long spread(long hash) {
    return KeyHash.mix(hash ^ SECRET);
  }

  /** Which of so many parts has the keys of a {@link #spread} hash. */
  static int part(long spread, int parts) {
    return (int) (spread >>> Long.SIZE - PART_BITS) & parts - 1;
  }

  private @Nullable RecoveredPart partOf(long spread) {
    return parts.get(part(spread, parts.length()));
  }

  private RecoveredPart of(int number) {
    RecoveredPart part = parts.get(number);
    if (part == null) {
      RecoveredPart made = new RecoveredPart(this, records, endOffset);
      part = parts.compareAndExchange(number, null, made);
      return part == null ? made : part;
    }
    return part;
  }

  /** Entries that nobody has taken. */
  public long count() {
    return count.get();
  }

  /** Pool bytes of the entries that nobody has taken. */
  public long weightBytes() {
    return weightBytes.get();
  }

  /** Takes the entry with these key bytes, or null if there is none. */
  public @Nullable EntryRef take(byte[] key) {
    if (count.get() == 0) {
      return null;
    }
    long spread = spread(KeyHash.of(key));
    RecoveredPart part = partOf(spread);
    if (part == null) {
      return null;
    }
    synchronized (part) {
      int at = part.find(spread, key);
      return at < 0 ? null : part.take(at);
    }
  }

  /** A handle of its own for the entry with these key bytes, which stays; null if there is none. */
  @Nullable EntryRef peek(byte[] key) {
    long spread = spread(KeyHash.of(key));
    RecoveredPart part = count.get() == 0 ? null : partOf(spread);
    if (part == null) {
      return null;
    }
    synchronized (part) {
      return part.peek(spread, key);
    }
  }

  /** The key bytes of some entry, or null if there is none: to be taken by {@link #take}. */
  public synchronized byte @Nullable [] peekAny() {
    for (; cursorPart < parts.length(); cursorPart++, cursor = 0) {
      RecoveredPart part = parts.get(cursorPart);
      if (part == null) {
        continue;
      }
      synchronized (part) {
        for (; cursor < part.capacity(); cursor++) {
          byte[] key = part.intactKey(cursor);
          if (key != null) {
            return key;
          }
        }
      }
    }
    return null;
  }

  /** Shows the key bytes of all entries. */
  void forEachKey(Consumer<byte[]> action) {
    forEachPart(
        part -> {
          for (int at = 0; at < part.capacity(); at++) {
            byte[] key = part.intactKey(at);
            if (key != null) {
              action.accept(key);
            }
          }
        });
  }

  private void forEachPart(Consumer<RecoveredPart> action) {
    for (int number = 0; number < parts.length(); number++) {
      RecoveredPart part = parts.get(number);
      if (part != null) {
        synchronized (part) {
          action.accept(part);
        }
      }
    }
  }

  /** Who is handed entries whose key is damaged. */
  void onDamaged(Consumer<EntryRef> action) {
    onDamaged = action;
  }

  /** An entry whose key can't be read or is another one's has been taken. */
  void dropDamaged(EntryRef entry) {
    onDamaged.accept(entry);
  }

  /** An entry of that weight has been taken. */
  void taken(long weight) {
    weightBytes.addAndGet(-weight);
    count.decrementAndGet();
  }

  /** Takes all. */
  void takeAll(Consumer<EntryRef> action) {
    if (count.get() == 0) {
      return;
    }
    forEachPart(
        part -> {
          for (int at = 0; at < part.capacity(); at++) {
            if (part.hasEntry(at)) {
              action.accept(part.take(at));
            }
          }
        });
  }

  // ---- recovery

  /**
   * Adds the live records of a batch that belong to one part, each in place of an older version of
   * its key.
   *
   * @param outlook how many times as many may come in all
   * @param lost gets the offsets of those that lost: of an older or newer version, or of a record
   *     whose hash is not that of its key, or one of too many
   */
  void addAll(int number, long[] batch, int from, int to, int outlook, LongConsumer lost) {
    RecoveredPart part = of(number);
    synchronized (part) {
      int countBefore = part.count();
      long weightBefore = part.weightBytes();
      try {
        part.addAll(batch, from, to, outlook, lost);
      } finally {
        count.addAndGet(part.count() - countBefore);
        weightBytes.addAndGet(part.weightBytes() - weightBefore);
      }
    }
  }

  /** The offset of the older live record with the key of the tombstone in {@code dead}, or 0. */
  long hiddenBy(long hash, long dead, long sequence) {
    long spread = spread(hash);
    RecoveredPart part = count.get() == 0 ? null : partOf(spread);
    if (part == null) {
      return 0;
    }
    synchronized (part) {
      return part.hiddenBy(spread, dead, sequence);
    }
  }

  /** Forgets a live record. False if it is not there any more. */
  boolean drop(long hash, long offset) {
    long spread = spread(hash);
    RecoveredPart part = partOf(spread);
    if (part == null) {
      return false;
    }
    synchronized (part) {
      return part.drop(spread, offset);
    }
  }

  /** Whether that record is there. */
  boolean has(long hash, long offset) {
    long spread = spread(hash);
    RecoveredPart part = partOf(spread);
    if (part == null) {
      return false;
    }
    synchronized (part) {
      return part.find(spread, offset) >= 0;
    }
  }

  /** Forgets all live records. */
  public void clear() {
    forEachPart(RecoveredPart::clear);
    count.set(0);
    weightBytes.set(0);
  }

  /** The slots of all live records. */
  void forEachOffset(LongConsumer action) {
    forEachPart(part -> part.forEachOffset(action));
  }

  /** What the table asks about a record, by the offset of its slot. */
  interface RecoveredRecords {
    /** Null if it can't be read, or the extents that hold it are unknown. */
    byte @Nullable [] key(long offset);

    long hash(long offset);

    long sequence(long offset);

    EntryRef handle(long offset);

    long weight(EntryRef entry);
  }
}
