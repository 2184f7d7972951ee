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

import java.util.Iterator;
import java.util.NoSuchElementException;
import javax.cache.Cache;
import org.jcachepmem.Lookup.Found;
import org.jcachepmem.index.EntryStore;
import org.jcachepmem.key.KeyIdentity;
import org.jcachepmem.management.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Walks over the entries that have not expired, weakly consistent: each is a hit and an access at
 * the moment it is reached. Removing removes whatever the key's entry then is. For one thread.
 */
final class EntryIterator<K, V> implements Iterator<Cache.Entry<K, V>> {

  private final CacheParts<K, V> cache;
  private final Lookup<K, V> lookup;
  private final KeyOperations<K, V> single;
  private final Runnable openCheck;
  private final Iterator<KeyIdentity> keys;
  private @Nullable PmemCacheEntry<K, V> next;
  private @Nullable K last;

  EntryIterator(
      CacheParts<K, V> cache, Lookup<K, V> lookup, KeyOperations<K, V> single, Runnable openCheck) {
    this.cache = cache;
    this.lookup = lookup;
    this.single = single;
    this.openCheck = openCheck;
    EntryStore store = cache.store();
    this.keys = store.keys();
  }

  @Override
  public boolean hasNext() {
    openCheck.run();
    while (next == null && keys.hasNext()) {
      long start = cache.statistics().start();
      KeyIdentity id = keys.next();
      Found<V> found = lookup.find(id);
      K key = found == null ? null : lookup.keyOrNull(id, found.entry(), found.version());
      if (found != null && key != null) {
        cache.statistics().count(Outcome.HIT, start);
        next = new PmemCacheEntry<>(key, found.value());
        lookup.accessed(id, found.entry(), found.version()); // last: a listener may fail
      }
    }
    return next != null;
  }

  @Override
  public Cache.Entry<K, V> next() {
    PmemCacheEntry<K, V> entry = hasNext() ? next : null;
    if (entry == null) {
      throw new NoSuchElementException();
    }
    next = null;
    last = entry.getKey();
    return entry;
  }

  @Override
  public void remove() {
    openCheck.run();
    K key = last;
    if (key == null) {
      throw new IllegalStateException("next() must be called before each remove()");
    }
    last = null;
    single.remove(key);
  }
}
