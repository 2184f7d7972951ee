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
package org.jcachepmem.allocator.simulator;

import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The crashes of one process: at each of its crash points the images are inspected; of some of them
 * it runs the recovery on a machine that crashes, too, and goes on with a few operations there.
 */
final class Crashes {
  private static final int FURTHER_OPERATIONS = 3;

  private final Settings settings;
  private final List<Key> keys;
  private final Level level;
  private final Oracle oracle;
  private final Inspection inspection;
  private final Effort effort;

  /** Where they are. */
  final CrashPoints points;

  /** Whether what is there may be no pool yet. */
  boolean mayBeNoPool;

  private int versions;
  private long imagesUntilFurther;

  Crashes(Settings settings, List<Key> keys, Level level, Oracle oracle, Effort effort, long seed) {
    this.settings = settings;
    this.keys = keys;
    this.level = level;
    this.oracle = oracle;
    this.effort = effort;
    this.points = new CrashPoints(level, effort, seed, this::inspect);
    this.inspection = settings.inspection(keys);
    this.imagesUntilFurther = imagesUntilFurther(new SplittableRandom(seed));
  }

  /** From now on the pool is one that was closed: recovery must say so. */
  void closed(boolean isClosed) {
    inspection.isClosed = isClosed;
  }

  /** Versions below this may be in use. */
  void versions(int used) {
    versions = used;
  }

  void here() {
    points.here();
  }

  private void inspect(ImageMedium image, boolean powerLoss, SplittableRandom random) {
    if (mayBeNoPool && Unformatted.isNoPool(image)) {
      return;
    }
    inspection.check(image, oracle, powerLoss);
    if (mayBeNoPool) {
      return; // nobody opens the file of a creation that was cut off
    }
    if (level.next != null && imagesUntilFurther-- == 0) {
      imagesUntilFurther = imagesUntilFurther(random);
      image.rewind();
      further(level.next, powerLoss ? image : null, random);
    }
  }

  private int imagesUntilFurther(SplittableRandom random) {
    return random.nextInt(2 * effort.further() - 1);
  }

  /** What this image is, or what a kill leaves, is run further on the next level. */
  private void further(Level next, @Nullable ImageMedium image, SplittableRandom random) {
    long start = Simulation.nanos();
    Oracle own = oracle.copy();
    try {
      if (image == null) {
        next.medium.beginAfterKill(level.medium);
        own.killed();
      } else {
        image.become(next.medium, random);
        // Recovery cut off any number of times gives the same contents.
        inspection.settle(own);
      }
      Content[] found = inspection.found.clone();
      boolean[] existed = inspection.existed.clone();
      run(next, own, found, existed, random);
    } finally {
      next.medium.end(level.medium);
      level.tally.addDeeper(next.tally);
      next.tally.reset();
      level.furtherNanos += Simulation.nanos() - start;
    }
  }

  private void run(
      Level next, Oracle own, Content[] found, boolean[] existed, SplittableRandom random) {
    Crashes crashes =
        new Crashes(settings, keys, next, own, effort.deeper(next.depth), random.nextLong());
    crashes.versions(versions + 1000);
    next.medium.steps(crashes.points);
    World world = new World(settings, keys, own, next.medium, versions + 1000);
    for (Key key : keys) {
      own.settle(key, found[key.number()]);
    }
    for (int cache = 0; cache < existed.length; cache++) {
      own.acknowledgeExistence(cache, existed[cache]);
    }
    world.settle(true);
    crashes.here();
    StringBuilder done = new StringBuilder("further operations:");
    try {
      for (int i = random.nextInt(2 * FURTHER_OPERATIONS) - FURTHER_OPERATIONS; i > 0; i--) {
        world.operate(random);
        done.append("; ").append(world.operation);
        next.tally.operation();
        crashes.here();
      }
    } catch (RuntimeException | Error e) {
      throw new Violation(done + "; in " + world.operation, e);
    }
    next.medium.noSteps();
    if (random.nextInt(4) == 0) {
      world.checkCapacity();
    }
  }
}
