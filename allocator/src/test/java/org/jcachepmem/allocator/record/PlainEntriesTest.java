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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.Random;
import org.jcachepmem.allocator.layout.DirectoryLayout;
import org.jcachepmem.allocator.layout.Geometry;
import org.jcachepmem.allocator.medium.HeapMedium;
import org.jcachepmem.allocator.pool.FormatOptions;
import org.jcachepmem.allocator.pool.Pool;
import org.jcachepmem.allocator.pool.VerifyReads;
import org.jcachepmem.allocator.space.SizeClasses;
import org.jcachepmem.allocator.space.SlotSpace;
import org.junit.jupiter.api.Test;

class PlainEntriesTest {
  private static final int POOL_BYTES = 1 << 20;
  private static final int ROUNDS = 200_000;
  private static final int GENERATION = 5;
  private static final long SESSION = 9;
  private static final long SETTLED = 7;

  private final Random random = new Random(27);

  /** One of the numbers around a bound, or any that has so many bits. */
  private int near(int bound, int bits) {
    return (random.nextInt(8) == 0 ? random.nextInt() : bound - 1 + random.nextInt(3))
        & (1 << bits) - 1;
  }

  /** Sorted out by itself, an entry is plain only if the judge needs no look to find it good. */
  @Test
  void aPlainEntryIsGoodAndNoTombstoneIsMissed() {
    HeapMedium medium = new HeapMedium(POOL_BYTES);
    Pool.format(medium, FormatOptions.small(27));
    Pool pool = Pool.mount(medium);
    Geometry geometry = pool.geometry();
    SlotSpace space = new SlotSpace(pool);
    SizeClasses classes = space.classes();
    RecordReader reader =
        new RecordReader(
            medium, space, new Extents(space, medium), geometry.salt(), VerifyReads.FIRST);
    EntryJudge judge = new EntryJudge(geometry, space, reader, SESSION);
    long[] minEpochs = new long[geometry.cacheIds()];
    minEpochs[2] = 6;
    minEpochs[3] = Long.MAX_VALUE;
    PlainEntries entries = new PlainEntries(geometry, minEpochs, SETTLED);
    int plainOnes = 0;
    for (int round = 0; round < ROUNDS; round++) {
      int slotBytes = classes.slotBytes(random.nextInt(classes.count()));
      int mostBytes = Math.min(slotBytes, classes.largestRecordBytes());
      long[] states = {DirectoryLayout.VOID, DirectoryLayout.LIVE, DirectoryLayout.DEAD};
      long state = states[random.nextInt(8) % states.length];
      long sequence = geometry.sequence(4 + random.nextInt(7), 1 + random.nextInt(9));
      int keyLength = random.nextBoolean() ? random.nextInt(9) : near(1 << 16, 17);
      int valueLength = near(random.nextInt(4) == 0 ? 0 : mostBytes - keyLength, 20);
      int cacheId = random.nextInt(8) == 0 ? near(minEpochs.length, 13) : random.nextInt(4);
      int generation = random.nextInt(4) == 0 ? near(GENERATION, 14) : GENERATION;
      long w2 = DirectoryLayout.lengths(valueLength, keyLength, cacheId, generation);
      long[] directory = {state | sequence, random.nextLong(), w2, random.nextLong()};
      long[] plain = new long[1];
      BitSet others = new BitSet();
      boolean anyDead = entries.sort(directory, 1, GENERATION, mostBytes, plain, others);
      assertEquals(state == DirectoryLayout.DEAD, anyDead, "round " + round);
      boolean isLive = state == DirectoryLayout.LIVE;
      assertEquals(isLive ? 1 : 0, (int) plain[0] + others.cardinality(), "round " + round);
      boolean isGood =
          isLive
              && cacheId > 0
              && cacheId < minEpochs.length
              && valueLength != DirectoryLayout.EXTENTS
              && geometry.epoch(sequence) >= minEpochs[cacheId]
              && geometry.epoch(sequence) <= SETTLED
              && judge.verdict(
                      new DirectoryCopy.Entry(0, sequence, directory[1], w2, 0),
                      0,
                      slotBytes,
                      GENERATION,
                      false)
                  == EntryJudge.Verdict.GOOD;
      assertEquals(isGood ? 1 : 0, plain[0], "round " + round);
      plainOnes += (int) plain[0];
    }
    assertTrue(plainOnes > ROUNDS / 100, plainOnes + " plain ones");
  }
}
