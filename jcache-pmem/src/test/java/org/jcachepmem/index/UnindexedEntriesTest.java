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
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicLong;
import org.jcachepmem.allocator.layout.Bytes;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.key.KeyIdentity;
import org.junit.jupiter.api.Test;

class UnindexedEntriesTest {
  private static final int ENTRIES = 1_000;

  private static byte[] key(int number) {
    byte[] bytes = new byte[Integer.BYTES];
    Bytes.putInt(bytes, 0, number);
    return bytes;
  }

  /**
   * A walk takes whatever comes first, again and again. In the order of parking that is the next
   * one; in a table's own order it was behind the empty places of all that were taken before, and
   * the walk quadratic. Nothing can count the empty places that are passed, but the order tells.
   */
  @Test
  void aWalkPassesNoPlaceOfWhatWasTakenBefore() {
    try (PoolFixture fixture = PoolFixture.recording(192 << 10)) {
      PooledEntries store = fixture.attach("a", Keys.CANONICAL);
      EntryRef entry = entry(store);
      UnindexedEntries parked = unindexed(fixture, store);
      for (int i = 0; i < ENTRIES; i++) {
        parked.park(key(i), entry);
      }
      assertEquals(ENTRIES, parked.count());
      byte[] next = null;
      for (int i = 0; i < ENTRIES; i++) {
        next = parked.next(next);
        assertArrayEquals(key(i), next, "step " + i);
        assertSame(entry, parked.take(next, taken -> {}));
        parked.indexed();
      }
      assertTrue(parked.isEmpty());
      assertEquals(0, parked.weightWith(() -> 0));
    }
  }

  /**
   * What a thread of low priority had taken and not yet counted was room for a put, whose
   * publication then evicted an entry from a pool that was almost empty.
   */
  @Test
  void whatIsOnItsWayToTheIndexIsNoRoomForOthers() throws InterruptedException {
    try (PoolFixture fixture = PoolFixture.recording(192 << 10)) {
      PooledEntries store = fixture.attach("a", Keys.CANONICAL);
      EntryRef entry = entry(store);
      long weight = fixture.records.weightBytes(entry);
      UnindexedEntries parked = unindexed(fixture, store);
      parked.park(key(1), entry);
      AtomicLong indexed = new AtomicLong();
      AtomicLong seen = new AtomicLong();
      Thread reader = new Thread(() -> seen.set(parked.weightWith(indexed::get)), "reader");
      parked.take(
          key(1),
          taken -> {
            reader.start();
            while (reader.isAlive() && reader.getState() != Thread.State.BLOCKED) {
              Thread.onSpinWait();
            }
            indexed.set(weight);
          });
      reader.join();
      assertEquals(weight, seen.get());
    }
  }

  private static EntryRef entry(PooledEntries store) {
    KeyIdentity stored = Keys.CANONICAL.of("key");
    store.put(stored, Values.of("key", 1, 100), EntryRef.ETERNAL);
    EntryRef entry = store.find(stored);
    assertNotNull(entry);
    return entry;
  }

  private static UnindexedEntries unindexed(PoolFixture fixture, PooledEntries store) {
    return new UnindexedEntries(
        fixture.records,
        fixture.records.recovered(store.share().stored().id()),
        new IndexMemory(1 << 20));
  }
}
