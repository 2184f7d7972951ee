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
package org.jcachepmem.index;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.allocator.record.RecordStore;
import org.jcachepmem.allocator.record.RecoveredTable;
import org.jspecify.annotations.Nullable;

/**
 * The live entries of one stored cache that no index maps: those that recovery found, and those
 * that a detached store left behind. They are taken out one at a time, to be published, superseded
 * or retired; nothing is read here in place.
 *
 * <p>A parked entry keeps its handle, because a reader that began before the store was detached
 * must still see it die.
 *
 * <p>Thread safe; its lock is a leaf.
 */
final class UnindexedEntries {
  private static final int MOST_TRIES = 1_000;

  private final RecordStore records;
  private final RecoveredTable recovered;
  private final IndexMemory memory;

  /** In the order of parking: who takes the first again and again must not look for it. */
  private final Map<KeyBytes, EntryRef> parked = new LinkedHashMap<>();

  private long parkedBytes;
  private long charged;
  private final AtomicInteger onTheirWay = new AtomicInteger();
  private volatile boolean empty;

  UnindexedEntries(RecordStore records, RecoveredTable recovered, IndexMemory memory) {
    this.records = records;
    this.recovered = recovered;
    this.memory = memory;
    recount();
  }

  /**
   * Whether there are none, not even on their way to where they belong, without a lock; may say no
   * for a moment after the last one went.
   */
  boolean isEmpty() {
    return empty;
  }

  /** How many there are. */
  long count() {
    return empty ? 0 : lockedCount();
  }

  /**
   * How many there are together with the {@code indexed} ones. An entry on its way is neither, so
   * it is waited for; after some tries the sum may be short of what is on its way.
   */
  long countWith(LongSupplier indexed) {
    for (int tries = 0; !empty && tries < MOST_TRIES; tries++) {
      synchronized (this) {
        if (onTheirWay.get() == 0) {
          return indexed.getAsLong() + lockedCount();
        }
      }
      Thread.yield();
    }
    return indexed.getAsLong() + count();
  }

  /**
   * Pool bytes that they take together with the {@code indexed} ones: what is taken meanwhile
   * counts once.
   */
  long weightWith(LongSupplier indexed) {
    if (empty) {
      return indexed.getAsLong();
    }
    synchronized (this) {
      return indexed.getAsLong() + recovered.weightBytes() + parkedBytes;
    }
  }

  private synchronized long lockedCount() {
    return recovered.count() + parked.size();
  }

  /**
   * Takes the entry with these key bytes out, or null. The caller holds the lock of the key's
   * stripe, publishes, retires or parks the entry, and then calls {@link #indexed}.
   *
   * @param count adds what the entry weighs to the weight of those that are indexed, in the same
   *     step as it is subtracted here; takes no lock
   */
  synchronized @Nullable EntryRef take(byte[] key, Consumer<EntryRef> count) {
    EntryRef entry = parked.isEmpty() ? null : parked.remove(new KeyBytes(key));
    if (entry == null) {
      entry = recovered.take(key);
    } else {
      parkedBytes -= records.weightBytes(entry);
    }
    if (entry != null) {
      onTheirWay.incrementAndGet();
      count.accept(entry);
    }
    recount();
    return entry;
  }

  /** Says that an entry that was taken is where it belongs. */
  void indexed() {
    if (onTheirWay.decrementAndGet() == 0) {
      recount();
    }
  }

  /**
   * Waits until the entries that were taken are where they belong: whoever has one on its way holds
   * a stripe. The caller holds none.
   */
  private void awaitIndexed() {
    if (onTheirWay.get() != 0) {
      records.barrier();
    }
  }

  /**
   * The key bytes of some entry, to be taken; null when there are none, or when {@code previous}
   * comes up again because it can't be taken.
   */
  synchronized byte @Nullable [] next(byte @Nullable [] previous) {
    byte[] key = parked.isEmpty() ? recovered.peekAny() : parked.keySet().iterator().next().bytes();
    if (key == null) {
      recount();
    }
    return Arrays.equals(key, previous) ? null : key;
  }

  /**
   * Hands the keys of up to {@code most} entries to {@code promote}, which takes them. False when
   * there are none left, or {@code promote} says no.
   */
  boolean promoteSome(int most, Predicate<byte[]> promote) {
    byte[] key = null;
    for (int i = 0; i < most; i++) {
      key = empty ? null : next(key);
      if (key == null || !promote.test(key)) {
        return false;
      }
    }
    return true;
  }

  /** The same for all; returns when those that others promote are where they belong, too. */
  void promoteAll(Predicate<byte[]> promote) {
    promoteSome(Integer.MAX_VALUE, promote);
    awaitIndexed();
  }

  /** Adds an entry that is in no index any more. */
  synchronized void park(byte[] key, EntryRef entry) {
    parked.put(new KeyBytes(key), entry);
    parkedBytes += records.weightBytes(entry);
    recount();
  }

  /** Forgets all, when the pool is closed. */
  synchronized void forgetAll() {
    parked.clear();
    parkedBytes = 0;
    recovered.clear();
    recount();
  }

  /** Takes note of entries that the record store took out of what it recovered. */
  synchronized void recount() {
    long count = recovered.count() + parked.size();
    memory.unindexed(count - charged);
    charged = count;
    empty = count == 0 && onTheirWay.get() == 0;
  }
}
