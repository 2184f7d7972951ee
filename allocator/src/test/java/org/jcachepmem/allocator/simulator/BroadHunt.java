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
 * Looks for a violation in many seeds with few images of each crash: planted bugs want other
 * operations more often than other images.
 */
public final class BroadHunt {
  private static final Effort FEW = new Effort(8, 10, 100, 5);
  private static final Effort MORE = new Effort(128, 24, 50, 1);

  /** Of so many seeds one is looked at more closely. */
  private static final int CLOSER = 8;

  /** Of so many seeds one is with few keys in a small pool, where slots are soon used again. */
  private static final int SMALLER = 3;

  /** Under this model most bugs show soonest: it is asked twice, the second time with this seed. */
  private static final long AGAIN = 1_000_000;

  private BroadHunt() {}

  /**
   * Simulates one seed after another, from {@code firstSeed} on, for about that long.
   *
   * @throws Violation if there is one
   */
  public static void run(long firstSeed, long millis) {
    long deadline = System.nanoTime() + millis * 1_000_000;
    for (long seed = firstSeed; ; seed++) {
      for (CrashModel model : CrashModel.values()) {
        hunt(model, seed);
        if (model == CrashModel.ADR) {
          hunt(model, seed + AGAIN);
        }
        if (System.nanoTime() - deadline > 0) {
          return;
        }
      }
      if (seed == firstSeed) {
        DirectedWorlds.run(); // after the first seed, so that what was remembered is hit by it
      }
    }
  }

  private static void hunt(CrashModel model, long seed) {
    Settings settings = Settings.of(model, seed);
    new Simulation(
            seed % SMALLER == 0 ? settings.tiny() : settings, seed % CLOSER == 0 ? MORE : FEW)
        .run();
  }
}
