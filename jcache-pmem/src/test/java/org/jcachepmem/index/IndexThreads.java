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

import org.jcachepmem.allocator.schedule.RunArguments;
import org.jcachepmem.allocator.schedule.Threads;
import org.jcachepmem.allocator.schedule.Totals;

/**
 * Threads under a seeded scheduler over index, budget and records, for a given time:
 *
 * <pre>
 *   IndexThreads [--seconds N] [--seed N] [--replay SEED]
 * </pre>
 *
 * Ends with 1 if there was a violation. One thread runs at a time.
 */
public final class IndexThreads {
  private IndexThreads() {}

  /** Runs until the time is over, or one seed. */
  public static void main(String[] args) {
    Totals totals = new Totals();
    boolean sound =
        Threads.run(
            "threads over the index",
            RunArguments.of(args),
            totals,
            (seed, counted) -> new IndexRun(seed, counted).run());
    System.out.println(Threads.row("threads, index", totals));
    System.exit(sound ? 0 : 1);
  }
}
