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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jcachepmem.allocator.layout.DirectoryLayout;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.medium.PagedMedium;
import org.jcachepmem.allocator.medium.PoisonedMedium;
import org.jcachepmem.allocator.medium.RecordingMedium;
import org.jcachepmem.allocator.pool.FormatOptions;
import org.jcachepmem.allocator.pool.Pool;
import org.junit.jupiter.api.Test;

/** Settling page by page, where a fence writes pages. */
class SweepTest {
  private static final int LENGTH = 400;

  private final RecordingMedium medium = new RecordingMedium(256 << 10);
  private RecordStore records;
  private TestCache cache;

  private void open(int stripes) {
    open(stripes, medium);
  }

  private void open(int stripes, Medium below) {
    Medium paged = new PagedMedium(below);
    Pool.format(paged, FormatOptions.small(1));
    records = RecordStore.open(Pool.mount(paged), RecordOptions.quiet(stripes));
    cache = new TestCache(records, "swept");
    cache.put("warm", TestCache.value("warm", 1, LENGTH));
    LeakCheck.settle(records);
  }

  private void put(String key, int version) {
    cache.put(key, TestCache.value(key, version, LENGTH));
  }

  private long fences() {
    return medium.counters().fences();
  }

  private long state(EntryRef entry) {
    return DirectoryLayout.state(medium.getLong(records.entryAt(entry)));
  }

  @Test
  void anOverwriteMarksNothingAndASweepMarksAll() {
    open(1);
    put("a", 1);
    long before = records.backlogBytes();
    EntryRef first = cache.index.get("a").outgoing();
    for (int version = 2; version < 20; version++) {
      put("a", version);
    }
    assertEquals(DirectoryLayout.LIVE, state(first), "who puts pays for his own pages only");
    assertEquals(18 * records.weightBytes(first), records.backlogBytes() - before);
    assertTrue(records.sweep());
    medium.assertAllDurable();
    assertEquals(DirectoryLayout.DEAD, state(first));
    assertEquals(0, records.backlogBytes());
    assertArrayEquals(TestCache.value("a", 19, LENGTH), cache.get("a"));
    assertFalse(records.sweep(), "nothing is left to do");
  }

  @Test
  void aSweepFencesOncePerTwoPagesOfDirectories() {
    open(4);
    for (int i = 0; i < 60; i++) {
      put("key" + i, 1);
    }
    long pages =
        cache.index.values().stream()
            .filter(entry -> entry != cache.index.get("warm"))
            .mapToLong(entry -> records.entryAt(entry) >>> 12)
            .distinct()
            .count();
    assertTrue(pages > 4, () -> pages + " pages");
    for (int i = 59; i >= 0; i--) {
      cache.evict("key" + i);
    }
    long before = fences();
    records.sweep();
    assertEquals((pages + 1) / 2, fences() - before);
    assertEquals(0, records.backlogBytes());
  }

