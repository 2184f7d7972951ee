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
package org.jcachepmem;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import javax.cache.Cache;
import javax.cache.event.EventType;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.index.Failures;
import org.jcachepmem.key.KeyIdentity;
import org.jcachepmem.key.KeyLocks;
import org.jcachepmem.management.CacheStatistics;
import org.jcachepmem.management.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * The operations of JSR-107 that put or remove several keys. None is atomic as a whole. Where a
 * writer is called once for several keys, the locks of these keys are held meanwhile, taken in one
 * order. Otherwise keys are worked on in batches, so that few are locked at a time. Thread safe.
 */
@SuppressWarnings("try") // a lock is held, not used
final class BulkOperations<K, V> {

  private final CacheParts<K, V> cache;
  private final Lookup<K, V> lookup;
  private final CacheStatistics statistics;

  BulkOperations(CacheParts<K, V> cache, Lookup<K, V> lookup) {
    this.cache = cache;
    this.lookup = lookup;
    this.statistics = cache.statistics();
  }

  void putAll(Map<? extends K, ? extends V> map) {
    Map<KeyIdentity, PmemCacheEntry<K, V>> entries = new LinkedHashMap<>();
    map.forEach(
        (key, value) ->
            entries.put(cache.keys().of(key).detached(), new PmemCacheEntry<>(key, value)));
    if (cache.writer().isEnabled() && !entries.isEmpty()) {
      putBatch(entries);
      return;
    }
    Batches.of(
        entries.keySet(),
        batch -> {
          Map<KeyIdentity, PmemCacheEntry<K, V>> part = new LinkedHashMap<>();
          batch.forEach(id -> part.put(id, entries.get(id)));
          putBatch(part);
        });
  }

  private void putBatch(Map<KeyIdentity, PmemCacheEntry<K, V>> entries) {
    long start = statistics.start();
    Map<KeyIdentity, byte[]> encoded = new HashMap<>();
    entries.forEach((id, entry) -> encoded.put(id, cache.values().encode(entry.getValue())));
    try (KeyLocks.Held held = cache.locks().lockAll(entries.keySet())) {
      long now = cache.changeMillis();
      List<Mutation<K, V>> puts = new ArrayList<>();
      encoded.forEach(
          (id, bytes) -> puts.add(new Mutation<>(cache, lookup, id, bytes, now).look()));
      Failures failures = new Failures();
      writeThrough(puts, entries, failures);
      failures.during(() -> Mutation.commitAll(cache.store(), puts));
      int counted = (int) puts.stream().filter(Mutation::isPut).count();
      statistics.count(Outcome.PUT, counted, start);
      publish(puts, failures);
    }
  }

  /** Takes those that could not be written out of {@code puts}. */
  private void writeThrough(
      List<Mutation<K, V>> puts,
      Map<KeyIdentity, PmemCacheEntry<K, V>> entries,
      Failures failures) {
    if (!cache.writer().isEnabled()) {
      return;
    }
    Mutation.removeAll(cache.store(), puts);
    Collection<Cache.Entry<? extends K, ? extends V>> unwritten = new ArrayList<>(entries.values());
    failures.during(() -> cache.writer().writeAll(unwritten)); // which leaves none if all are
    dropUndone(puts, put -> entries.get(put.key()), unwritten, failures);
  }

  /** Puts back those that the writer has left, compared as objects, and takes them out. */
  private void dropUndone(
      List<Mutation<K, V>> mutations,
      Function<Mutation<K, V>, @Nullable Object> written,
      Collection<?> left,
      Failures failures) {
    if (left.isEmpty()) {
      return;
    }
    Set<Object> undone = Collections.newSetFromMap(new IdentityHashMap<>());
    undone.addAll(left);
    for (Iterator<Mutation<K, V>> each = mutations.iterator(); each.hasNext(); ) {
      Mutation<K, V> mutation = each.next();
      if (undone.contains(written.apply(mutation))) {
        each.remove();
        failures.during(mutation::restore);
        failures.during(mutation::end);
      }
    }
  }

  /**
   * Tells the listeners of all that was done, then throws the first failure: the writer's, else the
   * store's, else a listener's.
   */
  private void publish(List<Mutation<K, V>> mutations, Failures failures) {
    mutations.forEach(mutation -> failures.during(mutation::publish));
    failures.throwFirst();
  }

