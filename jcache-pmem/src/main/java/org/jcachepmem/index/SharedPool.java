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

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import javax.cache.CacheException;
import org.jcachepmem.allocator.pool.PoolFile;
import org.jcachepmem.allocator.record.CatalogueEntry;
import org.jcachepmem.allocator.record.CatalogueFullException;
import org.jcachepmem.allocator.record.PoolFullException;
import org.jcachepmem.allocator.record.RecordStore;
import org.jcachepmem.allocator.record.SnapshotReport;
import org.jcachepmem.flight.PoolEvents;
import org.jcachepmem.index.Freshness.Companion;
import org.jcachepmem.index.PoolSession.StoredCache;
import org.jcachepmem.key.KeyIdentities;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An open pool as its sessions share it: which stored caches there are, and who has which open.
 *
 * <p>Thread safe. Taking a cache over decodes its keys, which is foreign code: no lock is held
 * then, only the claim on the cache's identity.
 */
final class SharedPool {
  private static final Logger LOG = LoggerFactory.getLogger(SharedPool.class);

  private final RecordStore records;
  private final IndexMemory memory;
  private final Incidents incidents;
  private final SpaceBudget budget;
  private final FreshnessCheck freshness;
  private final Losses losses;
  private final LastUses lastUses;
  private final IntSupplier chance;

  /**
   * Held while a cache is claimed, found or made, examined, cleared if it must be, or destroyed.
   */
  private final ReentrantLock freshening = new ReentrantLock();

  private volatile @Nullable Promotion promotion;

  /** Added to under freshening. */
  private final Map<CacheIdentity, String> claims = new ConcurrentHashMap<>();

  /** Guarded by itself: by identity, so that 4096 caches are found without a search. */
  private final Map<CacheIdentity, Share> shares = new HashMap<>();

  SharedPool(RecordStore records, long indexMaxBytes, PoolEvents events) {
    this(
        records,
        indexMaxBytes,
        System::nanoTime,
        System::currentTimeMillis,
        SharedPool::random,
        events);
  }

  /**
   * @param clock wall-clock milliseconds
   * @param chance random numbers, by which uses of entries are sampled
   */
  SharedPool(
      RecordStore records,
      long indexMaxBytes,
      LongSupplier nanoClock,
      LongSupplier clock,
      IntSupplier chance,
      PoolEvents events) {
    this.records = records;
    this.incidents = new Incidents(events);
    this.chance = chance;
    this.memory = new IndexMemory(indexMaxBytes);
    this.budget = new SpaceBudget(records.capacityBytes(), memory, incidents, nanoClock);
    this.freshness = new FreshnessCheck(records, budget, clock);
    this.losses = new Losses(freshness);
    this.lastUses = new LastUses(clock);
    for (CatalogueEntry entry : records.catalogue().entries()) {
      Share share = new Share(entry, records, memory, incidents);
      shares.put(share.identity(), share);
      budget.add(share);
    }
    records.pressureRelief(budget);
    if (memory.isOver()) {
      keepWhatFits();
    }
  }

  private static int random() {
    return ThreadLocalRandom.current().nextInt();
  }

  private void keepWhatFits() {
    long needed = memory.usedBytes();
    long entries = 0;
    for (Share share : budget.shares()) {
      entries += share.entries();
    }
    boolean fits = budget.evictForMemory();
    LOG.warn(
        "The pool holds {} entries; to index them all takes about {} MiB of heap, and index.max-bytes is"
            + " {} MiB. {} To keep all, set index.max-bytes to that, and -Xmx to at least {} MiB.",
        entries,
        needed >> 20,
        memory.maxBytes() >> 20,
        fits ? "What did not fit was evicted." : "All that is not pinned was evicted.",
        (needed * 2 >> 20) + 64);
  }

  /** From now on, what recovery found of an attached cache is indexed in the background. */
  void promoteWith(Promotion background) {
    promotion = background;
  }

  /** Whether entries that recovery found are being indexed. */
  boolean isPromoting() {
    Promotion background = promotion;
    return background != null && background.isRunning();
  }

  RecordStore records() {
    return records;
  }

  IndexMemory memory() {
    return memory;
  }

  Incidents incidents() {
    return incidents;
  }

  SpaceBudget budget() {
    return budget;
  }

  /** Makes the pool larger: what was added belongs to no cache yet. */
  void grow(long newSizeBytes) {
    records.life().grow(newSizeBytes);
    budget.readCapacity(records::capacityBytes);
  }

