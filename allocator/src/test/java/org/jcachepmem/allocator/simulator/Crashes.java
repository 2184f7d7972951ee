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
 * The crashes of one process: at each of its crash points it has the images made and inspected; of
 * some of them it runs the recovery on a machine that crashes, too, and goes on with a few
 * operations there.
 *
 * <p>What is random about a crash point depends on the seed and the point's number alone.
 */
final class Crashes implements Steps {
  private static final int FURTHER_OPERATIONS = 3;

  /** At deeper levels, a crash at one of that many stores. */
  private static final int DEEP_STORES = 7;

  private final Settings settings;
  private final List<Key> keys;
  private final Level level;
  private final Oracle oracle;
  private final Inspection inspection;
  private final Effort effort;
  private final long seed;

  /** Counts the crash points of this process. */
  private int point;

  /** Whether what is there may be no pool yet. */
  boolean mayBeNoPool;

  /** What fails at the fence that it counts down to. */
  private int fencesToFailure = -1;

  /** Stores and flushes before one that fails. */
  private int stepsToFailure = -1;

  /** How many fail then. */
  private int stepsThatFail;

  /** Steps after which the process is killed. */
  private int stepsToKill = -1;

  private int versions;
  private int stores;
  private long imagesUntilFurther;

  Crashes(Settings settings, List<Key> keys, Level level, Oracle oracle, Effort effort, long seed) {
    this.settings = settings;
    this.keys = keys;
    this.level = level;
    this.oracle = oracle;
    this.effort = effort;
    this.seed = seed;
    this.inspection = new Inspection(settings, keys);
    this.imagesUntilFurther = imagesUntilFurther(new SplittableRandom(seed));
  }

  /** The process is killed before its {@code steps}th store or fence from now on. */
  void killAfter(int steps) {
    stepsToKill = steps;
  }

  /** Its {@code fences}th fence from now on fails. */
  void failAfter(int fences) {
    fencesToFailure = fences;
  }

  /** Its {@code steps}th store or flush from now on fails, and the next ones up to {@code many}. */
  void failStepAfter(int steps, int many) {
    stepsToFailure = steps;
    stepsThatFail = many;
  }

  /** From now on the pool is one that was closed: recovery must say so. */
  void closed(boolean isClosed) {
    inspection.isClosed = isClosed;
  }

  /** Versions below this may be in use. */
  void versions(int used) {
    versions = used;
  }

  /** Out of a step: the process is no more. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1L;

    Killed() {
      super("killed", null, false, false);
    }
  }

  @Override
  public void beforeStore() {
    if (level.medium.model.crashesAtStores && (level.depth == 1 || stores++ % DEEP_STORES == 0)) {
      here(true);
    }
    countDown();
    failStep();
  }

  @Override
  public void beforeFlush() {
    failStep();
  }

  private void failStep() {
    if (stepsThatFail > 0 && --stepsToFailure < 0) {
      stepsThatFail--;
      throw SimulatedMedium.failure("a planted failure of a store or flush");
    }
  }

  @Override
  public void beforeFence() {
    here();
    countDown();
    if (fencesToFailure >= 0 && fencesToFailure-- == 0) {
      throw level.medium.failFence();
    }
  }

  private void countDown() {
    if (stepsToKill >= 0 && stepsToKill-- == 0) {
      throw new Killed();
    }
  }

  /** A crash point. */
  void here() {
    here(false);
  }

  /** At a store only what was executed is looked at: the rest will be at the next fence. */
  private void here(boolean isStore) {
    int number = point++;
    SplittableRandom random = new SplittableRandom(seed * 31 + number);
    // After a kill the machine may lose its power, too.
    boolean powerLoss = settings.model() != CrashModel.KILL || level.depth > 1;
    try {
      if (isStore) {
        level.explorer.executed(image -> inspect(image, powerLoss, random));
        return;
      }
      if (powerLoss) {
        level.explorer.powerLoss(random, effort, image -> inspect(image, true, random));
      }
      if (!powerLoss || number % 4 == 0) {
        level.explorer.executed(image -> inspect(image, false, random));
      }
    } catch (RuntimeException | Error e) {
      throw new Violation("crash point " + number + " at depth " + level.depth, e);
    }
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
      further(level.next, powerLoss ? image : null, random);
    }
  }

  private int imagesUntilFurther(SplittableRandom random) {
    return random.nextInt(2 * effort.further() - 1);
  }

  /** What this image is, or what a kill leaves, is run further on the next level. */
  private void further(Level next, @Nullable ImageMedium image, SplittableRandom random) {
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
    }
  }

  private void run(
      Level next, Oracle own, Content[] found, boolean[] existed, SplittableRandom random) {
    Crashes crashes =
        new Crashes(settings, keys, next, own, effort.deeper(next.depth), random.nextLong());
    crashes.versions(versions + 1000);
    next.medium.steps(crashes);
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