  void removeAll(Set<? extends K> keys) {
    Map<KeyIdentity, K> wanted = new LinkedHashMap<>();
    keys.forEach(key -> wanted.put(cache.keys().of(key).detached(), key));
    removeAll(wanted, Set.of());
  }

  void removeAll() {
    if (cache.writer().isEnabled() || cache.events().wants(EventType.REMOVED)) {
      removeAllOneByOne();
      return;
    }
    long start = statistics.start();
    Failures failures = new Failures();
    int live = 0;
    if (start != 0) {
      for (Iterator<KeyIdentity> ids = cache.store().keys(); ids.hasNext(); ) {
        live += lookup.isLive(ids.next(), failures) ? 1 : 0;
      }
    }
    cache.store().clear();
    statistics.count(Outcome.REMOVAL, live, start);
    failures.throwFirst();
  }

  /**
   * What is being written is in the store again when its writer has failed, so it is waited for,
   * and removed then. Keys that are locked for another reason may have rows that the cache has not.
   */
  private void removeAllOneByOne() {
    List<KeyIdentity> stored = new ArrayList<>();
    List<KeyIdentity> locked = new ArrayList<>();
    cache
        .store()
        .whileNothingIsPutBack(
            () -> {
              cache.store().keys().forEachRemaining(stored::add);
              if (cache.writer().isEnabled()) {
                locked.addAll(cache.locks().heldKeys());
              }
            });
    Map<KeyIdentity, K> all = new LinkedHashMap<>();
    for (KeyIdentity id : stored) {
      EntryRef entry = cache.store().peek(id);
      // Of what has gone meanwhile the writer hears, as of any key; what has no key any more goes.
      K key = entry == null ? cache.keys().key(id) : lookup.keyOrNull(id, entry, entry.version());
      if (key != null) {
        all.put(id, key);
      }
    }
    Set<KeyIdentity> ifThere = new HashSet<>(locked);
    ifThere.removeAll(all.keySet());
    ifThere.forEach(id -> all.put(id, cache.keys().key(id)));
    removeAll(all, ifThere);
  }

  /** Removes keys; of those in {@code ifThere} the writer hears only if there is an entry. */
  private void removeAll(Map<KeyIdentity, K> keys, Set<KeyIdentity> ifThere) {
    if (cache.writer().isEnabled() && !keys.isEmpty()) {
      removeBatch(keys.keySet(), keys, ifThere);
      return;
    }
    Batches.of(keys.keySet(), batch -> removeBatch(batch, keys, ifThere));
  }

  private void removeBatch(
      Collection<KeyIdentity> ids, Map<KeyIdentity, K> keys, Set<KeyIdentity> ifThere) {
    long start = statistics.start();
    try (KeyLocks.Held held = cache.locks().lockAll(ids)) {
      long now = cache.changeMillis();
      List<Mutation<K, V>> removals = new ArrayList<>();
      Failures failures = new Failures();
      for (KeyIdentity id : ids) {
        Mutation<K, V> removal = new Mutation<>(cache, lookup, id, null, now).look();
        if (removal.hadEntry() || !ifThere.contains(id)) {
          removals.add(removal);
        } else {
          failures.during(removal::end);
        }
      }
      deleteThrough(removals, keys, failures);
      failures.during(() -> Mutation.commitAll(cache.store(), removals));
      int counted = (int) removals.stream().filter(Mutation::isRemoval).count();
      statistics.count(Outcome.REMOVAL, counted, start);
      publish(removals, failures);
    }
  }

  /** Takes those that could not be deleted out of {@code removals}. */
  private void deleteThrough(
      List<Mutation<K, V>> removals, Map<KeyIdentity, K> keys, Failures failures) {
    if (!cache.writer().isEnabled() || removals.isEmpty()) {
      return;
    }
    Mutation.removeAll(cache.store(), removals);
    List<K> undeleted = new ArrayList<>();
    removals.forEach(removal -> undeleted.add(keys.get(removal.key())));
    failures.during(() -> cache.writer().deleteAll(undeleted));
    dropUndone(removals, removal -> keys.get(removal.key()), undeleted, failures);
  }
}
