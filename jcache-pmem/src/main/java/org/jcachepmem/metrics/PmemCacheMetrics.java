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

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.cache.CacheMeterBinder;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jcachepmem.PmemCache;
import org.jcachepmem.management.PmemCacheStatisticsMXBean;

/**
 * The meters of one cache: the conventional {@code cache.size}, {@code cache.gets}, {@code
 * cache.puts}, {@code cache.evictions} and {@code cache.removals}, and {@code cache.pmem.*} for
 * what only a persistent cache has. Gets, puts and removals are counted while the cache's
 * statistics are enabled ({@code caches.default.statistics = true}); the others always. Thread
 * safe.
 *
 * <p>It and its meters hold the cache weakly, and what reaches the cache's index not at all: a
 * registry lives longer than a pool. Of a cache that is closed or gone the size is unknown, and the
 * counts stay.
 */
public final class PmemCacheMetrics extends CacheMeterBinder<PmemCache<?, ?>> {

  private static final String REMOVALS = "cache.removals";

  /**
   * The meters of {@code cache}.
   *
   * @param tags of all of them, besides {@code cache}, which is the cache's name
   */
  public PmemCacheMetrics(PmemCache<?, ?> cache, Iterable<Tag> tags) {
    super(cache, cache.getName(), tags);
  }

  @Override
  protected Long size() {
    PmemCache<?, ?> cache = getCache();
    return cache == null || cache.isClosed() ? 0 : statistics(cache).getEntries();
  }

  @Override
  protected long hitCount() {
    return count(PmemCacheStatisticsMXBean::getCacheHits);
  }

  @Override
  protected Long missCount() {
    return count(PmemCacheStatisticsMXBean::getCacheMisses);
  }

  @Override
  protected Long evictionCount() {
    return count(PmemCacheStatisticsMXBean::getCacheEvictions);
  }

  @Override
  protected long putCount() {
    return count(PmemCacheStatisticsMXBean::getCachePuts);
  }

  private static PmemCacheStatisticsMXBean statistics(PmemCache<?, ?> cache) {
    return cache.unwrap(PmemCacheStatisticsMXBean.class);
  }

  /** A count for the meters of the base class, which don't ask when the cache is gone. */
  private long count(ToLongFunction<PmemCacheStatisticsMXBean> value) {
    PmemCache<?, ?> cache = getCache();
    return cache == null ? 0 : value.applyAsLong(statistics(cache));
  }

  /**
   * Binds what Micrometer's {@code JCacheMetrics}, bound for the same cache with the same tags,
   * does not: {@code cache.size} and {@code cache.pmem.*}.
   */
  public void bindBesideJCacheMetrics(MeterRegistry registry) {
    Gauge.builder("cache.size", this, PmemCacheMetrics::size)
        .tags(getTagsWithCacheName())
        .description("The number of entries in this cache, expired ones included")
        .strongReference(true) // of this binder, which holds the cache weakly
        .register(registry);
    bindPmemMetrics(registry);
  }

  @Override
  protected void bindImplementationSpecificMetrics(MeterRegistry registry) {
    if (registry.find(REMOVALS).gauge() == null) {
      count(registry, REMOVALS, "Cache removals", PmemCacheStatisticsMXBean::getCacheRemovals);
    } else {
      // As JCacheMetrics has it for other caches: a name has meters of one kind only.
      Gauge.builder(REMOVALS, getCache(), cache -> statistics(cache).getCacheRemovals())
          .tags(getTagsWithCacheName())
          .description("Cache removals")
          .register(registry);
    }
    bindPmemMetrics(registry);
  }

  private void bindPmemMetrics(MeterRegistry registry) {
    count(
        registry,
        "cache.pmem.decode.failures",
        "Entries dropped because their value could no longer be decoded",
        PmemCacheStatisticsMXBean::getDecodeFailures);
    count(
        registry,
        "cache.pmem.damaged",
        "Entries dropped because their bytes did not match their checksum",
        PmemCacheStatisticsMXBean::getDamagedEntries);
    count(
        registry,
        "cache.pmem.refused",
        "Puts refused because nothing could be evicted to make room",
        PmemCacheStatisticsMXBean::getRefusedPuts);
    Gauge.builder(
            "cache.pmem.recovered", getCache(), cache -> statistics(cache).getRecoveredEntries())
        .tags(getTagsWithCacheName())
        .description("Entries found in the pool when the cache was opened")
        .register(registry);
  }

  private void count(
      MeterRegistry registry,
      String name,
      String description,
      ToDoubleFunction<PmemCacheStatisticsMXBean> value) {
    FunctionCounter.builder(name, getCache(), cache -> value.applyAsDouble(statistics(cache)))
        .tags(getTagsWithCacheName())
        .description(description)
        .register(registry);
  }
}
