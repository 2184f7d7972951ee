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

import static org.jcachepmem.allocator.record.CopiedPool.CACHE;
import static org.jcachepmem.allocator.record.CopiedPool.assertLists;
import static org.jcachepmem.allocator.record.CopiedPool.open;
import static org.jcachepmem.allocator.record.CopiedPool.opened;
import static org.jcachepmem.allocator.record.CopiedPool.putLists;
import static org.jcachepmem.allocator.record.CopiedPool.removeLists;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jcachepmem.allocator.layout.Bytes;
import org.jcachepmem.allocator.layout.DirectoryLayout;
import org.jcachepmem.allocator.layout.HotWordLayout;
import org.jcachepmem.allocator.medium.FailingMedium;
import org.jcachepmem.allocator.medium.HeapMedium;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.medium.MediumFailedException;
import org.jcachepmem.allocator.medium.PoisonedMedium;
import org.jcachepmem.allocator.medium.RecordingMedium;
import org.jcachepmem.allocator.pool.Durability;
import org.jcachepmem.allocator.pool.FormatOptions;
import org.jcachepmem.allocator.pool.Pool;
import org.jcachepmem.allocator.pool.PoolFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A pool is copied as it is at one instant, while it is used. */
@Timeout(120)
class SnapshotTest {
  private static final int POOL_BYTES = 4 << 20;

  private final HeapMedium medium = new HeapMedium(POOL_BYTES);

  SnapshotTest() {
    Pool.format(medium, FormatOptions.small(5));
  }

  private static HeapMedium snapshotOf(RecordStore records) {
    return snapshotOf(records, 0);
  }

  /** One of which so many records and lines can't be read. */
  private static HeapMedium snapshotOf(RecordStore records, int unreadable) {
    List<HeapMedium> made = new ArrayList<>();
    SnapshotReport report =
        records
            .life()
            .snapshot(
                (bytes, write) -> {
                  made.add(new HeapMedium(bytes));
                  write.accept(made.get(0));
                },
                false);
    assertEquals(unreadable, report.unreadable());
    return made.get(0);
  }

  private static void fill(TestCache cache, int entries, int lengthBytes) {
    for (int i = 0; i < entries; i++) {
      cache.put("key" + i, TestCache.value("key" + i, 1, lengthBytes));
    }
  }

  @Test
  void aSnapshotIsAPoolOfItsOwn() {
    RecordStore records = open(medium);
    TestCache cache = new TestCache(records, CACHE);
    for (int i = 0; i < 50; i++) {
      cache.put("key" + i, TestCache.value("key" + i, 1, i * 400)); // some have several pieces
    }
    cache.remove("key7");
    HeapMedium snapshot = snapshotOf(records);
    cache.put("key8", TestCache.value("key8", 2, 10));
    cache.clear();

    TestCache copied = opened(snapshot);
    assertEquals(49, copied.index.size());
    assertNull(copied.get("key7"));
    for (int i = 8; i < 50; i++) {
      assertArrayEquals(TestCache.value("key" + i, 1, i * 400), copied.get("key" + i));
    }
    assertNotEquals(records.pool().geometry().uuid(), copied.records.pool().geometry().uuid());
    copied.put("key7", TestCache.value("key7", 3, 100));
    HeapMedium again = snapshotOf(copied.records);
    assertEquals(50, opened(again).index.size());
  }

  /** The second chunk's copy laid zeros over the pieces that the first one had brought. */
  @Test
  void piecesThatCameWithAnotherChunkStay() {
    RecordStore records = open(medium);
    TestCache cache = new TestCache(records, CACHE);
    // The list lies behind its pieces, and the class of the last piece has other records.
    putLists(cache, 1);
    SteppedSnapshot snapshot = new SteppedSnapshot(records);
    removeLists(cache); // each has its chunk copied first
    assertLists(opened(snapshot.finish()));
  }

  @Test
  void whatIsWrittenMeanwhileIsLeftOutAlsoWhereAClassIsNew() {
    RecordStore records = open(medium);
    TestCache cache = new TestCache(records, CACHE);
    fill(cache, 400, 300);
    for (int i = 0; i < 300; i++) {
      cache.remove("key" + i);
    }
    SteppedSnapshot snapshot = new SteppedSnapshot(records);
    cache.clear();
    records.settleAll();
    for (int i = 0; i < 2_000; i++) {
      cache.put("key" + i, TestCache.value("key" + i, 2, 1_200));
    }
    TestCache copied = opened(snapshot.finish());
    assertEquals(100, copied.index.size());
    for (int i = 300; i < 400; i++) {
      assertArrayEquals(TestCache.value("key" + i, 1, 300), copied.get("key" + i));
    }
  }

