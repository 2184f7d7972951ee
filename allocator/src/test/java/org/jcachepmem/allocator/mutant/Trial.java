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

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One mutant, hunted until it is found or the time is up. The hunt runs in a thread that is
 * watched: a mutant may loop or wait for ever, which a hunt of the product never does.
 *
 * @param outcome how it ended
 * @param seed of the hunt that found it
 * @param millis how long that took
 * @param why the first line of what the hunt threw, or where it hung
 */
record Trial(Outcome outcome, long seed, long millis, String why) {

  /** How a trial ends. */
  enum Outcome {
    KILLED,
    HANGS,
    SURVIVED
  }

  /** Longer than any hunt of the product goes on after its time is up. */
  private static final long PATIENCE_MILLIS = 15_000;

  private static final int STACK_LINES = 4;
  private static final int WHY_CHARACTERS = 160;

  /** Hunts with that seed; the mutant is null to try the product itself. */
  static Trial run(@Nullable Mutant mutant, Hunt hunt, long seed, long millis)
      throws InterruptedException {
    MutantLoader loader = new MutantLoader(mutant);
    Throwable[] thrown = {null};
    CountDownLatch ended = new CountDownLatch(1);
    Thread thread =
        new Thread(
            () -> {
              try {
                hunt.run(loader, seed, millis);
              } catch (Throwable e) {
                thrown[0] = e;
              } finally {
                ended.countDown();
              }
            },
            "hunt of " + (mutant == null ? "the product" : mutant.name()));
    thread.setDaemon(true);
    long start = System.nanoTime();
    thread.start();
    boolean inTime = ended.await(millis + PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    if (!inTime) {
      String where = where(thread.getStackTrace());
      loader.stop();
      return new Trial(Outcome.HANGS, seed, took, where);
    }
    return thrown[0] == null
        ? new Trial(Outcome.SURVIVED, seed, took, "")
        : new Trial(Outcome.KILLED, seed, took, firstLine(thrown[0]));
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

  private static String firstLine(Throwable thrown) {
    String text = thrown.toString();
    String name = thrown.getClass().getName();
    String line = text.lines().findFirst().orElse(name);
    line = line.replace(name, thrown.getClass().getSimpleName());
    if (thrown.getMessage() == null && thrown.getStackTrace().length > 0) {
      StackTraceElement top = thrown.getStackTrace()[0];
      line += " at " + top.getFileName() + ":" + top.getLineNumber();
    }
    return line.length() <= WHY_CHARACTERS ? line : line.substring(0, WHY_CHARACTERS) + "…";
  }
}
