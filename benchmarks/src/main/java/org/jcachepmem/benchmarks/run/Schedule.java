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
package org.jcachepmem.benchmarks.run;

import java.io.IOException;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * In which order rounds are measured, and how many. First each table has the rounds without which
 * its figures say nothing; what is left of the time then goes to further rounds, to each table in
 * turn, as long as another one would end in time. Used by one thread.
 */
final class Schedule {
  /** A table, as far as its rounds go. */
  interface Part {
    /** What is written to the console before its first round. */
    String title();

    /** Rounds without which it says nothing. */
    int leastRounds();

    /** Rounds that are enough. */
    int mostRounds();

    /** Rounds that were measured. */
    int rounds();

    /** How long the longest of them took. */
    long longestNanos();

    /** Measures one more. */
    void round() throws IOException;
  }

  /** Told after each table's rounds, so that a run that is cut off leaves what it has. */
  @FunctionalInterface
  interface Listener {
    void measured() throws IOException;
  }

  private final LongSupplier nanoTime;
  private final long began;
  private final long budgetNanos;

  /**
   * @param nanoTime the clock
   * @param budgetNanos how long further rounds may take, from now on
   */
  Schedule(LongSupplier nanoTime, long budgetNanos) {
    this.nanoTime = nanoTime;
    this.began = nanoTime.getAsLong();
    this.budgetNanos = budgetNanos;
  }

  /** Measures all. */
  void run(List<? extends Part> parts, Listener listener) throws IOException {
    int number = 0;
    for (Part part : parts) {
      System.out.printf("[%d of %d] %s%n", ++number, parts.size(), part.title());
      while (part.rounds() < part.leastRounds()) {
        part.round();
      }
      listener.measured();
    }
    while (further(parts, listener)) {
      // Until no table wants another round, or none would end in time.
    }
  }

  private boolean further(List<? extends Part> parts, Listener listener) throws IOException {
    boolean wasAny = false;
    int number = 0;
    for (Part part : parts) {
      number++;
      if (part.rounds() < part.mostRounds() && endsInTime(part)) {
        System.out.printf("[%d of %d, again] %s%n", number, parts.size(), part.title());
        part.round();
        listener.measured();
        wasAny = true;
      }
    }
    return wasAny;
  }

  private boolean endsInTime(Part part) {
    return nanoTime.getAsLong() - began + part.longestNanos() <= budgetNanos;
  }
}
