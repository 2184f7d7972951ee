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

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jcachepmem.allocator.medium.MediumFailedException;
import org.jcachepmem.allocator.pool.Pool;
import org.jcachepmem.allocator.record.PoolCheck;
import org.jcachepmem.allocator.record.PoolCheckReport;
import org.jcachepmem.allocator.simulator.CrashPoints;
import org.jcachepmem.allocator.simulator.ImageMedium;
import org.jcachepmem.allocator.simulator.Inspection;
import org.jcachepmem.allocator.simulator.Key;
import org.jcachepmem.allocator.simulator.Oracle;
import org.jcachepmem.allocator.simulator.Replayable;
import org.jcachepmem.allocator.simulator.SimulatedMedium;
import org.jcachepmem.allocator.simulator.Tally;
import org.jcachepmem.allocator.simulator.Unformatted;
import org.jcachepmem.allocator.simulator.Violation;

/**
 * Several lives of one pool and its provider under one crash model: it is made, opened, used, and
 * closed, killed or cut off, again and again. At every crash point the images of a crash are
 * recovered and compared record by record, some of them through the whole provider, which then
 * works on. Everything follows from the settings. Single threaded but for {@code loadAll}.
 */
final class CacheSimulation implements Replayable {
  /** One of about that many images is opened through the provider. */
  static final int WHOLE = 500;

  private static final int LIVES = 4;
  private static final int OPERATIONS = 24;
  private static final int WHOLE_OPERATIONS = 6;
  private static final int START_SECONDS = 1_000_000;
  private static final int LONG_TIME = 400;

  private final CacheSettings settings;
  private final List<Key> keys = KeySpace.ALL.keys();
  private final SimulatedMedium medium;
  private final SimulatedClock clock = new SimulatedClock(START_SECONDS);
  private final Oracle oracle;
  private final SystemOfRecord system = new SystemOfRecord(new NoSteps());
  private final Inspection inspection;
  private final CrashPoints points;

  /** Whether the provider of this life is being closed. */
  private boolean closing;

  private boolean mayBeNoPool = true;
  private long imagesUntilWhole;
  private final int whole;

  /** Images that were opened through the provider. */
  long wholeImages;

  /** Operations to leave out, by number: for making a failure smaller. */
  private Set<Integer> skipped = Set.of();

  /** What was done, for a message. */
  private final List<String> log = new ArrayList<>();

  private int operation;
  private int versions;

  CacheSimulation(CacheSettings settings, int samples, int exhaustive, int whole) {
    this.settings = settings;
    this.whole = whole;
    medium = new SimulatedMedium(settings.model(), settings.poolBytes(), settings.mostBytes());
    oracle = new Oracle(keys, Kind.values().length, settings.isRelaxed());
    inspection = inspection(clock);
    points = CrashPoints.on(medium, samples, exhaustive, settings.seed(), this::inspect);
    imagesUntilWhole = new SplittableRandom(settings.seed()).nextInt(whole);
  }

  private Inspection inspection(SimulatedClock now) {
    return new Inspection(
        settings.options(now), KeySpace.NAMESPACE, KeySpace.ALL.cacheNames(), keys);
  }

  CacheSimulation skipping(Set<Integer> operations) {
    skipped = operations;
    return this;
  }

  @Override
  public List<String> log() {
    return log;
  }

  @Override
  public int operations() {
    return operation;
  }

  @Override
  public Tally run() {
    long start = cpuNanos();
    try {
      Pool.format(medium, settings.format());
      mayBeNoPool = false;
      medium.assertAllDurable();
      SplittableRandom random = new SplittableRandom(settings.seed());
      for (int life = 0; life < LIVES; life++) {
        live(random.split());
      }
    } catch (RuntimeException | Error e) {
      throw new Violation(
          settings + System.lineSeparator() + "operation " + operation + ": " + last(), e);
    }
    points.tally().nanos = cpuNanos() - start;
    return points.tally();
  }