  /** Copies the pool as it is at one instant, with one line in the log. */
  SnapshotReport snapshot(Path file, boolean isSharing) {
    freshness.writeDownKill(budget.shares());
    for (Share share : budget.shares()) {
      PooledEntries store = share.store();
      if (store != null) {
        store.lateExpiries().storeAll();
      }
    }
    SnapshotReport report =
        records.life().snapshot((bytes, write) -> PoolFile.make(file, bytes, write), isSharing);
    LOG.info("Snapshot {}: {}", file, report.text());
    return report;
  }

  // ---- attaching

  PooledEntries attach(String holder, StoredCache cache, KeyIdentities<?> keys) {
    Compatibility.checkNames(cache);
    CacheIdentity identity = new CacheIdentity(cache.namespace(), cache.name());
    try {
      Share share = claimed(identity, cache, holder);
      try {
        return attach(share, cache, keys);
      } catch (RuntimeException | Error e) {
        leaveAfter(e, share);
        throw e;
      }
    } catch (CatalogueFullException | PoolFullException e) {
      throw new CacheException(e.getMessage(), e);
    }
  }

  private void claim(CacheIdentity identity, String holder) {
    String other = claims.putIfAbsent(identity, holder);
    if (other != null) {
      throw new CacheException(
          "Cache \""
              + identity.name()
              + "\" of namespace \""
              + identity.namespace()
              + "\" is open in the cache manager "
              + other
              + ". Close it there, or give this manager a namespace of its own (pool.namespace)");
    }
  }

  private Share share(CacheIdentity identity, StoredCache cache) {
    Share share = known(identity);
    if (share != null && share.isDying()) {
      destroy(share, share.store());
      share = null;
    }
    if (share == null) {
      share = added(records.catalogue().create(Compatibility.entry(cache)));
      share.isNew(true);
    }
    return share;
  }

  /** The share of a cache, found or made, with what may be served of it. */
  private Share claimed(CacheIdentity identity, StoredCache cache, String holder) {
    freshening.lock();
    try {
      claim(identity, holder);
      boolean examined = false;
      try {
        Share share = share(identity, cache);
        finishParking(share);
        Companion companion = cache.freshness().companion();
        long birth = companion == null ? 0 : birth(companion, cache);
        if (freshness.examine(share, cache.freshness(), birth)) {
          losses.lost(identity, share);
        }
        losses.opens(share, companionOf(cache));
        examined = true;
        return share;
      } finally {
        if (!examined) {
          claims.remove(identity);
        }
      }
    } finally {
      freshening.unlock();
    }
  }

  /** The birth of the cache that {@code cache} lives with, after it has been examined itself. */
  private long birth(Companion companion, StoredCache cache) {
    CacheIdentity identity = new CacheIdentity(cache.namespace(), companion.name());
    Share share = share(identity, Compatibility.companion(companion, cache));
    if (!claims.containsKey(identity)) { // or it was examined by whoever has claimed it
      finishParking(share);
      if (freshness.examine(share, companion.freshness(), 0)) {
        losses.lost(identity, share);
      }
    }
    return losses.birth(identity, share);
  }

  private static @Nullable CacheIdentity companionOf(StoredCache cache) {
    Companion companion = cache.freshness().companion();
    return companion == null ? null : new CacheIdentity(cache.namespace(), companion.name());
  }

  /** The share of a stored cache, or null if there is none of that identity. */
  private @Nullable Share known(CacheIdentity identity) {
    synchronized (shares) {
      Share share = shares.get(identity);
      if (share != null) {
        return share;
      }
    }
    CatalogueEntry stored = records.catalogue().find(identity.namespace(), identity.name());
    if (stored == null) {
      return null;
    }
    // Its creation failed after it was written: what is acknowledged from now on needs it durable.
    records.catalogue().update(stored);
    return added(stored);
  }

  private Share added(CatalogueEntry stored) {
    Share made = new Share(stored, records, memory, incidents);
    synchronized (shares) {
      shares.put(made.identity(), made);
    }
    budget.add(made);
    return made;
  }

  private PooledEntries attach(Share share, StoredCache cache, KeyIdentities<?> keys) {
    boolean isEmpty = budget.isEmpty(share);
    if (!isEmpty) {
      Compatibility.check(share.stored(), cache);
    } else if (!Compatibility.isSame(share.stored(), cache)) {
      records.settleAll(); // what was evicted may come back until then, and is of the other types
    }
    share.change(stored -> Compatibility.merge(stored, cache, isEmpty));
    budget.attaching(share, true);
    share.touched(cache.touched());
    // What was evicted or moved while nobody had the cache open is queued in stripes that are not
    // its keys', and has sequence numbers of those: they compare with new ones only across epochs.
    records.settleAll();
    records.life().beginEpoch();
    PooledEntries store = new PooledEntries(records, share, budget, keys, chance);
    Runnable serve =
        () -> {
          share.store(store);
          share.attaching(false);
          share.assign(Math.min(share.assignedBytes(), share.limitBytes(budget.capacityBytes())));
        };
    store.reindex(() -> budget.exclusively(serve));
    CacheIdentity companion = companionOf(cache);
    if (companion != null) {
      freshening.lock();
      try {
        losses.opened(share, companion, known(companion));
      } finally {
        freshening.unlock();
      }
    }
    lastUses.begin(share, cache.freshness().maxDowntimeMillis());
    records.settleAll(); // and what the record store evicted meanwhile
    Promotion background = promotion;
    if (background != null) {
      background.add(store);
    }
    return store;
  }

