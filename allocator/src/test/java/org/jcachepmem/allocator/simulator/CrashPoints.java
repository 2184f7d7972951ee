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

import java.util.SplittableRandom;

/**
 * The crash points of one process: before each fence, before each store where the model says so,
 * and where it is told. At each of them it has the images of a crash made and inspected. It also
 * plants what ends or disturbs the process: a kill, a failing fence, a failing store or flush.
 *
 * <p>What is random about a crash point depends on the seed and the point's number alone.
 */
public final class CrashPoints implements Steps {
  /** What is done with an image: an exception or an error if it is not as it must be. */
  public interface Images {
    /**
     * Inspects one image.
     *
     * @param powerLoss whether the machine went down, or the process alone
     */
    void inspect(ImageMedium image, boolean powerLoss, SplittableRandom random);
  }

  /** Out of a step: the process is no more. */
  public static final class Killed extends Error {
    private static final long serialVersionUID = 1L;

    Killed() {
      super("killed", null, false, false);
    }
  }

  private final Level level;
  private final Effort effort;
  private final long seed;
  private final Images images;

  /** Counts the crash points of this process. */
  private int point;

  private int stores;

  /** What fails at the fence that it counts down to. */
  private int fencesToFailure = -1;

  /** Stores and flushes before one that fails. */
  private int stepsToFailure = -1;

  /** Whether flushes alone are counted, and fail. */
  private boolean onlyFlushes;

  /** How many fail then. */
  private int stepsThatFail;

  /** Steps after which the process is killed. */
  private int stepsToKill = -1;

  /** If it is not 0: only fences count at which something below is not certainly on the medium. */
  private long killBelow;

  private boolean isDead;

  CrashPoints(Level level, Effort effort, long seed, Images images) {
    this.level = level;
    this.effort = effort;
    this.seed = seed;
    this.images = images;
  }

  /**
   * The crash points of a process on {@code medium}, which tells them its steps from now on.
   *
   * @param exhaustive up to that many images of a crash point all are made
   * @param samples of those that have more
   */
  public static CrashPoints on(
      SimulatedMedium medium, int samples, int exhaustive, long seed, Images images) {
    CrashPoints points =
        new CrashPoints(
            Level.first(medium, 1), new Effort(exhaustive, samples, 1, 1), seed, images);
    medium.steps(points);
    return points;
  }

  /** What was counted so far. */
  public Tally tally() {
    return level.tally;
  }

  /**
   * The process is killed before its {@code steps}th store or fence from now on; never if negative.
   * A process that was killed does nothing any more until this is called for the next one.
   */
  public void killAfter(int steps) {
    stepsToKill = steps;
    killBelow = 0;
    isDead = false;
  }

  /**
   * The process is killed before the {@code fences}th of its fences at which a store to the bytes
   * before {@code end} is not durable yet: what the next process then reads there, a power loss may
   * take back.
   */
  public void killAtFence(int fences, long end) {
    killAfter(fences);
    killBelow = end;
  }

  /** Its {@code fences}th fence from now on fails; none if negative. */
  public void failAfter(int fences) {
    fencesToFailure = fences;
  }

  /** Its {@code steps}th store or flush from now on fails, and only that one; none if negative. */
  public void failStepAfter(int steps) {
    failStepsAfter(steps, 1);
  }

  /** The same, with the next ones: {@code many} in all. */
  public void failStepsAfter(int steps, int many) {
    stepsToFailure = steps;
    stepsThatFail = steps < 0 ? 0 : many;
    onlyFlushes = false;
  }

  /** The same of its flushes alone, so that what was stored stays. */
  public void failFlushesAfter(int flushes, int many) {
    failStepsAfter(flushes, many);
    onlyFlushes = true;
  }

  @Override
  public void beforeStore() {
    checkAlive();
    if (level.medium.model.crashesAtStores && stores++ % effort.stores() == 0) {
      here(true);
    }
    countDown(false);
    if (!onlyFlushes) {
      failStep();
    }
  }

  @Override
  public void beforeFlush() {
    checkAlive();
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
    checkAlive();
    here();
    countDown(true);
    if (fencesToFailure >= 0 && fencesToFailure-- == 0) {
      throw level.medium.failFence();
    }
  }

  private void countDown(boolean isFence) {
    boolean counts = killBelow == 0 || isFence && level.medium.isPendingBelow(killBelow);
    if (stepsToKill >= 0 && counts && stepsToKill-- == 0) {
      isDead = true;
      throw new Killed();
    }
  }

  /** What unwinds after the kill is no step of any process. */
  private void checkAlive() {
    if (isDead) {
      throw new Killed();
    }
  }

  /** Shows {@code to} what the process that comes next will find; no crash point. */
  public void look(Images to) {
    level.explorer.look(image -> to.inspect(image, false, new SplittableRandom(0)));
  }

  /** A crash point. */
  public void here() {
    here(false);
  }

  /** At a store only what was executed is looked at: the rest will be at the next fence. */
  private void here(boolean isStore) {
    int number = point++;
    SplittableRandom random = new SplittableRandom(seed * 31 + number);
    // After a kill the machine may lose its power, too.
    boolean powerLoss = level.medium.model != CrashModel.KILL || level.depth > 1;
    long start = Simulation.nanos() - level.furtherNanos;
    try {
      if (isStore) {
        level.explorer.executed(image -> images.inspect(image, powerLoss, random));
        return;
      }
      if (powerLoss) {
        level.explorer.powerLoss(random, effort, image -> images.inspect(image, true, random));
      }
      if (!powerLoss || number % 4 == 0) {
        level.explorer.executed(image -> images.inspect(image, false, random));
      }
    } catch (RuntimeException | Error e) {
      throw new Violation("crash point " + number + " at depth " + level.depth, e);
    } finally {
      level.tally.imageNanos += Simulation.nanos() - level.furtherNanos - start;
    }
  }
}
