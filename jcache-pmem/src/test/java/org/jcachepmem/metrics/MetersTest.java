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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.cache.JCacheMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.nio.file.Path;
import java.util.Properties;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;
import org.jcachepmem.PmemCache;
import org.jcachepmem.PmemCacheManager;
import org.jcachepmem.PmemCachingProvider;
import org.jcachepmem.management.PmemCacheStatisticsMXBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a persistent cache's own meters say. */
class MetersTest {

  @TempDir Path directory;
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final SimpleMeterRegistry beside = new SimpleMeterRegistry();

  private PmemCacheManager manager(PmemCachingProvider provider) {
    Properties properties = new Properties();
    properties.put("pool.path", directory.resolve("meters.pool").toString());
    properties.put("pool.create-if-missing-with-size", "8 MiB");
    return provider.getCacheManager(null, null, properties).unwrap(PmemCacheManager.class);
  }

  private static Cache<String, String> cache(PmemCacheManager manager) {
    return manager.createCache(
        "a", new MutableConfiguration<String, String>().setTypes(String.class, String.class));
  }

  private double gauge(String name) {
    return registry.get(name).gauge().value();
  }

  @Test
  void recoveredEntriesAndTheirPool() {
    try (PmemCachingProvider provider = new PmemCachingProvider()) {
      cache(manager(provider)).put("k", "v");
    }
    try (PmemCachingProvider provider = new PmemCachingProvider()) {
      PmemCacheManager manager = manager(provider);
      Cache<String, String> cache = cache(manager);
      new PmemCacheMetrics(cache.unwrap(PmemCache.class), Tags.empty()).bindTo(registry);
      new PmemPoolMetrics(manager, Tags.empty()).bindTo(registry);
      assertEquals(1, gauge("cache.pmem.recovered"));
      assertEquals(1, gauge("cache.size"));
      assertEquals(1, gauge("cache.pmem.pool.recovered"));
      assertEquals(8 << 20, gauge("cache.pmem.pool.size"));
      assertTrue(gauge("cache.pmem.pool.used") > 0);
      double fences = registry.get("cache.pmem.pool.fences").functionCounter().count();
      cache.put("k", "w");
      assertTrue(registry.get("cache.pmem.pool.fences").functionCounter().count() > fences);
      assertEquals(0, registry.get("cache.pmem.damaged").functionCounter().count());
      assertEquals(
          "sync", registry.get("cache.pmem.pool.commits").meter().getId().getTag("durability"));
    }
    assertEquals(0, gauge("cache.size"));
    assertTrue(Double.isNaN(gauge("cache.pmem.pool.size")));
  }

  @Test
  void theConventionalMetersMayBeMicrometersOwn() {
    try (PmemCachingProvider provider = new PmemCachingProvider()) {
      Cache<String, String> cache = cache(manager(provider));
      new JCacheMetrics<>(cache, Tags.empty()).bindTo(registry);
      int meters = registry.getMeters().size();
      new PmemCacheMetrics(cache.unwrap(PmemCache.class), Tags.empty())
          .bindBesideJCacheMetrics(registry);
      assertEquals(meters + 5, registry.getMeters().size()); // size, and four of cache.pmem
    }
  }

  @Test
  void aRegistryDoesNotKeepAClosedPool() throws InterruptedException {
    ReferenceQueue<Object> queue = new ReferenceQueue<>();
    Reference<Object> ofStatistics = bindAndClose(queue);
    Reference<?> gone = null;
    for (int i = 0; gone == null && i < 200; i++) {
      System.gc();
      gone = queue.remove(50);
    }
    assertSame(ofStatistics, gone, "the statistics, and with them the index, are still there");
    assertEquals(1, registry.get("cache.puts").functionCounter().count()); // counts stay
    assertEquals(0, registry.get("cache.pmem.refused").functionCounter().count());
    assertTrue(Double.isNaN(gauge("cache.size")));
    assertEquals(0, beside.get("cache.size").gauge().value());
  }

  /** The statistics reach the store, which reaches index and pool. */
  private Reference<Object> bindAndClose(ReferenceQueue<Object> queue) {
    try (PmemCachingProvider provider = new PmemCachingProvider()) {
      PmemCacheManager manager = manager(provider);
      PmemCache<?, ?> cache = cache(manager).unwrap(PmemCache.class);
      manager.enableStatistics("a", true);
      PmemCacheMetrics metrics = new PmemCacheMetrics(cache, Tags.empty());
      metrics.bindTo(registry);
      metrics.bindBesideJCacheMetrics(beside);
      manager.<String, String>getCache("a").put("k", "v");
      assertEquals(1, registry.get("cache.puts").functionCounter().count());
      return new PhantomReference<>(cache.unwrap(PmemCacheStatisticsMXBean.class), queue);
    }
  }

  @Test
  void thePoolHasAsManyMetersWhateverIsInIt() {
    try (PmemCachingProvider provider = new PmemCachingProvider()) {
      PmemCacheManager manager = manager(provider);
      new PmemPoolMetrics(manager, Tags.empty()).bindTo(registry);
      int meters = registry.getMeters().size();
      for (int cache = 0; cache < 5; cache++) {
        Cache<String, String> one =
            manager.createCache(
                "cache " + cache,
                new MutableConfiguration<String, String>().setTypes(String.class, String.class));
        for (int length = 1; length < 4_000; length *= 2) {
          one.put("key " + length, "v".repeat(length));
        }
      }
      SimpleMeterRegistry again = new SimpleMeterRegistry();
      new PmemPoolMetrics(manager, Tags.empty()).bindTo(again);
      assertEquals(meters, again.getMeters().size());
      assertEquals(meters, registry.getMeters().size());
      assertEquals(4, registry.get("cache.pmem.pool.evictions").functionCounters().size());
      assertEquals(3, registry.get("cache.pmem.pool.commit.recent").timeGauges().size());
      assertEquals(5 * 12, gauge("cache.pmem.pool.entries"));
      assertEquals(1, gauge("cache.pmem.pool.usable"));
    }
  }

  @Test
  void aCacheHasAsManyMetersAsAnother() {
    try (PmemCachingProvider provider = new PmemCachingProvider()) {
      PmemCacheManager manager = manager(provider);
      new PmemCacheMetrics(cache(manager).unwrap(PmemCache.class), Tags.empty()).bindTo(registry);
      int ofOne = registry.getMeters().size();
      Cache<String, String> other =
          manager.createCache(
              "b", new MutableConfiguration<String, String>().setTypes(String.class, String.class));
      for (int i = 0; i < 100; i++) {
        other.put("key " + i, "value");
      }
      new PmemCacheMetrics(other.unwrap(PmemCache.class), Tags.empty()).bindTo(registry);
      assertEquals(2 * ofOne, registry.getMeters().size());
    }
  }
}
