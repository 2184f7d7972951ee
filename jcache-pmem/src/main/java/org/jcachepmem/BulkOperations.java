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
import java.util.function.Predicate;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.event.CacheEntryListenerException;
import javax.cache.event.EventType;
import javax.cache.integration.CacheWriterException;
import javax.cache.integration.CompletionListener;
import org.jcachepmem.index.EntryStore;
import org.jcachepmem.key.KeyIdentity;
import org.jcachepmem.key.KeyLocks;
import org.jcachepmem.management.CacheStatistics;
import org.jcachepmem.management.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * The operations of JSR-107 on several keys. None is atomic as a whole. Where a loader or writer is
 * called once for several keys, the locks of these keys are held meanwhile, taken in one order.
 * Otherwise keys are worked on in batches, so that few are locked at a time. Thread safe.
 */
@SuppressWarnings("try") // a lock is held, not used
final class BulkOperations<K, V> {

  private static final int BATCH = 256;

  private final CacheParts<K, V> cache;
  private final Lookup<K, V> lookup;
  private final KeyOperations<K, V> single;
  private final CacheStatistics statistics;

  BulkOperations(CacheParts<K, V> cache, Lookup<K, V> lookup, KeyOperations<K, V> single) {
    this.cache = cache;
    this.lookup = lookup;
    this.single = single;
    this.statistics = cache.statistics();
  }

  Map<K, V> getAll(Set<? extends K> keys) {
    Map<K, V> values = new HashMap<>();
    for (K key : keys) {
      V value = single.get(key);
      if (value != null) {
        values.put(key, value);
      }
    }
    return values;
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
    for (Collection<KeyIdentity> batch : batches(entries.keySet())) {
      Map<KeyIdentity, PmemCacheEntry<K, V>> part = new LinkedHashMap<>();
      batch.forEach(id -> part.put(id, entries.get(id)));
      putBatch(part);
    }
  }

  private void putBatch(Map<KeyIdentity, PmemCacheEntry<K, V>> entries) {
    long start = statistics.start();
    Map<KeyIdentity, byte[]> encoded = new HashMap<>();
    entries.forEach((id, entry) -> encoded.put(id, cache.values().encode(entry.getValue())));
    try (KeyLocks.Held held = cache.locks().lockAll(entries.keySet())) {
      long now = cache.changeMillis();
      List<Mutation<K, V>> puts = new ArrayList<>();
      encoded.forEach(
          (id, bytes) -> puts.add(new Mutation<>(cache, lookup, id, lookup.live(id), bytes, now)));
      CacheWriterException failure = writeThrough(puts, entries);
      commit(puts);
      int counted = (int) puts.stream().filter(Mutation::isPut).count();
      statistics.count(Outcome.PUT, counted, start);
      publish(puts, failure);
    }
  }

  /**
   * Takes those that could not be written out of {@code puts}; the failure is thrown at the end.
   */
  private @Nullable CacheWriterException writeThrough(
      List<Mutation<K, V>> puts, Map<KeyIdentity, PmemCacheEntry<K, V>> entries) {
    if (!cache.writer().isEnabled()) {
      return null;
    }
    Mutation.removeAll(cache.store(), puts);
    Collection<Cache.Entry<? extends K, ? extends V>> unwritten = new ArrayList<>(entries.values());
    try {
      cache.writer().writeAll(unwritten);
      return null;
    } catch (CacheWriterException e) {
      Set<Object> left = Collections.newSetFromMap(new IdentityHashMap<>());
      left.addAll(unwritten);
      dropUnwritten(puts, put -> left.contains(entries.get(put.key())), e);
      return e;
    }
  }

  private void dropUnwritten(
      List<Mutation<K, V>> mutations,
      Predicate<Mutation<K, V>> unwritten,
      RuntimeException failure) {
    for (Iterator<Mutation<K, V>> each = mutations.iterator(); each.hasNext(); ) {
      Mutation<K, V> mutation = each.next();
      if (unwritten.test(mutation)) {
        each.remove();
        try {
          mutation.restore();
        } catch (RuntimeException lost) {
          failure.addSuppressed(lost);
        }
      }
    }
  }

  private void commit(List<Mutation<K, V>> mutations) {
    List<EntryStore.Write> writes = new ArrayList<>(mutations.size());
    List<Mutation<K, V>> removals = new ArrayList<>();
    for (Mutation<K, V> mutation : mutations) {
      EntryStore.Write write = mutation.plan();
      if (write != null) {
        writes.add(write);
      } else {
        removals.add(mutation);
      }
    }
    Mutation.removeAll(cache.store(), removals);
    if (!writes.isEmpty()) {
      cache.store().putAll(writes);
    }
  }

