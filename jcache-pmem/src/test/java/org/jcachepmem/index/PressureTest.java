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
package org.jcachepmem.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.cache.CacheException;
import org.jcachepmem.allocator.medium.HeapMedium;
import org.jcachepmem.allocator.pool.FormatOptions;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.index.PoolSession.StoredCache;
import org.jcachepmem.key.KeyIdentity;
import org.junit.jupiter.api.Test;

/** A full pool: who goes, who stays, and that nobody is turned away. */
class PressureTest {
  private static final int[] SIZES = {16, 100, 600, 3000, 20_000, 120_000, 1 << 20};

  private static void put(EntryStore store, String key, int value, int length) {
    store.put(Keys.CANONICAL.of(key), Values.of(key, value, length), EntryRef.ETERNAL);
  }

  @Test
  void sizesMayChangeForEverAndNoPutIsRefused() {
    try (PoolFixture fixture = PoolFixture.heap(8 << 20)) {
      EntryStore store = fixture.attach("a", Keys.CANONICAL);
      Random random = new Random(5);
      for (int phase = 0; phase < 10; phase++) {
        int size = SIZES[random.nextInt(SIZES.length)];
        for (long written = 0; written < 8 << 20; written += size + 64) {
          int length = size / 2 + random.nextInt(size / 2 + 1);
          put(store, "key" + random.nextInt(1 + (16 << 20) / size), phase, length);
          String read = "key" + random.nextInt(1000);
          byte[] value = Values.read(store, Keys.CANONICAL.of(read));
          if (value != null) {
            Values.check(read, value);
          }
        }
      }
      assertEquals(0, store.counters().refused());
      assertTrue(store.counters().evictions() > 0);
      long count = store.count();
      fixture.restart();
      assertEquals(count, fixture.attach("a", Keys.CANONICAL).count());
    }
  }

