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

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jcachepmem.allocator.record.CatalogueEntry;
import org.jcachepmem.allocator.record.Dropper;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.allocator.record.RecordStore;
import org.jcachepmem.allocator.record.Stripe;
import org.jcachepmem.key.KeyIdentity;
import org.jspecify.annotations.Nullable;

/**
 * The part of a pool that one stored cache takes, whether or not a session has it open.
 *
 * <p>An entry's weight is added before the entry can be found, and subtracted by whoever wins its
 * retirement; so the sum is exact whatever the index does meanwhile.
 *
 * <p>Guards: the counters are atomic; the catalogue's entry and the beginning of deletion are
 * written under the monitor of {@code changing}, so that nothing is written about a deleted cache,
 * whose id may be another's; the other fields are written under {@link SpaceBudget}'s lock. All are
 * read anywhere.
 */
final class Share {
  /** The six high bits of a random number, all zero in one of 64; the index takes low ones. */
  private static final int HIT_SAMPLE_SHIFT = 26;

  private final RecordStore records;
  private final IndexMemory memory;
  private final Incidents incidents;
  private final UnindexedEntries unindexed;
  private final UnindexedVictims victims;
  private final CacheIdentity identity;
  private final Consumer<EntryRef> adding = this::added;
  private final AtomicLong indexedBytes = new AtomicLong();
  private final AtomicLong admittedBytes = new AtomicLong();
  private final AtomicLong evictedBytes = new AtomicLong();
  private final AtomicLong evictions = new AtomicLong();
  private final AtomicLong hits = new AtomicLong();
  private volatile CatalogueEntry stored;
  private volatile long assignedBytes;
  private volatile long nextGrowthNanos;
  private volatile @Nullable PooledEntries store;
  private volatile @Nullable CaffeineIndex filling;
  private volatile boolean attaching;
  private volatile boolean dying;
  private volatile boolean isNew;
  private volatile boolean sound;
  private volatile boolean touched;
  private final Object changing = new Object();

  /** Why its entries are being evicted, if it is not because they exceed what it may weigh. */
  private volatile @Nullable LossCause evictingFor;

  Share(CatalogueEntry stored, RecordStore records, IndexMemory memory, Incidents incidents) {
    this.stored = stored;
    this.records = records;
    this.memory = memory;
    this.incidents = incidents;
    identity = new CacheIdentity(stored.namespace(), stored.name());
    unindexed = new UnindexedEntries(records, records.recovered(stored.id()), memory);
    victims = new UnindexedVictims(this, records);
    assignedBytes = weightBytes();
  }

  CatalogueEntry stored() {
    return stored;
  }

  String name() {
    return stored.name();
  }

  CacheIdentity identity() {
    return identity;
  }

  Incidents incidents() {
    return incidents;
  }

  /** Changes what the catalogue says of it, durably, unless it is being deleted. */
  void change(UnaryOperator<CatalogueEntry> by) {
    synchronized (changing) {
      CatalogueEntry changed = by.apply(stored);
      if (!dying && !changed.equals(stored)) {
        records.catalogue().update(changed);
        stored = changed;
      }
    }
  }

  UnindexedEntries unindexed() {
    return unindexed;
  }

  UnindexedVictims victims() {
    return victims;
  }

  // ---- what it weighs

  /** Pool bytes of its live entries. */
  long weightBytes() {
    return unindexed.weightWith(indexedBytes::get);
  }

  /**
   * The same with what was admitted and is not published yet: two puts must not share one room.
   * Read in this order, so that what is published meanwhile counts twice rather than not at all.
   */
  long expectedBytes() {
    long admitted = admittedBytes.get();
    return weightBytes() + admitted;
  }

  /** Counts {@code bytes} that a put is about to add; negative when it has, or has failed. */
  void admitted(long bytes) {
    if (bytes != 0) {
      admittedBytes.addAndGet(bytes);
    }
  }

  long entries() {
    CaffeineIndex index = index();
    return unindexed.count() + (index == null ? 0 : index.count());
  }

  long evictions() {
    return evictions.get();
  }

  long evictedBytes() {
    return evictedBytes.get();
  }

  /** Counts an entry that is about to be indexed. */
  void added(EntryRef entry) {
    indexedBytes.addAndGet(records.weightBytes(entry));
    memory.indexed(entry);
  }

