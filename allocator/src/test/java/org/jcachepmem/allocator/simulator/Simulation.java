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

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jcachepmem.allocator.layout.Geometry;
import org.jcachepmem.allocator.medium.MediumFailedException;
import org.jcachepmem.allocator.pool.Pool;

/**
 * Several lives of one pool under one crash model: it is made, opened, used, and closed, killed or
 * cut off, again and again; at every crash point the images of a crash are inspected. Everything
 * follows from the settings, image by image. Single threaded.
 */
final class Simulation implements Replayable {
  private static final int LIVES = 5;
  private static final int OPERATIONS = 24;
  private static final int FEW_LIVES = 3;
  private static final int FEW_OPERATIONS = 8;

  /** One operation of so many makes the pool larger, while it can grow. */
  private static final int GROW_SHARE = 40;

  /** One operation of so many begins a snapshot. */
  private static final int SNAPSHOT_SHARE = 16;

  /** Of so many operations one puts, and one removes, several keys at once. */
  private static final int BATCH_SHARE = 10;

  /** How many chunks share the pool's storage in a snapshot, before the file system refuses. */
  private static final int[] SHARED_CHUNKS = {0, 0, 2, Integer.MAX_VALUE};

  private static final int DEEPEST = 3;

  /** One of so many operations meets steps that fail. */
  private static final int FAILING_SHARE = 10;

  /** More steps than growing a pool takes. */
  private static final int GROW_STEPS = 24;

  /** How a life ends, but for a close. */
  private enum End {
    /** In the middle of an operation. */
    KILL,
    /** The same, where a store to the pool's words is not durable yet. */
    KILL_AT_WORDS,
    /** By a fence that fails, for good. */
    FAILING_FENCE,
    /** Right after an operation that failed half way. */
    FAILED_OPERATION,
    /** Between two operations. */
    NONE;

    static End of(CrashModel model, SplittableRandom random) {
      return switch (random.nextInt(8)) {
        case 0, 1 -> KILL;
        case 2, 3 -> model.isPaged ? FAILING_FENCE : KILL_AT_WORDS;
        case 4 -> KILL_AT_WORDS;
        case 5, 6 -> FAILED_OPERATION;
        default -> NONE;
      };
    }
  }

  private final Settings settings;
  private final List<Key> keys;
  private final SimulatedMedium medium;
  private final Level level;
  private final Oracle oracle;
  private final Crashes crashes;

  /** Operations to leave out, by number: for making a failure smaller. */
  private Set<Integer> skipped = Set.of();

  /** What was done, for a message. */
  private final List<String> log = new ArrayList<>();

  /** In every other seed: pools that are emptied so often are seldom full. */
  private final boolean removesSeveral;

  private int lives = LIVES;
  private int operationsOfALife = OPERATIONS;
  private int operation;
  private int versions;
  private String last = "format";

  /** What was random about the operation before, if it failed: a user tries again. */
  private long failedSeed;

  private boolean hasJustFailed;

  /** Where the chunks begin: before them are the pool's words and the first chunk table. */
  private long wordsEnd;

  Simulation(Settings settings, Effort effort) {
    this.settings = settings;
    keys = settings.keys();
    removesSeveral = settings.seed() % 2 != 0;
    medium = new SimulatedMedium(settings.model(), settings.poolBytes(), settings.mostBytes());
    level = Level.first(medium, DEEPEST);
    oracle = new Oracle(keys, Settings.CACHES, settings.isRelaxed());
    Effort own = settings.model().crashesAtStores ? effort.ofFewImages() : effort;
    crashes = new Crashes(settings, keys, level, oracle, own, settings.seed());
  }

  Simulation skipping(Set<Integer> operations) {
    skipped = operations;
    return this;
  }

  /** A short one, where each operation takes long: rather more seeds than long lives. */
  Simulation brief() {
    lives = FEW_LIVES;
    operationsOfALife = FEW_OPERATIONS;
    return this;
  }

  @Override
  public Tally run() {
    long start = nanos();
    try {
      SplittableRandom random = new SplittableRandom(settings.seed());
      format();
      boolean powerLoss = true;
      for (int life = 0; life < lives; life++) {
        powerLoss = live(life, random.split(), powerLoss);
      }
    } catch (RuntimeException | Error e) {
      throw new Violation(
          settings + System.lineSeparator() + "operation " + operation + ": " + last, e);
    }
    level.tally.nanos = nanos() - start;
    return level.tally;
  }

