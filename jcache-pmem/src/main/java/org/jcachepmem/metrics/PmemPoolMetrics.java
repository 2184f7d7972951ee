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
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.jcachepmem.PmemCacheManager;
import org.jcachepmem.index.PoolSession.PoolFigures;

/**
 * The meters of the pool that a manager's caches share, {@code cache.pmem.pool.*}, with the tags
 * {@code pool} (its path, or {@code volatile}), {@code medium} and {@code durability}. Holds the
 * manager weakly; of a closed one the values are NaN. Thread safe.
 */
public final class PmemPoolMetrics implements MeterBinder {

  private final PmemCacheManager manager;
  private final Tags tags;

  /**
   * The meters of the pool of {@code manager}, which is open.
   *
   * @param tags of all of them, besides those above
   */
  public PmemPoolMetrics(PmemCacheManager manager, Iterable<Tag> tags) {
    PoolFigures pool = manager.poolFigures();
    this.manager = manager;
    this.tags =
        Tags.of(tags)
            .and("pool", pool.path() == null ? "volatile" : pool.path())
            .and("medium", pool.medium())
            .and("durability", pool.durability());
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    bytes(registry, "size", "Bytes of the pool", PoolFigures::sizeBytes);
    bytes(registry, "used", "Bytes that entries take", PoolFigures::usedBytes);
    bytes(registry, "free", "Bytes that nothing takes", PoolFigures::freeBytes);
    count(registry, "fences", "Fences and msync calls", PoolFigures::fences);
    count(registry, "flushes", "Ranges flushed", PoolFigures::flushes);
    count(registry, "native.calls", "Calls of native code", PoolFigures::nativeCalls);
    count(registry, "commits", "Group commits", PoolFigures::commits);
    Gauge.builder("cache.pmem.pool.recovered", manager, of(PoolFigures::entriesRecovered))
        .tags(tags)
        .description("Entries that recovery found when the pool was opened")
        .register(registry);
    Gauge.builder("cache.pmem.pool.damaged", manager, of(PoolFigures::damagedEntries))
        .tags(tags)
        .description("Words and records that recovery found damaged")
        .register(registry);
    TimeGauge.builder(
            "cache.pmem.pool.recovery",
            manager,
            TimeUnit.MILLISECONDS,
            of(PoolFigures::recoveryMillis))
        .tags(tags)
        .description("How long recovery took when the pool was opened")
        .register(registry);
  }

  private void bytes(
      MeterRegistry registry,
      String name,
      String description,
      ToDoubleFunction<PoolFigures> value) {
    Gauge.builder("cache.pmem.pool." + name, manager, of(value))
        .tags(tags)
        .baseUnit("bytes")
        .description(description)
        .register(registry);
  }

  private void count(
      MeterRegistry registry,
      String name,
      String description,
      ToDoubleFunction<PoolFigures> value) {
    FunctionCounter.builder("cache.pmem.pool." + name, manager, of(value))
        .tags(tags)
        .description(description)
        .register(registry);
  }

  private static ToDoubleFunction<PmemCacheManager> of(ToDoubleFunction<PoolFigures> value) {
    return manager -> {
      try {
        return value.applyAsDouble(manager.poolFigures());
      } catch (IllegalStateException e) {
        return Double.NaN; // closed: documented above
      }
    };
  }
}
