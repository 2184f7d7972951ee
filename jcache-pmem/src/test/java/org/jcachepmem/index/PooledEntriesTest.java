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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.key.KeyIdentities;
import org.jcachepmem.key.KeyIdentity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PooledEntriesTest {

  @Test
  void aValueIsFoundUntilItIsRemoved() {
    try (PoolFixture fixture = PoolFixture.heap(8 << 20)) {
      EntryStore store = fixture.attach("a", Keys.CANONICAL);
      KeyIdentity key = Keys.CANONICAL.of("key");
      byte[] value = {1, 2, 3};
      store.put(key, value, EntryRef.ETERNAL);
      value[0] = 9;
      assertArrayEquals(new byte[] {1, 2, 3}, read(store, key));
      assertEquals(1, store.count());
      assertTrue(store.remove(key));
      assertFalse(store.remove(key));
      assertNull(store.find(key));
      assertEquals(0, store.count());
    }
  }

  @Test
  void aValueIsReadIntoAnArrayOfItsLength() {
    try (PoolFixture fixture = PoolFixture.heap(8 << 20)) {
      EntryStore store = fixture.attach("a", Keys.CANONICAL);
      KeyIdentity key = Keys.CANONICAL.of("key");
      store.put(key, new byte[] {1, 2, 3}, EntryRef.ETERNAL);
      EntryRef entry = store.find(key);
      assertNotNull(entry);
      byte[] into = new byte[3];
      assertTrue(store.read(entry, into));
      assertArrayEquals(new byte[] {1, 2, 3}, into);
      assertFalse(store.read(entry, new byte[2]));
      assertFalse(store.read(entry, new byte[4]));
      store.put(key, new byte[] {4, 5, 6}, EntryRef.ETERNAL);
      fixture.records.settleAll();
      assertTrue(store.read(entry, into));
      assertArrayEquals(new byte[] {4, 5, 6}, into);
      assertTrue(store.remove(key));
      fixture.records.settleAll();
      assertFalse(store.read(entry, into), "its slot may be another's");
    }
  }

  @Test
  void useAfterDetachIsRefused() {
    try (PoolFixture fixture = PoolFixture.heap(8 << 20)) {
      SharedPoolSession session = fixture.session("one");
      EntryStore store = session.attach(PoolFixture.stored("a", 0, false), Keys.CANONICAL);
      session.detach(store);
      KeyIdentity key = Keys.CANONICAL.of("key");
      assertThrows(IllegalStateException.class, () -> store.find(key));
      assertThrows(
          IllegalStateException.class, () -> store.put(key, new byte[1], EntryRef.ETERNAL));
      assertThrows(IllegalStateException.class, () -> store.remove(key));
      assertThrows(IllegalStateException.class, store::clear);
    }
  }

  @Test
  void whoKnowsAnEarlierVersionDropsAndTouchesNothing() {
    try (PoolFixture fixture = PoolFixture.heap(8 << 20)) {
      EntryStore store = fixture.attach("a", Keys.CANONICAL);
      KeyIdentity key = Keys.CANONICAL.of("key");
      store.put(key, new byte[] {1}, 1_000);
      EntryRef entry = store.find(key);
      assertNotNull(entry);
      int version = entry.version();
      assertTrue(entry.isExpired(1_000));
      store.put(key, new byte[] {2}, EntryRef.ETERNAL);
      assertSame(entry, store.find(key), "an index that needs no change is not changed");
      assertFalse(store.dropExpired(key, entry, 1_000, true), "it has expired no more");
      assertFalse(store.dropUndecodable(key, entry, version), "it is another value");
      store.touch(key, entry, version, 5);
      assertTrue(entry.isEternal(), "what was touched was the value before");
      assertTrue(store.dropUndecodable(key, entry, entry.version()));
      assertNull(store.find(key));
    }
  }

  @Test
  void aCacheThatIsNotTouchedHasSmallHandlesUntilItIs() {
    try (PoolFixture fixture = PoolFixture.heap(8 << 20)) {
      KeyIdentity key = Keys.CANONICAL.of("key");
      PooledEntries store =
          fixture.attach(PoolFixture.untouched("a", Freshness.ANY), Keys.CANONICAL);
      store.put(key, new byte[] {1}, EntryRef.ETERNAL);
      EntryRef small = found(store, key);
      assertFalse(small.canExpire());
      store.put(key, new byte[] {2}, EntryRef.ETERNAL);
      assertSame(small, store.find(key), "renewed");
      store.put(key, new byte[] {3}, 1_000);
      EntryRef full = found(store, key);
      assertEquals(1_000, full.expiryMillis());
      store.put(key, new byte[] {4}, EntryRef.ETERNAL);
      assertSame(full, store.find(key), "renewed, and kept for the next time");
    }
  }

  /** Whoever has opened a cache before may have been told that nothing is ever touched. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aCacheThatIsTouchedHasHandlesThatCanExpire(boolean restarts) {
    try (PoolFixture fixture = PoolFixture.heap(8 << 20)) {
      KeyIdentity key = Keys.CANONICAL.of("key");
      KeyIdentity other = Keys.CANONICAL.of("other");
      PooledEntries before =
          fixture.attach(PoolFixture.untouched("a", Freshness.ANY), Keys.CANONICAL);
      before.put(key, new byte[] {1}, EntryRef.ETERNAL);
      before.put(other, new byte[] {1}, EntryRef.ETERNAL);
      EntryRef small = found(before, key);
      if (restarts) {
        fixture.restart();
      } else {
        fixture.pool.detach(before);
      }
      PooledEntries store = fixture.attach("a", Keys.CANONICAL);
      EntryRef entry = found(store, key);
      assertTrue(entry.canExpire() && entry.isEternal());
      store.touch(key, entry, entry.version(), 5);
      assertTrue(found(store, key).isExpired(5));
      store.vacate(other.bytes(), found(store, other).offset());
      assertTrue(found(store, other).canExpire(), "moved");
      store.put(Keys.CANONICAL.of("new"), new byte[] {1}, EntryRef.ETERNAL);
      assertTrue(found(store, Keys.CANONICAL.of("new")).canExpire());
      if (!restarts) {
        assertNull(fixture.records.readValue(small), "its slot may be another record's");
      }
    }
  }

  private static EntryRef found(EntryStore store, KeyIdentity key) {
    EntryRef entry = store.find(key);
    assertNotNull(entry);
    return entry;
  }

  /** A reader that has copied most of such a value would have to begin anew. */
  @Test
  void aValueInPiecesOrOfAnotherWeightGetsANewHandle() {
    try (PoolFixture fixture = PoolFixture.heap(32 << 20)) {
      EntryStore store = fixture.attach("a", Keys.CANONICAL);
      KeyIdentity key = Keys.CANONICAL.of("key");
      EntryRef last = null;
      for (int length : new int[] {100, 200, 3 << 20, 3 << 20}) {
        store.put(key, new byte[length], EntryRef.ETERNAL);
        EntryRef entry = store.find(key);
        assertNotNull(entry);
        assertNotSame(last, entry, "bytes: " + length);
        assertEquals(length, entry.valueLength());
        last = entry;
      }
    }
  }

  @Test
  void anOldHandleDropsAndTouchesNothing() {
    try (PoolFixture fixture = PoolFixture.heap(8 << 20)) {
      EntryStore store = fixture.attach("a", Keys.CANONICAL);
      KeyIdentity key = Keys.CANONICAL.of("key");
      store.put(key, new byte[] {1}, EntryRef.ETERNAL);
      EntryRef old = store.find(key);
      assertNotNull(old);
      store.put(key, new byte[200], EntryRef.ETERNAL);
      assertFalse(store.dropExpired(key, old, EntryRef.ETERNAL, true));
      store.touch(key, old, old.version(), 5);
      EntryRef current = store.find(key);
      assertNotNull(current);
      assertEquals(EntryRef.ETERNAL, current.expiryMillis());
      assertTrue(store.dropExpired(key, current, EntryRef.ETERNAL, true));
      assertNull(store.find(key));
    }
  }

  @Test
  void expiryTimesSurviveARestart() {
    try (PoolFixture fixture = PoolFixture.heap(8 << 20)) {
      EntryStore store = fixture.attach("a", Keys.CANONICAL);
      KeyIdentity key = Keys.CANONICAL.of("key");
      long later = System.currentTimeMillis() / 1000 * 1000 + 3_600_000;
      store.put(key, new byte[] {1}, EntryRef.ETERNAL);
      EntryRef entry = store.find(key);
      assertNotNull(entry);
      store.touch(key, entry, entry.version(), later);
      store.touch(key, entry, entry.version(), later + 10_000);
      fixture.restart();
      EntryRef again = fixture.attach("a", Keys.CANONICAL).find(key);
      assertNotNull(again);
      assertEquals(later + 10_000, again.expiryMillis(), 1000);
    }
  }

  @Test
  void keysCoverWhatIsNotIndexedYet() {
    try (PoolFixture fixture = PoolFixture.heap(8 << 20)) {
      EntryStore store = fixture.attach("a", Keys.CANONICAL);
      for (int i = 0; i < 100; i++) {
        store.put(Keys.CANONICAL.of("key" + i), new byte[] {1}, EntryRef.ETERNAL);
      }
      fixture.restart();
      EntryStore again = fixture.attach("a", Keys.CANONICAL);
      assertEquals(100, again.counters().recovered());
      assertNotNull(again.find(Keys.CANONICAL.of("key7")));
      assertEquals(100, again.count());
      Set<String> seen = new HashSet<>();
      again.keys().forEachRemaining(key -> assertTrue(seen.add(Keys.CANONICAL.key(key))));
      assertEquals(100, seen.size());
      assertEquals(100, again.count());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void behavesAsAMapOverRestarts(long seed) {
    Random random = new Random(seed);
    KeyIdentities<String> keys = seed % 2 == 0 ? Keys.CANONICAL : Keys.BUILT_IN;
    Map<String, Integer> model = new HashMap<>();
    try (PoolFixture fixture = PoolFixture.heap(8 << 20)) {
      EntryStore store = fixture.attach("a", keys);
      for (int step = 0; step < 6000; step++) {
        int number = random.nextInt(60);
        String key = (number % 2 == 0 ? "key" : "a key of more characters ") + number;
        KeyIdentity identity = keys.of(key);
        int dice = random.nextInt(1000);
        if (dice < 450) {
          int value = random.nextInt();
          store.put(identity, Values.of(key, value, Values.length(random)), EntryRef.ETERNAL);
          model.put(key, value);
        } else if (dice < 650) {
          assertEquals(model.remove(key) != null, store.remove(identity), "seed " + seed);
        } else if (dice < 700) {
          EntryRef entry = store.find(identity);
          if (entry != null) {
            assertTrue(store.dropExpired(identity, entry, EntryRef.ETERNAL, true));
            model.remove(key);
          }
        } else if (dice < 702) {
          store.clear();
          model.clear();
        } else if (dice < 706) {
          fixture.restart();
          store = fixture.attach("a", keys);
        } else if (dice < 710) {
          fixture.pool.detach((PooledEntries) store);
          store = fixture.attach("a", keys);
        } else {
          Integer expected = model.get(key);
          EntryRef indexed = store.findIndexed(keys.indexKey(key));
          assertTrue(indexed == null || expected != null, "seed " + seed + " step " + step);
          byte[] found = read(store, identity);
          assertEquals(expected == null, found == null, "seed " + seed + " step " + step);
          if (found != null && expected != null) {
            assertEquals(expected, Values.check(key, found), "seed " + seed + " step " + step);
          }
        }
        assertEquals(model.size(), store.count(), "seed " + seed + " step " + step);
      }
      assertEquals(0, store.counters().evictions());
      store.clear();
      fixture.restart();
      assertEquals(0, fixture.pool.budget().shares().get(0).weightBytes());
    }
  }

  static byte[] read(EntryStore store, KeyIdentity key) {
    return Values.read(store, key);
  }
}
