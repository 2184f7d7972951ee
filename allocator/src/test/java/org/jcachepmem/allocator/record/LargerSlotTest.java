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

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jcachepmem.allocator.medium.RecordingMedium;
import org.jcachepmem.allocator.pool.FormatOptions;
import org.jcachepmem.allocator.pool.Pool;
import org.junit.jupiter.api.Test;

/**
 * More sizes than chunks, and nothing may go: a record takes a larger slot before it is refused.
 */
class LargerSlotTest {
  private static final int POOL_BYTES = 40 << 10;
  private static final int STRIPES = 2;

  /** With its key it is one of eight in a chunk. */
  private static final int LARGEST = 470;

  private static final int SLOTS_OF_LARGEST = 8;

  /** Each has a class, and so a chunk, of its own. The catalogue's entry has one, too. */
  private static final int[] LENGTHS = {60, 140, 220, 300, LARGEST};

  private RecordingMedium medium = new RecordingMedium(POOL_BYTES);
  private RecordStore records;
  private TestCache cache;
  private final Map<String, byte[]> model = new LinkedHashMap<>();

  LargerSlotTest() {
    Pool.format(medium, FormatOptions.small(5));
    records = RecordStore.open(Pool.mount(medium), RecordOptions.quiet(STRIPES));
    cache = new TestCache(records, "pinned");
    records.pressureRelief(new NoRelief());
  }

  private void put(String key, int length) {
    byte[] value = TestCache.value(key, 1, length);
    cache.put(key, value);
    model.put(key, value);
  }

  private void restart() {
    medium = medium.afterKill();
    records = RecordStore.open(Pool.mount(medium), RecordOptions.quiet(STRIPES));
    cache = new TestCache(records, "pinned");
    records.pressureRelief(new NoRelief());
  }

  private void assertWhole() {
    assertEquals(model.keySet(), cache.index.keySet());
    model.forEach((key, value) -> assertArrayEquals(value, cache.get(key), key));
    Inventory.check(records);
  }

  private void fillEveryChunk() {
    for (int length : LENGTHS) {
      put("k" + length, length);
    }
    assertEquals(0, records.census().freeChunkBytes());
  }

  @Test
  void aRecordWhoseClassHasNoChunkTakesALargerSlot() {
    fillEveryChunk();
    put("small", 10);
    put("middle", 250);
    assertWhole();
    restart();
    assertWhole();
    assertTrue(cache.remove("small"));
    model.remove("small");
    put("other", 12);
    assertWhole();
    while (records.settleAll()) {
      // Until nothing waits.
    }
    assertEquals(0, records.backlogBytes());
  }

  @Test
  void thePiecesOfALargeValueDoToo() {
    fillEveryChunk();
    put("large", 900);
    assertWhole();
    restart();
    assertWhole();
  }

  /** As its chunk is emptied for another class, it moves to a slot as large as it has. */
  @Test
  void aRecordInALargerSlotMovesToAnotherOfThem() {
    fillEveryChunk();
    put("small", 10);
    EntryRef before = Objects.requireNonNull(cache.index.get("small"));
    assertTrue(cache.vacate(cache.id, "small".getBytes(UTF_8), before.offset()));
    assertNotEquals(before.offset(), Objects.requireNonNull(cache.index.get("small")).offset());
    records.settleAll();
    assertWhole();
    restart();
    assertWhole();
  }

  @Test
  void whatNoSlotIsLargeEnoughForIsRefused() {
    fillEveryChunk();
    for (int i = 1; i < SLOTS_OF_LARGEST; i++) {
      put("x" + i, LARGEST);
    }
    assertThrows(PoolFullException.class, () -> put("y", LARGEST));
    assertWhole();
  }
}