  @Test
  void aPoolThatGrowsMeanwhileIsCopiedAsItWas() {
    RecordStore records = open(medium);
    TestCache cache = new TestCache(records, CACHE);
    cache.put("key", TestCache.value("key", 1, 300));
    SteppedSnapshot snapshot = new SteppedSnapshot(records);
    records.life().grow(2 * POOL_BYTES);
    for (int i = 0; i < 4_000; i++) {
      cache.put("more" + i, TestCache.value("more" + i, 1, 1_000));
    }
    for (int i = 0; i < 4_000; i++) {
      cache.remove("more" + i);
    }
    HeapMedium copy = snapshot.finish();
    assertEquals(POOL_BYTES, copy.sizeBytes());
    assertEquals(1, opened(copy).index.size());
  }

  @Test
  void aTargetThatFailsLeavesThePoolAsItIs() {
    RecordStore records = open(medium);
    TestCache cache = new TestCache(records, CACHE);
    fill(cache, 50, 300);
    FailingMedium failing = new FailingMedium(new HeapMedium(POOL_BYTES));
    failing.failFrom(FailingMedium.Step.STORE, 20);
    assertThrows(
        MediumFailedException.class,
        () -> records.life().snapshot((bytes, write) -> write.accept(failing), false));
    cache.remove("key1");
    assertFalse(opened(snapshotOf(records)).index.containsKey("key1"));
    records.close();
    assertThrows(IllegalStateException.class, () -> snapshotOf(records));
  }

  /** A pool with such a word is served but for that cache, and could not be copied at all. */
  @Test
  void aDamagedWordCostsItsCache() {
    RecordStore records = open(medium);
    TestCache cache = new TestCache(records, CACHE);
    cache.put("key", TestCache.value("key", 1, 300));
    medium.putLong(HotWordLayout.minEpoch(cache.id + 1), 42);
    assertEquals(1, opened(snapshotOf(records)).index.size());
  }

  /** All of its chunk was left out. */
  @Test
  void aLineOfADirectoryThatCannotBeReadCostsWhatItSaid() {
    PoisonedMedium poisoned = new PoisonedMedium(medium, PoisonedMedium.Healing.NEVER);
    RecordStore records = open(poisoned);
    TestCache cache = new TestCache(records, CACHE);
    fill(cache, 8, 300);
    poisoned.poisonLine(records.entryAt(cache.index.get("key0")));
    assertEquals(6, opened(snapshotOf(records, 1)).index.size(), "an entry has half a line");
  }

  /** It was a pool, and clean, before what it has was durable. */
  @Test
  void aTargetThatIsCutOffIsNoPoolOrAllOfIt() {
    RecordStore records = open(medium);
    TestCache cache = new TestCache(records, CACHE);
    fill(cache, 30, 300);
    RecordingMedium target = new RecordingMedium(POOL_BYTES);
    List<Boolean> pools = new ArrayList<>();
    target.onFence(
        () ->
            target.crashImages(
                1,
                8,
                image -> {
                  boolean isPool = isPool(image);
                  pools.add(isPool);
                  if (isPool) {
                    assertEquals(30, opened(image).index.size());
                  }
                }));
    records.life().snapshot((bytes, write) -> write.accept(target), false);
    assertTrue(pools.contains(true) && pools.contains(false), pools.toString());
  }

  private static boolean isPool(Medium image) {
    try {
      Pool.mount(image);
      return true;
    } catch (PoolFormatException e) {
      return false;
    }
  }

