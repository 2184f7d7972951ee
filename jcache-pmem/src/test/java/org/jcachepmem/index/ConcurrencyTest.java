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
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.key.KeyIdentity;
import org.junit.jupiter.api.Test;

/** Several threads on few keys: nothing torn, nothing stale, nothing lost. */
class ConcurrencyTest {
  private static final int KEYS = 8;
  private final List<Callable<Void>> tasks = new ArrayList<>();

  private void run() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
    try {
      List<Future<Void>> done = tasks.stream().map(threads::submit).toList();
      for (Future<Void> each : done) {
        each.get(60, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static KeyIdentity key(int number) {
    return Keys.CANONICAL.of("key" + number);
  }

  private static byte[] value(int number, int version, int length) {
    return Values.of("key" + number, version, length);
  }

  /**
   * Each key has one writer, whose versions grow; no reader ever sees an older one than it was
   * shown.
   */
  @Test
  void readersSeeWholeValuesThatNeverGrowOlder() throws Exception {
    try (PoolFixture fixture = PoolFixture.heap(8 << 20)) {
      EntryStore store = fixture.attach("a", Keys.CANONICAL);
      AtomicIntegerArray acknowledged = new AtomicIntegerArray(KEYS);
      for (int k = 0; k < KEYS; k++) {
        store.put(key(k), value(k, 0, 100), EntryRef.ETERNAL);
      }
      AtomicBoolean over = new AtomicBoolean();
      for (int t = 0; t < 2; t++) {
        int writer = t;
        tasks.add(
            () -> {
              Random random = new Random(writer);
              for (int i = 1; i < 15_000; i++) {
                int k = random.nextInt(KEYS / 2) * 2 + writer;
                store.put(key(k), value(k, i, Values.length(random)), EntryRef.ETERNAL);
                acknowledged.set(k, i);
              }
              over.set(true);
              return null;
            });
        tasks.add(
            () -> {
              Random random = new Random(100 + writer);
              while (!over.get()) {
                int k = random.nextInt(KEYS);
                int atLeast = acknowledged.get(k);
                byte[] bytes = Values.read(store, key(k));
                assertNotNull(bytes, "a miss while it is overwritten");
                assertTrue(Values.check("key" + k, bytes) >= atLeast, "stale");
              }
              return null;
            });
      }
      run();
      for (int k = 0; k < KEYS; k++) {
        byte[] bytes = Values.read(store, key(k));
        assertNotNull(bytes);
        assertEquals(acknowledged.get(k), Values.check("key" + k, bytes));
      }
      fixture.restart();
      EntryStore again = fixture.attach("a", Keys.CANONICAL);
      for (int k = 0; k < KEYS; k++) {
        byte[] bytes = Values.read(again, key(k));
        assertNotNull(bytes);
        assertEquals(acknowledged.get(k), Values.check("key" + k, bytes));
      }
    }
  }

  @Test
  void putsRemovesDropsAndEvictionsOfTheSameKeysLeaveOneRecordEach() throws Exception {
    try (PoolFixture fixture = PoolFixture.heap(8 << 20)) {
      EntryStore store = fixture.attach("a", Keys.CANONICAL);
      for (int t = 0; t < 4; t++) {
        int seed = t;
        tasks.add(
            () -> {
              Random random = new Random(seed);
              for (int i = 0; i < 8000; i++) {
                int k = random.nextInt(KEYS);
                int dice = random.nextInt(100);
                if (dice < 50) {
                  store.put(key(k), value(k, i, Values.length(random)), EntryRef.ETERNAL);
                } else if (dice < 70) {
                  store.remove(key(k));
                } else if (dice < 80) {
                  EntryRef entry = store.find(key(k));
                  if (entry != null) {
                    store.dropExpired(key(k), entry, EntryRef.ETERNAL, true);
                  }
                } else if (dice < 82) {
                  fixture.pool.budget().evict(10_000);
                } else if (dice < 83) {
                  store.clear();
                } else {
                  byte[] bytes = Values.read(store, key(k));
                  if (bytes != null) {
                    Values.check("key" + k, bytes);
                  }
                }
              }
              return null;
            });
      }
      run();
      long count = store.count();
      assertTrue(count <= KEYS);
      long weight = fixture.pool.budget().share(1).weightBytes();
      fixture.restart();
      assertEquals(count, fixture.attach("a", Keys.CANONICAL).count());
      assertEquals(weight, fixture.pool.budget().share(1).weightBytes());
      fixture.attach("b", Keys.CANONICAL);
    }
  }

  @Test
  void aRemovedKeyStaysRemovedWhileOthersArePut() throws Exception {
    try (PoolFixture fixture = PoolFixture.heap(8 << 20)) {
      EntryStore store = fixture.attach("a", Keys.CANONICAL);
      for (int t = 0; t < 3; t++) {
        int k = t;
        tasks.add(
            () -> {
              for (int i = 0; i < 5000; i++) {
                store.put(key(k), value(k, i, 50), EntryRef.ETERNAL);
                assertTrue(store.remove(key(k)));
                assertNull(store.find(key(k)));
              }
              return null;
            });
      }
      run();
      assertEquals(0, store.count());
    }
  }

  @Test
  void aClearDropsWhatWasThereAndKeepsWhatComesAfter() throws Exception {
    try (PoolFixture fixture = PoolFixture.heap(8 << 20)) {
      EntryStore store = fixture.attach("a", Keys.CANONICAL);
      AtomicBoolean over = new AtomicBoolean();
      tasks.add(
          () -> {
            for (int i = 0; i < 60; i++) {
              KeyIdentity mine = Keys.CANONICAL.of("mine" + i);
              store.put(mine, new byte[] {1}, EntryRef.ETERNAL);
              store.clear();
              assertNull(store.find(mine));
              store.put(mine, new byte[] {2}, EntryRef.ETERNAL);
              assertNotNull(store.find(mine));
            }
            over.set(true);
            return null;
          });
      for (int t = 0; t < 2; t++) {
        int writer = t;
        tasks.add(
            () -> {
              for (int i = 0; !over.get(); i++) {
                int k = writer * KEYS + i % KEYS;
                store.put(key(k), value(k, i, 60), EntryRef.ETERNAL);
                byte[] bytes = Values.read(store, key(k));
                if (bytes != null) {
                  Values.check("key" + k, bytes);
                }
              }
              return null;
            });
      }
      run();
      store.clear();
      assertEquals(0, store.count());
      fixture.restart();
      assertEquals(0, fixture.attach("a", Keys.CANONICAL).count());
    }
  }

  @Test
  void keysShowsEachEntryWhileOthersIndexThem() throws Exception {
    try (PoolFixture fixture = PoolFixture.heap(8 << 20)) {
      EntryStore before = fixture.attach("a", Keys.CANONICAL);
      for (int i = 0; i < 3000; i++) {
        before.put(key(i), value(i, 0, 20), EntryRef.ETERNAL);
      }
      fixture.restart();
      EntryStore store = fixture.attach("a", Keys.CANONICAL);
      for (int t = 0; t < 3; t++) {
        int seed = t;
        tasks.add(
            () -> {
              Random random = new Random(seed);
              for (int i = 0; i < 4000; i++) {
                assertNotNull(store.find(key(random.nextInt(3000))));
              }
              return null;
            });
      }
      tasks.add(
          () -> {
            Set<String> seen = new HashSet<>();
            for (Iterator<KeyIdentity> keys = store.keys(); keys.hasNext(); ) {
              assertTrue(seen.add(Keys.CANONICAL.key(keys.next())));
            }
            assertEquals(3000, seen.size());
            return null;
          });
      run();
    }
  }
}
