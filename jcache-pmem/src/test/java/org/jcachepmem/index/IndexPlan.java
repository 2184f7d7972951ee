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
package org.jcachepmem.index;

import java.util.Locale;
import java.util.Random;
import org.jcachepmem.allocator.schedule.Frame;
import org.jcachepmem.allocator.schedule.Schedule;
import org.jcachepmem.allocator.schedule.Step;
import org.jcachepmem.key.KeyIdentities;
import org.jcachepmem.key.KeyIdentity;
import org.jspecify.annotations.Nullable;

/** What a run over the index is made of, drawn from its seed: different from run to run. */
final class IndexPlan {
  /** Another thread may run before a key is published. */
  static final SteppingKeys CANONICAL =
      new SteppingKeys(() -> Schedule.step(Step.TEST, 3), () -> {});

  static final int[] LENGTHS = {12, 40, 100, 300, 472, 1200, 5000};
  private static final int STEPS_PER_OPERATION = 14;

  final long seed;

  final int threads;
  final int operations;
  final int keys;
  final int stripes;
  final int lives;
  final boolean relaxed;
  final boolean tight;
  final boolean loose;
  final boolean pinned;
  final int longest;
  final int pointOneIn;
  private final int[] weights;
  final int imagesPerPoint;

  IndexPlan(long seed) {
    this.seed = seed;
    Random random = new Random(seed);
    threads = 2 + random.nextInt(3);
    operations = 4 + random.nextInt(10);
    keys = 1 + random.nextInt(6);
    stripes = 1 << random.nextInt(3);
    lives = 1 + random.nextInt(3);
    relaxed = random.nextInt(4) == 0;
    tight = random.nextInt(3) == 0;
    loose = random.nextInt(4) == 0;
    pinned = !tight && random.nextInt(6) == 0;
    longest = tight ? LENGTHS.length : 1 + random.nextInt(LENGTHS.length);
    pointOneIn = 3 << random.nextInt(4);
    imagesPerPoint = 3 + random.nextInt(4);
    weights = new int[] {40, 14, 20, 8, 8, 4, 4, 3, 4, 6, 3, 8};
    for (int i = 1; i < weights.length; i++) {
      int share = random.nextInt(6);
      weights[i] *= share == 0 ? 0 : share == 5 ? 4 : 1;
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
        tight ? 56 << 10 : 192 << 10,
        relaxed,
        pointOneIn,
        imagesPerPoint);
  }

  KeyIdentities<?> identities() {
    return loose ? Keys.LOOSE : CANONICAL;
  }

  /** The key, if it is a loose one under one of its spellings. */
  KeyIdentity key(String text, @Nullable Random random) {
    if (!loose) {
      return CANONICAL.of(text);
    }
    boolean upper = random != null && random.nextBoolean();
    String blanks = " ".repeat(random == null ? 0 : random.nextInt(3));
    return Keys.LOOSE.of(new Keys.Word((upper ? text.toUpperCase(Locale.ROOT) : text) + blanks));
  }

  /** The number of an operation. */
  int choose(Random random) {
    int sum = 0;
    for (int weight : weights) {
      sum += weight;
    }
    int dice = random.nextInt(sum);
    int chosen = 0;
    while ((dice -= weights[chosen]) >= 0) {
      chosen++;
    }
    return chosen;
  }

  @Override
  public String toString() {
    return "%d threads of %d operations, %d keys, %d stripes, %d lives, relaxed %s, tight %s, loose keys %s, pinned %s"
        .formatted(threads, operations, keys, stripes, lives, relaxed, tight, loose, pinned);
  }
}
