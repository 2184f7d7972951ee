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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jcachepmem.allocator.layout.HotWordLayout;
import org.jcachepmem.allocator.medium.RecordingMedium;
import org.jcachepmem.allocator.pool.FormatOptions;
import org.jcachepmem.allocator.pool.Pool;
import org.junit.jupiter.api.Test;

/** Counters so narrow that they wrap within a test. */
class NarrowedCountersTest {
  private static final int POOL_BYTES = 128 << 10;
  private static final int STRIPES = 2;

  private static RecordingMedium pool(int counterBits, int epochBits, int generationBits) {
    RecordingMedium medium = new RecordingMedium(POOL_BYTES);
    Pool.format(medium, FormatOptions.small(5).narrowed(counterBits, epochBits, generationBits));
    return medium;
  }

  private static RecordStore open(RecordingMedium medium) {
    return RecordStore.open(Pool.mount(medium), RecordOptions.quiet(STRIPES));
  }

  private static void assertSame(Map<String, byte[]> expected, TestCache cache) {
    assertEquals(expected.keySet(), cache.index.keySet());
    expected.forEach((key, value) -> assertArrayEquals(value, cache.get(key), key));
  }

  @Test
  void aCounterThatOverflowsBeginsAnEpochAndTheNewestValueWinsAfterAKill() {
    RecordingMedium medium = pool(3, 20, 14);
    Map<String, byte[]> model = new HashMap<>();
    Random random = new Random(1);
    for (int kill = 0; kill < 5; kill++) {
      RecordStore records = open(medium);
      TestCache cache = new TestCache(records, "narrow");
      assertSame(model, cache);
      long epoch = records.pool().read(HotWordLayout.SESSION_EPOCH);
      for (int i = 0; i < 200; i++) {
        String key = "key" + random.nextInt(10);
        if (random.nextInt(4) == 0) {
          cache.remove(key);
          model.remove(key);
        } else {
          byte[] value = TestCache.value(key, i, random.nextInt(500));
          cache.put(key, value);
          model.put(key, value);
        }
      }
      long later = records.pool().read(HotWordLayout.SESSION_EPOCH);
      assertTrue(later >= epoch + 8, "epochs " + epoch + " to " + later);
      medium = medium.afterKill();
    }
    RecordStore records = open(medium);
    assertSame(model, new TestCache(records, "narrow"));
    records.close();
    assertEquals(List.of(), PoolCheck.run(medium).problems());
  }

  @Test
  void generationsWrapAndNoOldValueIsTakenForARecord() {
    RecordingMedium medium = pool(28, 30, 1);
    Map<String, byte[]> model = new HashMap<>();
    for (int kill = 0; kill < 4; kill++) {
      RecordStore records = open(medium);
      TestCache cache = new TestCache(records, "narrow");
      assertSame(model, cache);
      for (int round = 0; round < 12; round++) {
        // Everything goes and comes back in another size, so that all chunks change their class.
        int length = 16 << (round % 6);
        for (String key : List.copyOf(model.keySet())) {
          cache.remove(key);
          model.remove(key);
        }
        records.settleAll();
        for (int i = 0; i < 20; i++) {
          byte[] value = TestCache.value("key" + i, round, length + i);
          cache.put("key" + i, value);
          model.put("key" + i, value);
        }
      }
      medium = medium.afterKill();
    }
    RecordStore records = open(medium);
    assertSame(model, new TestCache(records, "narrow"));
    records.close();
    assertEquals(List.of(), PoolCheck.run(medium).problems());
  }

  @Test
  void exhaustedEpochsRefuseChangesWithAdviceAndThePoolStaysReadable() {
    RecordingMedium medium = pool(2, 4, 14);
    RecordStore records = open(medium);
    TestCache cache = new TestCache(records, "narrow");
    Map<String, byte[]> model = new HashMap<>();
    EpochsExhaustedException e =
        assertThrows(
            EpochsExhaustedException.class,
            () -> {
              for (int i = 0; i < 1000; i++) {
                String key = "key" + i % 5;
                byte[] value = TestCache.value(key, i, 50);
                cache.put(key, value);
                model.put(key, value);
              }
            });
    assertTrue(e.getMessage().contains("15"), e.getMessage());
    assertTrue(e.getMessage().contains("new pool"), e.getMessage());
    assertEquals(5, model.size());
    assertSame(model, cache);
    assertThrows(EpochsExhaustedException.class, cache::clear);
    assertSame(model, cache);
    assertNull(cache.get("never"));
    records.close();
    assertEquals(List.of(), PoolCheck.run(medium).problems());
  }

  @Test
  void aPoolWithExhaustedEpochsIsReadableAfterARestart() {
    RecordingMedium medium = pool(2, 4, 14);
    RecordStore records = open(medium);
    TestCache cache = new TestCache(records, "narrow");
    cache.put("removed", new byte[] {5});
    assertTrue(cache.remove("removed"));
    cache.put("key", new byte[] {1, 2, 3});
    assertThrows(
        EpochsExhaustedException.class,
        () -> {
          while (true) {
            records.life().settleEpoch();
          }
        });
    records.close();
    RecordStore again = open(medium);
    TestCache found = new TestCache(again, "narrow");
    again.life().beginEpoch();
    assertArrayEquals(new byte[] {1, 2, 3}, found.get("key"));
    assertThrows(EpochsExhaustedException.class, () -> found.put("key", new byte[] {4}));
    assertThrows(EpochsExhaustedException.class, () -> found.put("other", new byte[] {4}));
    assertArrayEquals(new byte[] {1, 2, 3}, found.get("key"));
    assertTrue(found.remove("key"), "a removal takes no sequence number");
    medium = medium.afterKill();
    assertNull(new TestCache(open(medium), "narrow").get("key"));
    assertEquals(List.of(), PoolCheck.run(medium).problems());
  }
}
