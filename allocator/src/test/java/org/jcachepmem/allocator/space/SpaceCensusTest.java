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

import java.util.ArrayList;
import java.util.List;
import org.jcachepmem.allocator.medium.HeapMedium;
import org.jcachepmem.allocator.pool.FormatOptions;
import org.jcachepmem.allocator.pool.Pool;
import org.junit.jupiter.api.Test;

/** What a space says of itself after known reservations. */
class SpaceCensusTest {
  private static final long POOL_BYTES = 8 << 20;

  private final SlotSpace space = space();
  private final SpaceCensus census = space.census();

  private static SlotSpace space() {
    HeapMedium medium = new HeapMedium(POOL_BYTES);
    Pool.format(medium, FormatOptions.standard(0));
    SlotSpace space = new SlotSpace(Pool.mount(medium));
    space.open();
    return space;
  }

  @Test
  void aFreshSpaceIsAllFreeChunks() {
    assertEquals(List.of(), census.classes());
    assertEquals(census.chunkedBytes(), census.freeChunkBytes());
    assertEquals(census.chunkedBytes(), census.freeBytes());
    assertEquals(0, census.vacantBytes());
    assertEquals(0, census.unusableBytes());
  }

  @Test
  void takenAndVacantSlotsOfEachClass() {
    SizeClasses classes = space.classes();
    int small = classes.classOf(100);
    int large = classes.classOf(3000);
    List<Long> taken = new ArrayList<>();
    for (int i = 0; i < classes.slots(small) + 1; i++) {
      taken.add(space.reserve(small));
    }
    space.reserve(large);
    long smallSlots = 2L * classes.slots(small);
    ClassCensus expectedLarge =
        new ClassCensus(
            classes.slotBytes(large), classes.weight(large), 1, classes.slots(large), 1);
    assertEquals(
        List.of(
            new ClassCensus(
                classes.slotBytes(small), classes.weight(small), 2, smallSlots, taken.size()),
            expectedLarge),
        census.classes());
    assertEquals(
        (long) taken.size() * classes.weight(small) + classes.weight(large), census.usedBytes());
    assertEquals(
        (smallSlots - taken.size()) * classes.weight(small)
            + (classes.slots(large) - 1L) * classes.weight(large),
        census.vacantBytes());
    assertEquals(1.0 / classes.slots(large), expectedLarge.fullness());

    taken.forEach(space::free);
    space.reclaim();
    assertEquals(List.of(expectedLarge), census.classes());
    assertEquals(census.chunkedBytes() - space.chunkBytes(), census.freeChunkBytes());
  }
}
