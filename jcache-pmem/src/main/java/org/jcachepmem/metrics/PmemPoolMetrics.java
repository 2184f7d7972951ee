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
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.jcachepmem.PmemCacheManager;
import org.jcachepmem.index.LossCause;
import org.jcachepmem.index.PoolFigures;
import org.jcachepmem.index.PoolFigures.Space;
import org.jspecify.annotations.Nullable;

/**
 * The meters of the pool that a manager's caches share, {@code cache.pmem.pool.*}, with the tags
 * {@code pool} (its path, or {@code volatile}), {@code medium} and {@code durability}, and of some
 * {@code cause} or {@code quantile}. How many there are depends on nothing: neither on caches nor
 * on size classes, of which the pool's MXBean tells. Holds the manager weakly; of a closed one the
 * values are NaN. Thread safe.
 */
public final class PmemPoolMetrics implements MeterBinder {

  private static final String PREFIX = "cache.pmem.pool.";
  private static final String BYTES = "bytes";

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
    bindRoom(registry);
    bindLosses(registry);
    bindMedium(registry);
    bindRecovery(registry);
  }

  private void bindRoom(MeterRegistry registry) {
    bytes(registry, "size", "Bytes of the pool", PoolFigures::sizeBytes);
    room(registry, "capacity", "Bytes that all entries together may take", Space::capacityBytes);
    room(registry, "used", "Bytes that entries take", Space::usedBytes);
    room(registry, "free", "Bytes that nothing takes", Space::freeBytes);
    room(registry, "vacant", "Free bytes that one size class can take", Space::vacantBytes);
    room(registry, "unusable", "Bytes that can't be read", Space::unusableBytes);
    room(registry, "backlog", "Bytes that wait to be settled", Space::backlogBytes);
    room(registry, "index.used", "Heap that indexes take, estimated", Space::indexBytes);
    room(registry, "index.max", "Heap that indexes may take", Space::indexMaxBytes);
    gauge(registry, "entries", "Entries of all caches", pool -> pool.space().entries());
    gauge(registry, "usable", "0 after the medium has failed", pool -> pool.usable() ? 1 : 0);
  }

  private void bindLosses(MeterRegistry registry) {
    for (LossCause cause : LossCause.values()) {
      if (cause.isEviction()) {
        evictions(registry, cause);
      }
    }
    lost(registry, "expired", "Entries dropped because they had expired", LossCause.EXPIRY);
    lost(registry, "decode.failures", "Entries that don't decode any more", LossCause.DECODING);
    lost(registry, "damaged.entries", "Entries whose bytes are damaged", LossCause.DAMAGE);
    count(registry, "refused", "Puts refused", pool -> pool.losses().refusedPuts());
    count(registry, "clears", "Caches cleared", pool -> pool.losses().clears());
  }

  private void bindMedium(MeterRegistry registry) {
    count(registry, "fences", "Fences", pool -> pool.work().fences());
    count(registry, "flushes", "Ranges flushed", pool -> pool.work().flushes());
    count(registry, "flushed.lines", "Cache lines flushed", pool -> pool.work().flushedLines());
    count(registry, "native.calls", "Calls of native code", pool -> pool.work().nativeCalls());
    count(registry, "commits", "Commits", pool -> pool.commits().commits());
    count(registry, "commit.waiters", "Threads that waited", pool -> pool.commits().waiters());
    FunctionCounter.builder(PREFIX + "commit.bytes", manager, of(pool -> pool.commits().bytes()))
        .tags(tags)
        .baseUnit(BYTES)
        .description("Pages committed")
        .register(registry);
    FunctionTimer.builder(
            PREFIX + "commit.duration",
            manager,
            of -> (long) of(pool -> pool.commits().commits()).applyAsDouble(of),
            of(pool -> pool.commits().nanos()),
            TimeUnit.NANOSECONDS)
        .tags(tags)
        .description("How long commits take")
        .register(registry);
    recent(registry, "0.5", pool -> pool.commits().recentP50Nanos());
    recent(registry, "0.99", pool -> pool.commits().recentP99Nanos());
    recent(registry, "1", pool -> pool.commits().recentMaxNanos());
  }

  private void bindRecovery(MeterRegistry registry) {
    gauge(registry, "recovered", "Entries found at open", pool -> pool.recovery().entries());
    gauge(
        registry,
        "unfinished",
        "Records that recovery dropped because a crash had cut them off",
        pool -> pool.recovery().unfinished());
    gauge(
        registry,
        "damaged",
        "Words and records that recovery found damaged",
        pool -> pool.recovery().damaged());
    TimeGauge.builder(
            PREFIX + "recovery",
            manager,
            TimeUnit.MILLISECONDS,
            of(pool -> pool.recovery().millis()))
        .tags(tags)
        .description("How long recovery took when the pool was opened")
        .register(registry);
  }

  private void room(
      MeterRegistry registry, String name, String description, ToDoubleFunction<Space> value) {
    bytes(registry, name, description, pool -> value.applyAsDouble(pool.space()));
  }

  private void bytes(
      MeterRegistry registry,
      String name,
      String description,
      ToDoubleFunction<PoolFigures> value) {
    gauge(registry, name, BYTES, description, value);
  }

  private void gauge(
      MeterRegistry registry,
      String name,
      String description,
      ToDoubleFunction<PoolFigures> value) {
    gauge(registry, name, null, description, value);
  }

  private void gauge(
      MeterRegistry registry,
      String name,
      @Nullable String unit,
      String description,
      ToDoubleFunction<PoolFigures> value) {
    Gauge.builder(PREFIX + name, manager, of(value))
        .tags(tags)
        .baseUnit(unit)
        .description(description)
        .register(registry);
  }

  private void evictions(MeterRegistry registry, LossCause cause) {
    FunctionCounter.builder(PREFIX + "evictions", manager, of(pool -> pool.losses().of(cause)))
        .tags(tags.and("cause", cause.name().toLowerCase(Locale.ROOT)))
        .description("Entries evicted")
        .register(registry);
  }

  private void lost(MeterRegistry registry, String name, String description, LossCause cause) {
    count(registry, name, description, pool -> pool.losses().of(cause));
  }

  private void recent(
      MeterRegistry registry, String quantile, ToDoubleFunction<PoolFigures> nanos) {
    TimeGauge.builder(PREFIX + "commit.recent", manager, TimeUnit.NANOSECONDS, of(nanos))
        .tags(tags.and("quantile", quantile))
        .description("How long commits of the last one to two minutes took at most")
        .register(registry);
  }

  private void count(
      MeterRegistry registry,
      String name,
      String description,
      ToDoubleFunction<PoolFigures> value) {
    FunctionCounter.builder(PREFIX + name, manager, of(value))
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
