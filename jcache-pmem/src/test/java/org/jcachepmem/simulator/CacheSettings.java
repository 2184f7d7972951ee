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
package org.jcachepmem.simulator;

import java.util.List;
import java.util.SplittableRandom;
import org.jcachepmem.allocator.pool.Durability;
import org.jcachepmem.allocator.pool.FormatOptions;
import org.jcachepmem.allocator.pool.VerifyReads;
import org.jcachepmem.allocator.record.RecordOptions;
import org.jcachepmem.allocator.simulator.CrashModel;

/**
 * What a simulation runs with; all of it follows from a model and a seed.
 *
 * @param poolBytes bytes of the pool when it is made
 * @param mostBytes bytes that it may grow to
 * @param indexMaxBytes most heap for the indexes, by estimate
 * @param lengths of values
 */
record CacheSettings(
    CrashModel model,
    long seed,
    int poolBytes,
    int mostBytes,
    int stripes,
    Durability durability,
    long indexMaxBytes,
    List<Integer> lengths,
    FormatOptions format) {

  private static final List<Integer> SMALL = List.of(0, 1, 8, 16, 40, 100);
  private static final List<Integer> MIXED = List.of(0, 7, 40, 300, 471, 472, 700);
  private static final List<Integer> LARGE = List.of(3, 440, 1200, 4056, 5000, 9000);
  private static final List<Integer> CLASSES = List.of(10, 100, 200, 300, 400, 900, 1900);
  private static final long AMPLE = 64L << 20;

  static CacheSettings of(CrashModel model, long seed) {
    SplittableRandom random = new SplittableRandom(seed * 0x9E37_79B9L + model.ordinal());
    List<List<Integer>> choices = List.of(SMALL, MIXED, LARGE, CLASSES, CLASSES);
    List<Integer> lengths = choices.get(random.nextInt(choices.size()));
    int poolKib = lengths == LARGE ? 64 : new int[] {44, 48, 64}[random.nextInt(3)];
    FormatOptions format = FormatOptions.small(seed);
    if (random.nextInt(3) == 0) {
      format = format.narrowed(2 + random.nextInt(2), 24, 1 + random.nextInt(2));
    }
    Durability durability =
        random.nextInt(model.isPaged ? 2 : 4) == 0 ? Durability.ON_CLOSE : Durability.SYNC;
    return new CacheSettings(
        model,
        seed,
        poolKib << 10,
        random.nextInt(4) == 0 ? 96 << 10 : poolKib << 10,
        1 << random.nextInt(3),
        durability,
        random.nextInt(6) == 0 ? 2_500 : AMPLE,
        lengths,
        format);
  }

  boolean isRelaxed() {
    return durability != Durability.SYNC;
  }

  RecordOptions options(SimulatedClock clock) {
    return new RecordOptions(
        stripes, VerifyReads.FIRST, clock::millis, durability, Integer.MAX_VALUE, false, 2, 1);
  }

  @Override
  public String toString() {
    return String.format(
        "%s, seed %d: pool %d KiB of at most %d, %d stripes, %s, index %d, values up to %d, counters"
            + " %d/%d/%d",
        model,
        seed,
        poolBytes >> 10,
        mostBytes >> 10,
        stripes,
        durability,
        indexMaxBytes,
        lengths.stream().mapToInt(Integer::intValue).max().orElse(0),
        format.counterBits(),
        format.epochBits(),
        format.generationBits());
  }
}
