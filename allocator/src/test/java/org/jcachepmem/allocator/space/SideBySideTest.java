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
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.jcachepmem.allocator.medium.HeapMedium;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.medium.PagedMedium;
import org.jcachepmem.allocator.pool.FormatOptions;
import org.jcachepmem.allocator.pool.Pool;
import org.junit.jupiter.api.Test;

/** Which slots records get where a fence writes pages. */
class SideBySideTest {
  private static final int SMALL = 0;

  private final SlotSpace space = space();
  private final int slots = space.classes().slots(SMALL);

  private static SlotSpace space() {
    Medium medium = new PagedMedium(new HeapMedium(128 << 10));
    Pool.format(medium, FormatOptions.small(1));
    SlotSpace space = new SlotSpace(Pool.mount(medium));
    space.open();
    return space;
  }

  private int chunk(long slot) {
    return (int) (slot / space.chunkBytes());
  }

  /** The slots of that many chunks, chunk by chunk. */
  private List<Long> fill(int chunks) {
    List<Long> taken = new ArrayList<>();
    for (int i = 0; i < chunks * slots; i++) {
      taken.add(space.reserve(SMALL));
    }
    assertEquals(chunks, taken.stream().map(this::chunk).distinct().count());
    return taken;
  }

  @Test
  void aChunkWithFewFreeSlotsIsLeftAloneWhileThereAreEmptyOnes() {
    List<Long> full = fill(2);
    space.free(full.get(3));
    long next = space.reserve(SMALL);
    assertNotEquals(chunk(full.get(3)), chunk(next));
    for (int i = 1; i < slots; i++) {
      long slot = space.reserve(SMALL);
      assertEquals(chunk(next), chunk(slot), "it is filled first");
    }
  }

  @Test
  void aChunkOfWhichAQuarterIsFreeIsFilledUp() {
    List<Long> full = fill(2);
    int freed = (slots + 3) / 4;
    for (int i = 0; i < freed; i++) {
      space.free(full.get(3 * i));
    }
    int empty = space.freeChunks();
    for (int i = 0; i < freed; i++) {
      assertEquals(full.get(3 * i), space.reserve(SMALL), "in the order of their places");
    }
    assertEquals(empty, space.freeChunks());
    space.reserve(SMALL);
    assertEquals(empty - 1, space.freeChunks());
  }

  @Test
  void aRoomyChunkIsFoundBehindOthers() {
    List<Long> full = fill(4);
    space.free(full.get(1));
    space.free(full.get(slots + 1));
    for (int i = 0; i < slots / 2; i++) {
      space.free(full.get(2 * slots + i));
    }
    space.free(full.get(3 * slots + 1));
    for (int i = 0; i < slots / 2; i++) {
      assertEquals(full.get(2 * slots + i), space.reserve(SMALL));
    }
    long next = space.reserve(SMALL);
    assertTrue(full.stream().noneMatch(slot -> chunk(slot) == chunk(next)), "an empty one");
  }

  @Test
  void someChunksStayEmptyForOtherSizes() {
    List<Long> full = fill(2);
    int chunks = space.freeChunks() + 2;
    space.free(full.get(0));
    long slot = space.reserve(SMALL);
    while (slot != full.get(0)) {
      slot = space.reserve(SMALL);
    }
    assertTrue(space.freeChunks() > 0, "none is left for others");
    assertTrue(space.freeChunks() <= chunks / 4, () -> space.freeChunks() + " of " + chunks);
  }

  @Test
  void whatAThreadGaveBackIsNotItsNext() {
    List<Long> full = fill(1);
    long open = space.reserve(SMALL);
    space.free(full.get(5));
    assertEquals(chunk(open), chunk(space.reserve(SMALL)));
  }
}
