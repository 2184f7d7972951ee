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
package org.jcachepmem.key;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A concurrent map of few items, each there for a moment: to add one to a bucket that has none, and
 * to take it out, is one compare-and-set each. A map of the library counts its entries besides and
 * makes a node for each; all threads share that count.
 *
 * <p>A bucket is nothing, an item, an array of some, which is copied when it changes, or a map: for
 * a bulk operation on very many keys, which leaves the map behind. Thread safe.
 *
 * @param <T> the items; equal ones have the same key
 */
final class BriefTable<T extends BriefTable.Keyed> {
  /** A power of two; more than threads that are at work on keys of one cache, mostly. */
  private static final int BUCKETS = 256;

  /** With more items in it a bucket becomes a map. */
  static final int MOST_COPIED = 8;

  private final AtomicReferenceArray<@Nullable Object> buckets =
      new AtomicReferenceArray<>(BUCKETS);

  /** Something that is found by its key. */
  interface Keyed {
    KeyIdentity key();
  }

  /** Adds {@code item}, or returns the one that is there with an equal key. */
  @Nullable T putIfAbsent(T item) {
    int index = index(item.key());
    while (true) {
      Object bucket = buckets.get(index);
      if (bucket instanceof ConcurrentHashMap) {
        return map(bucket).putIfAbsent(item.key(), item);
      }
      T present = find(bucket, item.key());
      if (present != null) {
        return present;
      }
      if (buckets.compareAndSet(index, bucket, with(bucket, item))) {
        return null;
      }
    }
  }

  /** Takes out {@code item}, which is there. */
  void remove(T item) {
    int index = index(item.key());
    while (true) {
      Object bucket = buckets.get(index);
      if (bucket instanceof ConcurrentHashMap) {
        map(bucket).remove(item.key(), item);
        return;
      }
      Object left = bucket == item ? null : without(bucket, item);
      if (buckets.compareAndSet(index, bucket, left)) {
        return;
      }
    }
  }

  /** Calls {@code visitor} with each item, weakly consistent. */
  void forEach(Consumer<T> visitor) {
    for (int index = 0; index < BUCKETS; index++) {
      Object bucket = buckets.get(index);
      if (bucket instanceof ConcurrentHashMap) {
        map(bucket).values().forEach(visitor);
      } else {
        for (Object item : items(bucket)) {
          visitor.accept(item(item));
        }
      }
    }
  }

  private static int index(KeyIdentity key) {
    int hash = key.hashCode();
    return (hash ^ hash >>> Short.SIZE) & BUCKETS - 1;
  }

  private @Nullable T find(@Nullable Object bucket, KeyIdentity key) {
    if (bucket instanceof Object[] several) {
      for (Object each : several) {
        if (item(each).key().equals(key)) {
          return item(each);
        }
      }
      return null;
    }
    return bucket != null && item(bucket).key().equals(key) ? item(bucket) : null;
  }

  private Object with(@Nullable Object bucket, T item) {
    if (bucket == null) {
      return item;
    }
    Object[] before = items(bucket);
    if (before.length == MOST_COPIED) {
      Map<KeyIdentity, T> map = new ConcurrentHashMap<>();
      for (Object each : before) {
        map.put(item(each).key(), item(each));
      }
      map.put(item.key(), item);
      return map;
    }
    Object[] after = Arrays.copyOf(before, before.length + 1);
    after[before.length] = item;
    return after;
  }

  private static @Nullable Object without(@Nullable Object bucket, Object item) {
    Object[] left = Arrays.stream(items(bucket)).filter(each -> each != item).toArray();
    return left.length == 0 ? null : left.length == 1 ? left[0] : left;
  }

  private static Object[] items(@Nullable Object bucket) {
    if (bucket instanceof Object[] several) {
      return several;
    }
    return bucket == null ? new Object[0] : new Object[] {bucket};
  }

  @SuppressWarnings("unchecked") // nothing else is put in
  private T item(Object item) {
    return (T) item;
  }

  @SuppressWarnings("unchecked") // made by with()
  private Map<KeyIdentity, T> map(Object bucket) {
    return (Map<KeyIdentity, T>) bucket;
  }
}
