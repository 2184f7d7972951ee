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
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.jcachepmem.allocator.layout.Segment;
import org.jcachepmem.allocator.layout.SuperblockLayout;
import org.jcachepmem.allocator.medium.FailingMedium;
import org.jcachepmem.allocator.medium.HeapMedium;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.medium.MediumFailedException;
import org.jcachepmem.allocator.medium.RecordingMedium;
import org.jcachepmem.allocator.pool.Durability;
import org.jcachepmem.allocator.pool.FormatOptions;
import org.jcachepmem.allocator.pool.Pool;
import org.junit.jupiter.api.Test;

/** A pool grows by a segment with a chunk table of its own. */
class GrowTest {
  private static final int BEFORE = 96 << 10;
  private static final int AFTER = 224 << 10;

  private final RecordingMedium medium = new RecordingMedium(BEFORE);

  GrowTest() {
    Pool.format(medium, FormatOptions.small(3));
    RecordStore records = open(medium);
    fill(new TestCache(records, "grow"), 40);
    records.close();
  }

  private static RecordStore open(Medium medium) {
    return RecordStore.open(Pool.mount(medium), RecordOptions.quiet(2));
  }

  private static void fill(TestCache cache, int entries) {
    for (int i = 0; i < entries; i++) {
      cache.put("key" + i, TestCache.value("key" + i, i, 1000));
    }
  }

  private static void assertFilled(TestCache cache, int entries) {
    for (int i = 0; i < entries; i++) {
      assertArrayEquals(TestCache.value("key" + i, i, 1000), cache.get("key" + i), "key" + i);
    }
  }

  private static void assertSound(Medium medium) {
    PoolCheckReport report = PoolCheck.run(medium);
    assertTrue(report.isSound(), () -> report.problems().toString());
    assertEquals(
        report.poolBytes(),
        report.headerBytes() + report.directoryBytes() + report.liveBytes() + report.freeBytes());
  }

  @Test
  void theNewSegmentTakesEntriesAndTheOldOnesStay() {
    medium.extend(AFTER);
    Pool pool = Pool.mount(medium);
    Segment added = pool.grow(AFTER);
    assertEquals(2, pool.geometry().segments().size());
    assertTrue(added.chunks() > 20, "chunks " + added.chunks());
    medium.assertAllDurable();

    RecordStore records = open(medium);
    TestCache cache = new TestCache(records, "grow");
    assertFilled(cache, 40);
    fill(cache, 120);
    assertFilled(cache, 120);
    records.close();
    assertSound(medium);
    assertFilled(new TestCache(open(medium), "grow"), 120);
  }

  @Test
  void aCrashLeavesThePoolAsItWasOrGrown() {
    medium.extend(AFTER);
    Set<Long> sizes = new HashSet<>();
    medium.onFence(
        () -> {
          medium.crashImages(1, 64, image -> sizes.add(assertRecovers(image)));
          sizes.add(assertRecovers(medium.killImage()));
        });
    Pool.mount(medium).grow(AFTER);
    assertEquals(Set.of((long) BEFORE, (long) AFTER), sizes);
  }

  /**
   * The pool had been closed cleanly, so the next recovery flushed nothing: it went by a superblock
   * that was in a cache only, and a power loss took what was put into the new segment.
   */
  @Test
  void whatAGrowthThatWasKilledLeftIsDurableBeforeItIsBelieved() {
    medium.extend(AFTER);
    RuntimeException killed = new IllegalStateException("killed");
    int[] fences = {0};
    medium.beforeFence(
        () -> {
          if (++fences[0] == 2) {
            throw killed; // the first superblock is stored, the second is not
          }
        });
    Pool pool = Pool.mount(medium);
    assertSame(killed, assertThrows(IllegalStateException.class, () -> pool.grow(AFTER)));

    RecordingMedium left = medium.afterKill();
    RecordStore records = open(left);
    assertEquals(AFTER, records.pool().geometry().poolBytes());
    fill(new TestCache(records, "grow"), 120);

    int images =
        left.crashImages(1, 64, image -> assertFilled(new TestCache(open(image), "grow"), 120));
    assertTrue(images > 0);
  }

  @Test
  void anOpenPoolGrowsUnderItsUsers() {
    for (Durability durability : Durability.values()) {
      RecordingMedium ground = new RecordingMedium(BEFORE);
      Pool.format(ground, FormatOptions.small(3));
      RecordStore records =
          RecordStore.open(Pool.mount(ground), RecordOptions.quiet(2).with(durability, 1_000));
      TestCache cache = new TestCache(records, "grow");
      fill(cache, 40);
      long freeBefore = records.census().freeBytes();
      long capacityBefore = records.capacityBytes();

      records.life().grow(AFTER - 4096 + 1);

      assertEquals(AFTER, records.pool().geometry().poolBytes(), "rounded up to pages");
      assertTrue(records.census().freeBytes() > freeBefore + (AFTER - BEFORE) / 2);
      assertTrue(records.capacityBytes() > capacityBefore);
      fill(cache, 120);
      assertFilled(cache, 120);
      records.commit();
      ground.crashImages(
          1,
          64,
          image -> {
            assertFilled(new TestCache(open(image), "grow"), 120);
            assertSound(image);
          });
      records.close();
      assertThrows(IllegalStateException.class, () -> records.life().grow(2 * AFTER));
      assertSound(ground);
    }
  }

