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

import static org.jcachepmem.management.Outcome.HIT;
import static org.jcachepmem.management.Outcome.HIT_AND_PUT;
import static org.jcachepmem.management.Outcome.HIT_AND_REMOVAL;
import static org.jcachepmem.management.Outcome.MISS;
import static org.jcachepmem.management.Outcome.MISS_AND_PUT;
import static org.jcachepmem.management.Outcome.NOTHING;
import static org.jcachepmem.management.Outcome.PUT;
import static org.jcachepmem.management.Outcome.REMOVAL;

import java.util.Objects;
import javax.cache.event.CacheEntryListenerException;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.EntryProcessorException;
import org.jcachepmem.Lookup.Found;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.index.Failures;
import org.jcachepmem.key.KeyIdentity;
import org.jcachepmem.key.KeyLocks;
import org.jcachepmem.management.CacheStatistics;
import org.jcachepmem.management.Outcome;
import org.jcachepmem.processor.ProcessedEntry;
import org.jspecify.annotations.Nullable;

/**
 * The operations of JSR-107 on one key. All but plain lookups hold the key's lock, because each of
 * them looks before it writes. Statistics are counted before listeners are told. Thread safe.
 */
@SuppressWarnings("try") // a lock is held, not used
final class KeyOperations<K, V> {

  private final CacheParts<K, V> cache;
  private final Lookup<K, V> lookup;
  private final CacheStatistics statistics;

  KeyOperations(CacheParts<K, V> cache, Lookup<K, V> lookup) {
    this.cache = cache;
    this.lookup = lookup;
    this.statistics = cache.statistics();
  }

  @Nullable V get(K key) {
    long start = statistics.start();
    Object indexKey = cache.keys().indexKey(key);
    V glimpsed = lookup.glimpse(indexKey);
    if (glimpsed != null) {
      statistics.count(HIT, start);
      return glimpsed;
    }
    KeyIdentity id = cache.keys().identity(indexKey);
    Found<V> found;
    try {
      found = lookup.find(id);
    } catch (CacheEntryListenerException e) {
      throw after(() -> get(key), e);
    }
    if (found == null && cache.loader().isEnabled()) {
      return getOrLoad(id.detached(), key, start);
    }
    return got(id, found, start);
  }

  private @Nullable V getOrLoad(KeyIdentity id, K key, long start) {
    try (KeyLocks.Held held = cache.locks().lock(id)) {
      Found<V> found;
      try {
        found = lookup.find(id);
      } catch (CacheEntryListenerException e) {
        throw after(() -> getOrLoad(id, key, start), e);
      }
      V got = got(id, found, start);
      if (got != null) {
        return got;
      }
      V loaded = cache.loader().load(key);
      if (loaded != null) {
        Mutation<K, V> creation = mutation(id, encoded(loaded), cache.changeMillis());
        creation.commitLoaded();
        creation.publish();
      }
      return loaded;
    }
  }

  /**
   * An operation began with an entry that has expired, and a listener that was told of that has
   * failed. The entry is gone, and the operation is begun again.
   *
   * @return what it throws when it has happened: its own failure, or else that of the listener
   */
  private RuntimeException after(Runnable operation, CacheEntryListenerException failure) {
    Failures failures = new Failures();
    failures.during(operation::run);
    failures.add(failure);
    failures.throwFirst();
    return failure;
  }

  /** Counts a hit or a miss, applies the expiry policy, and gives the value. */
  @Nullable V got(KeyIdentity id, @Nullable Found<V> found, long start) {
    statistics.count(found == null ? MISS : HIT, start);
    if (found == null) {
      return null;
    }
    lookup.accessed(id, found.entry(), found.version());
    return found.value();
  }

  boolean containsKey(K key) {
    return lookup.live(cache.keys().of(key)) != null;
  }

