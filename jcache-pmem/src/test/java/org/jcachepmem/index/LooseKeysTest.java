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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.key.KeyIdentity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Equal keys whose bytes differ, in content and in length, are one key. */
class LooseKeysTest {
  private static final String[] SPELLINGS = {"%s", "%S", " %s ", "%S   "};

  private static KeyIdentity key(String text) {
    return Keys.LOOSE.of(new Keys.Word(text));
  }

  private static KeyIdentity spelt(int number, int spelling) {
    return key(SPELLINGS[spelling].formatted("word" + number));
  }

  @Test
  void anEqualKeyHitsOverwritesAndRemoves() {
    try (PoolFixture fixture = PoolFixture.recording(1 << 20)) {
      EntryStore store = fixture.attach("a", Keys.LOOSE);
      store.put(key("one"), new byte[] {1}, EntryRef.ETERNAL);
      assertNotNull(store.find(key("ONE ")));
      store.put(key(" One"), new byte[] {2}, EntryRef.ETERNAL);
      assertEquals(1, store.count());
      assertEquals(2, Values.read(store, key("one"))[0]);
      assertTrue(store.remove(key("oNE  ")));
      assertFalse(store.remove(key("one")));
      fixture.kill();
      assertNull(fixture.attach("a", Keys.LOOSE).find(key("one")));
    }
  }

  /** So many are evicted that one put does not settle them all on its way. */
  @Test
  void aRemovedValueStaysAwayAlsoAfterTheKeyWasEvictedAndPutWithOtherBytes() {
    try (PoolFixture fixture = PoolFixture.recording(1 << 20)) {
      PooledEntries store = fixture.attach("a", Keys.LOOSE);
      for (int i = 0; i < 400; i++) {
        store.put(spelt(i, 0), new byte[] {1}, EntryRef.ETERNAL);
      }
      fixture.pool.budget().evict(1 << 20);
      assertEquals(0, store.count());
      for (int i = 399; i >= 390; i--) {
        store.put(spelt(i, 3), new byte[] {2}, EntryRef.ETERNAL);
        assertTrue(store.remove(spelt(i, 1)));
      }
      fixture.kill();
      EntryStore again = fixture.attach("a", Keys.LOOSE);
      for (int i = 399; i >= 390; i--) {
        assertNull(again.find(spelt(i, 0)), "word" + i);
      }
    }
  }

  @Test
  void ofEqualRecoveredKeysTheNewestWins() {
    try (PoolFixture fixture = PoolFixture.recording(1 << 20)) {
      // Stored under keys that tell the spellings apart, then attached under keys that don't.
      EntryStore exact = fixture.attach("a", Keys.CANONICAL);
      exact.put(Keys.CANONICAL.of("one"), new byte[] {1}, EntryRef.ETERNAL);
      fixture.records.life().settleEpoch();
      exact.put(Keys.CANONICAL.of("ONE"), new byte[] {3}, EntryRef.ETERNAL);
      exact.put(Keys.CANONICAL.of("gone"), new byte[] {4}, EntryRef.ETERNAL);
      fixture.restart();
      PooledEntries store = fixture.attach("a", Keys.LOOSE);
      assertEquals(1, store.count());
      assertEquals(1, store.counters().damaged(), "the key that can't be decoded");
      assertEquals(3, Values.read(store, key("one"))[0]);
      assertTrue(store.remove(key("one")));
      fixture.kill();
      assertEquals(0, fixture.attach("a", Keys.CANONICAL).count(), "the loser is durably gone");
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void behavesAsAMapOverRestartsAndKills(long seed) {
    Random random = new Random(seed);
    Map<Integer, Integer> model = new HashMap<>();
    try (PoolFixture fixture = PoolFixture.recording(1 << 20)) {
      EntryStore store = fixture.attach("a", Keys.LOOSE);
      for (int step = 0; step < 3000; step++) {
        int number = random.nextInt(12);
        KeyIdentity key = spelt(number, random.nextInt(SPELLINGS.length));
        int dice = random.nextInt(1000);
        if (dice < 500) {
          store.put(key, Values.of("" + number, step, random.nextInt(200)), EntryRef.ETERNAL);
          model.put(number, step);
        } else if (dice < 750) {
          assertEquals(model.remove(number) != null, store.remove(key), "seed " + seed);
        } else if (dice < 760) {
          fixture.kill();
          store = fixture.attach("a", Keys.LOOSE);
        } else if (dice < 765) {
          fixture.restart();
          store = fixture.attach("a", Keys.LOOSE);
        } else {
          byte[] value = Values.read(store, key);
          Integer expected = model.get(number);
          assertEquals(
              expected, value == null ? null : Values.check("" + number, value), "seed " + seed);
        }
        assertEquals(model.size(), store.count(), "seed " + seed + " step " + step);
      }
    }
  }

  @Test
  void concurrentPutsOfEqualKeysLeaveOneEntry() throws Exception {
    try (PoolFixture fixture = PoolFixture.heap(8 << 20)) {
      EntryStore store = fixture.attach("a", Keys.LOOSE);
      ExecutorService threads = Executors.newFixedThreadPool(4);
      CountDownLatch start = new CountDownLatch(1);
      List<Future<?>> done = new ArrayList<>();
      for (int spelling = 0; spelling < 4; spelling++) {
        int mine = spelling;
        done.add(
            threads.submit(
                () -> {
                  start.await();
                  for (int i = 0; i < 3000; i++) {
                    KeyIdentity key = spelt(i % 3, mine);
                    if (i % 7 == mine) {
                      store.remove(key);
                    } else {
                      store.put(key, Values.of("" + i % 3, i, 100), EntryRef.ETERNAL);
                    }
                  }
                  return null;
                }));
      }
      start.countDown();
      for (Future<?> each : done) {
        each.get();
      }
      threads.shutdown();
      assertTrue(store.count() <= 3, "" + store.count());
      long left = store.count();
      fixture.restart();
      assertEquals(left, fixture.attach("a", Keys.LOOSE).count());
      assertEquals(0, fixture.records.recovery().superseded());
    }
  }
}
