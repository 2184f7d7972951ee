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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import javax.cache.CacheException;
import javax.cache.event.CacheEntryListenerException;
import javax.cache.integration.CompletionListener;
import org.jcachepmem.Lookup.Found;
import org.jcachepmem.index.EntryStore;
import org.jcachepmem.index.Failures;
import org.jcachepmem.key.KeyIdentity;
import org.jcachepmem.key.KeyLocks;
import org.jcachepmem.management.CacheStatistics;
import org.jcachepmem.management.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * The operations of JSR-107 that read or load several keys. The loader is called for a batch of
 * them, whose locks are held meanwhile, taken in one order: who misses one of them waits, and finds
 * what was loaded. Thread safe.
 */
@SuppressWarnings("try") // a lock is held, not used
final class BulkLoads<K, V> {

  private final CacheParts<K, V> cache;
  private final Lookup<K, V> lookup;
  private final KeyOperations<K, V> single;
  private final CacheStatistics statistics;

  BulkLoads(CacheParts<K, V> cache, Lookup<K, V> lookup, KeyOperations<K, V> single) {
    this.cache = cache;
    this.lookup = lookup;
    this.single = single;
    this.statistics = cache.statistics();
  }

  Map<K, V> getAll(Set<? extends K> keys) {
    if (cache.loader().isEnabled()) {
      return getOrLoadAll(keys);
    }
    Map<K, V> values = new HashMap<>();
    for (K key : keys) {
      V value = single.get(key);
      if (value != null) {
        values.put(key, value);
      }
    }
    return values;
  }

  /**
   * What is there takes no lock; the others are looked for again, and loaded, a batch at a time.
   */
  private Map<K, V> getOrLoadAll(Set<? extends K> keys) {
    Map<K, V> values = new HashMap<>();
    Map<K, KeyIdentity> absent = new LinkedHashMap<>();
    Failures expired = new Failures();
    for (K key : keys) {
      KeyIdentity id = cache.keys().of(key);
      V value = getIfThere(id, expired);
      if (value == null) {
        absent.put(key, id.detached());
      } else {
        values.put(key, value);
      }
    }
    Map<KeyIdentity, K> wanted = new LinkedHashMap<>();
    absent.forEach((key, id) -> wanted.put(id, key));
    Map<KeyIdentity, V> found = new HashMap<>();
    Failures failures = new Failures();
    failures.during(
        () -> Batches.of(wanted.keySet(), batch -> getOrLoadBatch(batch, wanted, found)));
    failures.during(expired::throwFirst);
    failures.throwFirst();
    absent.forEach(
        (key, id) -> {
          V value = found.get(id);
          if (value != null) {
            values.put(key, value);
          }
        });
    return values;
  }

  private void getOrLoadBatch(
      Collection<KeyIdentity> ids, Map<KeyIdentity, K> keys, Map<KeyIdentity, V> found) {
    loadBatch(
        ids,
        keys,
        (id, failures) -> {
          long start = statistics.start();
          V value = getIfThere(id, failures);
          if (value == null) {
            statistics.count(Outcome.MISS, start);
          } else {
            found.put(id, value);
          }
          return value != null;
        },
        missing -> load(missing, found, Mutation::commitAllLoaded));
  }

  /** The value, a hit then; nothing is counted else. What listeners throw is a failure. */
  private @Nullable V getIfThere(KeyIdentity id, Failures failures) {
    long start = statistics.start();
    Found<V> found = find(id, failures);
    if (found == null) {
      return null;
    }
    try {
      return single.got(id, found, start);
    } catch (CacheEntryListenerException e) {
      failures.add(e); // of the entry, which has expired as it was read
      return found.value();
    }
  }

  private @Nullable Found<V> find(KeyIdentity id, Failures failures) {
    try {
      return lookup.find(id);
    } catch (CacheEntryListenerException e) {
      failures.add(e); // of an entry that had expired
      return null;
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
                Batches.of(
                    wanted.keySet(),
                    batch ->
                        loadBatch(
                            batch,
                            wanted,
                            (id, failures) -> !replace && find(id, failures) != null,
                            missing -> load(missing, new HashMap<>(), Mutation::commitAll)));
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

  /**
   * Has those keys of a batch loaded that {@code isThere} says no of. Both are called under their
   * locks.
   */
  private void loadBatch(
      Collection<KeyIdentity> ids,
      Map<KeyIdentity, K> keys,
      BiPredicate<KeyIdentity, Failures> isThere,
      Consumer<Map<KeyIdentity, K>> load) {
    try (KeyLocks.Held held = cache.locks().lockAll(ids)) {
      Failures expired = new Failures();
      Map<KeyIdentity, K> missing = new LinkedHashMap<>();
      for (KeyIdentity id : ids) {
        if (!isThere.test(id, expired)) {
          missing.put(id, keys.get(id));
        }
      }
      Failures failures = new Failures();
      if (!missing.isEmpty()) {
        failures.during(() -> load.accept(missing));
      }
      failures.during(expired::throwFirst);
      failures.throwFirst();
    }
  }

  /**
   * Loads and stores.
   *
   * @param values gets what was loaded
   * @param commit stores it
   */
  private void load(
      Map<KeyIdentity, K> missing,
      Map<KeyIdentity, V> values,
      BiConsumer<EntryStore, List<Mutation<K, V>>> commit) {
    Map<K, V> loaded = cache.loader().loadAll(new ArrayList<>(missing.values()));
    Map<KeyIdentity, V> ofArrays = ofArrays(loaded);
    long now = cache.changeMillis();
    List<Mutation<K, V>> creations = new ArrayList<>();
    missing.forEach(
        (id, key) -> {
          V value = key instanceof byte[] ? ofArrays.get(id) : loaded.get(key);
          if (value != null) {
            values.put(id, value);
            byte[] bytes = cache.values().encode(value);
            creations.add(new Mutation<>(cache, lookup, id, bytes, now).look());
          }
        });
    Failures failures = new Failures();
    failures.during(() -> commit.accept(cache.store(), creations));
    creations.forEach(creation -> failures.during(creation::publish));
    failures.throwFirst();
  }

  /** The values of keys that no map finds by an equal one. */
  private Map<KeyIdentity, V> ofArrays(Map<K, V> loaded) {
    Map<KeyIdentity, V> values = new HashMap<>();
    loaded.forEach(
        (key, value) -> {
          if (key instanceof byte[]) {
            values.put(cache.keys().of(key), value);
          }
        });
    return values;
  }
}
