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

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.jcachepmem.allocator.simulator.CrashModel;
import org.jcachepmem.allocator.simulator.Minimiser;
import org.jcachepmem.allocator.simulator.SimulatorArguments;
import org.jcachepmem.allocator.simulator.Tally;
import org.jcachepmem.allocator.simulator.Violation;
import org.jspecify.annotations.Nullable;

/**
 * Simulates crashes over the public API for a while, under every model in turn: {@code --seconds 60
 * --seed 1 --threads 1}; with {@code --model ADR} under one. {@code --replay MODEL SEED [--skip
 * 3,4]} runs one again, and makes the failure smaller.
 */
public final class CacheSimulator {
  static final int SAMPLES = 24;
  static final int EXHAUSTIVE = 512;

  private static final long NANOS = 1_000_000_000L;

  /** What was seen under one model. Guarded by the simulator. */
  private static final class Sum {
    final Tally tally = new Tally();
    long whole;
    long violations;
    long nextSeed;
  }

  private final Map<CrashModel, Sum> sums = new EnumMap<>(CrashModel.class);
  private final CrashModel[] models;
  private final long deadline;
  private int turn;
  private @Nullable Violation violation;
  private @Nullable CacheSettings violated;

  private CacheSimulator(long seconds, long firstSeed, String only) {
    deadline = System.nanoTime() + seconds * NANOS;
    models = only.isEmpty() ? CrashModel.values() : new CrashModel[] {CrashModel.valueOf(only)};
    for (CrashModel model : models) {
      Sum sum = new Sum();
      sum.nextSeed = firstSeed;
      sums.put(model, sum);
    }
  }

  public static void main(String[] args) throws InterruptedException {
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "off"); // refusals are expected
    SimulatorArguments arguments = new SimulatorArguments(args);
    String replayed = arguments.replayed();
    if (replayed != null) {
      arguments.replay(minimiser(CacheSettings.of(CrashModel.valueOf(replayed), arguments.seed())));
    }
    CacheSimulator simulator =
        new CacheSimulator(arguments.seconds(), arguments.seed(), arguments.option("--model", ""));
    arguments.work("caches", simulator::work);
    System.exit(simulator.report() ? 0 : 1);
  }

  private static CacheSimulation simulation(CacheSettings settings) {
    return new CacheSimulation(settings, SAMPLES, EXHAUSTIVE, CacheSimulation.WHOLE);
  }

  private static Minimiser minimiser(CacheSettings settings) {
    return new Minimiser(
        "jcache-pmem/prove --part caches --replay " + settings.model() + " " + settings.seed(),
        skipped -> simulation(settings).skipping(skipped));
  }

  private void work() {
    for (CacheSettings settings = next(); settings != null; settings = next()) {
      CacheSimulation simulation = simulation(settings);
      try {
        Tally tally = simulation.run();
        synchronized (this) {
          Sum sum = sum(settings);
          sum.tally.add(tally);
          sum.whole += simulation.wholeImages;
        }
      } catch (Violation e) {
        synchronized (this) {
          sum(settings).violations++;
          violation = violation == null ? e : violation;
          violated = settings;
        }
      }
    }
  }

  private Sum sum(CacheSettings settings) {
    Sum sum = sums.get(settings.model());
    if (sum == null) {
      throw new IllegalStateException("not asked for: " + settings);
    }
    return sum;
  }

  /** What is simulated next; null when time is up or something was found. */
  private synchronized @Nullable CacheSettings next() {
    if (System.nanoTime() - deadline > 0 || violation != null) {
      return null;
    }
    CrashModel model = models[turn++ % models.length];
    Sum sum = sums.get(model);
    return sum == null ? null : CacheSettings.of(model, sum.nextSeed++);
  }

  /** Prints the rows; false if there was a violation. */
  private boolean report() {
    Violation found = violation;
    CacheSettings of = violated;
    if (found != null && of != null) {
      found.printStackTrace(System.out);
      String small = minimiser(of).minimise(Set.of());
      System.out.println(small == null ? "It does not come again by itself: " + of : small);
    }
    sums.forEach(
        (model, sum) -> {
          Tally tally = sum.tally;
          System.out.printf(
              "#row\tJCache API, %s\t%d\t%d\t%d\t%d\t%d\t%d images a second and core; %d opened by the provider%n",
              model,
              tally.operations,
              tally.points,
              tally.images,
              tally.capped,
              sum.violations,
              tally.nanos == 0 ? 0 : tally.images * NANOS / tally.nanos,
              sum.whole);
        });
    return found == null;
  }
}
