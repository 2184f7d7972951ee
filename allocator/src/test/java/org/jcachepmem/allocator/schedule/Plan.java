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
package org.jcachepmem.allocator.schedule;

import java.util.Arrays;
import java.util.Random;
import org.jcachepmem.allocator.pool.FormatOptions;

/**
 * What a run is made of, drawn from its seed. Each run leaves some operations out and has more of
 * others (swarm testing, Groce et al. 2012): a mix of everything hides what takes many of one kind.
 */
final class Plan {
  /** What a thread can do. */
  enum Operation {
    PUT(40),
    PUT_LARGE(10),
    REMOVE(14),
    GET(16),
    EVICT(10),
    EVICT_ALL(3),
    RELOCATE(6),
    TOUCH(6),
    CLEAR(4),
    SETTLE_ALL(5),
    SETTLE_EPOCH(4),
    BEGIN_EPOCH(1),
    COMMIT(4),
    SECOND_CACHE(8);

    private final int weight;

    Operation(int weight) {
      this.weight = weight;
    }
  }

  private static final int STEPS_PER_OPERATION = 12;
  private static final int[] POOL_KIB = {40, 48, 64, 96};
  private static final int[] LENGTHS = {12, 40, 100, 300, 471, 472};
  private static final int[] LARGE = {500, 1200, 4064, 5000, 9000};

  final long seed;
  final int threads;
  final int operations;
  final int keys;
  final int stripes;
  final int poolBytes;
  final int lives;
  final boolean relaxed;
  final boolean narrowed;
  final int pointOneIn;
  final int imagesPerPoint;

  /** Most values have one length, so that slots are used again at once; 0 if not. */
  private final int usualLength;

  private final int[] weights = new int[Operation.values().length];

  /** A plan that has more of those operations than a seed alone would give it. */
  Plan(long seed, Operation... favoured) {
    this.seed = seed;
    Random random = new Random(seed);
    threads = 2 + random.nextInt(3);
    operations = 4 + random.nextInt(12);
    keys = 2 + random.nextInt(random.nextBoolean() ? 4 : 14);
    stripes = 1 << random.nextInt(3);
    usualLength = random.nextBoolean() ? LENGTHS[random.nextInt(LENGTHS.length)] : 0;
    poolBytes = POOL_KIB[random.nextInt(POOL_KIB.length)] << 10;
    lives = 1 + random.nextInt(3);
    relaxed = random.nextInt(4) == 0;
    narrowed = random.nextInt(3) == 0;
    pointOneIn = 3 << random.nextInt(4);
    imagesPerPoint = 3 + random.nextInt(6);
    for (Operation each : Operation.values()) {
      int share = random.nextInt(6); // 0: none, 5: four times as much
      int factor = share == 0 ? 0 : share == 5 ? 4 : 1;
      weights[each.ordinal()] =
          each.weight * (each == Operation.PUT ? Math.max(1, factor) : factor);
    }
    for (Operation each : favoured) {
      weights[each.ordinal()] = 6 * each.weight;
    }
    if (!relaxed) {
      weights[Operation.COMMIT.ordinal()] = 0;
    }
  }

  Frame frame() {
    return new Frame(
        seed,
        lives,
        threads,
        operations,
        STEPS_PER_OPERATION,
        stripes,
        poolBytes,
        relaxed,
        pointOneIn,
        imagesPerPoint);
  }

  FormatOptions format() {
    FormatOptions small = FormatOptions.small(seed);
    return narrowed ? small.narrowed(3, 20, 2) : small;
  }

  Operation operation(Random random) {
    int dice = random.nextInt(Arrays.stream(weights).sum());
    for (Operation each : Operation.values()) {
      dice -= weights[each.ordinal()];
      if (dice < 0) {
        return each;
      }
    }
    throw new AssertionError("weights " + Arrays.toString(weights));
  }

  /** Few of the keys are used most. */
  String key(Random random) {
    return "key" + (random.nextBoolean() ? random.nextInt(2) : random.nextInt(keys));
  }

  int length(Random random, boolean large) {
    int[] lengths = large ? LARGE : LENGTHS;
    if (!large && usualLength != 0 && random.nextInt(8) != 0) {
      return usualLength;
    }
    return lengths[random.nextInt(lengths.length)];
  }

  @Override
  public String toString() {
    return "%d threads of %d operations, %d keys, %d stripes, %d KiB, %d lives%s%s, weights %s"
        .formatted(
            threads,
            operations,
            keys,
            stripes,
            poolBytes >> 10,
            lives,
            relaxed ? ", relaxed" : "",
            narrowed ? ", narrow counters" : "",
            Arrays.toString(weights));
  }
}
