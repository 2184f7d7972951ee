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

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Who runs next. Two ways, both decided by a seed: at each step with some probability anybody; or
 * by priorities, of which a few are lowered at chosen steps (probabilistic concurrency testing,
 * Burckhardt et al. 2010: a race that needs d such changes is found with a probability of at least
 * 1 / (n k^(d-1)) among n threads and k steps). The first mixes, the second lets one thread sleep
 * through many operations of the others. Used by one thread at a time.
 */
public final class Strategy {
  private final Random random;
  private final boolean byPriority;
  private final int switchOneIn;
  private final int[] priorities;
  private final long[] changes;
  private int nextChange;
  private int lowest = -1;

  private Strategy(
      Random random, boolean byPriority, int switchOneIn, int threads, int changes, int steps) {
    this.random = random;
    this.byPriority = byPriority;
    this.switchOneIn = switchOneIn;
    this.priorities = new int[threads];
    for (int i = 0; i < threads; i++) {
      int other = random.nextInt(i + 1);
      priorities[i] = priorities[other];
      priorities[other] = i + 1;
    }
    this.changes = random.longs(changes, 1, steps).sorted().toArray();
  }

  /** At each step, with probability 1 / {@code switchOneIn}, any thread. */
  public static Strategy anybody(long seed, int threads, int switchOneIn) {
    return new Strategy(new Random(seed), false, switchOneIn, threads, 0, 2);
  }

  /** The one with the highest priority; {@code changes} times in {@code steps} one is lowered. */
  public static Strategy priorities(long seed, int threads, int changes, int steps) {
    return new Strategy(new Random(seed), true, 0, threads, changes, steps);
  }

  /** Of {@code runnable}, which has the running thread in it unless that is blocked or done. */
  int next(int running, List<Integer> runnable, long step) {
    if (!byPriority) {
      boolean goesOn = runnable.contains(running) && random.nextInt(switchOneIn) != 0;
      return goesOn ? running : runnable.get(random.nextInt(runnable.size()));
    }
    if (nextChange < changes.length && step >= changes[nextChange]) {
      nextChange++;
      priorities[running] = lowest--;
    }
    int best = runnable.get(0);
    for (int each : runnable) {
      best = priorities[each] > priorities[best] ? each : best;
    }
    return best;
  }

  /** The running thread can't go on before another one has run. */
  int instead(int running, List<Integer> runnable) {
    priorities[running] = lowest--;
    List<Integer> others = runnable.stream().filter(each -> each != running).toList();
    if (others.isEmpty()) {
      return running;
    }
    return byPriority ? next(running, others, 0) : others.get(random.nextInt(others.size()));
  }

  @Override
  public String toString() {
    return byPriority
        ? "priorities, lowered at steps " + Arrays.toString(changes)
        : "anybody, one step in " + switchOneIn;
  }
}
