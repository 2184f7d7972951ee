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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** A slice of {@link Threads} with fixed seeds: each run is an interleaving with its crashes. */
class ThreadsTest {
  private static final int RUNS = 150;

  @Test
  void whatThreadsAcknowledgeSurvivesEachCrash() {
    Totals totals = new Totals();
    for (long seed = 1; seed <= RUNS; seed++) {
      new ThreadedRun(seed, Plant.NONE, totals).run();
    }
    System.out.println(Threads.row("threads, records", totals));
    assertEquals(0, totals.violations);
    assertTrue(totals.images > 10_000, "images " + totals.images);
  }

  @Test
  void theCommandLineIsUnderstood() {
    assertEquals(new RunArguments(7, 1, false), RunArguments.of("7"));
    assertEquals(new RunArguments(8, 9, false), RunArguments.of("--seconds", "8", "--seed", "9"));
    assertEquals(new RunArguments(60, 5, true), RunArguments.of("--replay", "5"));
  }
}