  /** Ends service of a store, and hands its entries to whoever attaches its cache next. */
  void detach(PooledEntries store) {
    leave(store.share());
  }

  /** A cache that was claimed can't be attached, perhaps after it has a store. */
  private void leaveAfter(Throwable failure, Share share) {
    try {
      leave(share);
    } catch (RuntimeException | Error e) {
      failure.addSuppressed(e);
    }
  }

  private void leave(Share share) {
    end(share);
    park(share);
  }

  /** Ends service of the store. Nobody else can have its cache until it is parked. */
  void end(Share share) {
    boolean ended = false;
    try {
      freshening.lock();
      try {
        losses.closes(share);
      } finally {
        freshening.unlock();
      }
      PooledEntries store = share.store();
      budget.attaching(share, store != null);
      if (store != null) {
        store.end();
        lastUses.end(share, true);
      }
      ended = true;
    } finally {
      if (!ended) {
        claims.remove(share.identity());
      }
    }
  }

  void park(Share share) {
    try {
      finishParking(share);
    } finally {
      claims.remove(share.identity());
    }
  }

  /**
   * Parks the entries of a store that has ended. If this throws they stay where they are, and
   * nobody moves or evicts them, until whoever attaches or destroys the cache next has done it.
   */
  private void finishParking(Share share) {
    PooledEntries ended = share.store();
    if (ended != null) {
      ended.park();
      // From here on entries are moved under another stripe's sequence numbers.
      records.life().beginEpoch();
      budget.exclusively(
          () -> {
            share.store(null);
            share.attaching(false);
          });
    }
  }

  // ---- losing contents

  /** A cache is about to lose contents. If this throws, it must not; see {@link Losses}. */
  void beginLoss(CacheIdentity lost) {
    freshening.lock();
    try {
      losses.begin(lost, known(lost));
    } catch (PoolFullException e) {
      throw new CacheException(e.getMessage(), e);
    } finally {
      freshening.unlock();
    }
  }

  /** A loss that began is over, whether or not it succeeded. */
  void endLoss(CacheIdentity lost) {
    freshening.lock();
    try {
      losses.end(lost, known(lost));
    } catch (PoolFullException e) {
      throw new CacheException(e.getMessage(), e);
    } finally {
      freshening.unlock();
    }
  }

  // ---- destroying

  /**
   * Deletes a cache that {@code store} has open, or nobody if that is null. True if there was one.
   */
  boolean destroy(String holder, String namespace, String name, @Nullable PooledEntries store) {
    CacheIdentity identity = new CacheIdentity(namespace, name);
    freshening.lock();
    try {
      if (store == null) {
        claim(identity, holder);
      }
      try {
        Share share = known(identity);
        if (share == null) {
          return false;
        }
        destroy(share, share.store());
        return true;
      } finally {
        claims.remove(identity);
      }
    } finally {
      freshening.unlock();
    }
  }

  /** If it throws, it is called again, by who asks for the cache next. */
  private void destroy(Share share, @Nullable PooledEntries store) {
    CacheIdentity identity = share.identity();
    losses.closes(share);
    losses.clearWhatLivesWith(identity);
    budget.attaching(share, true);
    share.die();
    lastUses.end(share, false);
    if (store != null) {
      store.end();
    }
    records
        .catalogue()
        .destroy(share.stored(), store == null ? share::dropUnindexed : store::dropOlderThan);
    share.unindexed().recount();
    budget.remove(share);
    synchronized (shares) {
      shares.remove(identity, share);
    }
    losses.clearWhatLivesWith(identity); // what was put meanwhile
  }

  List<String> storedNames(String namespace) {
    return records.catalogue().entries().stream()
        .filter(entry -> entry.namespace().equals(namespace))
        .map(CatalogueEntry::name)
        .sorted()
        .toList();
  }

  /** Ends what the pool does by itself, before it is closed; no session has it any more. */
  void close() {
    lastUses.close();
    freshness.writeDownKill(budget.shares());
  }

  /** For when the pool is closed: what an application keeps of its caches shall not keep keys. */
  void forgetAll() {
    budget.shares().forEach(Share::forgetAll);
  }
}