  @Test
  void aPoolThatCannotBeExtendedStaysAsItIsAndMayGrowLater() {
    FailingMedium failing = new FailingMedium(medium);
    RecordStore records = open(failing);
    TestCache cache = new TestCache(records, "grow");
    failing.failAt(FailingMedium.Step.EXTEND, 1);
    assertThrows(MediumFailedException.class, () -> records.life().grow(AFTER));
    assertEquals(BEFORE, records.pool().geometry().poolBytes());
    cache.put("key0", TestCache.value("key0", 1, 1000));
    records.life().grow(AFTER);
    fill(cache, 120);
    assertFilled(cache, 120);
  }

  /**
   * A retry made the lines of the new chunks anew, although one superblock already said that they
   * are there; and it wrote over the only one that was valid.
   */
  @Test
  void aGrowthThatFailedHalfWayIsTriedAgainWithoutRisk() {
    boolean failed = true;
    int failures = 0;
    for (int flush = 1; failed; flush++) {
      RecordingMedium ground = new RecordingMedium(BEFORE);
      Pool.format(ground, FormatOptions.small(3));
      FailingMedium failing = new FailingMedium(ground);
      RecordStore records = open(failing);
      fill(new TestCache(records, "grow"), 40);
      failing.failAt(FailingMedium.Step.FLUSH, flush);
      try {
        records.life().grow(AFTER);
        failed = false;
      } catch (MediumFailedException e) {
        failures++;
      }
      failing.failAt(FailingMedium.Step.FLUSH, Long.MAX_VALUE);
      long again = failed ? AFTER - 16_384 : 2L * AFTER;
      int images = flush == 3 ? 400 : 32; // the second superblock leaves the most ways to be torn
      ground.beforeFence(() -> ground.crashImages(1, images, GrowTest::assertRecovers));
      ground.onStep(() -> assertRecovers(ground.killImage()));
      records.life().grow(again);
      assertEquals(again, records.pool().geometry().poolBytes());
    }
    assertTrue(failures >= 3, "the new lines and two superblocks, but flushes failed: " + failures);
  }

  /** The next commit notes all pages again, and indexed beyond those that there had been. */
  @Test
  void aCommitThatFailedBeforeTheExtensionIsMadeUpForAfterIt() {
    FailingMedium failing = new FailingMedium(medium);
    RecordStore records =
        RecordStore.open(
            Pool.mount(failing), RecordOptions.quiet(2).with(Durability.ON_CLOSE, 1_000));
    fill(new TestCache(records, "grow"), 40);
    failing.failAt(FailingMedium.Step.FLUSH, 1);
    assertThrows(MediumFailedException.class, records::commit);
    failing.extend(16L << 20);
    records.commit();
    records.life().grow(16L << 20);
    records.commit();
    records.close();
    medium.assertAllDurable();
  }

  @Test
  void aPoolGrowsAsOftenAsItsSuperblockHasPlaces() {
    RecordingMedium ground = new RecordingMedium(BEFORE);
    Pool.format(ground, FormatOptions.small(3));
    RecordStore records = open(ground);
    long bytes = BEFORE;
    for (int times = 1; times < SuperblockLayout.MAX_SEGMENTS; times++) {
      bytes += 2 * 4096;
      records.life().grow(bytes);
    }
    long more = bytes + 2 * 4096;
    String message =
        assertThrows(IllegalArgumentException.class, () -> records.life().grow(more)).getMessage();
    assertTrue(message.contains("127 times"), message);
    assertEquals(bytes, ground.sizeBytes(), "not extended in vain");
    records.close();
    assertSound(ground);
  }

  private static long assertRecovers(HeapMedium image) {
    RecordStore records = open(image);
    assertFilled(new TestCache(records, "grow"), 40);
    assertSound(image);
    return records.pool().geometry().poolBytes();
  }

  @Test
  void growingByLessThanAChunkIsRefused() {
    medium.extend(BEFORE + 4096);
    Pool pool = Pool.mount(medium);
    assertThrows(IllegalArgumentException.class, () -> pool.grow(BEFORE + 4096));
    assertFilled(new TestCache(open(medium), "grow"), 40);
  }
}
