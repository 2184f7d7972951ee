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
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jcachepmem.allocator.layout.DirectoryLayout;
import org.jcachepmem.allocator.medium.HeapMedium;
import org.jcachepmem.allocator.medium.PoisonedMedium;
import org.jcachepmem.allocator.medium.SharingMedium;
import org.jcachepmem.allocator.pool.FormatOptions;
import org.jcachepmem.allocator.pool.Pool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Snapshots whose chunks share the storage of the pool's, as far as the file system does it. */
@Timeout(120)
class SharedSnapshotTest {
  private static final int POOL_BYTES = 4 << 20;

  /** Such that pages of it can be shared. */
  private static final int LARGE_CHUNK_BYTES = 16 << 10;

  private final HeapMedium medium = new HeapMedium(POOL_BYTES);

  SharedSnapshotTest() {
    Pool.format(medium, FormatOptions.small(5));
  }

  private static RecordStore withLargeChunks() {
    HeapMedium medium = new HeapMedium(POOL_BYTES);
    Pool.format(
        medium,
        new FormatOptions(
            LARGE_CHUNK_BYTES, 16, 28, 34, 14, 5, 1_700_000_000_000L, new UUID(1, 5)));
    return open(medium);
  }

  private static byte[] value(int i, int version) {
    return TestCache.value("key" + i, version, i * 400); // from some on in several pieces
  }

  private static void fill(TestCache cache, int version) {
    for (int i = 0; i < 50; i++) {
      cache.put("key" + i, value(i, version));
    }
  }

  private static void check(TestCache copied) {
    assertEquals(50, copied.index.size());
    for (int i = 0; i < 50; i++) {
      assertArrayEquals(value(i, 1), copied.get("key" + i));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, Integer.MAX_VALUE})
  void theReportSaysHowManyChunksShareWhatTheyHave(int most) {
    RecordStore records = withLargeChunks();
    TestCache cache = new TestCache(records, CACHE);
    fill(cache, 1);
    List<SharingMedium> made = new ArrayList<>();
    SnapshotReport report =
        records
            .life()
            .snapshot(
                (bytes, write) -> {
                  made.add(new SharingMedium(bytes, most));
                  write.accept(made.get(0));
                },
                true);
    fill(cache, 2);
    int shared = made.get(0).shared();
    assertEquals(shared, report.sharedChunks());
    assertEquals(most < report.chunks() ? most : report.chunks(), shared);
    assertEquals(51, report.records(), "with the catalogue's");
    String told = "; " + shared + " of " + report.chunks() + " chunks share the pool's storage";
    assertTrue(report.text().endsWith(told), report::text);
    check(opened(made.get(0).heap()));
  }

  /** What is not asked for does not happen, and is not spoken of. */
  @Test
  void aSnapshotIsCopiedUnlessItIsToShare() {
    RecordStore records = withLargeChunks();
    fill(new TestCache(records, CACHE), 1);
    SharingMedium target = new SharingMedium(POOL_BYTES, Integer.MAX_VALUE);
    SnapshotReport report = records.life().snapshot((bytes, write) -> write.accept(target), false);
    assertEquals(0, target.shared());
    assertEquals(0, report.chunks());
    assertTrue(report.text().endsWith("at most"), report::text);
    check(opened(target.heap()));
  }

  /** To share nothing of them would mean all of the file. */
  @Test
  void chunksWithoutAWholePageAreCopied() {
    RecordStore records = open(medium); // chunks of a page, the directory included
    fill(new TestCache(records, CACHE), 1);
    SharingMedium target = new SharingMedium(POOL_BYTES, Integer.MAX_VALUE);
    SnapshotReport report = records.life().snapshot((bytes, write) -> write.accept(target), true);
    assertEquals(0, target.shared());
    assertEquals(0, report.sharedChunks());
    assertTrue(report.chunks() > 1, report::text);
    check(opened(target.heap()));
  }

  /** From each number of chunks on the file system refuses, while everything is replaced. */
  @Test
  void whereTheFileSystemRefusesHalfWayTheRestIsCopied() {
    int chunks = 0;
    for (int most = 1; chunks == most - 1; most++) {
      HeapMedium fresh = new HeapMedium(POOL_BYTES);
      Pool.format(fresh, FormatOptions.small(5));
      RecordStore records = open(fresh);
      TestCache cache = new TestCache(records, CACHE);
      fill(cache, 1);
      SteppedSnapshot snapshot = new SteppedSnapshot(records, most);
      snapshot.copy(most);
      fill(cache, 2);
      records.settleAll();
      fill(cache, 3);
      HeapMedium copy = snapshot.finish();
      chunks = snapshot.sharedChunks();
      check(opened(copy));
      assertArrayEquals(value(30, 3), cache.get("key30"));
    }
    assertTrue(chunks > 3, "chunks: " + chunks);
  }