  @Test
  void severalThreadsFillASmallPool() throws Exception {
    FormatOptions format = FormatOptions.small(3);
    try (PoolFixture fixture = new PoolFixture(new HeapMedium(512 << 10), format)) {
      EntryStore store = fixture.attach("a", Keys.CANONICAL);
      ExecutorService threads = Executors.newFixedThreadPool(4);
      List<Future<?>> done = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        int seed = t;
        done.add(
            threads.submit(
                () -> {
                  Random random = new Random(seed);
                  for (int i = 0; i < 4000; i++) {
                    put(store, "key" + random.nextInt(500), i, 1 << (4 + random.nextInt(10)));
                  }
                }));
      }
      for (Future<?> each : done) {
        each.get();
      }
      threads.shutdown();
      assertEquals(0, store.counters().refused());
    }
  }

  /** Chunks that hold parts of pinned values of several pieces can't be emptied: others can. */
  @Test
  void manyChunksThatCannotBeEmptiedDoNotTurnAPutAway() {
    try (PoolFixture fixture = PoolFixture.heap(8 << 20)) {
      EntryStore pinned = fixture.attach(PoolFixture.stored("p", 0, true), Keys.CANONICAL);
      for (int i = 0; i < 16; i++) {
        put(pinned, "pinned" + i, i, 70_000 + i * 3_500);
      }
      EntryStore store = fixture.attach("a", Keys.CANONICAL);
      Random random = new Random(5);
      for (int i = 0; i < 5000; i++) {
        int most = random.nextInt(8) == 0 ? 400_000 : 3_000;
        put(store, "key" + random.nextInt(1000), i, 16 + random.nextInt(most));
      }
      assertEquals(0, store.counters().refused());
      assertEquals(16, pinned.count());
    }
  }

  @Test
  void aPinnedCacheIsNeverEvictedAndAQuotaIsKept() {
    try (PoolFixture fixture = PoolFixture.heap(8 << 20)) {
      EntryStore pinned = fixture.attach(PoolFixture.stored("pinned", 0, true), Keys.CANONICAL);
      EntryStore bounded = fixture.attach(PoolFixture.stored("q", 1 << 20, false), Keys.CANONICAL);
      EntryStore free = fixture.attach("free", Keys.CANONICAL);
      for (int i = 0; i < 200; i++) {
        put(pinned, "key" + i, i, 5000);
      }
      for (int i = 0; i < 4000; i++) {
        put(bounded, "key" + i, i, 1000 + i % 3000);
        put(free, "key" + i, i, 3000 + i % 5000);
        long weight = fixture.pool.budget().share(2).weightBytes();
        assertTrue(weight <= 1 << 20, "quota: " + weight);
      }
      for (int i = 0; i < 200; i++) {
        assertNotNull(pinned.find(Keys.CANONICAL.of("key" + i)));
      }
      assertEquals(0, pinned.counters().evictions());
      assertTrue(free.count() > 500, "the pool is used: " + free.count());
      fixture.restart();
      assertEquals(
          200, fixture.attach(PoolFixture.stored("pinned", 0, true), Keys.CANONICAL).count());
    }
  }

  @Test
  void aPoolFullOfPinnedEntriesRefusesAndServesNoStaleValue() {
    try (PoolFixture fixture = PoolFixture.heap(8 << 20)) {
      EntryStore pinned = fixture.attach(PoolFixture.stored("pinned", 0, true), Keys.CANONICAL);
      put(pinned, "first", 1, 100);
      int[] stored = {0};
      assertThrows(
          CacheException.class,
          () -> {
            for (; stored[0] < 1000; stored[0]++) {
              put(pinned, "key" + stored[0], 1, 50_000);
            }
          });
      assertTrue(stored[0] > 100, "entries before the pool was full: " + stored[0]);
      CacheException refusal =
          assertThrows(CacheException.class, () -> put(pinned, "first", 2, 500_000));
      assertTrue(refusal.getMessage().contains("pinned"), refusal.getMessage());
      assertNull(pinned.find(Keys.CANONICAL.of("first")), "a stale value");
      assertEquals(2, pinned.counters().refused());
      assertEquals(stored[0], pinned.count());
      pinned.remove(Keys.CANONICAL.of("key0"));
      put(pinned, "first", 3, 100);
    }
  }

  @Test
  void aValueThatCanNeverFitIsRefusedAndNothingIsLost() {
    try (PoolFixture fixture = PoolFixture.heap(8 << 20)) {
      EntryStore store = fixture.attach("a", Keys.CANONICAL);
      put(store, "key", 1, 100);
      put(store, "other", 1, 100);
      CacheException refusal =
          assertThrows(CacheException.class, () -> put(store, "key", 2, 9 << 20));
      assertTrue(refusal.getMessage().contains("larger"), refusal.getMessage());
      assertThrows(CacheException.class, () -> put(store, "k".repeat(70_000), 2, 10));
      assertNotNull(store.find(Keys.CANONICAL.of("key")));
      assertEquals(2, store.count());
    }
  }

  @Test
  void theLargestValueIsStoredAndOneMoreByteIsNot() {
    try (PoolFixture fixture = PoolFixture.heap(8 << 20)) {
      EntryStore store = fixture.attach("a", Keys.CANONICAL);
      for (int i = 0; i < 2000; i++) {
        put(store, "small" + i, i, 3000);
      }
      int fits = 0;
      for (int low = 0, high = 9 << 20; low < high; ) {
        int middle = (low + high + 1) >>> 1;
        if (fixture.records.weightBytes(3, middle) <= fixture.records.capacityBytes()) {
          low = middle;
          fits = middle;
        } else {
          high = middle - 1;
        }
      }
      put(store, "big", 1, fits);
      byte[] read = Values.read(store, Keys.CANONICAL.of("big"));
      assertNotNull(read);
      assertEquals(fits, read.length);
      int tooLarge = fits + 1;
      assertThrows(CacheException.class, () -> put(store, "big", 2, tooLarge));
      assertEquals(0, store.counters().refused());
    }
  }

  @Test
  void aHotCacheKeepsWhatAColdOneMustGive() {
    try (PoolFixture fixture = PoolFixture.heap(8 << 20)) {
      EntryStore hot = fixture.attach("hot", Keys.CANONICAL);
      EntryStore cold = fixture.attach("cold", Keys.CANONICAL);
      for (int i = 0; i < 300; i++) {
        put(hot, "key" + i, i, 3000);
      }
      for (int i = 0; i < 20_000; i++) {
        hot.find(Keys.CANONICAL.of("key" + i % 300));
      }
      for (int i = 0; i < 10_000; i++) {
        fixture.nanos.addAndGet(1_000_000);
        put(cold, "key" + i, i, 3000);
        hot.find(Keys.CANONICAL.of("key" + i % 300));
      }
      assertEquals(300, hot.count(), "hot entries left");
      assertTrue(cold.count() > 1000, "cold entries: " + cold.count());
    }
  }

  @Test
  void aCacheThatNobodyOpensGoesLastAtFirstAndFirstAtLast() {
    try (PoolFixture fixture = PoolFixture.heap(8 << 20)) {
      EntryStore old = fixture.attach("old", Keys.CANONICAL);
      for (int i = 0; i < 1000; i++) {
        put(old, "key" + i, i, 3000);
      }
      fixture.restart();
      EntryStore store = fixture.attach("new", Keys.CANONICAL);
      for (int i = 0; i < 4000; i++) {
        put(store, "key" + i, i, 3000);
      }
      assertTrue(fixture.pool.budget().share(1).entries() > 700, "starting up");
      fixture.nanos.addAndGet(600_000_000_000L);
      for (int i = 0; i < 4000; i++) {
        fixture.nanos.addAndGet(20_000_000);
        put(store, "key" + i, i, 3000);
      }
      assertEquals(0, fixture.pool.budget().share(1).entries(), "forgotten");
      assertEquals(0, store.counters().refused());
      EntryStore again = fixture.attach("old", Keys.CANONICAL);
      assertNull(again.find(Keys.CANONICAL.of("key1")));
      put(again, "key1", 7, 100);
      KeyIdentity key = Keys.CANONICAL.of("key1");
      assertTrue(again.remove(key));
    }
  }

  @Test
  void aPinnedCacheThatNobodyHasOpenStaysWhileChunksChangeClass() {
    StoredCache stored = PoolFixture.stored("pinned", 0, true);
    try (PoolFixture fixture = PoolFixture.heap(8 << 20)) {
      EntryStore pinned = fixture.attach(stored, Keys.CANONICAL);
      for (int i = 0; i < 500; i++) {
        put(pinned, "key" + i, i, 20 + i * 3);
      }
      fixture.restart();
      EntryStore store = fixture.attach("a", Keys.CANONICAL);
      for (int i = 0; i < 3000; i++) {
        put(store, "key" + i % 700, i, i < 1500 ? 900 + i % 100 : 9000 + i);
      }
      assertEquals(0, store.counters().refused());
      EntryStore again = fixture.attach(stored, Keys.CANONICAL);
      assertEquals(500, again.count());
      for (int i = 0; i < 3000; i++) {
        put(store, "key" + i % 700, i, i < 1500 ? 100 : 30_000);
      }
      for (int i = 0; i < 500; i++) {
        byte[] value = Values.read(again, Keys.CANONICAL.of("key" + i));
        assertNotNull(value);
        assertEquals(i, Values.check("key" + i, value));
      }
    }
  }
}
