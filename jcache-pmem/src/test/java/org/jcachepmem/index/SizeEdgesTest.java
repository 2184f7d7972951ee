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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import javax.cache.CacheException;
import org.jcachepmem.allocator.layout.DirectoryLayout;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.allocator.space.SizeClasses;
import org.jcachepmem.codec.CodecRegistry;
import org.jcachepmem.codec.SerializationRules;
import org.jcachepmem.key.CodecKeys;
import org.jcachepmem.key.KeyIdentities;
import org.jcachepmem.key.KeyIdentity;
import org.junit.jupiter.api.Test;

/** Sizes around every capacity boundary: each is stored whole, or refused with nothing lost. */
class SizeEdgesTest {
  private static final KeyIdentities<byte[]> BYTES =
      CodecKeys.of(
          new CodecRegistry(
                  SizeEdgesTest.class.getClassLoader(),
                  new SerializationRules(List.of(), List.of(), List.of(), List.of(), true, 9, 9, 9),
                  Map.of())
              .codec(byte[].class));

  private static byte[] value(int length) {
    byte[] value = new byte[length];
    for (int i = 0; i < length; i++) {
      value[i] = (byte) (length + i * 7 + (i >>> 8));
    }
    return value;
  }

  @Test
  void valuesAroundEachClassAndExtentBoundaryAreWholeAlsoAfterARestart() {
    try (PoolFixture fixture = PoolFixture.heap(64 << 20)) {
      EntryStore store = fixture.attach("a", FilePool.KEYS);
      int chunkBytes = fixture.records.pool().geometry().chunkBytes();
      SizeClasses classes = SizeClasses.of(chunkBytes);
      TreeSet<Integer> lengths = new TreeSet<>(List.of(0, 1, 2));
      for (int c = 0; c < classes.count(); c++) {
        addAround(lengths, classes.slotBytes(c) - Long.BYTES);
      }
      for (int chunks = 1; chunks <= 4; chunks++) {
        addAround(lengths, chunks * classes.slotBytes(classes.wholeChunk()) - Long.BYTES);
        addAround(lengths, chunks * chunkBytes);
      }
      addAround(lengths, DirectoryLayout.EXTENTS);
      for (int length : lengths) {
        store.put(FilePool.KEYS.of((long) length), value(length), EntryRef.ETERNAL);
      }
      check(store, lengths);
      fixture.restart();
      check(fixture.attach("a", FilePool.KEYS), lengths);
    }
  }

  private static void addAround(TreeSet<Integer> lengths, int length) {
    for (int near = Math.max(0, length - 1); near <= length + 1; near++) {
      lengths.add(near);
    }
  }

  private static void check(EntryStore store, TreeSet<Integer> lengths) {
    assertEquals(lengths.size(), store.count());
    for (int length : lengths) {
      assertArrayEquals(
          value(length), Values.read(store, FilePool.KEYS.of((long) length)), "length " + length);
    }
  }

  @Test
  void theLargestValueOfAPoolIsStoredAndOneByteMoreIsRefusedWithNothingLost() {
    try (PoolFixture fixture = PoolFixture.heap(8 << 20)) {
      EntryStore store = fixture.attach("a", FilePool.KEYS);
      KeyIdentity key = FilePool.KEYS.of(1L);
      int largest = largest(fixture);
      assertTrue(largest > 7 << 20, "most of a pool of 8 MiB: " + largest);
      store.put(FilePool.KEYS.of(2L), value(100), EntryRef.ETERNAL);
      store.put(key, value(200), EntryRef.ETERNAL);
      assertRefused(store, key, new byte[largest + 1]);
      assertRefused(store, key, new byte[100 << 20]);
      assertArrayEquals(value(200), Values.read(store, key));
      assertArrayEquals(value(100), Values.read(store, FilePool.KEYS.of(2L)));
      for (int i = 0; i < 3; i++) {
        store.put(key, value(largest), EntryRef.ETERNAL);
        assertEquals(1, store.count(), "all others had to go");
        assertArrayEquals(value(largest), Values.read(store, key));
        store.remove(key);
        store.put(FilePool.KEYS.of(3L), value(1000), EntryRef.ETERNAL);
      }
    }
  }

  /** Overwriting holds both versions for a moment: the old one must be given up first. */
  @Test
  void theLargestValueMayBeOverwritten() {
    try (PoolFixture fixture = PoolFixture.heap(8 << 20)) {
      EntryStore store = fixture.attach("a", FilePool.KEYS);
      KeyIdentity key = FilePool.KEYS.of(1L);
      byte[] value = value(largest(fixture));
      store.put(key, value, EntryRef.ETERNAL);
      store.put(key, value, EntryRef.ETERNAL);
      assertArrayEquals(value, Values.read(store, key));
    }
  }

  private static int largest(PoolFixture fixture) {
    long capacity = fixture.records.capacityBytes();
    int low = 0;
    int high = 8 << 20;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (fixture.records.weightBytes(Long.BYTES, middle) <= capacity) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private static void assertRefused(EntryStore store, KeyIdentity key, byte[] value) {
    CacheException e =
        assertThrows(CacheException.class, () -> store.put(key, value, EntryRef.ETERNAL));
    assertTrue(e.getMessage().contains(Integer.toString(value.length)), e.getMessage());
    assertTrue(e.getMessage().contains("larger"), e.getMessage());
  }

  @Test
  void keysMayHave64KibibytesAndNotOneMore() {
    try (PoolFixture fixture = PoolFixture.heap(8 << 20)) {
      EntryStore store = fixture.attach("a", BYTES);
      byte[] longest = value(DirectoryLayout.MAX_KEY_BYTES);
      for (int keyLength : new int[] {0, 1, 15, 16, 17, 1000, longest.length - 1, longest.length}) {
        KeyIdentity key = BYTES.of(Arrays.copyOf(longest, keyLength));
        for (int length : new int[] {0, 1, 5000, 200_000}) {
          store.put(key, value(length), EntryRef.ETERNAL);
          assertArrayEquals(value(length), Values.read(store, key));
        }
      }
      long count = store.count();
      KeyIdentity tooLong = BYTES.of(Arrays.copyOf(longest, longest.length + 1));
      CacheException e =
          assertThrows(CacheException.class, () -> store.put(tooLong, value(1), EntryRef.ETERNAL));
      assertTrue(e.getMessage().contains("65537"), e.getMessage());
      assertTrue(e.getMessage().contains("65536"), e.getMessage());
      fixture.restart();
      EntryStore again = fixture.attach("a", BYTES);
      assertEquals(count, again.count());
      assertArrayEquals(value(200_000), Values.read(again, BYTES.of(longest)));
      assertNotNull(again.find(BYTES.of(new byte[0])));
    }
  }
}
