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

import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.key.KeyIdentity;
import org.junit.jupiter.api.Test;

/** What each operation costs in fences. */
class FenceCountTest {
  private final PoolFixture fixture = PoolFixture.recording(1 << 20);
  private final EntryStore store = fixture.attach("a", Keys.CANONICAL);
  private final KeyIdentity key = Keys.CANONICAL.of("key");

  @Test
  void changesCostOneFenceAndLookupsNone() {
    store.put(Keys.CANONICAL.of("1st"), new byte[100], EntryRef.ETERNAL);
    for (int i = 0; i < 20; i++) {
      assertEquals(
          1, fixture.fencesOf(() -> store.put(key, new byte[100], EntryRef.ETERNAL)), "put");
      assertEquals(
          1, fixture.fencesOf(() -> store.put(key, new byte[100], EntryRef.ETERNAL)), "overwrite");
      assertEquals(0, fixture.fencesOf(() -> assertNotNull(Values.read(store, key))), "hit");
      assertEquals(1, fixture.fencesOf(() -> assertTrue(store.remove(key))), "remove");
      assertEquals(0, fixture.fencesOf(() -> assertNull(store.find(key))), "miss");
    }
    store.remove(key);
    assertEquals(
        0, fixture.fencesOf(() -> assertFalse(store.remove(key))), "a miss with nothing queued");
  }

  @Test
  void expiryCostsAFenceOnlyIfItShortensTheLife() {
    long now = System.currentTimeMillis();
    store.put(key, new byte[100], now + 60_000);
    EntryRef entry = store.find(key);
    assertNotNull(entry);
    assertEquals(
        0,
        fixture.fencesOf(() -> store.touch(key, entry, entry.version(), now + 120_000)),
        "longer");
    assertEquals(
        0, fixture.fencesOf(() -> store.touch(key, entry, entry.version(), now + 120_000)), "same");
    assertEquals(
        1,
        fixture.fencesOf(() -> store.touch(key, entry, entry.version(), now + 30_000)),
        "shorter");
    assertEquals(
        0,
        fixture.fencesOf(() -> store.dropExpired(key, entry, EntryRef.ETERNAL, true)),
        "expired");
  }

  @Test
  void lookupsAfterARestartCostNoFence() {
    store.put(key, new byte[100], EntryRef.ETERNAL);
    fixture.restart();
    EntryStore again = fixture.attach("a", Keys.CANONICAL);
    assertEquals(0, fixture.fencesOf(() -> assertNotNull(Values.read(again, key))), "promotion");
    assertEquals(0, fixture.fencesOf(() -> assertNotNull(Values.read(again, key))), "hit");
  }

  @Test
  void whatWasAcknowledgedSurvivesAKill() {
    KeyIdentity removed = Keys.CANONICAL.of("removed");
    store.put(key, new byte[] {1}, EntryRef.ETERNAL);
    store.put(key, new byte[] {2}, EntryRef.ETERNAL);
    store.put(removed, new byte[] {3}, EntryRef.ETERNAL);
    store.remove(removed);
    fixture.kill();
    EntryStore again = fixture.attach("a", Keys.CANONICAL);
    byte[] value = Values.read(again, key);
    assertNotNull(value);
    assertEquals(2, value[0]);
    assertNull(again.find(removed));
  }

  @Test
  void clearCostsTheSameHoweverManyEntries() {
    for (int i = 0; i < 300; i++) {
      store.put(Keys.CANONICAL.of("key" + i), new byte[100], EntryRef.ETERNAL);
    }
    assertEquals(2, fixture.fencesOf(store::clear));
    assertEquals(0, store.count());
    fixture.kill();
    assertEquals(0, fixture.attach("a", Keys.CANONICAL).count());
  }
}
