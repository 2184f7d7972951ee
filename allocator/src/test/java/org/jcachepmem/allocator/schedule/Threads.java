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

import java.util.concurrent.TimeUnit;

/**
 * Threads under a seeded scheduler over the record store, for a given time:
 *
 * <pre>
 *   Threads [--seconds N] [--seed N] [--replay SEED]
 * </pre>
 *
 * Ends with 1 if there was a violation. One thread runs at a time.
 */
public final class Threads {
  private static final long SAID_EVERY_NANOS = TimeUnit.SECONDS.toNanos(10);

  private Threads() {}

  /** Runs until the time is over, or one seed. */
  public static void main(String[] args) {
    RunArguments arguments = RunArguments.of(args);
    Totals totals = new Totals();
    boolean sound = run("threads", arguments, totals, Threads::one);
    System.out.println(row("threads, records", totals));
    System.exit(sound ? 0 : 1);
  }

  private static void one(long seed, Totals totals) {
    new ThreadedRun(seed, Plant.NONE, totals).run();
  }

  /** One run of a seed, which counts what it does and throws a {@link Violation}. */
  @FunctionalInterface
  public interface SeededRun {
    /** Runs. */
    void run(long seed, Totals totals);
  }

  /** Runs seed after seed until the time is over or something is violated. True if not. */
  public static boolean run(String what, RunArguments arguments, Totals totals, SeededRun one) {
    long start = System.nanoTime();
    long end = start + TimeUnit.SECONDS.toNanos(arguments.seconds());
    long said = start;
    System.out.println(what + ": seeds from " + arguments.seed() + " on");
    for (long seed = arguments.seed(); System.nanoTime() - end < 0; seed++) {
      try {
        one.run(seed, totals);
      } catch (Violation e) {
        System.out.println("VIOLATION\n" + e.getMessage());
        e.printStackTrace(System.out);
        return false;
      }
      if (System.nanoTime() - said > SAID_EVERY_NANOS) {
        said = System.nanoTime();
        System.out.println(what + ": " + figures(totals, said - start));
      }
      if (arguments.once()) {
        break;
      }
    }
    System.out.println(what + ": " + figures(totals, System.nanoTime() - start));
    return true;
  }

  private static String figures(Totals totals, long nanos) {
    return "%d runs, %d operations, %d steps, %d switches, %d crash points, %d images (%d/s), room asked for %d times, %d puts refused, %d media failed"
        .formatted(
            totals.runs,
            totals.operations,
            totals.steps,
            totals.switches,
            totals.points,
            totals.images,
            totals.images * 1_000_000_000 / Math.max(1, nanos),
            totals.reliefs,
            totals.refused,
            totals.failures);
  }

  /** The row of the report's table. */
  public static String row(String part, Totals totals) {
    return String.join(
        "\t",
        "#row",
        part,
        "" + totals.operations,
        "" + totals.points,
        "" + totals.images,
        "" + totals.capped,
        "" + totals.violations,
        totals.runs + " interleavings of " + totals.steps + " steps" + failures(totals));
  }

  private static String failures(Totals totals) {
    return "; " + totals.failures + " media failed";
  }
}
