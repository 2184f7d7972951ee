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

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jcachepmem.allocator.record.PressureRelief;
import org.jspecify.annotations.Nullable;

/**
 * Divides a pool among its stored caches, so that nobody sizes them one by one.
 *
 * <p>What the caches may weigh adds up to the pool's capacity. A cache grows on demand: from bytes
 * that no cache was given, then from bytes that others were given and don't use, then by evicting
 * from the unpinned cache with the fewest hits per byte. If that is the growing cache itself, it
 * makes room by its own evictions. Each cache may always have a floor, an eighth of an even share,
 * or nobody new could earn a hit. Hits are sampled and halve every ten seconds.
 *
 * <p>A stored cache that no session has open takes part, and is evicted last during the first five
 * minutes after the pool was opened, when its application may still be starting, and first
 * afterwards: lest a cache that nobody uses any more keep a pool full for ever. Pinned caches are
 * never evicted.
 *
 * <p>Thread safe. Its lock is taken with no stripe held, and taken before stripes.
 */
final class SpaceBudget implements PressureRelief {
  private static final long START_UP_NANOS = TimeUnit.MINUTES.toNanos(5);
  private static final long HALF_LIFE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long GROWTH_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final int STEPS = 64;
  private static final int FLOOR_FRACTION = 8;

  private final ReentrantLock lock = new ReentrantLock();
  private final List<Share> shares = new CopyOnWriteArrayList<>();
  private volatile long capacityBytes;
  private final IndexMemory memory;
  private final Incidents incidents;
  private final LongSupplier nanoClock;
  private final long openedNanos;
  private long decayedNanos;

  SpaceBudget(long capacityBytes, IndexMemory memory, Incidents incidents, LongSupplier nanoClock) {
    this.capacityBytes = capacityBytes;
    this.memory = memory;
    this.incidents = incidents;
    this.nanoClock = nanoClock;
    this.openedNanos = nanoClock.getAsLong();
    this.decayedNanos = openedNanos;
  }

  long capacityBytes() {
    return capacityBytes;
  }

  /**
   * The pool has grown: asks for its capacity while nobody else sets an older one. Caches that make
   * room by themselves for a moment, because there was nothing to have, need not any more.
   */
  void readCapacity(LongSupplier ofPool) {
    exclusively(
        () -> {
          capacityBytes = ofPool.getAsLong();
          shares.forEach(share -> share.nextGrowthNanos(nanoClock.getAsLong()));
        });
  }

  List<Share> shares() {
    return shares;
  }

  void add(Share share) {
    share.nextGrowthNanos(nanoClock.getAsLong());
    shares.add(share);
  }

  void remove(Share share) {
    shares.remove(share);
  }

  @Nullable Share share(int cacheId) {
    for (Share share : shares) {
      if (share.stored().id() == cacheId) {
        return share;
      }
    }
    return null;
  }

  /** Runs {@code change} while nothing is evicted by the budget. */
  void exclusively(Runnable change) {
    lock.lock();
    try {
      change.run();
    } finally {
      lock.unlock();
    }
  }

  /** Makes a change to a cache that no session has open, whose entries stay where they are. */
  void undisturbed(Share share, Runnable change) {
    attaching(share, true);
    try {
      change.run();
    } finally {
      attaching(share, false);
    }
  }

  /** See {@link Share#isAttaching}. */
  void attaching(Share share, boolean now) {
    lock.lock();
    try {
      share.attaching(now);
    } finally {
      lock.unlock();
    }
  }

  /** See {@link Share#filling}. */
  void filling(Share share, @Nullable CaffeineIndex index) {
    lock.lock();
    try {
      share.filling(index);
    } finally {
      lock.unlock();
    }
  }

