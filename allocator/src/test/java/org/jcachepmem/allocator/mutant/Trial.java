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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One mutant, hunted until it is found or the time is up. The hunt runs in a thread that is
 * watched: a mutant may loop or wait for ever, which a hunt of the product never does.
 *
 * @param outcome how it ended
 * @param seed of the hunt that found it
 * @param millis of processor time that it took
 * @param why the first line of what the hunt threw, or where it hung
 */
record Trial(Outcome outcome, long seed, long millis, String why) {

  /** How a trial ends. */
  enum Outcome {
    KILLED,
    HANGS,
    SURVIVED
  }

  /** A hunt that calculates for so long without coming round hangs in the product. */
  private static final long HANG_MILLIS = 2_000;

  /** The same of one that does not even calculate, in time, not processor time. */
  private static final long BLOCKED_MILLIS = 30_000;

  private static final long POLL_MILLIS = 10;

  /** Hunts end when they are stopped. */
  private static final long ENDLESS_MILLIS = 24 * 3_600_000L;

  /** How a violation of the simulator begins. */
  private static final Pattern SEED = Pattern.compile("^(\\w+), seed (-?\\d+):");

  private static final int STACK_LINES = 4;
  private static final int WHY_CHARACTERS = 160;

  /**
   * Hunts with that seed for so much processor time, whatever else the machine does; the mutant is
   * null to try the product itself.
   */
  static Trial run(@Nullable Mutant mutant, Hunt hunt, long seed, long millis)
      throws InterruptedException {
    MutantLoader loader = new MutantLoader(mutant);
    Throwable[] thrown = {null};
    Thread thread =
        new Thread(
            () -> {
              try {
                hunt.run(loader, seed, ENDLESS_MILLIS);
              } catch (Throwable e) {
                thrown[0] = e;
              }
            },
            "hunt of " + (mutant == null ? "the product" : mutant.name()));
    thread.setDaemon(true);
    thread.start();
    Watch watch = new Watch(thread, loader);
    // At the end it comes round once more, so that one that hangs is not taken for a survivor.
    while (thread.isAlive() && !watch.hangs() && !watch.cameRoundAfter(millis)) {
      thread.join(POLL_MILLIS);
    }
    long took = watch.millis();
    boolean isOver = !thread.isAlive();
    Trial hung = new Trial(Outcome.HANGS, seed, took, where(thread.getStackTrace()));
    boolean hangs = !isOver && watch.hangs();
    loader.stop();
    thread.join(BLOCKED_MILLIS);
    if (hangs || thread.isAlive()) {
      return hung;
    }
    if (!isOver) {
      return new Trial(Outcome.SURVIVED, seed, took, "");
    }
    if (thrown[0] == null) {
      throw new IllegalStateException("the hunt ended by itself: " + hunt);
    }
    if (cause(thrown[0]) instanceof LinkageError) {
      throw new IllegalStateException(thread.getName() + " ran code that does not fit", thrown[0]);
    }
    return new Trial(Outcome.KILLED, seed(thrown[0], seed), took, why(thrown[0]));
  }

  /** Whether a hunt gets on. */
  private static final class Watch {
    private final Thread thread;
    private final MutantLoader loader;
    private long millis;
    private long progress = -1;
    private long cameRoundMillis;
    private long cameRoundNanos = System.nanoTime();

    Watch(Thread thread, MutantLoader loader) {
      this.thread = thread;
      this.loader = loader;
    }

    /** Processor time of the hunt so far. */
    long millis() {
      long nanos = ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.getId());
      millis = Math.max(millis, nanos / 1_000_000); // -1 once it has ended
      return millis;
    }

    boolean cameRoundAfter(long limitMillis) {
      return cameRoundMillis >= limitMillis;
    }

    boolean hangs() {
      long now = loader.progress();
      if (now != progress) {
        progress = now;
        cameRoundMillis = millis();
        cameRoundNanos = System.nanoTime();
      }
      return millis() - cameRoundMillis > HANG_MILLIS
          || System.nanoTime() - cameRoundNanos > BLOCKED_MILLIS * 1_000_000;
    }
  }

  private static String where(StackTraceElement[] stack) {
    return "hangs in "
        + String.join(
            " < ",
            Arrays.stream(stack)
                .filter(e -> e.getClassName().startsWith("org.jcachepmem"))
                .limit(STACK_LINES)
                .map(e -> e.getFileName() + ":" + e.getLineNumber())
                .toList());
  }

  private static Throwable cause(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    return cause;
  }

  /** The model under which it was found, if the hunt says one, and what was wrong. */
  private static String why(Throwable thrown) {
    Throwable cause = cause(thrown);
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
    return model
        + (line.length() <= WHY_CHARACTERS ? line : line.substring(0, WHY_CHARACTERS) + "…");
  }

  /** A hunt tries many seeds: the one that it says, so that the next hunt can begin there. */
  private static long seed(Throwable thrown, long first) {
    Matcher matcher = SEED.matcher(String.valueOf(thrown.getMessage()));
    return matcher.find() ? Long.parseLong(matcher.group(2)) : first;
  }
}
