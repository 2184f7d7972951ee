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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jcachepmem.allocator.medium.HeapMedium;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.medium.RecordingMedium;
import org.jcachepmem.allocator.pool.FormatOptions;
import org.jcachepmem.allocator.pool.Pool;
import org.junit.jupiter.api.Test;

/** A look at a pool, also at what a crash left, shows what the next open finds. */
class PoolViewTest {
  private static final int SIZE = 128 << 10;

  private final RecordingMedium medium = new RecordingMedium(SIZE);

  PoolViewTest() {
    Pool.format(medium, FormatOptions.small(3));
  }

  private static RecordStore open(Medium medium) {
    return RecordStore.open(Pool.mount(medium), RecordOptions.quiet(2));
  }

  private static byte[] bytes(Medium medium) {
    byte[] bytes = new byte[SIZE];
    medium.copyOut(0, bytes, 0, SIZE);
    return bytes;
  }

  private static Map<String, String> seen(PoolView view, String cache) {
    Map<String, String> entries = new TreeMap<>();
    for (CatalogueEntry each : view.caches()) {
      if (each.name().equals(cache)) {
        view.forEachEntry(
            each.id(),
            entry -> {
              byte[] key = view.readKey(entry);
              assertNotNull(key);
              entries.put(
                  new String(key, StandardCharsets.UTF_8), TestCache.digest(view.readValue(entry)));
            });
        assertEquals(entries.size(), view.count(each.id()));
      }
    }
    return entries;
  }

  private static Map<String, String> recovered(Medium image, String cache) {
    RecordStore records = open(image);
    TestCache opened = new TestCache(records, cache);
    Map<String, String> entries = new TreeMap<>();
    opened.index.keySet().forEach(key -> entries.put(key, TestCache.digest(opened.get(key))));
    return entries;
  }

  private void someOperations(TestCache cache, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 40; i++) {
      String key = "key" + random.nextInt(8);
      switch (random.nextInt(8)) {
        case 0 -> cache.remove(key);
        case 1 -> cache.evict(key);
        case 2 -> cache.put(key, TestCache.value(key, i, 6000));
        case 3 -> cache.clear();
        default -> cache.put(key, TestCache.value(key, i, random.nextInt(900)));
      }
    }
  }

  @Test
  void itShowsWhatRecoveryFindsAndStoresNothing() {
    TestCache cache = new TestCache(open(medium), "view");
    int[] images = {0};
    medium.onFence(
        () ->
            medium.crashImages(
                1,
                4,
                image -> {
                  byte[] before = bytes(image);
                  Map<String, String> seen = seen(PoolView.of(Pool.mount(image)), "view");
                  assertArrayEquals(before, bytes(image));
                  assertEquals(recovered(image, "view"), seen);
                  images[0]++;
                }));
    someOperations(cache, 11);
    assertTrue(images[0] > 40, "images " + images[0]);
    cache.records.close();
    assertTrue(PoolView.of(Pool.mount(medium)).isClean());
  }

  @Test
  void anEntryIsFoundByItsKeyAndADamagedOneIsNone() {
    RecordStore records = open(medium);
    TestCache cache = new TestCache(records, "view");
    cache.put("one", TestCache.value("one", 1, 100));
    cache.put("two", TestCache.value("two", 1, 9000));
    long offset = cache.index.get("one").offset();
    records.close();

    HeapMedium image = medium.killImage();
    image.putLong((offset + 40) & -8, 99);
    PoolView view = PoolView.of(Pool.mount(image));
    EntryRef two = view.find(cache.id, "two".getBytes(StandardCharsets.UTF_8));
    assertNotNull(two);
    assertArrayEquals(TestCache.value("two", 1, 9000), view.readValue(two));
    assertTrue(view.weightBytes(two) > 9000);
    EntryRef one = view.find(cache.id, "one".getBytes(StandardCharsets.UTF_8));
    assertNotNull(one);
    assertNull(view.readValue(one));
    assertNull(view.readKey(one));
    assertNull(view.find(cache.id, new byte[] {1}));
  }

  @Test
  void theChunksAddUpToWhatTheCheckSays() {
    RecordStore records = open(medium);
    someOperations(new TestCache(records, "view"), 12);
    records.close();
    PoolView view = PoolView.of(Pool.mount(medium));
    List<PoolView.ChunkView> chunks = view.chunks();
    assertEquals(view.pool().geometry().chunks(), chunks.size());
    assertTrue(chunks.stream().anyMatch(PoolView.ChunkView::isFree));
    assertFalse(chunks.stream().allMatch(PoolView.ChunkView::isFree));
    long live = chunks.stream().mapToLong(c -> (long) c.taken() * c.slotBytes()).sum();
    assertEquals(PoolCheck.run(medium).liveBytes(), live);
  }
}
