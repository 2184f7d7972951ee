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
package org.jcachepmem.management;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jcachepmem.index.StoreCounters;

/**
 * Counts what happens to a cache while it is enabled. Averages are microseconds per operation.
 * Thread safe; a read during operations is not a consistent cut.
 */
public final class CacheStatistics implements PmemCacheStatisticsMXBean {

  private static final float NANOS_PER_MICRO = TimeUnit.MICROSECONDS.toNanos(1);

  private final Supplier<StoreCounters> store;
  private final LongSupplier entries;
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final LongAdder puts = new LongAdder();
  private final LongAdder removals = new LongAdder();
  private final LongAdder getNanos = new LongAdder();
  private final LongAdder putNanos = new LongAdder();
  private final LongAdder removeNanos = new LongAdder();
  private final LongAdder decodeFailures = new LongAdder();
  private volatile long clearedEvictions;
  private volatile boolean enabled;

  /** Statistics, disabled at first, with the evictions that {@code store} counts. */
  public CacheStatistics(Supplier<StoreCounters> store, LongSupplier entries) {
    this.store = store;
    this.entries = entries;
  }

  /** Starts or stops counting; what was counted stays. */
  public void enable(boolean on) {
    enabled = on;
  }

  /** The time to hand to {@link #count}, or 0 while nothing is counted. */
  public long start() {
    return enabled ? System.nanoTime() : 0;
  }

  /** Counts one operation that began at {@code startNanos}, which {@link #start()} gave. */
  public void count(Outcome outcome, long startNanos) {
    count(outcome, 1, startNanos);
  }

  /** Counts {@code entries} operations that took the time since {@code startNanos} together. */
  public void count(Outcome outcome, int entries, long startNanos) {
    if (!enabled || entries == 0) {
      return;
    }
    long nanos = startNanos == 0 ? 0 : System.nanoTime() - startNanos;
    add(hits, outcome.hits * (long) entries);
    add(misses, outcome.misses * (long) entries);
    add(puts, outcome.puts * (long) entries);
    add(removals, outcome.removals * (long) entries);
    add(getNanos, outcome.isGet() ? nanos : 0);
    add(putNanos, outcome.puts > 0 ? nanos : 0);
    add(removeNanos, outcome.removals > 0 ? nanos : 0);
  }

  /** Counts a value that could not be decoded, even while disabled: it is lost data. */
  public void countDecodeFailure() {
    decodeFailures.increment();
  }

  private static void add(LongAdder adder, long amount) {
    if (amount != 0) {
      adder.add(amount);
    }
  }

  @Override
  public void clear() {
    for (LongAdder adder :
        new LongAdder[] {
          hits, misses, puts, removals, getNanos, putNanos, removeNanos, decodeFailures
        }) {
      adder.reset();
    }
    clearedEvictions = store.get().evictions();
  }

  @Override
  public long getCacheHits() {
    return hits.sum();
  }

  @Override
  public float getCacheHitPercentage() {
    return percentage(getCacheHits());
  }

  @Override
  public long getCacheMisses() {
    return misses.sum();
  }

  @Override
  public float getCacheMissPercentage() {
    return percentage(getCacheMisses());
  }

  @Override
  public long getCacheGets() {
    return getCacheHits() + getCacheMisses();
  }

  @Override
  public long getCachePuts() {
    return puts.sum();
  }

  @Override
  public long getCacheRemovals() {
    return removals.sum();
  }

  @Override
  public long getCacheEvictions() {
    return store.get().evictions() - clearedEvictions;
  }

  @Override
  public float getAverageGetTime() {
    return average(getNanos, getCacheGets());
  }

  @Override
  public float getAveragePutTime() {
    return average(putNanos, getCachePuts());
  }

  @Override
  public float getAverageRemoveTime() {
    return average(removeNanos, getCacheRemovals());
  }

  @Override
  public long getDecodeFailures() {
    return decodeFailures.sum();
  }

  @Override
  public long getEntries() {
    return entries.getAsLong();
  }

  @Override
  public long getDamagedEntries() {
    return store.get().damaged();
  }

  @Override
  public long getRecoveredEntries() {
    return store.get().recovered();
  }

  @Override
  public long getRefusedPuts() {
    return store.get().refused();
  }

  private float percentage(long part) {
    long gets = getCacheGets();
    return gets == 0 ? 0 : 100f * part / gets;
  }

  private static float average(LongAdder nanos, long operations) {
    return operations == 0 ? 0 : nanos.sum() / NANOS_PER_MICRO / operations;
  }
}
