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

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Numbers from 0 to n - 1 of which few are frequent: that of rank r has the weight 1 / r^0.99.
 * Ranks are strewn over the numbers, so that neighbours have nothing in common. Used by one thread.
 */
public final class Zipf {
  private static final double EXPONENT = 0.99;
  private static final long STREWING = 0x9E3779B97F4A7C15L;

  private final double[] cumulative;
  private final int[] numbers;
  private final SplittableRandom random;

  /** Of so many numbers. */
  public Zipf(int count, long seed) {
    cumulative = new double[count];
    double sum = 0;
    for (int rank = 0; rank < count; rank++) {
      sum += Math.pow(rank + 1.0, -EXPONENT);
      cumulative[rank] = sum;
    }
    random = new SplittableRandom(seed);
    numbers = new int[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = i;
    }
    SplittableRandom strewing = new SplittableRandom(STREWING);
    for (int i = count - 1; i > 0; i--) {
      int other = strewing.nextInt(i + 1);
      int number = numbers[i];
      numbers[i] = numbers[other];
      numbers[other] = number;
    }
  }

  /** The next one. */
  public int next() {
    double at = random.nextDouble() * cumulative[cumulative.length - 1];
    int found = Arrays.binarySearch(cumulative, at);
    return numbers[found >= 0 ? found : -found - 1];
  }
}