  @Test
  void aDirectoryEntryThatCantBeReadKeepsNoOtherRecordWaiting() {
    PoisonedMedium poisoned = new PoisonedMedium(medium, PoisonedMedium.Healing.NEVER);
    open(16, poisoned);
    for (int i = 0; i < 30; i++) {
      put("key" + i, 1);
    }
    List<Long> directoryEntries = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      directoryEntries.add(records.entryAt(cache.index.get("key" + i)));
      cache.evict("key" + i);
    }
    poisoned.poisonLine(directoryEntries.get(5));
    long before = records.backlogBytes();
    assertThrows(InternalError.class, records::sweep);
    long live =
        directoryEntries.stream()
            .filter(at -> DirectoryLayout.state(medium.getLong(at)) == DirectoryLayout.LIVE)
            .count();
    assertTrue(live == 1 || live == 2, () -> live + " wait, of two entries in a line");
    assertTrue(records.backlogBytes() < before / 2, "slots were given back");
  }

  @Test
  void aRecordThatLeftTheQueueMeanwhileIsNotMarked() {
    open(1);
    for (int i = 0; i < 30; i++) {
      put("key" + i, 1);
    }
    for (int i = 0; i < 30; i++) {
      cache.evict("key" + i);
    }
    boolean[] isDone = {false};
    medium.afterFence(
        () -> {
          if (!isDone[0]) {
            isDone[0] = true;
            cache.remove("nobody"); // settles the stripe, and so frees what was to be marked later
            for (int i = 0; i < 30; i++) {
              put("new" + i, 1);
            }
          }
        });
    records.sweep();
    assertTrue(isDone[0]);
    for (int i = 0; i < 30; i++) {
      assertArrayEquals(TestCache.value("new" + i, 1, LENGTH), cache.get("new" + i));
      assertEquals(DirectoryLayout.LIVE, state(cache.index.get("new" + i)));
    }
    LeakCheck.settle(records);
  }

  @Test
  void whatWasSweptBehindARecordThatIsStillLiveKeepsItsSlot() {
    open(1);
    for (int i = 0; i < 30; i++) {
      put("key" + i, 1);
    }
    // From the last directory to the first: what is marked first is last in the queue.
    for (int i = 29; i >= 0; i--) {
      cache.evict("key" + i);
    }
    long used = records.usedBytes();
    boolean[] isDone = {false};
    medium.afterFence(
        () -> {
          if (!isDone[0]) {
            isDone[0] = true;
            cache.remove("warm"); // an operation of the stripe gives back what may be given back
            assertEquals(used, records.usedBytes());
          }
        });
    records.sweep();
    assertTrue(isDone[0]);
    LeakCheck.settle(records);
    assertTrue(records.usedBytes() < used);
  }

  @Test
  void aStripeThatIsHeldIsLeftToTheNext() throws Exception {
    open(2);
    for (int i = 0; i < 20; i++) {
      put("key" + i, 1);
      cache.evict("key" + i);
    }
    Stripe held = records.stripe("key0".hashCode());
    long waiting = held.queuedBytes.get();
    assertTrue(waiting > 0 && waiting < records.backlogBytes(), "both stripes have some");
    held.lock();
    try {
      CompletableFuture.runAsync(records::sweep).get(20, TimeUnit.SECONDS);
      assertEquals(waiting, records.backlogBytes());
    } finally {
      held.unlock();
    }
    assertTrue(records.sweep());
    assertEquals(0, records.backlogBytes());
  }

  @Test
  void whatAnOperationThatFailedHadMarkedComesBackWithTheNextSweep() {
    open(1);
    put("a", 1);
    put("b", 1);
    cache.evict("a");
    cache.evict("b");
    medium.onStep(
        () -> {
          if (records.stripe(0).marked.size() == 1) {
            throw new IllegalArgumentException("planted");
          }
        });
    assertThrows(IllegalArgumentException.class, () -> cache.remove("nobody"));
    medium.onStep(() -> {});
    assertEquals(1, records.stripe(0).marked.size());
    records.sweep();
    assertEquals(0, records.backlogBytes());
    medium.assertAllDurable();
  }

  @Test
  void aStripeThatIsNeverFreeSettlesItsOwn() {
    open(4);
    long share = medium.sizeBytes() / 16 / 4;
    for (int version = 1; version < 200; version++) {
      put("a", version);
      assertTrue(records.backlogBytes() < 3 * share, () -> records.backlogBytes() + " wait");
    }
  }

  @Test
  void theCaretakerSweepsWhenMuchWaits() throws Exception {
    Medium paged = new PagedMedium(new RecordingMedium(4 << 20));
    Pool.format(paged, FormatOptions.small(1));
    try (RecordStore watched = RecordStore.open(Pool.mount(paged), RecordOptions.standard())) {
      records = watched;
      cache = new TestCache(records, "swept");
      long pressed = paged.sizeBytes() / 16; // from there on who puts settles for others
      int versions = 0;
      while (records.backlogBytes() < pressed / 4 && versions < 10_000) {
        put("key" + versions++ % 50, 1);
      }
      // Above half of that each put calls; while one holds its stripe a sweep may leave much.
      for (int i = 0; i < 300 && records.backlogBytes() >= pressed / 4; i++) {
        put("key" + i % 50, i);
        Thread.sleep(2);
      }
      assertTrue(records.backlogBytes() < pressed / 4, () -> records.backlogBytes() + " wait");
    }
  }
}
