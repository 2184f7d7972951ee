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
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import org.jcachepmem.allocator.record.EntryRef;
import org.junit.jupiter.api.Test;

class IndexMemoryTest {
  private static final int ENTRIES = 40_000;

  private static EntryStore filled(PoolFixture fixture) {
    EntryStore store = fixture.attach("a", Keys.CANONICAL);
    for (int i = 0; i < ENTRIES; i++) {
      store.put(
          Keys.CANONICAL.of("a key of 24 bytes " + (100_000 + i)), new byte[16], EntryRef.ETERNAL);
    }
    return store;
  }

  private static long usedHeap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  @Test
  void theEstimateIsNoLessThanTheHeapAndNotFarAboveIt() {
    try (PoolFixture fixture = PoolFixture.heap(16 << 20)) {
      long before = usedHeap();
      EntryStore store = filled(fixture);
      assertEquals(ENTRIES, store.count());
      long perEntry = (usedHeap() - before) / ENTRIES;
      System.out.println("heap per indexed entry with a key of 24 bytes: " + perEntry + " bytes");
      long estimate = IndexMemory.ENTRY_BYTES + 24;
      assertTrue(
          perEntry <= estimate * 5 / 4, perEntry + " bytes measured, " + estimate + " estimated");
      assertTrue(
          perEntry >= estimate / 2, perEntry + " bytes measured, " + estimate + " estimated");
    }
  }

  @Test
  void theIndexIsBoundedByEviction() {
    try (PoolFixture fixture = PoolFixture.heap(16 << 20)) {
      fixture.indexMaxBytes = 2 << 20;
      fixture.restart();
      EntryStore store = filled(fixture);
      long most = fixture.indexMaxBytes / (IndexMemory.ENTRY_BYTES + 24);
      assertTrue(store.count() <= most + 1, store.count() + " of " + most);
      assertTrue(store.count() > most * 9 / 10, store.count() + " of " + most);
      assertEquals(0, store.counters().refused());
    }
  }

  @Test
  void aPoolWithMoreEntriesThanFitKeepsWhatFits() {
    try (PoolFixture fixture = PoolFixture.heap(16 << 20)) {
      filled(fixture);
      fixture.indexMaxBytes = 2 << 20;
      fixture.restart();
      EntryStore store = fixture.attach("a", Keys.CANONICAL);
      long most = fixture.indexMaxBytes / (IndexMemory.ENTRY_BYTES + IndexMemory.UNREAD_KEY_BYTES);
      assertTrue(store.count() <= most + 1, store.count() + " of " + most);
      assertTrue(store.count() > most * 9 / 10, store.count() + " of " + most);
      int[] keys = {0};
      store.keys().forEachRemaining(key -> keys[0]++);
      assertEquals(store.count(), keys[0]);
    }
  }
}