  /** Whether a cache that no session has open has no entry, nor one that is just being moved. */
  boolean isEmpty(Share share) {
    lock.lock();
    try {
      return share.unindexed().count() == 0;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Sees to it that {@code share} may weigh {@code addedBytes} more, or evicts as much by itself.
   * With no stripe held. False if that is impossible: the cache is pinned and no other can be
   * evicted, or the entry exceeds the cache's quota. If true, the caller ends the admission by
   * {@link Share#admitted} when its put is over.
   */
  boolean admit(Share share, long addedBytes, long entryBytes) {
    if (addedBytes == 0 && share.isPinned()) {
      return true; // it has its room: refused, it would be lost though nothing is asked for
    }
    share.admitted(addedBytes);
    boolean admitted = false;
    try {
      admitted = admitCounted(share, addedBytes, entryBytes);
      return admitted;
    } finally {
      if (!admitted) {
        share.admitted(-addedBytes);
      }
    }
  }

  private boolean admitCounted(Share share, long addedBytes, long entryBytes) {
    boolean memoryOver = memory.isOver();
    if (!memoryOver && share.expectedBytes() <= share.assignedBytes()) {
      return true;
    }
    if (!memoryOver && makesOwnRoom(share, entryBytes)) {
      return true;
    }
    if (share.isPinned()) {
      // Or two that wait here would each be refused because of the other, which has nothing yet.
      share.admitted(-addedBytes);
      lock.lock();
      share.admitted(addedBytes);
    } else {
      lock.lock();
    }
    try {
      return (!memoryOver || evictForMemory() || !share.isPinned()) && grow(share, entryBytes);
    } finally {
      lock.unlock();
    }
  }

  private boolean makesOwnRoom(Share share, long entryBytes) {
    return !share.isPinned()
        && share.unindexed().isEmpty()
        && entryBytes <= share.assignedBytes()
        && nanoClock.getAsLong() - share.nextGrowthNanos() < 0;
  }

  private boolean grow(Share share, long entryBytes) {
    long limit = share.limitBytes(capacityBytes);
    if (entryBytes > limit) {
      return false;
    }
    long wanted = Math.min(limit, share.expectedBytes());
    long generous = Math.min(limit, Math.max(wanted, share.assignedBytes() + stepBytes()));
    give(share, Math.min(generous - share.assignedBytes(), unassignedBytes()));
    if (share.assignedBytes() < wanted) {
      takeUnused(share, wanted);
    }
    if (share.assignedBytes() < wanted) {
      incidents.relieved(
          "the share of cache " + share.name(),
          wanted - share.assignedBytes(),
          () -> {
            takeUsed(share, wanted, generous, entryBytes);
            return share.assignedBytes() >= wanted;
          });
    }
    // What others asked for meanwhile they get after this, under the lock that this one holds.
    if (wanted <= share.assignedBytes() && share.expectedBytes() <= limit) {
      return true;
    }
    share.nextGrowthNanos(nanoClock.getAsLong() + GROWTH_PAUSE_NANOS);
    if (share.isPinned()) {
      return false;
    }
    share.victims().evict(share.expectedBytes() - share.assignedBytes());
    return share.assignedBytes() >= entryBytes;
  }

  private void takeUnused(Share share, long wanted) {
    for (Share other : shares) {
      if (other != share && (other.isEvictable() || !other.isAttaching())) {
        long unused = other.assignedBytes() - other.expectedBytes();
        long taken = Math.min(unused, wanted - share.assignedBytes());
        if (taken > 0) {
          other.assign(other.assignedBytes() - taken);
          give(share, taken);
        }
      }
    }
  }

  private void takeUsed(Share share, long wanted, long generous, long entryBytes) {
    long floor = capacityBytes / FLOOR_FRACTION / Math.max(1, shares.size());
    for (Share other : victims()) {
      if (share.assignedBytes() >= wanted) {
        return;
      }
      boolean mayInsist =
          share.isPinned() || share.assignedBytes() < Math.min(wanted, Math.max(floor, entryBytes));
      if (other == share) {
        if (!mayInsist) {
          return;
        }
        continue;
      }
      boolean mayGoBare = share.isPinned() || !other.isAttached();
      long spare = other.assignedBytes() - (mayGoBare ? 0 : floor);
      if (entryBytes > share.assignedBytes()) {
        spare =
            Math.max(spare, Math.min(other.assignedBytes(), entryBytes - share.assignedBytes()));
      }
      long taken = Math.min(spare, generous - share.assignedBytes());
      if (taken > 0) {
        other.assign(other.assignedBytes() - taken);
        give(share, taken);
      }
    }
  }

  private void give(Share share, long bytes) {
    if (bytes > 0) {
      share.assign(share.assignedBytes() + bytes);
    }
  }

  private long unassignedBytes() {
    long assigned = 0;
    for (Share share : shares) {
      assigned += share.assignedBytes();
    }
    return capacityBytes - assigned;
  }

  private long stepBytes() {
    return Math.max(1, capacityBytes / STEPS);
  }

  // ---- pressure

  @Override
  public boolean evict(long bytes) {
    lock.lock();
    try {
      return incidents.relieved("free chunks", bytes, () -> evictForSpace(bytes));
    } finally {
      lock.unlock();
    }
  }

  private boolean evictForSpace(long bytes) {
    long evicted = 0;
    for (Share victim : victims()) {
      evicted += victim.evict(bytes - evicted, LossCause.SPACE);
      if (evicted >= bytes) {
        break;
      }
    }
    return evicted > 0;
  }

  @Override
  public boolean vacate(int cacheId, byte[] key, long offset) {
    Share share = share(cacheId);
    if (share == null) {
      return false;
    }
    if (share.isAttaching()) {
      return share.isPinned(); // "no" would let the record store evict what it recovered
    }
    PooledEntries store = share.store();
    if (store != null) {
      return store.vacate(key, offset);
    }
    lock.lock();
    try {
      return !share.isAttached() && !share.isAttaching() && share.victims().vacate(key, offset);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Evicts until the indexes' estimated heap is a little below its maximum. False if it can't be.
   */
  boolean evictForMemory() {
    long target = memory.maxBytes() - memory.maxBytes() / STEPS;
    lock.lock();
    try {
      long excess = memory.usedBytes() - target;
      return incidents.relieved("index.max-bytes", excess, () -> evictForMemory(target));
    } finally {
      lock.unlock();
    }
  }

  private boolean evictForMemory(long target) {
    boolean progress = true;
    while (memory.isOver() && progress) {
      progress = false;
      for (Share victim : victims()) {
        if (memory.usedBytes() > target) {
          long weight = weightOfExcess(victim, memory.usedBytes() - target);
          progress |= victim.evict(weight, LossCause.HEAP) > 0;
        }
      }
    }
    return !memory.isOver();
  }

  /** What as many entries of the share weigh in the pool as take {@code heapBytes} in the index. */
  private long weightOfExcess(Share share, long heapBytes) {
    long all = 0;
    for (Share each : shares) {
      all += each.entries();
    }
    long excess = heapBytes * Math.max(1, all) / Math.max(1, memory.usedBytes()) + 1;
    long each = Math.max(1, share.weightBytes() / Math.max(1, share.entries()));
    return Math.min(share.weightBytes(), excess * each);
  }

  /** The shares that may be evicted, the first to suffer first. */
  private List<Share> victims() {
    long now = nanoClock.getAsLong();
    int halvings = (int) Math.min(63, (now - decayedNanos) / HALF_LIFE_NANOS);
    if (halvings > 0) {
      decayedNanos += halvings * HALF_LIFE_NANOS;
      shares.forEach(share -> share.decayHits(halvings));
    }
    boolean startingUp = now - openedNanos < START_UP_NANOS;
    List<Victim> victims = new ArrayList<>();
    for (Share share : shares) {
      if (share.isEvictable() && share.weightBytes() > 0) {
        victims.add(new Victim(share, share.isAttached() != startingUp, share.hitsPerByte()));
      }
    }
    victims.sort(
        Comparator.comparing(Victim::isSpared)
            .thenComparingDouble(Victim::hitsPerByte)
            .thenComparingInt(victim -> victim.share().stored().id()));
    return victims.stream().map(Victim::share).toList();
  }

  /** What victims are sorted by, which changes while they are sorted. */
  private record Victim(Share share, boolean isSpared, double hitsPerByte) {}
}
