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
package org.jcachepmem.simulator;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jcachepmem.allocator.simulator.CrashModel;
import org.jcachepmem.allocator.simulator.Tally;
import org.junit.jupiter.api.Test;

/** The first seeds of the simulator over the public API; {@link CacheSimulator} runs on. */
class CacheSimulationTest {
  private static final int SEEDS = 2;

  @Test
  void everyImageReadsAsAcknowledged() {
    Tally sum = new Tally();
    long whole = 0;
    for (CrashModel model : CrashModel.values()) {
      for (long seed = 1; seed <= SEEDS; seed++) {
        CacheSimulation simulation =
            new CacheSimulation(CacheSettings.of(model, seed), 8, 48, CacheSimulation.WHOLE);
        sum.add(simulation.run());
        whole += simulation.wholeImages;
      }
    }
    System.out.printf(
        "Caches, seeds 1 to %d: %d images of %d crash points, %d of them capped, %d through the provider%n",
        SEEDS, sum.images, sum.points, sum.capped, whole);
    assertTrue(sum.images > 1_000, "images " + sum.images);
    assertTrue(whole > 2, "images through the provider " + whole);
  }
}