  /** Processor time, since others may want the processors, too. */
  static long nanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() + OtherThread.nanos();
  }

  @Override
  public List<String> log() {
    return log;
  }

  @Override
  public int operations() {
    return operation;
  }

  private void format() {
    crashes.mayBeNoPool = true;
    medium.steps(crashes.points);
    Pool.format(medium, settings.format());
    wordsEnd = wordsEnd();
    crashes.mayBeNoPool = false;
    medium.assertAllDurable();
  }

  private long wordsEnd() {
    Geometry geometry = Pool.mount(medium).geometry();
    return (long) geometry.segments().get(0).firstChunk() << geometry.chunkShift();
  }

  /** One life; true if it ended by a power loss. */
  private boolean live(int life, SplittableRandom random, boolean afterPowerLoss) {
    boolean isCutOff = grow(random);
    last = "open";
    log.add(last);
    int cleared = random.nextInt(4) == 0 ? 1 << random.nextInt(Settings.CACHES) : 0;
    World world = new World(settings, keys, oracle, medium, versions, cleared);
    world.settle(true);
    if (afterPowerLoss && !isCutOff) {
      medium.assertAllDurable();
    }
    crashes.here();
    End end = End.of(settings.model(), random);
    int fatal = end == End.NONE ? -1 : random.nextInt(operationsOfALife);
    hasJustFailed = false;
    boolean isCutShort = end == End.FAILED_OPERATION;
    try {
      for (int i = 0; i < operationsOfALife; i++, operation++) {
        SplittableRandom own = new SplittableRandom(settings.seed() * 1_000_003 + operation);
        if (i == fatal) {
          end(end, own);
        }
        if (i == fatal && end == End.KILL_AT_WORDS) {
          world.changeWords(own.split());
        }
        boolean isLast = i == fatal && end == End.FAILED_OPERATION;
        if (!skipped.contains(operation)) {
          operate(world, own, isLast);
        }
        if (isLast) {
          break;
        }
      }
      if (random.nextBoolean()) {
        last = "close";
        log.add(last);
        world.close(random.split());
        crashes.closed(!world.hasFailed()); // else recovery has to make sure of what it reads
        crashes.here();
      }
    } catch (CrashPoints.Killed | MediumFailedException e) {
      last = world.operation + ", cut off: " + e.getMessage();
      log.add(last);
      isCutShort = e instanceof CrashPoints.Killed;
      crashes.here();
    }
    crashes.closed(false);
    versions = world.versions();
    crashes.points.killAfter(-1);
    crashes.points.failAfter(-1);
    return die(random, isCutShort);
  }

  private void operate(World world, SplittableRandom random, boolean mustFail) {
    boolean fails = random.nextInt(FAILING_SHARE) == 0;
    int many = 1 + random.nextInt(3);
    if (mustFail) {
      crashes.points.failFlushesAfter(random.nextInt(2), many);
    } else if (fails && random.nextBoolean()) {
      crashes.points.failFlushesAfter(random.nextInt(4), many);
    } else if (fails) {
      crashes.points.failStepsAfter(random.nextInt(12), many);
    }
    long own = random.nextLong();
    long seed = hasJustFailed && random.nextBoolean() ? failedSeed : own;
    hasJustFailed = false;
    try {
      if (mustFail) {
        world.change(random);
      } else if (world.canGrow() && isOneOf(GROW_SHARE, 1)) {
        world.grow();
      } else if (isOneOf(SNAPSHOT_SHARE, 2)) {
        world.beginSnapshot(new SplittableRandom(seed), SHARED_CHUNKS[own(3).nextInt(4)]);
      } else if (isOneOf(BATCH_SHARE, 4)) {
        world.several(new SplittableRandom(seed), false);
      } else if (removesSeveral && isOneOf(BATCH_SHARE, 5)) {
        world.several(new SplittableRandom(seed), true);
      } else {
        world.operate(new SplittableRandom(seed));
      }
    } catch (MediumFailedException e) {
      if (medium.hasFailed()) {
        throw e;
      }
      hasJustFailed = true;
      failedSeed = seed;
    } finally {
      crashes.points.failStepAfter(-1);
    }
    world.goOnWithSnapshot();
    last = world.operation;
    log.add(operation + " " + last);
    level.tally.operation();
    crashes.versions(world.versions());
    crashes.here();
  }

  /**
   * Whether this operation is one of the few of a kind: from a source of their own, so that the
   * other operations of a seed stay what they were.
   */
  private boolean isOneOf(int share, int kind) {
    return own(kind).nextInt(share) == 0;
  }

  private SplittableRandom own(int kind) {
    long own = (settings.seed() * 31 + kind) * 1_000_003 + operation;
    return new SplittableRandom(~own);
  }

  private void end(End how, SplittableRandom random) {
    switch (how) {
      case KILL -> crashes.points.killAfter(random.nextInt(20));
      case KILL_AT_WORDS -> crashes.points.killAtFence(random.nextInt(3), wordsEnd);
      case FAILING_FENCE -> crashes.points.failAfter(random.nextInt(4));
      default -> {}
    }
  }

  /**
   * What a power loss leaves of what was cut short was looked at already: more often the next
   * process goes on from what is not durable yet.
   */
  private boolean die(SplittableRandom random, boolean isCutShort) {
    if (isCutShort ? random.nextInt(8) > 0 : random.nextBoolean()) {
      last = "kill";
      log.add(last);
      medium.kill();
      oracle.killed();
      return false; // until it has recovered, a power loss may take what the kill had left
    }
    last = "power loss";
    log.add(last);
    medium.losePower(random);
    oracle.powerLost();
    return true;
  }

  /** True if the process was killed in it. */
  private boolean grow(SplittableRandom random) {
    if (medium.sizeBytes() < settings.mostBytes() && random.nextInt(3) == 0) {
      last = "grow";
      log.add(last);
      medium.extend(settings.mostBytes());
      if (random.nextBoolean()) {
        crashes.points.killAfter(random.nextInt(GROW_STEPS));
      } else if (random.nextBoolean()) {
        crashes.points.killAtFence(random.nextInt(2), wordsEnd);
      }
      try {
        Pool.mount(medium).grow(settings.mostBytes());
      } catch (CrashPoints.Killed e) {
        last = "grow, cut off";
        log.add(last);
        medium.kill();
        oracle.killed();
        return true;
      } finally {
        crashes.points.killAfter(-1);
      }
    }
    return false;
  }
}