  /**
   * Takes an entry that is not indexed, which is {@link #added} by that: counted late, it would
   * leave room for a put that then evicts another. See {@link UnindexedEntries#take}.
   */
  @Nullable EntryRef takeUnindexed(byte[] key) {
    EntryRef taken = unindexed.take(key, adding);
    if (taken == null) {
      return null;
    }
    try {
      return fitting(taken);
    } catch (Error e) {
      putBack(key, taken);
      throw e;
    }
  }

  /** A handle that nobody has seen, or one in its place that suits who has the cache open. */
  EntryRef fitting(EntryRef entry) {
    return touched ? entry.expirable() : entry;
  }

  /** Takes back {@link #added}, for whoever ended the entry's life or parked it. */
  void subtracted(EntryRef entry) {
    indexedBytes.addAndGet(-records.weightBytes(entry));
    memory.forgotten(entry);
  }

  /** Retires an {@link #added} entry and gives its weight back, if this call wins it. */
  boolean retire(Stripe stripe, EntryRef entry) {
    boolean won = records.retire(stripe, entry);
    if (won) {
      subtracted(entry);
    }
    return won;
  }

  /** {@link #retire} because of eviction, from inside the removal: no lock, no I/O. */
  void evicted(Stripe stripe, EntryRef entry) {
    LossCause cause = evictingFor;
    evicted(stripe, entry, cause == null ? excessCause() : cause);
  }

  /** The same for that reason. */
  void evicted(Stripe stripe, EntryRef entry, LossCause cause) {
    if (lose(stripe, entry, cause)) {
      evictions.incrementAndGet();
      evictedBytes.addAndGet(records.weightBytes(entry));
    }
  }

  /** {@link #retire} for a reason that is counted. */
  boolean lose(Stripe stripe, EntryRef entry, LossCause cause) {
    boolean won = retire(stripe, entry);
    if (won) {
      incidents.lost(name(), cause);
    }
    return won;
  }

  private LossCause excessCause() {
    long quota = stored.quotaBytes();
    return quota > 0 && assignedBytes >= quota ? LossCause.QUOTA : LossCause.SPACE;
  }

  // ---- what it may weigh

  boolean isPinned() {
    return stored.pinned();
  }

  /** The most that this cache may weigh, in a pool of {@code capacityBytes}. */
  long limitBytes(long capacityBytes) {
    long quota = stored.quotaBytes();
    return quota > 0 ? Math.min(quota, capacityBytes) : capacityBytes;
  }

  long assignedBytes() {
    return assignedBytes;
  }

  /**
   * Changes what it may weigh, and evicts what exceeds it. Under the budget's lock.
   *
   * <p>The assigned bytes are read without that lock by puts that need no growth. So the index's
   * maximum is raised before they are, or such a put could be evicted by its own publication.
   */
  void assign(long bytes) {
    boolean shrinks = bytes < assignedBytes;
    if (shrinks) {
      assignedBytes = bytes;
    }
    if (!isPinned()) {
      victims.evict(weightBytes() - bytes);
      CaffeineIndex index = index();
      if (index != null) {
        index.maximum(bytes);
      }
    }
    assignedBytes = bytes;
  }

  /** When it pays to try and grow again; until then its own evictions make room. */
  long nextGrowthNanos() {
    return nextGrowthNanos;
  }

  void nextGrowthNanos(long nanos) {
    nextGrowthNanos = nanos;
  }

  // ---- how useful it is

  /**
   * Counts a hit, or rather one in 64 of them, so that hot readers share no counter.
   *
   * @param random random bits of the caller's
   */
  void hit(int random) {
    if (random >>> HIT_SAMPLE_SHIFT == 0) {
      hits.incrementAndGet();
    }
  }

  double hitsPerByte() {
    return hits.get() / (double) Math.max(1, weightBytes());
  }

  void decayHits(int halvings) {
    hits.updateAndGet(sampled -> sampled >> halvings);
  }

  // ---- who has it open

  @Nullable PooledEntries store() {
    return store;
  }

  void store(@Nullable PooledEntries opened) {
    store = opened;
    filling = null;
  }

  /** Whether accesses may make entries expire that never would, from now on. */
  void touched(boolean now) {
    touched = now;
  }

  boolean isAttached() {
    return store != null;
  }

