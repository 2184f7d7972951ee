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
package org.jcachepmem.metrics;

import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.cache.CacheMeterBinder;
import io.micrometer.core.instrument.binder.cache.CacheMeterBinderCompatibilityKit;
import java.util.Properties;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import org.jcachepmem.PmemCache;
import org.jcachepmem.PmemCachingProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** Micrometer's own tests of a cache's meters. */
class PmemCacheMetricsTest extends CacheMeterBinderCompatibilityKit<PmemCache<?, ?>> {

  private @Nullable PmemCachingProvider provider;

  @Override
  public PmemCache<?, ?> createCache() {
    Properties properties = new Properties();
    properties.put("pool.medium", "heap");
    properties.put("pool.create-if-missing-with-size", "8 MiB");
    properties.put("caches.default.statistics", "true");
    provider = new PmemCachingProvider();
    CacheManager manager = provider.getCacheManager(null, null, properties);
    return manager
        .createCache(
            "mycache",
            new MutableConfiguration<String, String>().setTypes(String.class, String.class))
        .unwrap(PmemCache.class);
  }

  @AfterEach
  void close() {
    if (provider != null) {
      provider.close();
    }
  }

  @Override
  public void dereferenceCache() {
    close();
    provider = null;
    super.dereferenceCache();
  }

  @Override
  public CacheMeterBinder<PmemCache<?, ?>> binder() {
    return new PmemCacheMetrics(cache, Tags.empty());
  }

  @SuppressWarnings("unchecked") // made by createCache
  private PmemCache<String, String> strings() {
    return (PmemCache<String, String>) cache;
  }

  @Override
  public void put(String key, String value) {
    strings().put(key, value);
  }

  @Override
  public @Nullable String get(String key) {
    return strings().get(key);
  }
}