  /**
   * A list is replaced and its pieces' slots get other values before their own chunks' turn comes:
   * what was shared for the list must not be shared again, nor copied over.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, Integer.MAX_VALUE})
  void piecesWhoseSlotsAreReusedStayWhatTheyWere(int most) {
    RecordStore records = open(medium);
    TestCache cache = new TestCache(records, CACHE);
    putLists(cache, 1);
    SteppedSnapshot snapshot = new SteppedSnapshot(records, most);
    for (int round = 2; round < 6; round++) {
      removeLists(cache);
      records.settleAll();
      putLists(cache, round);
    }
    assertLists(opened(snapshot.finish()));
  }

  /** Its directory, where newer records were, had come with the list's pieces. */
  @Test
  void aChunkOfPiecesAloneHasNoEntriesInTheCopy() {
    RecordStore records = open(medium);
    TestCache cache = new TestCache(records, CACHE);
    cache.put("large", TestCache.value("large", 1, 9_000));
    SteppedSnapshot snapshot = new SteppedSnapshot(records, Integer.MAX_VALUE);
    for (int i = 0; i < 60; i++) {
      cache.put("later" + i, TestCache.value("later" + i, 1, i * 50));
    }
    cache.remove("large");
    records.settleAll();
    for (int i = 0; i < 60; i++) {
      cache.put("later" + i, TestCache.value("later" + i, 2, 3_000 - i * 50));
    }
    HeapMedium copy = snapshot.finish();
    assertTrue(snapshot.sharedChunks() > 1);
    TestCache copied = opened(copy);
    assertEquals(1, copied.index.size());
    assertNull(copied.get("later1"));
    assertArrayEquals(TestCache.value("large", 1, 9_000), copied.get("large"));
  }

  /** A's lists have pieces in B and B's in A, and each has its own lock held when it wants both. */
  @Test
  void twoChunksWhoseListsCrossDoNotWaitForEachOther() throws InterruptedException {
    RecordStore records = open(medium);
    TestCache cache = new TestCache(records, CACHE);
    for (int i = 0; i < 60; i++) {
      cache.put("large" + i, TestCache.value("large" + i, 1, 4_100 + 97 * i));
    }
    for (int round = 0; round < 20; round++) {
      SteppedSnapshot snapshot = new SteppedSnapshot(records, Integer.MAX_VALUE);
      Snapshot current = records.life().snapshots().current();
      List<Thread> threads = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        int first = t;
        threads.add(
            new Thread(
                () -> {
                  for (int i = 0; i < current.chunks(); i++) {
                    current.copy((first % 2 == 0 ? i : current.chunks() - 1 - i));
                  }
                }));
      }
      threads.forEach(Thread::start);
      for (Thread thread : threads) {
        thread.join(TimeUnit.SECONDS.toMillis(30));
        assertTrue(!thread.isAlive(), "it waits");
      }
      assertEquals(60, opened(snapshot.finish()).index.size());
    }
  }

  /** What can be read of such a chunk is copied. */
  @Test
  void aChunkWhoseFirstSlotCannotBeReadIsNotShared() {
    PoisonedMedium poisoned = new PoisonedMedium(medium, PoisonedMedium.Healing.NEVER);
    RecordStore records = open(poisoned);
    TestCache cache = new TestCache(records, CACHE);
    for (int i = 0; i < 8; i++) {
      cache.put("key" + i, TestCache.value("key" + i, 1, 300));
    }
    EntryRef first = cache.index.get("key0");
    poisoned.poisonLine(first.offset());
    SteppedSnapshot snapshot = new SteppedSnapshot(records, Integer.MAX_VALUE);
    HeapMedium copy = snapshot.finish();
    assertEquals(7, opened(copy).index.size());
    assertEquals(1, snapshot.sharedChunks(), "that of the catalogue");
  }

  /** No record but the copy's own has a directory entry there. */
  @Test
  void whatIsLeftOutOfASharedChunkHasNoEntry() {
    RecordStore records = open(medium);
    TestCache cache = new TestCache(records, CACHE);
    cache.put("stays", TestCache.value("stays", 1, 300));
    cache.put("goes", TestCache.value("goes", 1, 300));
    long gone = records.entryAt(cache.index.get("goes"));
    cache.remove("goes");
    SteppedSnapshot snapshot = new SteppedSnapshot(records, Integer.MAX_VALUE);
    cache.put("comes", TestCache.value("comes", 1, 300));
    long came = records.entryAt(cache.index.get("comes"));
    HeapMedium copy = snapshot.finish();
    for (long entry : new long[] {gone, came}) {
      for (int at = 0; at < DirectoryLayout.ENTRY_BYTES; at += Long.BYTES) {
        assertEquals(0, copy.getLong(entry + at));
      }
    }
    assertEquals(1, opened(copy).index.size());
  }
}
