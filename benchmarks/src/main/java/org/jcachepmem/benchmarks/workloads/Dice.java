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

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Each thread's own random numbers, from seeds that are the same in every run. */
@State(Scope.Thread)
public class Dice {
  private static final AtomicLong SEEDS = new AtomicLong(1);

  private long state = new SplittableRandom(SEEDS.getAndIncrement()).nextLong() | 1;

  /** Any long but 0: xorshift, because it costs less than what is measured. */
  long next() {
    long x = state;
    x ^= x << 13;
    x ^= x >>> 7;
    x ^= x << 17;
    state = x;
    return x;
  }

  /** Uniform in {@code [0, bound)}. */
  int next(int bound) {
    return (int) ((next() >>> 32) * bound >>> 32);
  }
}
