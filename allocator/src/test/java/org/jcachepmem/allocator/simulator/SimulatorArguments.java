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
package org.jcachepmem.allocator.simulator;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a simulator is asked for: {@code --seconds 60 --seed 1 --threads 2}, or {@code --replay WHAT
 * SEED [--skip 3,4]}; and what both simulators do with it.
 */
public final class SimulatorArguments {
  private final List<String> words;

  /** As the command line has them. */
  public SimulatorArguments(String[] words) {
    this.words = Arrays.asList(words);
  }

  /** The word behind {@code name}. */
  public String option(String name, String otherwise) {
    int at = words.indexOf(name);
    return at < 0 ? otherwise : words.get(at + 1);
  }

  /** For how long. */
  public long seconds() {
    return Long.parseLong(option("--seconds", "60"));
  }

  /** The first seed; of a replay the only one. */
  public long seed() {
    int replay = words.indexOf("--replay");
    return Long.parseLong(replay < 0 ? option("--seed", "1") : words.get(replay + 2));
  }

  /** What is to be run again; null if nothing is. */
  public @Nullable String replayed() {
    int replay = words.indexOf("--replay");
    return replay < 0 ? null : words.get(replay + 1);
  }

  /** The operations that a replay leaves out. */
  public Set<Integer> skipped() {
    Set<Integer> skipped = new TreeSet<>();
    for (String number : option("--skip", "").split(",")) {
      if (!number.isEmpty()) {
        skipped.add(Integer.valueOf(number));
      }
    }
    return skipped;
  }

  /** Runs something again, says what it found, and ends this JVM. */
  public void replay(Minimiser minimiser) {
    String found = minimiser.minimise(skipped());
    System.out.println(found == null ? "no violation" : found);
    System.exit(found == null ? 0 : 1);
  }

  /** Does {@code work} in as many threads as were asked for; returns when all have ended. */
  public void work(String what, Runnable work) throws InterruptedException {
    int count = Integer.parseInt(option("--threads", "1"));
    System.out.println(what + ": seeds from " + seed() + ", " + count + " threads");
    Thread[] threads = new Thread[count];
    for (int i = 0; i < count; i++) {
      threads[i] = new Thread(work, what + " " + i);
      threads[i].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