  /**
   * Whether a session is taking it over or leaving it, so that its entries must stay where they
   * are.
   */
  boolean isAttaching() {
    return attaching;
  }

  void attaching(boolean now) {
    attaching = now;
  }

  /** Whether its entries may be evicted now. */
  boolean isEvictable() {
    return !isPinned() && (!attaching || filling != null);
  }

  /**
   * Which index its entries are put into before it has a store, if they may be evicted from there:
   * decoding their keys may take long, and others must not be refused for want of room meanwhile.
   */
  void filling(@Nullable CaffeineIndex index) {
    filling = index;
  }

  private @Nullable CaffeineIndex index() {
    PooledEntries open = store;
    return open == null ? filling : open.index();
  }

  /** Whether its deletion has begun: it is to be finished before anything else is done to it. */
  boolean isDying() {
    return dying;
  }

  void die() {
    synchronized (changing) {
      dying = true;
    }
  }

  /** Whether it was made, and not found, and nobody has opened it yet. */
  boolean isNew() {
    return isNew;
  }

  void isNew(boolean now) {
    isNew = now;
  }

  /**
   * Whether its entries are all of this opening of the pool: it was made, or cleared as somebody
   * opened it.
   */
  boolean isSound() {
    return sound;
  }

  void sound() {
    sound = true;
  }

  /** Clears it, durably; {@code dropper} takes its entries out of the index. */
  void clear(Dropper dropper, String reason) {
    incidents.clearing(
        name(),
        reason,
        () -> {
          records.clear(stored.id(), dropper);
          unindexed.recount();
        });
  }

  /** The {@link Dropper} of a cache that no session has open. */
  void dropUnindexed(long epoch, Consumer<EntryRef> dropped) {
    unindexed.recount();
    for (byte[] key = unindexed.next(null); key != null; key = unindexed.next(key)) {
      EntryRef entry = takeUnindexed(key);
      if (entry != null) {
        subtracted(entry);
        unindexed.indexed();
        dropped.accept(entry);
      }
    }
  }

  /** Takes an entry out of the index of a store that has ended, for the next one. */
  void park(CaffeineIndex index, Stripe stripe, KeyIdentity key, EntryRef entry) {
    byte[] keyBytes = records.readKey(entry);
    if (keyBytes == null) {
      index.drop(key, entry, (kept, damaged) -> retire(stripe, damaged));
    } else if (takenOut(index, key, entry)) {
      parkAdded(keyBytes, entry);
    }
  }

  private boolean takenOut(CaffeineIndex index, KeyIdentity key, EntryRef entry) {
    try {
      return index.drop(key, entry, (kept, live) -> live.isLive());
    } catch (Error e) {
      records.life().stop(e); // the index may have lost it already
      throw e;
    }
  }

  /** Has an {@link #added} entry be one that is not indexed again. */
  void parkAdded(byte[] key, EntryRef entry) {
    subtracted(entry);
    parkTaken(key, entry);
  }

  /** The same of one that is not counted as indexed. */
  void parkTaken(byte[] key, EntryRef entry) {
    try {
      unindexed.park(key, entry);
    } catch (Error e) {
      records.life().stop(e); // an entry that is nowhere would come back
      throw e;
    }
  }

  /** Has an entry that was taken be where it was. */
  void putBack(byte[] key, EntryRef taken) {
    try {
      parkAdded(key, taken);
    } finally {
      unindexed.indexed();
    }
  }

  /** See {@link SharedPool#forgetAll}. */
  void forgetAll() {
    unindexed.forgetAll();
    PooledEntries ended = store;
    if (ended != null) {
      ended.index().forgetAll();
    }
  }

  // ---- eviction, by a thread that has the budget's lock and no stripe

  /**
   * Evicts about {@code bytes}, entries that are not indexed first; returns how many it evicted.
   * What other threads evict meanwhile is counted for the same cause.
   */
  long evict(long bytes, LossCause cause) {
    evictingFor = cause;
    try {
      return evict(bytes);
    } finally {
      evictingFor = null;
    }
  }

  private long evict(long bytes) {
    long before = evictedBytes.get();
    victims.evict(bytes);
    long left = bytes - (evictedBytes.get() - before);
    CaffeineIndex index = index();
    if (left > 0 && index != null) {
      index.evict(left);
    }
    return evictedBytes.get() - before;
  }
}
