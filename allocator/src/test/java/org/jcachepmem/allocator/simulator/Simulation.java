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
  private static final int DEEPEST = 3;

  /** One of so many operations meets steps that fail. */
  private static final int FAILING_SHARE = 10;

  /** More steps than growing a pool takes. */
  private static final int GROW_STEPS = 24;

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

  private int operation;
  private int versions;
  private String last = "format";

  Simulation(Settings settings, Effort effort) {
    this.settings = settings;
    keys = settings.keys();
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

  @Override
  public Tally run() {
    long start = cpuNanos();
    try {
      SplittableRandom random = new SplittableRandom(settings.seed());
      format();
      boolean powerLoss = true;
      for (int life = 0; life < LIVES; life++) {
        powerLoss = live(life, random.split(), powerLoss);
      }
    } catch (RuntimeException | Error e) {
      throw new Violation(
          settings + System.lineSeparator() + "operation " + operation + ": " + last, e);
    }
    level.tally.nanos = cpuNanos() - start;
    return level.tally;
  }

  /** Processor time, since others may want the processors, too. */
  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
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
    crashes.mayBeNoPool = false;
    medium.assertAllDurable();
  }

  /** One life; true if it ended by a power loss. */
  private boolean live(int life, SplittableRandom random, boolean afterPowerLoss) {
    boolean isCutOff = grow(random);
    last = "open";
    log.add(last);
    World world = new World(settings, keys, oracle, medium, versions);
    world.settle(true);
    if (afterPowerLoss && !isCutOff) {
      medium.assertAllDurable();
    }
    crashes.here();
    int end = random.nextInt(4);
    int fatal = end == 0 || settings.model().isPaged && end == 1 ? random.nextInt(OPERATIONS) : -1;
    try {
      for (int i = 0; i < OPERATIONS; i++, operation++) {
        SplittableRandom own = new SplittableRandom(settings.seed() * 1_000_003 + operation);
        if (i == fatal) {
          end(end, own);
        }
        if (!skipped.contains(operation)) {
          operate(world, own);
        }
      }
      if (random.nextBoolean()) {
        last = "close";
        log.add(last);
        world.close();
        crashes.closed(!world.hasFailed()); // else recovery has to make sure of what it reads
        crashes.here();
      }
    } catch (CrashPoints.Killed | MediumFailedException e) {
      last = world.operation + ", cut off: " + e.getMessage();
      crashes.here();
    }
    crashes.closed(false);
    versions = world.versions();
    crashes.points.killAfter(-1);
    crashes.points.failAfter(-1);
    return die(random);
  }

  private void operate(World world, SplittableRandom random) {
    boolean fails = random.nextInt(FAILING_SHARE) == 0;
    if (fails) {
      crashes.points.failStepsAfter(random.nextInt(12), 1 + random.nextInt(3));
    }
    try {
      world.operate(random);
    } catch (MediumFailedException e) {
      if (medium.hasFailed()) {
        throw e;
      }
    } finally {
      crashes.points.failStepAfter(-1);
    }
    last = world.operation;
    log.add(operation + " " + last);
    level.tally.operation();
    crashes.versions(world.versions());
    crashes.here();
  }

  private void end(int how, SplittableRandom random) {
    if (how == 0) {
      crashes.points.killAfter(random.nextInt(20));
    } else {
      crashes.points.failAfter(random.nextInt(4));
    }
  }

  private boolean die(SplittableRandom random) {
    if (random.nextBoolean()) {
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