  /** Tells the listeners of all, then throws the first failure: the writer's, else a listener's. */
  private void publish(List<Mutation<K, V>> mutations, @Nullable RuntimeException writerFailure) {
    RuntimeException failure = writerFailure;
    for (Mutation<K, V> mutation : mutations) {
      try {
        mutation.publish();
      } catch (CacheEntryListenerException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
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
    int live = 0;
    if (start != 0) {
      for (Iterator<KeyIdentity> ids = cache.store().keys(); ids.hasNext(); ) {
        live += lookup.live(ids.next()) == null ? 0 : 1;
      }
    }
    cache.store().clear();
    statistics.count(Outcome.REMOVAL, live, start);
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
    stored.forEach(id -> all.put(id, cache.keys().key(id)));
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
    for (Collection<KeyIdentity> batch : batches(keys.keySet())) {
      removeBatch(batch, keys, ifThere);
    }
  }

  private void removeBatch(
      Collection<KeyIdentity> ids, Map<KeyIdentity, K> keys, Set<KeyIdentity> ifThere) {
    long start = statistics.start();
    try (KeyLocks.Held held = cache.locks().lockAll(ids)) {
      long now = cache.changeMillis();
      List<Mutation<K, V>> removals = new ArrayList<>();
      ids.forEach(
          id -> removals.add(new Mutation<>(cache, lookup, id, lookup.live(id), null, now)));
      removals.removeIf(removal -> !removal.hadEntry() && ifThere.contains(removal.key()));
      CacheWriterException failure = deleteThrough(removals, keys);
      Mutation.removeAll(cache.store(), removals);
      int counted = (int) removals.stream().filter(Mutation::hadEntry).count();
      statistics.count(Outcome.REMOVAL, counted, start);
      publish(removals, failure);
    }
  }

  private @Nullable CacheWriterException deleteThrough(
      List<Mutation<K, V>> removals, Map<KeyIdentity, K> keys) {
    if (!cache.writer().isEnabled()) {
      return null;
    }
    Mutation.removeAll(cache.store(), removals);
    List<K> undeleted = new ArrayList<>();
    removals.forEach(removal -> undeleted.add(keys.get(removal.key())));
    try {
      cache.writer().deleteAll(undeleted);
      return null;
    } catch (CacheWriterException e) {
      Set<Object> left = Collections.newSetFromMap(new IdentityHashMap<>());
      left.addAll(undeleted);
      dropUnwritten(removals, removal -> left.contains(keys.get(removal.key())), e);
      return e;
    }
  }

  /** Loads on the executor; the listener hears of the end, or of the first failure. */
  void loadAll(Set<? extends K> keys, boolean replace, @Nullable CompletionListener listener) {
    Map<KeyIdentity, K> wanted = new LinkedHashMap<>();
    keys.forEach(key -> wanted.put(cache.keys().of(key).detached(), key));
    cache
        .loads()
        .execute(
            () -> {
              try {
                for (Collection<KeyIdentity> batch : batches(wanted.keySet())) {
                  loadBatch(batch, wanted, replace);
                }
              } catch (RuntimeException e) {
                if (listener != null) {
                  listener.onException(e);
                }
                return;
              } catch (Error e) {
                if (listener != null) {
                  listener.onException(new CacheException("loadAll failed", e));
                }
                throw e;
              }
              if (listener != null) {
                listener.onCompletion();
              }
            });
  }

  private void loadBatch(Collection<KeyIdentity> ids, Map<KeyIdentity, K> keys, boolean replace) {
    try (KeyLocks.Held held = cache.locks().lockAll(ids)) {
      Map<KeyIdentity, K> missing = new LinkedHashMap<>();
      for (KeyIdentity id : ids) {
        if (replace || lookup.live(id) == null) {
          missing.put(id, keys.get(id));
        }
      }
      if (missing.isEmpty()) {
        return;
      }
      Map<K, V> loaded = cache.loader().loadAll(new ArrayList<>(missing.values()));
      long now = cache.changeMillis();
      List<Mutation<K, V>> creations = new ArrayList<>();
      missing.forEach(
          (id, key) -> {
            V value = loaded.get(key);
            if (value != null) {
              byte[] bytes = cache.values().encode(value);
              creations.add(new Mutation<>(cache, lookup, id, lookup.live(id), bytes, now));
            }
          });
      commit(creations);
      publish(creations, null);
    }
  }

  private static List<List<KeyIdentity>> batches(Collection<KeyIdentity> ids) {
    List<KeyIdentity> all = new ArrayList<>(ids);
    List<List<KeyIdentity>> batches = new ArrayList<>();
    for (int from = 0; from < all.size(); from += BATCH) {
      batches.add(all.subList(from, Math.min(all.size(), from + BATCH)));
    }
    return batches;
  }
}
