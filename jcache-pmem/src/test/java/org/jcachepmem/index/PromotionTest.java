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
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.jcachepmem.allocator.medium.MediumChoice;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.key.KeyIdentity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Recovered entries are indexed in the background, whatever else happens to them. */
@Timeout(120)
class PromotionTest {
  private static final int ENTRIES = 20_000;
  private static final int POOL_BYTES = 16 << 20;

  private static FilePool filled() {
    FilePool pool = FilePool.create(POOL_BYTES, MediumChoice.JDK);
    for (long key = 0; key < ENTRIES; key++) {
      pool.store().put(FilePool.KEYS.of(key), new byte[100], EntryRef.ETERNAL);
    }
    return pool;
  }

  private static void awaitIndexed(FilePool pool) throws InterruptedException {
    while (pool.figures().indexing()) {
      Thread.sleep(1);
    }
  }

  private static Share share(FilePool pool) {
    return ((PooledEntries) pool.store()).share();
  }

  @Test
  void allEntriesAreIndexedWithoutBeingUsed() throws InterruptedException {
    try (FilePool pool = filled()) {
      long weight = share(pool).weightBytes();
      pool.restart();
      awaitIndexed(pool);
      assertTrue(share(pool).unindexed().isEmpty());
      assertEquals(ENTRIES, ((PooledEntries) pool.store()).index().count());
      assertEquals(ENTRIES, pool.store().count());
      assertEquals(ENTRIES, pool.store().counters().recovered());
      assertEquals(0, pool.store().counters().evictions());
      assertEquals(weight, share(pool).weightBytes());
    }
  }

  @Test
  void closingStopsItAndLosesNothing() {
    try (FilePool pool = filled()) {
      for (int i = 0; i < 10; i++) {
        for (int looks = 0; looks < 10 * i; looks++) {
          assertEquals(ENTRIES, pool.store().count(), "while entries are on their way");
        }
        pool.restart();
        assertEquals(ENTRIES, pool.store().count());
      }
    }
  }

  @Test
  void writesMeanwhileWin() throws InterruptedException {
    Map<Long, Integer> lengths = new HashMap<>();
    Random random = new Random(1);
    try (FilePool pool = filled()) {
      for (long key = 0; key < ENTRIES; key++) {
        lengths.put(key, 100);
      }
      for (int life = 0; life < 3; life++) {
        pool.restart();
        for (int i = 0; i < 5_000; i++) {
          long key = random.nextInt(ENTRIES);
          KeyIdentity id = FilePool.KEYS.of(key);
          if (random.nextInt(3) == 0) {
            assertEquals(lengths.remove(key) != null, pool.store().remove(id));
          } else {
            int length = random.nextInt(100);
            pool.store().put(id, new byte[length], EntryRef.ETERNAL);
            lengths.put(key, length);
          }
        }
        awaitIndexed(pool);
        assertEquals(lengths.size(), pool.store().count());
        for (long key = 0; key < ENTRIES; key++) {
          EntryRef entry = pool.store().find(FilePool.KEYS.of(key));
          assertEquals(lengths.get(key), entry == null ? null : (Integer) entry.valueLength());
        }
      }
    }
  }

  @Test
  void clearAndIterationMeetEachEntryOnce() throws InterruptedException {
    try (FilePool pool = filled()) {
      pool.restart();
      int[] keys = {0};
      pool.store().keys().forEachRemaining(key -> keys[0]++);
      assertEquals(ENTRIES, keys[0]);
      pool.restart();
      pool.store().clear();
      assertEquals(0, pool.store().count());
      awaitIndexed(pool);
      assertEquals(0, pool.store().count());
      assertFalse(pool.store().keys().hasNext());
    }
  }
}
