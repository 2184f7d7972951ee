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
package org.jcachepmem.allocator.mutant;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One mutant, hunted until it is found or the time is up. The hunt runs in a thread that is
 * watched: a mutant may loop or wait for ever, which a hunt of the product never does.
 *
 * @param outcome how it ended
 * @param seed of the hunt that found it
 * @param millis of processor time that it took, or of time if it hung
 * @param why the first line of what the hunt threw, or where it hung
 */
record Trial(Outcome outcome, long seed, long millis, String why) {

  /** How a trial ends. */
  enum Outcome {
    KILLED,
    HANGS,
    SURVIVED
  }

  /** A hunt whose time is up and of which no loop has turned for so long hangs in the product. */
  private static final long PATIENCE_MILLIS = 4_000;

  /** A hunt may be in the middle of a seed when its time is up. */
  private static final long MOST_MILLIS = 120_000;

  /** How a violation of the simulator begins. */
  private static final Pattern SEED = Pattern.compile("^(\\w+), seed (-?\\d+):");

  private static final int STACK_LINES = 4;
  private static final int WHY_CHARACTERS = 160;

  /** Hunts with that seed; the mutant is null to try the product itself. */
  static Trial run(@Nullable Mutant mutant, Hunt hunt, long seed, long millis)
      throws InterruptedException {
    MutantLoader loader = new MutantLoader(mutant);
    Throwable[] thrown = {null};
    long[] cpuNanos = {0};
    CountDownLatch ended = new CountDownLatch(1);
    Thread thread =
        new Thread(
            () -> {
              try {
                hunt.run(loader, seed, millis);
              } catch (Throwable e) {
                thrown[0] = e;
              } finally {
                cpuNanos[0] = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                ended.countDown();
              }
            },
            "hunt of " + (mutant == null ? "the product" : mutant.name()));
    thread.setDaemon(true);
    long start = System.nanoTime();
    thread.start();
    boolean inTime = ended.await(millis, TimeUnit.MILLISECONDS);
    for (long progress = -1;
        !inTime && progress != loader.progress() && took(start) < millis + MOST_MILLIS; ) {
      progress = loader.progress();
      inTime = ended.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    }
    long took = took(start);
    if (!inTime) {
      String where = where(thread.getStackTrace());
      loader.stop();
      boolean isSlow = took >= millis + MOST_MILLIS;
      return new Trial(isSlow ? Outcome.SURVIVED : Outcome.HANGS, seed, took, where);
    }
    took = cpuNanos[0] / 1_000_000;
    return thrown[0] == null
        ? new Trial(Outcome.SURVIVED, seed, took, "")
        : new Trial(Outcome.KILLED, seed(thrown[0], seed), took, why(thrown[0]));
  }

  private static long took(long start) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }

  private static String where(StackTraceElement[] stack) {
    return "is in "
        + String.join(
            " < ",
            Arrays.stream(stack)
                .filter(e -> e.getClassName().startsWith("org.jcachepmem"))
                .limit(STACK_LINES)
                .map(e -> e.getFileName() + ":" + e.getLineNumber())
                .toList());
  }

  /** The model under which it was found, if the hunt says one, and what was wrong. */
  private static String why(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    Matcher matcher = SEED.matcher(String.valueOf(thrown.getMessage()));
    String model = matcher.find() ? matcher.group(1) + ": " : "";
    String line = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    if (!(cause instanceof AssertionError) || cause.getMessage() == null) {
      line = cause.getClass().getSimpleName() + (cause.getMessage() == null ? "" : ": " + line);
      if (cause.getStackTrace().length > 0) {
        StackTraceElement top = cause.getStackTrace()[0];
        line += " at " + top.getFileName() + ":" + top.getLineNumber();
      }
    }
    return model + (line.length() <= WHY_CHARACTERS ? line : line.substring(0, WHY_CHARACTERS) + "…");
  }

  /** A hunt tries many seeds: the one that it says, so that the next hunt can begin there. */
  private static long seed(Throwable thrown, long first) {
    Matcher matcher = SEED.matcher(String.valueOf(thrown.getMessage()));
    return matcher.find() ? Long.parseLong(matcher.group(2)) : first;
  }
}
