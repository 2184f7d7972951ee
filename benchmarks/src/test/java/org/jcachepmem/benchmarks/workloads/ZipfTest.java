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
package org.jcachepmem.benchmarks.workloads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ZipfTest {
  private static final int COUNT = 1000;
  private static final int DRAWS = 1_000_000;

  @Test
  void fewNumbersAreFrequentAsTheFormulaHasIt() {
    Zipf zipf = new Zipf(COUNT, 3);
    int[] drawn = new int[COUNT];
    for (int i = 0; i < DRAWS; i++) {
      drawn[zipf.next()]++;
    }
    Arrays.sort(drawn);
    double sum = 0;
    for (int rank = 1; rank <= COUNT; rank++) {
      sum += Math.pow(rank, -0.99);
    }
    assertEquals(1 / sum, (double) drawn[COUNT - 1] / DRAWS, 0.005, "the most frequent");
    assertEquals(Math.pow(10, -0.99) / sum, (double) drawn[COUNT - 10] / DRAWS, 0.002, "the tenth");
    assertTrue(drawn[0] > 0, "every number is drawn");
  }

  @Test
  void diceStayInTheirBoundsAndMeetThem() {
    Dice dice = new Dice();
    boolean[] seen = new boolean[7];
    for (int i = 0; i < 1000; i++) {
      seen[dice.next(7)] = true;
    }
    for (boolean each : seen) {
      assertTrue(each);
    }
  }
}
