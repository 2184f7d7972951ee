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
package org.jcachepmem.allocator.simulator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.medium.MediumFailedException;
import org.jcachepmem.allocator.pool.Pool;
import org.jcachepmem.allocator.record.CatalogueEntry;
import org.jcachepmem.allocator.record.CatalogueRelocation;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.allocator.record.Inventory;
import org.jcachepmem.allocator.record.RecordStore;
import org.jspecify.annotations.Nullable;

/**
 * A session on a pool: caches that are driven by random operations, each of which tells the oracle
 * what is in flight before it begins and what is acknowledged after it has returned.
 */
final class World {
  private final Settings settings;
  private final List<Key> keys;
  private final Oracle oracle;
  private final RecordStore records;
  private final @Nullable DrivenCache[] caches = new DrivenCache[Settings.CACHES];

  /** Caches of which the deletion has begun and failed: nothing else can be done to them. */

  /** What failed half way and is to be done again before anything else is done to that cache. */
  private final Map<Integer, Runnable> unfinished = new HashMap<>();

  private final Evictions evictions;
  private final Puts puts;

  /** Whether any operation failed. */
  private boolean hasFailed;

  /** Of the operation before. */
  private @Nullable Key lastKey;

  /** Whether the operation before failed. */
  private boolean hasJustFailed;

  /** Of a put that failed nothing is left, so that it leaves no doubt. */
  private boolean isPut;

  private final StaleHandles stale = new StaleHandles();

  private @Nullable WatchedSnapshot snapshot;

  /** What the last operation was, for messages. */
  String operation = "open";

  /** Recovers the pool and attaches its caches; {@code versions} is above every version used. */
  World(Settings settings, List<Key> keys, Oracle oracle, Medium medium, int versions) {
    this(settings, keys, oracle, medium, versions, 0);
  }

  /**
   * The same, after some caches have been cleared that nobody has opened yet.
   *
   * @param cleared a bit for each of these
   */
  World(
      Settings settings, List<Key> keys, Oracle oracle, Medium medium, int versions, int cleared) {
    this.settings = settings;
    this.keys = keys;
    this.oracle = oracle;
    evictions = new Evictions(keys, caches, oracle);
    puts = new Puts(settings, oracle, evictions, what -> operation = what, versions);
    records = RecordStore.open(Pool.mount(medium), settings.options());
    for (int i = 0; i < caches.length; i++) {
      if ((cleared >>> i & 1) != 0) {
        clearUnopened(i);
      }
      caches[i] = DrivenCache.attach(records, i, keys);
      oracle.checkExistence(i, caches[i] != null);
      oracle.acknowledgeExistence(i, caches[i] != null);
    }
    records.pressureRelief(new CachesRelief(caches, unfinished.keySet()));
  }

  private void clearUnopened(int number) {
    CatalogueEntry stored =
        records.catalogue().find(DrivenCache.NAMESPACE, DrivenCache.name(number));
    if (stored == null) {
      return;
    }
    List<Key> its = keys.stream().filter(key -> key.cache() == number).toList();
    its.forEach(key -> oracle.pending(key, Content.ABSENT));
    records.clear(stored.id(), (epoch, dropped) -> {});
    its.forEach(key -> oracle.settle(key, Content.ABSENT));
  }

  /** Whether an operation has failed. */
  boolean hasFailed() {
    return hasFailed;
  }

  int versions() {
    return puts.versions();
  }

  /** Compares what this session reads with the oracle, and tells it that this is so. */
  void settle(boolean powerLoss) {
    for (Key key : keys) {
      oracle.settle(key, read(key, powerLoss));
    }
  }

  private Content read(Key key, boolean powerLoss) {
    DrivenCache cache = caches[key.cache()];
    EntryRef entry = cache == null ? null : cache.entry(key);
    byte[] value = entry == null ? null : records.readValue(entry);
    if (entry != null && value == null) {
      throw new AssertionError(key + " can't be read");
    }
    int expiry = entry == null ? Content.ETERNAL : Inspection.seconds(entry.expiryMillis());
    return oracle.check(key, value, expiry, powerLoss);
  }

  /** One operation. All that is random about it comes from {@code random}. */
  void operate(SplittableRandom random) {
    Key key = keys.get(random.nextInt(keys.size()));
    // What one operation leaves behind shows in what is done with the same key next.
    boolean isSame = random.nextBoolean();
    int reaction = random.nextInt(4);
    key = isSame && lastKey != null ? lastKey : key;
    lastKey = key;
    boolean isAfterFailure = hasJustFailed;
    hasJustFailed = false;
    DrivenCache cache = caches[key.cache()];
    EntryRef entry = cache == null ? null : cache.entry(key);
    Content content = entry == null ? Content.ABSENT : read(key, false);
    isPut = false;
    try {
      if (isAfterFailure
          && reaction == 0
          && cache != null
          && !unfinished.containsKey(key.cache())) {
        remove(cache, key);
      } else if (isAfterFailure && reaction == 1) {
        OtherThread.run(this::settleEpoch);
      } else {
        operate(key, random);
      }
    } catch (MediumFailedException e) {
      failed(isPut);
      throw e;
    }
    if (entry != null && (caches[key.cache()] == null || cache.entry(key) != entry)) {
      stale.add(key, entry, content);
    }
    read(key, false);
  }