  void put(K key, V value) {
    long start = statistics.start();
    KeyIdentity id = cache.keys().of(key).detached();
    byte[] bytes = cache.values().encode(value);
    try (KeyLocks.Held held = cache.locks().lock(id)) {
      long now = cache.changeMillis();
      Mutation<K, V> put = mutation(id, bytes, now).lookToReplace();
      write(put, key, value, PUT, NOTHING, start);
    }
  }

  @Nullable V getAndPut(K key, V value) {
    long start = statistics.start();
    KeyIdentity id = cache.keys().of(key).detached();
    byte[] bytes = cache.values().encode(value);
    try (KeyLocks.Held held = cache.locks().lock(id)) {
      long now = cache.changeMillis();
      Mutation<K, V> put = mutation(id, bytes, now);
      Found<V> found = put.find();
      write(put, key, value, found == null ? MISS_AND_PUT : HIT_AND_PUT, MISS, start);
      return valueOf(found);
    }
  }

  boolean putIfAbsent(K key, V value) {
    long start = statistics.start();
    KeyIdentity id = cache.keys().of(key).detached();
    byte[] bytes = cache.values().encode(value);
    try (KeyLocks.Held held = cache.locks().lock(id)) {
      long now = cache.changeMillis();
      Mutation<K, V> put = mutation(id, bytes, now);
      if (put.find() != null) { // what nobody can read any more keeps nobody from putting
        statistics.count(HIT, start);
        return false;
      }
      return write(put, key, value, MISS_AND_PUT, MISS, start);
    }
  }

  boolean replace(K key, V oldValue, V newValue) {
    long start = statistics.start();
    KeyIdentity id = cache.keys().of(key).detached();
    byte[] bytes = cache.values().encode(newValue);
    try (KeyLocks.Held held = cache.locks().lock(id)) {
      long now = cache.changeMillis();
      Mutation<K, V> put = mutation(id, bytes, now);
      Found<V> found = put.find();
      if (found == null || !Objects.deepEquals(found.value(), oldValue)) {
        got(id, found, start);
        put.end();
        return false;
      }
      write(put, key, newValue, HIT_AND_PUT, HIT, start);
      return true;
    }
  }

  boolean replace(K key, V value) {
    long start = statistics.start();
    KeyIdentity id = cache.keys().of(key).detached();
    byte[] bytes = cache.values().encode(value);
    try (KeyLocks.Held held = cache.locks().lock(id)) {
      long now = cache.changeMillis();
      Mutation<K, V> put = mutation(id, bytes, now);
      if (put.find() == null) {
        statistics.count(MISS, start);
        put.end();
        return false;
      }
      write(put, key, value, HIT_AND_PUT, HIT, start);
      return true;
    }
  }

  @Nullable V getAndReplace(K key, V value) {
    long start = statistics.start();
    KeyIdentity id = cache.keys().of(key).detached();
    byte[] bytes = cache.values().encode(value);
    try (KeyLocks.Held held = cache.locks().lock(id)) {
      long now = cache.changeMillis();
      Mutation<K, V> put = mutation(id, bytes, now);
      Found<V> found = put.find();
      if (found == null) {
        statistics.count(MISS, start);
        put.end();
        return null;
      }
      write(put, key, value, HIT_AND_PUT, HIT, start);
      return found.value();
    }
  }

  boolean remove(K key) {
    long start = statistics.start();
    KeyIdentity id = cache.keys().of(key).detached();
    try (KeyLocks.Held held = cache.locks().lock(id)) {
      long now = cache.changeMillis();
      Mutation<K, V> removal = removal(id, now).look();
      delete(removal, key, removal.hadEntry() ? REMOVAL : NOTHING, start);
      return removal.hadEntry();
    }
  }

  boolean remove(K key, V oldValue) {
    long start = statistics.start();
    KeyIdentity id = cache.keys().of(key).detached();
    try (KeyLocks.Held held = cache.locks().lock(id)) {
      long now = cache.changeMillis();
      Mutation<K, V> removal = removal(id, now);
      Found<V> found = removal.find();
      if (found == null || !Objects.deepEquals(found.value(), oldValue)) {
        got(id, found, start);
        removal.end();
        return false;
      }
      delete(removal, key, HIT_AND_REMOVAL, start);
      return true;
    }
  }

