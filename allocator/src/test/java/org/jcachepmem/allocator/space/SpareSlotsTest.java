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
package org.jcachepmem.allocator.space;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jcachepmem.allocator.medium.HeapMedium;
import org.jcachepmem.allocator.pool.FormatOptions;
import org.jcachepmem.allocator.pool.Pool;
import org.junit.jupiter.api.Test;

/** Slots that a thread gave back and has again; and nobody else is short of them. */
class SpareSlotsTest {
  private static final int SMALL = 0;
  private static final Executor NEW_THREAD = task -> new Thread(task).start();

  private final SlotSpace space = space();

  private static SlotSpace space() {
    HeapMedium medium = new HeapMedium(64 << 10);
    Pool.format(medium, FormatOptions.small(1));
    SlotSpace space = new SlotSpace(Pool.mount(medium));
    space.open();
    return space;
  }

  private static void elsewhere(Runnable task) {
    CompletableFuture.runAsync(task, NEW_THREAD).join();
  }

  private List<Long> takeAll(int sizeClass) {
    List<Long> taken = new ArrayList<>();
    for (long slot = space.reserve(sizeClass);
        slot != SlotSpace.NONE;
        slot = space.reserve(sizeClass)) {
      taken.add(slot);
    }
    return taken;
  }

  @Test
  void whatWasGivenBackLastIsTakenFirst() {
    long first = space.reserve(SMALL);
    long second = space.reserve(SMALL);
    space.free(first);
    space.free(second);
    assertEquals(second, space.reserve(SMALL));
    assertEquals(first, space.reserve(SMALL));
    assertNotEquals(first, space.reserve(SMALL));
  }

  @Test
  void aSpareSlotIsOfItsSizeOnly() {
    long small = space.reserve(SMALL);
    space.free(small);
    long larger = space.reserve(SMALL + 1);
    assertEquals(SMALL + 1, space.sizeClass(larger));
    assertEquals(small, space.reserve(SMALL));
  }

  @Test
  void whatIsSparedCountsAsFree() {
    long weight = space.classes().weight(SMALL);
    List<Long> slots = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      slots.add(space.reserve(SMALL));
    }
    for (int left = 19; left >= 0; left--) {
      space.free(slots.get(left));
      assertEquals(left * weight, space.usedBytes());
      assertEquals(left, space.census().classes().get(0).takenSlots());
    }
  }

  @Test
  void whoFindsNoOtherSlotHasThoseThatOtherThreadsSpare() {
    List<Long> all = takeAll(SMALL);
    for (int i = 0; i < 3; i++) {
      space.free(all.get(i));
    }
    elsewhere(() -> assertEquals(3, takeAll(SMALL).size()));
    assertEquals(SlotSpace.NONE, space.reserve(SMALL));
  }

  @Test
  void aChunkOfSpareSlotsIsFreeForAnotherSizeWhenItIsReclaimed() {
    int free = space.freeChunks();
    long slot = space.reserve(SMALL);
    space.free(slot);
    assertEquals(free - 1, space.freeChunks());
    elsewhere(() -> assertTrue(space.reclaim()));
    assertEquals(free, space.freeChunks());
    assertFalse(space.reclaim());
  }

  @Test
  void aChunkThatIsClosedHasNoSpareSlots() {
    long kept = space.reserve(SMALL);
    long spared = space.reserve(SMALL);
    long late = space.reserve(SMALL);
    space.free(spared);
    int chunk = space.closing().close(true, 0);
    assertEquals(2, space.closing().taken(chunk).length);
    space.free(late);
    assertEquals(List.of(kept), List.of(space.closing().taken(chunk)[0]));
    long other = space.reserve(SMALL);
    assertNotEquals(spared, other);
    assertNotEquals(late, other);
    space.free(kept);
    assertEquals(0, space.closing().taken(chunk).length);
  }

  @Test
  void threadsBeyondWhatAnIntCountsKeepNothingFromOthers() {
    SpareSlots spares = new SpareSlots(Integer.MAX_VALUE);
    elsewhere(() -> assertTrue(spares.keep(16, SMALL)));
    elsewhere(() -> assertTrue(spares.keep(32, SMALL)));
    assertEquals(2, spares.count(SMALL));
    List<Long> taken = new ArrayList<>();
    spares.takeAll(SMALL, taken::add);
    assertEquals(2, taken.size());
  }
}
