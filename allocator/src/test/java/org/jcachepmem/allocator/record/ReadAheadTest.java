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
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.jcachepmem.allocator.medium.HeapMedium;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.medium.PagedMedium;
import org.jcachepmem.allocator.medium.WrappedMedium;
import org.jcachepmem.allocator.pool.FormatOptions;
import org.jcachepmem.allocator.pool.Pool;
import org.junit.jupiter.api.Test;

/**
 * What is asked for before it is copied out, where a page cache reads nothing of its own accord.
 */
class ReadAheadTest {
  /** In chunks of 64 KiB, of which an eighth is the largest slot. */
  private final Medium heap = new HeapMedium(8 << 20);

  private final List<String> asked = new ArrayList<>();

  /** Notes what is asked for. */
  private final class AskedMedium extends WrappedMedium {
    AskedMedium(Medium delegate) {
      super(delegate);
    }

    @Override
    public void prefetch(long offset, long lengthBytes) {
      asked.add(offset + " " + lengthBytes);
    }
  }

  private RecordStore open(Medium medium) {
    return RecordStore.open(Pool.mount(new AskedMedium(medium)), RecordOptions.quiet(1));
  }

  private RecordStore open() {
    return open(new PagedMedium(heap));
  }

  private static byte[] value(int length) {
    return TestCache.value("key", 1, length);
  }

  @Test
  void whatLiesAroundAnUnreadRecordOnceAndALongValueAlways() {
    Pool.format(heap, FormatOptions.standard(0));
    try (RecordStore records = open()) {
      TestCache cache = new TestCache(records, "read");
      for (int i = 0; i < 100; i++) {
        cache.put("key" + i, value(4_000));
      }
      cache.put("long", value(100_000));
      asked.clear();
      cache.get("key7");
      assertEquals(List.of(), asked, "this process has written it");
      cache.get("long");
      assertTrue(asked.size() > 1, () -> "each piece: " + asked);
    }
    try (RecordStore records = open()) {
      asked.clear();
      TestCache cache = new TestCache(records, "read");
      assertArrayEquals(value(4_000), cache.get("key7"));
      for (int i = 0; i < 100; i++) {
        cache.get("key" + i);
      }
      List<String> windows = asked.stream().filter(range -> range.endsWith(" 131072")).toList();
      assertTrue(windows.size() >= 3 && windows.size() <= 6, () -> "" + asked);
      assertEquals(windows.size(), windows.stream().distinct().count());
      for (String window : windows) {
        assertEquals(0, Long.parseLong(window.substring(0, window.indexOf(' '))) % 131072);
      }
      asked.clear();
      cache.get("key7");
      assertEquals(List.of(), asked);
    }
  }

  @Test
  void directoriesBeforeTheyAreReadAndAChunkOfWhichMuchMustBeVerified() {
    Pool.format(heap, FormatOptions.standard(0));
    RecordStore killed = open();
    TestCache cache = new TestCache(killed, "read");
    for (int i = 0; i < 2_000; i++) {
      cache.put("key" + i, value(1000));
    }
    long full = cache.index.values().stream().map(e -> e.offset() >> 16).distinct().count();
    asked.clear();
    try (RecordStore records = open()) {
      assertEquals(2_000, records.recovery().entries());
      long directories = asked.stream().filter(range -> !range.endsWith(" 65536")).count();
      long chunks = asked.size() - directories;
      assertTrue(full > 30, () -> full + " chunks are used");
      assertTrue(directories >= full, () -> "" + asked);
      assertTrue(chunks >= full - 1 && chunks <= directories, () -> "" + asked);
      assertEquals(asked.size(), asked.stream().distinct().count(), () -> "" + asked);
    }
    asked.clear();
    try (RecordStore records = open()) {
      assertTrue(records.recovery().clean());
      assertTrue(asked.size() >= full, "each directory");
      assertTrue(asked.stream().noneMatch(range -> range.endsWith(" 65536")), () -> "" + asked);
    }
  }

  @Test
  void aChunkOfWhichASnapshotCopiesTheRecords() {
    Pool.format(heap, FormatOptions.standard(0));
    try (RecordStore records = open()) {
      new TestCache(records, "read").put("key", value(1_000));
      asked.clear();
      records.life().snapshot((bytes, write) -> write.accept(new HeapMedium(8 << 20)), false);
      assertEquals(2, asked.size(), () -> "of the catalogue, and of the key: " + asked);
      assertTrue(asked.stream().allMatch(range -> range.endsWith(" 65536")), () -> "" + asked);
    }
  }

  /** Found by review: the key of a value in pieces is longer than its slot. */
  @Test
  void nothingBehindThePool() {
    int size = (8 << 20) + (124 << 10);
    ReadAhead ahead = new ReadAhead(new AskedMedium(new PagedMedium(new HeapMedium(size))));
    ahead.unread(size - 4_000, 9_000);
    assertEquals(List.of((8 << 20) + " " + (124 << 10)), asked);
    ahead.unread(size + 9_000, 9_000);
    ahead.unread(100, 0);
    assertEquals(1, asked.size(), () -> "" + asked);
  }

  @Test
  void nothingWhereThereIsNoPageCache() {
    Pool.format(heap, FormatOptions.standard(0));
    for (int life = 0; life < 2; life++) {
      try (RecordStore records = open(heap)) {
        TestCache cache = new TestCache(records, "read");
        cache.put("key", value(6_000));
        cache.get("key");
      }
    }
    assertEquals(List.of(), asked);
  }
}