  private String last() {
    return log.isEmpty() ? "format" : log.get(log.size() - 1);
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private void live(SplittableRandom random) {
    grow(random);
    clock.advance(random.nextInt(3) == 0 ? random.nextInt(LONG_TIME) : 1);
    oracle.expire(clock.seconds());
    points.look((image, powerLoss, any) -> inspection.check(image, oracle, true));
    log.add("open");
    CacheWorld world =
        new CacheWorld(settings, oracle, clock, system, medium, random.split(), points::here);
    inspection.settle(oracle);
    oracle.expire(clock.seconds());
    points.here();
    Mutators mutators = new Mutators(world, settings.lengths(), versions);
    int end = random.nextInt(4);
    int fatal = end == 0 || settings.model().isPaged && end == 1 ? random.nextInt(OPERATIONS) : -1;
    try {
      start(world, random);
      for (int i = 0; i < OPERATIONS; i++, operation++) {
        SplittableRandom own = new SplittableRandom(settings.seed() * 1_000_003 + operation);
        if (i == fatal) {
          end(end, own);
        }
        if (!skipped.contains(operation)) {
          operate(world, mutators, own);
        }
      }
      if (random.nextInt(3) > 0) {
        log.add("close the provider");
        closing = true;
        world.close();
        points.here();
      }
    } catch (CrashPoints.Killed e) {
      log.add(world.operation + ", killed");
      points.here();
    } catch (MediumFailedException e) {
      log.add(world.operation + ", failed: " + e.getMessage());
      afterFailure(world, mutators);
    }
    closing = false;
    versions = mutators.versions;
    points.killAfter(-1);
    points.failAfter(-1);
    die(random);
  }

  /** Some of the stored caches are wanted again at once, some later, and some never. */
  private void start(CacheWorld world, SplittableRandom random) {
    for (Kind kind : Kind.values()) {
      if (world.exists(kind) && random.nextInt(4) > 0) {
        log.add("create cache " + kind);
        world.open(kind);
        points.here();
      }
    }
  }

  private void operate(CacheWorld world, Mutators mutators, SplittableRandom random) {
    if (random.nextInt(16) == 0) {
      points.failStepAfter(random.nextInt(16));
    }
    try {
      mutators.operate(random);
      log.add(operation + " " + world.operation);
    } catch (MediumFailedException e) {
      if (medium.hasFailed()) {
        throw e;
      }
      log.add(operation + " " + world.operation + ", of which a step failed");
    } catch (AssertionError e) {
      log.add(operation + " " + world.operation + ", violated");
      throw e;
    } finally {
      points.failStepAfter(-1);
    }
    points.tally().operation();
    points.here();
  }

  private void end(int how, SplittableRandom random) {
    if (how == 0) {
      points.killAfter(random.nextInt(30));
    } else {
      points.failAfter(random.nextInt(6));
    }
  }

  /** The JVM lives on, nothing is acknowledged, and nothing hangs. */
  private void afterFailure(CacheWorld world, Mutators mutators) {
    points.here();
    if (closing) {
      return; // the caches are closed, or half closed: there is nothing to try any more
    }
    mutators.putAfterFailure();
    points.here();
    if (!world.failsToClose()) {
      throw new AssertionError("the provider closes cleanly though the medium has failed");
    }
    points.here();
  }

  private void die(SplittableRandom random) {
    if (random.nextBoolean()) {
      log.add("kill");
      medium.kill();
      oracle.killed();
    } else {
      log.add("power loss");
      medium.losePower(random);
      oracle.powerLost();
    }
  }

  private void grow(SplittableRandom random) {
    if (medium.sizeBytes() < settings.mostBytes() && random.nextInt(3) == 0) {
      log.add("grow");
      medium.extend(settings.mostBytes());
      Pool.mount(medium).grow(settings.mostBytes());
    }
  }

  // ---- images

  private void inspect(ImageMedium image, boolean powerLoss, SplittableRandom random) {
    if (mayBeNoPool && Unformatted.isNoPool(image)) {
      return;
    }
    if (!mayBeNoPool && imagesUntilWhole-- == 0) {
      imagesUntilWhole = random.nextInt(2 * whole);
      wholeImages++;
      openWhole(image, powerLoss, random.split());
    } else {
      inspection.check(image, oracle, powerLoss);
    }
  }

  /** The next process: its provider reads everything, works on, and closes. */
  private void openWhole(ImageMedium image, boolean powerLoss, SplittableRandom random) {
    Oracle own = oracle.copy();
    SimulatedClock later = clock.copy();
    later.advance(random.nextInt(3) == 0 ? random.nextInt(LONG_TIME) : 1);
    own.expire(later.seconds());
    Oracle strict = own.copy();
    if (powerLoss) {
      own.powerLost(); // until it is read
    }
    CacheWorld world =
        new CacheWorld(
            settings, own, later, system.copy(new NoSteps()), image, random.split(), () -> {});
    List<String> done = new ArrayList<>();
    try {
      for (Kind kind : Kind.values()) {
        if (world.exists(kind)) {
          world.open(kind);
        }
      }
      world.settle(strict, powerLoss);
      Mutators mutators = new Mutators(world, settings.lengths(), versions + 100_000);
      mutators.readAll(random);
      for (int i = random.nextInt(WHOLE_OPERATIONS); i > 0; i--) {
        mutators.operate(random);
        done.add(world.operation);
      }
      world.close();
      PoolCheckReport report = PoolCheck.run(image);
      if (!report.isSound()) {
        throw new AssertionError("after closing: " + report.problems());
      }
      inspection(later).check(image, own, false);
    } catch (RuntimeException | Error e) {
      throw new Violation("through the provider, after " + done + ", in " + world.operation, e);
    }
  }

  /** Before the first process. */
  private static final class NoSteps implements SystemOfRecord.Steps {
    @Override
    public void invalidated(Key key) {}

    @Override
    public void pending(Key key, org.jcachepmem.allocator.simulator.Content content) {}

    @Override
    public void crashPoint() {}
  }
}
