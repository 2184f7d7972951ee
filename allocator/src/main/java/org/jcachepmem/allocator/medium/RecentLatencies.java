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
package org.jcachepmem.allocator.medium;

/**
 * How long something took during the last one to two minutes: a histogram of 8 steps an octave, so
 * that a percentile is at most an eighth too high. What is older is forgotten, or a bad minute
 * would not show after a good month.
 *
 * <p>Not thread safe.
 */
final class RecentLatencies {
  static final long PERIOD_NANOS = 60_000_000_000L;

  private static final int STEP_BITS = 3;
  private static final int STEPS = 1 << STEP_BITS;
  private static final int BUCKETS = (Long.SIZE - STEP_BITS) << STEP_BITS;
  private static final double HALF = 0.5;
  private static final double NEARLY_ALL = 0.99;

  private Period current = new Period(0);
  private Period previous = new Period(0);

  /** Adds something that took {@code nanos} and ended at {@code nowNanos}. */
  void add(long nowNanos, long nanos) {
    turn(nowNanos);
    current.add(Math.max(0, nanos));
  }

  /** The figures at {@code nowNanos}; zeros if nothing was added lately. */
  Latencies at(long nowNanos) {
    turn(nowNanos);
    long maxNanos = Math.max(current.maxNanos, previous.maxNanos);
    return new Latencies(
        Math.min(percentile(HALF), maxNanos), Math.min(percentile(NEARLY_ALL), maxNanos), maxNanos);
  }

  private void turn(long nowNanos) {
    long age = nowNanos - current.startNanos;
    if (age >= 0 && age < PERIOD_NANOS) {
      return;
    }
    if (age >= 0 && age < 2 * PERIOD_NANOS) {
      // Not now, or what the period before it has would stay for longer.
      previous = current;
      current = new Period(current.startNanos + PERIOD_NANOS);
    } else {
      previous = new Period(nowNanos);
      current = new Period(nowNanos);
    }
  }

  private long percentile(double share) {
    long wanted = (long) Math.ceil((current.count + previous.count) * share);
    long seen = 0;
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      seen += current.in(bucket) + previous.in(bucket);
      if (seen >= wanted) {
        return highest(bucket);
      }
    }
    throw new AssertionError("more was counted than is in the buckets");
  }

  private static int bucket(long nanos) {
    if (nanos < STEPS) {
      return (int) nanos;
    }
    int shift = Long.SIZE - 1 - STEP_BITS - Long.numberOfLeadingZeros(nanos);
    return (shift + 1 << STEP_BITS) + (int) (nanos >>> shift & STEPS - 1);
  }

  private static long highest(int bucket) {
    if (bucket < STEPS) {
      return bucket;
    }
    int shift = (bucket >>> STEP_BITS) - 1;
    return ((STEPS + (bucket & STEPS - 1) + 1L) << shift) - 1;
  }

  /**
   * What took how long.
   *
   * @param p50Nanos half of it took at most that long
   * @param p99Nanos 99 of 100 took at most that long
   * @param maxNanos the longest, exactly
   */
  record Latencies(long p50Nanos, long p99Nanos, long maxNanos) {}

  /** One period. Most media are never asked to commit: the buckets come with the first. */
  private static final class Period {
    private final long startNanos;
    private int[] buckets = {};
    private long count;
    private long maxNanos;

    Period(long startNanos) {
      this.startNanos = startNanos;
    }

    void add(long nanos) {
      if (count == 0) {
        buckets = new int[BUCKETS];
      }
      buckets[bucket(nanos)]++;
      count++;
      maxNanos = Math.max(maxNanos, nanos);
    }

    int in(int bucket) {
      return count == 0 ? 0 : buckets[bucket];
    }
  }
}
