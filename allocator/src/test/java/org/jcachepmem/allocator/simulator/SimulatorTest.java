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

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The first seeds of the simulator; {@code prove} runs on from there. */
class SimulatorTest {
  private static final int SEEDS = 3;

  @Test
  void whatChanceMakesTooSeldomIsRight() {
    DirectedWorlds.run();
  }

  @ParameterizedTest
  @EnumSource
  void everyImageReadsAsAcknowledged(CrashModel model) {
    Tally sum = new Tally();
    for (long seed = 1; seed <= SEEDS; seed++) {
      sum.add(new Simulation(Settings.of(model, seed), Effort.QUICK).run());
    }
    System.out.printf(
        "%s, seeds 1 to %d: %d images of %d crash points, %d of them capped%n",
        model, SEEDS, sum.images, sum.points, sum.capped);
    assertTrue(sum.images > 2_000, () -> "images " + sum.images);
    assertTrue(sum.deepImages * 20 > sum.images, () -> "deeper images " + sum.deepImages);
  }
}
