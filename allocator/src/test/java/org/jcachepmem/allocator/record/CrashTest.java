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

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jcachepmem.allocator.medium.HeapMedium;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.medium.RecordingMedium;
import org.jcachepmem.allocator.pool.Durability;
import org.jcachepmem.allocator.pool.FormatOptions;
import org.jcachepmem.allocator.pool.Pool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random operations on a small pool; at each fence and after each operation, images of what a power
 * loss or a kill leaves are recovered, and each key must read as its last acknowledged value or one
 * in flight.
 */
class CrashTest {
  private static final String[] KEYS = {"a", "b", "c", "d", "e", "f", "g"};
  private static final int[] LENGTHS = {
    0, 1, 7, 40, 100, 300, 471, 472, 500, 1200, 4064, 5000, 9000
  };
  private static final String ABSENT = TestCache.digest(null);

  private int images;
  private int recoveries;
  private int imagesPerPoint = 24;

  /** What a key may read as. */
  private final Map<String, Set<String>> allowed = new HashMap<>();

  private RecordOptions options = RecordOptions.quiet(2);
  private boolean relaxed;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void everyImageReadsAsAcknowledged(long seed) {
    run(seed);
  }

  /** Between commits a power loss may take a key back to any value since the last one. */
  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15, 16})
  void betweenCommitsEveryImageReadsAsAcknowledgedSinceTheLast(long seed) {
    relaxed = true;
    options = options.with(Durability.ON_CLOSE, 0);
    run(seed);
  }

  private void run(long seed) {
    Random random = new Random(seed);
    RecordingMedium medium = new RecordingMedium(96 << 10);
    Pool.format(medium, FormatOptions.small(seed));
    for (String key : KEYS) {
      allowed.put(key, Set.of(ABSENT));
    }
    for (int life = 0; life < 4; life++) {
      medium = live(medium, random, seed);
    }
    System.out.println("seed " + seed + ": " + images + " images");
    assertTrue(images > 1000, "images " + images);
  }

  private RecordingMedium live(RecordingMedium medium, Random random, long seed) {
    RecordStore records = RecordStore.open(Pool.mount(medium), options);
    TestCache cache = new TestCache(records, "crash");
    verify(cache, "at open");
    settle(cache);
    medium.onFence(() -> crashHere(medium, random.nextLong()));
    for (int step = 0; step < 40; step++) {
      operate(cache, random);
      crashHere(medium, random.nextLong());
    }
    medium.onFence(() -> {});
    if (random.nextInt(3) != 0) {
      return killedInside(medium, cache, random);
    }
    if (random.nextBoolean()) {
      records.close();
      return new RecordingMedium(medium.killImage());
    }
    if (random.nextBoolean()) {
      return medium.afterKill();
    }
    List<HeapMedium> left = new ArrayList<>();
    medium.crashImages(seed, 5, left::add);
    HeapMedium chosen = left.get(random.nextInt(left.size()));
    RecordStore reopened = RecordStore.open(Pool.mount(copy(chosen)), RecordOptions.quiet(2));
    settle(new TestCache(reopened, "crash"));
    return new RecordingMedium(chosen);
  }

  /**
   * A kill between two steps of an operation. What the next life finds may be in a cache only,
   * until recovery has made it durable.
   */
  private RecordingMedium killedInside(RecordingMedium medium, TestCache cache, Random random) {
    int[] left = {1 + random.nextInt(14)};
    medium.onStep(
        () -> {
          if (--left[0] < 0) {
            throw new Killed();
          }
        });
    try {
      for (; ; ) {
        operate(cache, random);
      }
    } catch (Killed e) {
      return medium.afterKill();
    }
  }

  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private void operate(TestCache cache, Random random) {
    String key = KEYS[random.nextInt(KEYS.length)];
    switch (random.nextInt(12)) {
      case 0, 1 -> {
        pending(key, ABSENT);
        cache.remove(key);
        acknowledge(key, ABSENT);
      }
      case 2 -> {
        // An eviction may be undone by a crash as long as nothing was acknowledged after it.
        pending(key, ABSENT);
        cache.evict(key);
      }
      case 3 -> {
        for (String each : KEYS) {
          pending(each, ABSENT);
        }
        cache.clear();
        for (String each : KEYS) {
          allowed.put(each, Set.of(ABSENT));
        }
      }
      case 4 -> {
        cache.records.settleAll();
        if (relaxed) {
          settle(cache);
        }
      }
      case 5 -> {
        cache.records.settleEpoch();
        if (relaxed) {
          settleEvicted(cache); // an evicted one may still come back
        }
      }
      default -> {
        byte[] value =
            TestCache.value(key, random.nextInt(1000), LENGTHS[random.nextInt(LENGTHS.length)]);
        String digest = TestCache.digest(value);
        for (String each : KEYS) {
          pending(each, ABSENT); // making room may evict
        }
        pending(key, digest);
        cache.put(key, value);
        acknowledge(key, digest);
        if (!relaxed) {
          settleEvicted(cache);
        }
      }
    }
  }

  /** Keys that are still there were not evicted to make room: they may not vanish in a crash. */
  private void settleEvicted(TestCache cache) {
    for (String key : KEYS) {
      if (cache.index.containsKey(key)) {
        allowed.put(key, Set.of(TestCache.digest(cache.get(key))));
      }
    }
  }

  private void acknowledge(String key, String digest) {
    if (relaxed) {
      pending(key, digest);
    } else {
      allowed.put(key, Set.of(digest));
    }
  }

  private void pending(String key, String digest) {
    Set<String> may = new HashSet<>(allowed.get(key));
    may.add(digest);
    allowed.put(key, may);
  }

  private void settle(TestCache cache) {
    for (String key : KEYS) {
      allowed.put(key, Set.of(TestCache.digest(cache.get(key))));
    }
  }

  private void crashHere(RecordingMedium medium, long seed) {
    images += medium.crashImages(seed, imagesPerPoint, image -> recover(image, "power loss", seed));
    recover(medium.killImage(), "kill", seed);
    images++;
  }

  /** Now and then recovery itself is cut off, at each of its fences. */
  private void crashInRecovery(HeapMedium image, long seed) {
    RecordingMedium recovering = new RecordingMedium(image);
    recovering.onFence(
        () -> {
          recovering.crashImages(seed, 6, twice -> recoverOnce(twice, "crash in recovery", seed));
          recoverOnce(recovering.killImage(), "kill in recovery", seed);
          images += 7;
        });
    RecordStore.open(Pool.mount(recovering), RecordOptions.quiet(2));
    recovering.assertAllDurable();
  }

  private void recover(HeapMedium image, String what, long seed) {
    if (++recoveries % 16 == 0) {
      crashInRecovery(image, seed);
    }
    recoverOnce(image, what, seed);
  }

  private void recoverOnce(HeapMedium image, String what, long seed) {
    RecordStore records = RecordStore.open(Pool.mount(image), RecordOptions.quiet(2));
    TestCache cache = new TestCache(records, "crash");
    verify(cache, what + " with seed " + seed);
    PoolCheckReport report = PoolCheck.run(image);
    assertTrue(report.isSound(), () -> report.problems().toString());
    assertEquals(report.liveBytes(), records.liveSlotBytes(), "live bytes");
    assertEquals(
        report.poolBytes(),
        report.headerBytes() + report.directoryBytes() + report.liveBytes() + report.freeBytes());
    assertEquals(cache.index.size(), report.totalEntries());
  }

  private void verify(TestCache cache, String when) {
    for (String key : KEYS) {
      String found = TestCache.digest(cache.get(key));
      assertTrue(
          allowed.get(key).contains(found),
          () -> when + ": " + key + " is " + found + ", may be " + allowed.get(key));
    }
  }

  private static Medium copy(HeapMedium medium) {
    byte[] bytes = new byte[(int) medium.sizeBytes()];
    medium.copyOut(0, bytes, 0, bytes.length);
    HeapMedium copy = new HeapMedium(bytes.length);
    copy.copyIn(0, bytes, 0, bytes.length);
    return copy;
  }

  @Test
  void aPutOverwriteAndRemoveCostOneFenceEach() {
    RecordingMedium medium = new RecordingMedium(96 << 10);
    Pool.format(medium, FormatOptions.small(1));
    TestCache cache =
        new TestCache(RecordStore.open(Pool.mount(medium), RecordOptions.quiet(2)), "f");
    cache.put("warm", new byte[100]); // opens the chunk
    for (int i = 0; i < 20; i++) {
      long before = medium.counters().fences();
      cache.put("a", TestCache.value("a", i, 100));
      assertEquals(1, medium.counters().fences() - before, "put or overwrite " + i);
      medium.assertAllDurable();
    }
    long before = medium.counters().fences();
    assertTrue(cache.remove("a"));
    assertEquals(1, medium.counters().fences() - before, "hit-remove");
    before = medium.counters().fences();
    long flushes = medium.counters().flushes();
    cache.get("warm");
    cache.get("nobody");
    assertEquals(0, medium.counters().fences() - before, "get");
    assertEquals(0, medium.counters().flushes() - flushes, "get");
  }
}
