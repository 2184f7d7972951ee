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
package org.jcachepmem.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jcachepmem.allocator.schedule.Threads;
import org.jcachepmem.allocator.schedule.Totals;
import org.junit.jupiter.api.Test;

/** A slice of {@link IndexThreads} with fixed seeds. */
class IndexThreadsTest {
  private static final int RUNS = 80;

  @Test
  void whatThreadsAcknowledgeSurvivesEachCrash() {
    Totals totals = new Totals();
    for (long seed = 1; seed <= RUNS; seed++) {
      new IndexRun(seed, totals).run();
    }
    System.out.println(Threads.row("threads, index", totals));
    assertEquals(0, totals.violations);
    assertTrue(totals.images > 3_000, "images " + totals.images);
  }

  @Test
  void theSameSeedGivesTheSameInterleaving() {
    for (long seed = 1; seed <= 20; seed++) {
      IndexRun first = new IndexRun(seed, new Totals());
      first.run();
      IndexRun second = new IndexRun(seed, new Totals());
      second.run();
      assertEquals(first.trace(), second.trace(), "trace of seed " + seed);
    }
  }
}