  @Nullable V getAndRemove(K key) {
    long start = statistics.start();
    KeyIdentity id = cache.keys().of(key).detached();
    try (KeyLocks.Held held = cache.locks().lock(id)) {
      long now = cache.changeMillis();
      Mutation<K, V> removal = removal(id, now);
      Found<V> found = removal.find();
      delete(removal, key, found == null ? MISS : HIT_AND_REMOVAL, start);
      return valueOf(found);
    }
  }

  <T> @Nullable T invoke(K key, EntryProcessor<K, V, T> processor, @Nullable Object... arguments) {
    long start = statistics.start();
    KeyIdentity id = cache.keys().of(key).detached();
    try (KeyLocks.Held held = cache.locks().lock(id)) {
      long now = cache.changeMillis();
      Found<V> found;
      try {
        found = lookup.find(id);
      } catch (CacheEntryListenerException e) {
        throw after(() -> invoke(key, processor, arguments), e);
      }
      statistics.count(found == null ? MISS : HIT, start);
      ProcessedEntry<K, V> entry =
          new ProcessedEntry<>(key, valueOf(found), cache.loader(), cache.values());
      T result;
      try {
        result = processor.process(entry, arguments);
      } catch (EntryProcessorException e) {
        throw e;
      } catch (RuntimeException e) {
        throw new EntryProcessorException("The entry processor failed", e);
      }
      apply(id, key, entry, found, now);
      return result;
    }
  }

  private void apply(
      KeyIdentity id, K key, ProcessedEntry<K, V> entry, @Nullable Found<V> found, long now) {
    long start = statistics.start();
    V value = entry.current();
    switch (entry.change()) {
      case NONE -> {}
      case ACCESS -> {
        Found<V> accessed = Objects.requireNonNull(found);
        lookup.accessed(id, accessed.entry(), accessed.version());
      }
      case LOAD -> {
        Mutation<K, V> creation = mutation(id, entry.loadedBytes(), now);
        creation.commitLoaded();
        creation.publish();
      }
      case CREATE, UPDATE -> {
        V set = Objects.requireNonNull(value);
        Mutation<K, V> put = mutation(id, encoded(set), now).before(entryOf(found));
        if (entry.wasRead()) {
          put.accessed();
        }
        write(put, key, set, PUT, NOTHING, start);
      }
      case REMOVE -> delete(removal(id, now).before(entryOf(found)), key, REMOVAL, start);
    }
  }

  private boolean write(
      Mutation<K, V> put, K key, V value, Outcome stored, Outcome expiredAtOnce, long start) {
    put.writeThrough(() -> cache.writer().write(new PmemCacheEntry<>(key, value)));
    put.commit();
    statistics.count(put.isPut() ? stored : expiredAtOnce, start);
    put.publish();
    return put.isStored();
  }

  private void delete(Mutation<K, V> removal, K key, Outcome outcome, long start) {
    removal.writeThrough(() -> cache.writer().delete(key));
    removal.commit();
    statistics.count(outcome, start);
    removal.publish();
  }

  private byte[] encoded(V value) {
    return cache.values().encode(value);
  }

  private Mutation<K, V> mutation(KeyIdentity id, byte[] bytes, long now) {
    return new Mutation<>(cache, lookup, id, bytes, now);
  }

  private Mutation<K, V> removal(KeyIdentity id, long now) {
    return new Mutation<>(cache, lookup, id, null, now);
  }

  private static @Nullable EntryRef entryOf(@Nullable Found<?> found) {
    return found == null ? null : found.entry();
  }

  private static <V> @Nullable V valueOf(@Nullable Found<V> found) {
    return found == null ? null : found.value();
  }
}
