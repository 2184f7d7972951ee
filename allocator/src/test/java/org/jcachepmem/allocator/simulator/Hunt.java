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

/**
 * Looks for a violation for a while, under every model in turn: what a planted bug must not
 * survive.
 */
public final class Hunt {
  private static final Effort EFFORT = new Effort(512, 32, 100);

  private Hunt() {}

  /**
   * Simulates one seed after another, from {@code firstSeed} on, for about that long.
   *
   * @return how many images were inspected
   * @throws Violation if there is one
   */
  public static long run(long firstSeed, long millis) {
    long images = 0;
    long deadline = System.nanoTime() + millis * 1_000_000;
    for (long seed = firstSeed; ; seed++) {
      for (CrashModel model : CrashModel.values()) {
        images += new Simulation(Settings.of(model, seed), EFFORT).run().images;
        if (System.nanoTime() - deadline > 0) {
          return images;
        }
      }
    }
  }
}