  /** Its new records were read as entries of the class that it had before. */
  @Test
  void aChunkThatGetsAClassAtTheInstantIsNotReadByTheOldOne() {
    RecordingMedium small = new RecordingMedium(96 << 10);
    Pool.format(small, FormatOptions.small(5));
    RecordStore records = open(small);
    TestCache cache = new TestCache(records, CACHE);
    cache.put("a", TestCache.value("a", 1, 100));
    cache.put("b", TestCache.value("b", 1, 200));
    records.pressureRelief(new NoRelief());
    assertThrows(
        PoolFullException.class,
        () -> {
          for (int i = 0; i < 100; i++) {
            cache.put("large" + i, TestCache.value("large" + i, 1, 4_000));
          }
        });
    cache.remove("a");
    cache.remove("b");
    records.settleAll(); // two shelves keep an empty chunk each, and there is no other
    String key = "a key of thirty-two bytes, it is";
    byte[] value = looksLikeEntries(records, cache.id, 4_000);
    Reservation[] reserved = new Reservation[1];
    small.beforeFence(
        () -> {
          small.beforeFence(() -> {}); // that of the epoch, and none of those that follow
          reserved[0] = records.reserve(key.length(), value.length);
        });
    SteppedSnapshot snapshot = new SteppedSnapshot(records);
    cache.put(key, value, reserved[0]);
    TestCache copied = opened(snapshot.finish());
    assertFalse(copied.index.containsKey(key));
    assertEquals(cache.index.size() - 1, copied.index.size());
  }

  /** Each 32 bytes are an entry, of any class that a chunk got first. */
  private static byte[] looksLikeEntries(RecordStore records, int cacheId, int lengthBytes) {
    byte[] value = new byte[lengthBytes];
    long sequence = records.pool().geometry().sequence(1, 1);
    for (int at = 0; at + DirectoryLayout.ENTRY_BYTES <= lengthBytes; at += 32) {
      Bytes.putLong(value, at, DirectoryLayout.live(sequence));
      Bytes.putLong(value, at + DirectoryLayout.W1_AT, 4711);
      Bytes.putLong(value, at + DirectoryLayout.W2_AT, DirectoryLayout.lengths(4, 4, cacheId, 1));
    }
    return value;
  }

  /** Changes its own keys one after the other, each change numbered. */
  private static final class Writer extends Thread {
    private static final int KEYS = 40;

    private final TestCache cache;
    private final AtomicBoolean stop;
    private final int number;
    private volatile int acknowledged = -1;
    private volatile Throwable failure;

    Writer(TestCache cache, int number, AtomicBoolean stop) {
      this.cache = cache;
      this.number = number;
      this.stop = stop;
    }

    @Override
    public void run() {
      try {
        for (int version = 0; !stop.get(); version++) {
          String key = key(version % KEYS);
          if (isRemoval(version)) {
            cache.remove(key);
          } else {
            cache.put(key, value(version));
          }
          acknowledged = version;
        }
      } catch (RuntimeException | Error e) {
        failure = e;
      }
    }

    String key(int i) {
      return "writer" + number + " key" + i;
    }

    static boolean isRemoval(int version) {
      return version % 7 == 3;
    }

    byte[] value(int version) {
      int length = version % 11 == 5 ? 9_000 : version * 37 % 700;
      return TestCache.value(key(version % KEYS), version, length);
    }

    /** Whether {@code copied} has exactly what changes 0 to {@code last} made. */
    boolean isPrefix(TestCache copied, int last) {
      for (int i = 0; i < KEYS; i++) {
        int version = last < i ? -1 : last - Math.floorMod(last - i, KEYS);
        byte[] wanted = version < 0 || isRemoval(version) ? null : value(version);
        if (!Arrays.equals(wanted, copied.get(key(i)))) {
          return false;
        }
      }
      return true;
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSnapshotUnderLoadIsOneInstant(Durability durability) throws InterruptedException {
    RecordOptions options = RecordOptions.quiet(4).with(durability, 1_000);
    RecordStore records = RecordStore.open(Pool.mount(medium), options);
    TestCache cache = new TestCache(records, CACHE);
    AtomicBoolean stop = new AtomicBoolean();
    List<Writer> writers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      writers.add(new Writer(cache, i, stop));
      writers.get(i).start();
    }
    try {
      for (int round = 0; round < 20; round++) {
        int[] before = writers.stream().mapToInt(w -> w.acknowledged).toArray();
        HeapMedium snapshot = snapshotOf(records);
        int[] after = writers.stream().mapToInt(w -> w.acknowledged + 1).toArray();
        TestCache copied = opened(snapshot);
        for (Writer writer : writers) {
          int last = before[writer.number];
          while (last <= after[writer.number] && !writer.isPrefix(copied, last)) {
            last++;
          }
          assertTrue(last <= after[writer.number], "no instant of writer " + writer.number);
        }
      }
    } finally {
      stop.set(true);
      for (Writer writer : writers) {
        writer.join();
      }
    }
    for (Writer writer : writers) {
      assertNull(writer.failure);
      assertTrue(writer.acknowledged > 100, "changes: " + writer.acknowledged);
    }
  }
}