  private void failed(boolean wasPut) {
    hasFailed = true;
    hasJustFailed = true;
    if (wasPut) {
      evictions.settle();
    } else {
      // What it was to change may have changed, until an operation on the key is acknowledged.
      evictions.doubt();
    }
  }

  /** One operation that has something to change, if there is anything. */
  void change(SplittableRandom random) {
    List<Key> present = new ArrayList<>();
    for (DrivenCache cache : caches) {
      if (cache != null && !unfinished.containsKey(cache.number)) {
        present.addAll(cache.present());
      }
    }
    if (present.isEmpty()) {
      operate(random);
      return;
    }
    Key key = present.get(random.nextInt(present.size()));
    DrivenCache cache = Objects.requireNonNull(caches[key.cache()]);
    try {
      switch (random.nextInt(4)) {
        case 0 -> remove(cache, key);
        case 1 -> expire(cache, key, random);
        case 2 -> clear(cache);
        default -> put(cache, key, random);
      }
    } catch (MediumFailedException e) {
      failed(false);
      throw e;
    }
  }

  /** One operation that stores to the pool's words before it touches any entry. */
  void changeWords(SplittableRandom random) {
    DrivenCache cache = caches[random.nextInt(caches.length)];
    if (cache == null || unfinished.containsKey(cache.number)) {
      settleEpoch();
    } else {
      clear(cache);
    }
  }

  /** Whether the pool is not as large as it may become. */
  boolean canGrow() {
    return records.pool().geometry().poolBytes() < settings.mostBytes();
  }

  /** Makes the pool larger while it is open. */
  void grow() {
    operation = "grow while open";
    try {
      records.life().grow(settings.mostBytes());
    } catch (MediumFailedException e) {
      hasFailed = true;
      throw e;
    }
  }

  /**
   * Begins a snapshot: what it must be is known, unless an operation has failed.
   *
   * @param sharedChunks how many chunks can share the pool's storage, 0 if none is to
   */
  void beginSnapshot(SplittableRandom random, int sharedChunks) {
    if (snapshot != null || hasFailed) {
      return;
    }
    operation = "begin a snapshot";
    List<Content> contents = keys.stream().map(key -> read(key, false)).toList();
    List<Boolean> existing = Arrays.stream(caches).map(Objects::nonNull).toList();
    try {
      snapshot =
          new WatchedSnapshot(settings, keys, contents, existing, records, random, sharedChunks);
    } catch (MediumFailedException e) {
      hasFailed = true;
      throw e;
    }
  }

  /** Goes on with a snapshot that has begun; when it is done it is compared. */
  void goOnWithSnapshot() {
    if (snapshot != null && !snapshot.goOn()) {
      snapshot = null;
    }
  }

  /** More than an operation settles along with its own record. */
  private void evictAll() {
    operation = "evict all";
    for (Key key : keys) {
      DrivenCache cache = caches[key.cache()];
      if (cache != null && !unfinished.containsKey(key.cache())) {
        oracle.pending(key, Content.ABSENT);
        cache.evict(key);
      }
    }
  }

  /** What becomes of a cache that nobody has open for a while. */
  private void reattach(DrivenCache cache) {
    operation = "detach, move and attach cache " + cache.number;
    unfinished.put(cache.number, () -> reattach(cache));
    records.settleAll();
    records.life().beginEpoch();
    cache.moveAll(records.stripe(0));
    records.settleAll();
    records.life().beginEpoch();
    unfinished.remove(cache.number);
  }

  private void operate(Key key, SplittableRandom random) {
    DrivenCache cache = caches[key.cache()];
    if (cache == null) {
      create(key.cache());
      return;
    }
    Runnable first = unfinished.get(key.cache());
    if (first != null) {
      first.run();
      return;
    }
    switch (random.nextInt(28)) {
      case 0, 1, 2 -> remove(cache, key);
      case 3, 4 -> evict(cache, key);
      case 5 -> clear(cache);
      case 6 -> {
        if (settings.model().isPaged && random.nextBoolean()) {
          operation = "sweep";
          records.sweep();
        } else {
          settleAll();
        }
      }
      case 7 -> settleEpoch();
      case 8, 9 -> expire(cache, key, random);
      case 10 -> {
        if (key.cache() != 0) {
          destroy(cache);
        } else {
          update(cache, random);
        }
      }
      case 11 -> beginEpoch();
      case 12 -> commit();
      case 13 -> evictAll();
      case 14 -> reattach(cache);
      case 15 -> {
        operation = "use handles of before";
        stale.use(records);
      }
      case 16 -> relocateCatalogue();
      default -> put(cache, key, random);
    }
  }

