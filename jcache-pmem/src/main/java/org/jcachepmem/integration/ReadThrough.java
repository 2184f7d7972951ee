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
package org.jcachepmem.integration;

import java.util.HashMap;
import java.util.Map;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheLoaderException;
import org.jspecify.annotations.Nullable;

/**
 * A cache's {@link CacheLoader}, with its exceptions as {@link CacheLoaderException}. Thread safe
 * as the loader is.
 */
public final class ReadThrough<K, V> {

  private final @Nullable CacheLoader<K, V> loader;
  private final boolean readThrough;

  /**
   * @param loader the loader, or null if the cache has none
   * @param readThrough whether a miss calls it, or only {@code loadAll} does
   */
  public ReadThrough(@Nullable CacheLoader<K, V> loader, boolean readThrough) {
    this.loader = loader;
    this.readThrough = readThrough && loader != null;
  }

  /** Whether there is a loader, for {@code loadAll} at least. */
  public boolean hasLoader() {
    return loader != null;
  }

  /** Whether a miss is loaded. */
  public boolean isEnabled() {
    return readThrough;
  }

  /** The value of {@code key}, or null if the loader has none. */
  public @Nullable V load(K key) {
    CacheLoader<K, V> source = loader;
    if (source == null) {
      return null;
    }
    try {
      return source.load(key);
    } catch (CacheLoaderException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new CacheLoaderException("The cache loader failed for a key of " + key.getClass(), e);
    }
  }

  /** The values of {@code keys}, without those that the loader has none for. */
  public Map<K, V> loadAll(Iterable<? extends K> keys) {
    Map<K, V> values = new HashMap<>();
    CacheLoader<K, V> source = loader;
    if (source == null) {
      return values;
    }
    Map<K, V> loaded;
    try {
      loaded = source.loadAll(keys);
    } catch (CacheLoaderException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new CacheLoaderException("The cache loader failed in loadAll", e);
    }
    if (loaded == null) {
      return values;
    }
    loaded.forEach(
        (key, value) -> {
          if (key != null && value != null) {
            values.put(key, value);
          }
        });
    return values;
  }
}
