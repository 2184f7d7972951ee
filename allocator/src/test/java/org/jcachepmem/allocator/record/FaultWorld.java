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
package org.jcachepmem.allocator.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jcachepmem.allocator.medium.FailingMedium;
import org.jcachepmem.allocator.medium.HeapMedium;
import org.jcachepmem.allocator.medium.RecordingMedium;
import org.jcachepmem.allocator.pool.Durability;
import org.jcachepmem.allocator.pool.FormatOptions;
import org.jcachepmem.allocator.pool.Pool;
import org.jspecify.annotations.Nullable;

/**
 * A small pool on a medium that can fail, over one that records, and what each of its keys may read
 * as: after a kill, and after a power loss. An operation that throws stays in flight.
 */
final class FaultWorld {
  static final String CACHE = "faults";
  private static final String ABSENT = TestCache.digest(null);

  final RecordOptions options;
  private final Map<String, Set<String>> afterKill = new HashMap<>();
  private final Map<String, Set<String>> afterPowerLoss = new HashMap<>();
  private final boolean relaxed;

  /** Whether a removal failed: its entry can be read now and vanish later. */
  private boolean isRemoveInDoubt;

  RecordingMedium recording;
  FailingMedium failing;
  @Nullable RecordStore records;
  @Nullable TestCache cache;

  /** Whether puts may evict. */
  boolean isTight;

  /** Whether the cache may be gone, so that nothing can be put. */
  boolean isDestroyed;

  /** Whether the pool may be closed. */
  boolean isClosed;

  FaultWorld(Durability durability, int poolBytes) {
    relaxed = durability != Durability.SYNC;
    options = RecordOptions.quiet(2).with(durability, 0);
    recording = new RecordingMedium(poolBytes);
    failing = new FailingMedium(recording);
  }

  void format() {
    Pool.format(failing, FormatOptions.small(5));
  }

  void open() {
    records = RecordStore.open(Pool.mount(failing), options);
    cache = new TestCache(records, CACHE);
  }

  /** The process is killed; the next one has not opened the pool. */
  void die() {
    recording = recording.afterKill();
    failing = new FailingMedium(recording);
    leave();
    afterKill.forEach((key, may) -> afterPowerLoss.get(key).addAll(may));
  }

  /** The session has ended. */
  void leave() {
    records = null;
    cache = null;
  }

  Set<String> keys() {
    return new TreeSet<>(afterKill.keySet());
  }

  /** Another key, of the stripe of that one. */
  String besides(String key) {
    return IntStream.range(0, 100)
        .mapToObj(number -> "key" + number)
        .filter(other -> records.stripe(other.hashCode()) == records.stripe(key.hashCode()))
        .findFirst()
        .orElseThrow();
  }

  void put(String key, int version, int length) {
    byte[] value = TestCache.value(key, version, length);
    String digest = TestCache.digest(value);
    if (isTight) {
      keys().forEach(each -> pending(each, ABSENT));
    }
    pending(key, digest);
    try {
      cache.put(key, value);
      acknowledge(key, digest);
    } finally {
      settleOthers(key);
    }
  }

  /** Who was not evicted to make room for {@code key} may not vanish. */
  private void settleOthers(String key) {
    if (!isTight || isRemoveInDoubt) {
      return;
    }
    for (String each : keys()) {
      if (!each.equals(key) && cache.index.containsKey(each)) {
        acknowledge(each, TestCache.digest(cache.get(each)));
      }
    }
  }

  void remove(String key) {
    pending(key, ABSENT);
    boolean doubted = isRemoveInDoubt;
    isRemoveInDoubt = true;
    cache.remove(key);
    isRemoveInDoubt = doubted;
    acknowledge(key, ABSENT);
  }

  void evict(String key) {
    pending(key, ABSENT);
    cache.evict(key);
  }

  void storeExpiry(String key) {
    EntryRef entry = cache.index.get(key);
    if (entry == null) {
      return;
    }
    Stripe stripe = records.stripe(key.hashCode());
    stripe.lock();
    try {
      long tomorrow = System.currentTimeMillis() + TimeUnit.DAYS.toMillis(1);
      EntryRef touched = entry.expirable();
      cache.index.put(key, touched);
      records.storeExpiry(stripe, touched, tomorrow, true);
    } finally {
      stripe.unlock();
    }
  }

  void clear() {
    dropAll(() -> cache.clear());
  }

  void dropAll(Runnable operation) {
    keys().forEach(key -> pending(key, ABSENT));
    operation.run();
    for (String key : keys()) {
      afterKill.put(key, new HashSet<>(Set.of(ABSENT)));
      afterPowerLoss.put(key, new HashSet<>(Set.of(ABSENT)));
    }
  }

  void commit() {
    records.commit();
    afterKill.forEach((key, may) -> afterPowerLoss.put(key, new HashSet<>(may)));
  }

  private void pending(String key, String digest) {
    afterKill.computeIfAbsent(key, k -> new HashSet<>(Set.of(ABSENT))).add(digest);
    afterPowerLoss.computeIfAbsent(key, k -> new HashSet<>(Set.of(ABSENT))).add(digest);
  }

  private void acknowledge(String key, String digest) {
    afterKill.put(key, new HashSet<>(Set.of(digest)));
    if (!relaxed) {
      afterPowerLoss.put(key, new HashSet<>(Set.of(digest)));
    }
  }

  /** What this session reads is what it may read. */
  void checkReads(String when) {
    check(cache, afterKill, when);
  }

  /** Whatever a kill or a power loss leaves now is recovered. */
  int checkImages(String when, int most) {
    recover(recording.killImage(), afterKill, when + ", kill");
    return 1
        + recording.crashImages(
            most, most, image -> recover(image, afterPowerLoss, when + ", power loss"));
  }

  private static void recover(HeapMedium image, Map<String, Set<String>> may, String when) {
    RecordStore recovered = RecordStore.open(Pool.mount(image), RecordOptions.quiet(2));
    TestCache found = new TestCache(recovered, CACHE);
    check(found, may, when);
    PoolCheckReport report = PoolCheck.run(image);
    assertTrue(report.isSound(), () -> when + ": " + report.problems());
    assertEquals(report.liveBytes(), recovered.liveSlotBytes(), () -> when + ": live bytes");
  }

  private static void check(TestCache cache, Map<String, Set<String>> may, String when) {
    may.forEach(
        (key, values) -> {
          String found = TestCache.digest(cache.get(key));
          assertTrue(
              values.contains(found),
              () -> when + ": " + key + " is " + found + ", may be " + values);
        });
  }

  /** Each slot that is taken in DRAM has a live record on the medium. */
  void checkNothingLeaks(String when) {
    for (int i = 0; i < 3; i++) {
      records.settleAll();
    }
    PoolCheckReport report = PoolCheck.run(recording.killImage());
    assertEquals(report.liveBytes(), records.liveSlotBytes(), () -> when + ": bytes leaked");
    assertEquals(0, records.backlogBytes(), () -> when + ": backlog");
  }
}