  /** Several puts, or removals, at once, if there is a cache for them. */
  void several(SplittableRandom random, boolean removes) {
    DrivenCache cache = caches[random.nextInt(caches.length)];
    if (cache == null || unfinished.containsKey(cache.number)) {
      operate(random);
      return;
    }
    hasJustFailed = false;
    try {
      if (removes) {
        removeAll(cache, cache.some(random));
      } else {
        puts.putAll(cache, random);
      }
    } catch (MediumFailedException e) {
      failed(!removes);
      throw e;
    }
  }

  private void removeAll(DrivenCache cache, List<Key> some) {
    operation = "remove all " + some;
    some.forEach(key -> oracle.pending(key, Content.ABSENT));
    cache.removeAll(some);
    some.forEach(key -> oracle.acknowledge(key, Content.ABSENT));
  }

  private void put(DrivenCache cache, Key key, SplittableRandom random) {
    isPut = true;
    puts.put(cache, key, random);
  }

  private void create(int number) {
    operation = "create cache " + number;
    evictions.begin();
    oracle.pendingExistence(number, true);
    caches[number] = DrivenCache.create(records, number, keys);
    oracle.acknowledgeExistence(number, true);
    evictions.settle();
  }

  private void update(DrivenCache cache, SplittableRandom random) {
    operation = "change the catalogue's entry of cache " + cache.number;
    evictions.begin();
    records
        .catalogue()
        .update(DrivenCache.entry(cache.number, random.nextInt(100)).withId(cache.stored.id()));
    evictions.settle();
  }

  private void destroy(DrivenCache cache) {
    operation = "destroy cache " + cache.number;
    oracle.pendingExistence(cache.number, false);
    cache.keys.forEach(key -> oracle.pending(key, Content.ABSENT));
    unfinished.put(cache.number, () -> destroy(cache));
    cache.destroy();
    unfinished.remove(cache.number);
    caches[cache.number] = null;
    oracle.acknowledgeExistence(cache.number, false);
    cache.keys.forEach(key -> oracle.settle(key, Content.ABSENT)); // committed in every mode
  }

  private void remove(DrivenCache cache, Key key) {
    operation = "remove " + key + (cache.entry(key) == null ? ", a miss" : "");
    oracle.pending(key, Content.ABSENT);
    cache.remove(key);
    oracle.acknowledge(key, Content.ABSENT);
  }

  private void evict(DrivenCache cache, Key key) {
    operation = "evict " + key;
    oracle.pending(key, Content.ABSENT);
    cache.evict(key);
  }

  private void clear(DrivenCache cache) {
    operation = "clear cache " + cache.number;
    cache.keys.forEach(key -> oracle.pending(key, Content.ABSENT));
    cache.clear();
    cache.keys.forEach(key -> oracle.settle(key, Content.ABSENT)); // fenced in every mode
  }

  private void settleAll() {
    operation = "settle all";
    records.settleAll();
    if (settings.isRelaxed()) {
      oracle.committed();
    }
    if (!evictions.isDoubtful()) {
      Inventory.checkSettled(records);
    }
  }

  private void settleEpoch() {
    operation = "settle the epoch";
    records.life().settleEpoch();
    if (settings.isRelaxed() && !hasFailed) {
      oracle.committed(); // nothing is declared, nor committed, while a put that failed is undone
    }
  }

  /** As it is done to make room. */
  private void relocateCatalogue() {
    operation = "move the catalogue's entries";
    CatalogueRelocation.everyEntry(records);
  }

  private void beginEpoch() {
    operation = "begin an epoch";
    records.life().beginEpoch();
  }

  private void commit() {
    operation = "commit";
    records.commit();
    if (settings.isRelaxed()) {
      oracle.committed();
    }
  }

  private void expire(DrivenCache cache, Key key, SplittableRandom random) {
    if (cache.entry(key) == null) {
      return;
    }
    boolean durable = random.nextBoolean();
    Content before = read(key, false);
    Content after = before.expiring(3_000_000 + random.nextInt(1000));
    operation = (durable ? "durably " : "") + "change the expiry of " + key + " to " + after;
    oracle.pending(key, after);
    cache.expire(key, Inspection.millis(after.expirySeconds()), durable);
    if (evictions.isDoubtful() || hasFailed && !durable) {
      return; // of a removal that failed: it may still vanish; a put that failed is undone later
    }
    if (durable) {
      oracle.acknowledge(key, after);
    } else {
      oracle.acknowledgeInMemory(key, after);
    }
  }

  /** Empties the pool and fills it with slots: none is missing. Nothing can be done after it. */
  void checkCapacity() {
    for (DrivenCache cache : caches) {
      if (cache != null) {
        cache.clear();
      }
    }
    Inventory.checkCapacity(records);
  }

  /** Closes the pool; some look first whether all space is accounted for. */
  void close(SplittableRandom random) {
    operation = "close";
    if (!evictions.isDoubtful() && random.nextBoolean()) {
      Inventory.checkSettled(records);
    }
    if (snapshot != null) {
      snapshot.abandon();
      snapshot = null;
    }
    records.close();
    oracle.committed();
  }
}
