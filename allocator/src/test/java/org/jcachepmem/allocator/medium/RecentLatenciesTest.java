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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Percentiles of a log-scaled histogram beside those of a sorted list. */
class RecentLatenciesTest {
  private static final long SEED = 20_260_714;

  private final RecentLatencies latencies = new RecentLatencies();

  @Test
  void percentilesAreAtMostAnEighthTooHigh() {
    Random random = new Random(SEED);
    long[] all = new long[10_000];
    for (int i = 0; i < all.length; i++) {
      all[i] = random.nextLong() >>> 1 + random.nextInt(62);
      latencies.add(0, all[i]);
    }
    Arrays.sort(all);
    RecentLatencies.Latencies seen = latencies.at(0);
    assertNear(all[4_999], seen.p50Nanos());
    assertNear(all[9_899], seen.p99Nanos());
    assertEquals(all[9_999], seen.maxNanos());
  }

  private static void assertNear(long exact, long seen) {
    assertTrue(seen >= exact && seen - exact <= exact / 8 + 1, exact + " is told as " + seen);
  }

  @Test
  void everyValueHasABucketThatHoldsIt() {
    for (int bits = 0; bits < 63; bits++) {
      for (long value : new long[] {(1L << bits) - 1, 1L << bits, (1L << bits) + 1}) {
        RecentLatencies one = new RecentLatencies();
        one.add(0, value);
        one.add(0, Long.MAX_VALUE);
        assertNear(value, one.at(0).p50Nanos());
      }
    }
  }

  @Test
  void nothingIsZero() {
    assertEquals(new RecentLatencies.Latencies(0, 0, 0), latencies.at(17));
  }

  @Test
  void whatIsOlderThanTwoMinutesIsForgotten() {
    long minute = RecentLatencies.PERIOD_NANOS;
    latencies.add(0, 1_000_000);
    latencies.add(minute, 500);
    assertEquals(1_000_000, latencies.at(2 * minute - 1).maxNanos());
    assertEquals(500, latencies.at(2 * minute).maxNanos());
    assertEquals(0, latencies.at(3 * minute).maxNanos());
    latencies.add(9 * minute, 7);
    assertEquals(7, latencies.at(9 * minute).maxNanos());
  }

  @Test
  void whatIsOlderThanTwoMinutesIsForgottenHoweverSeldomSomethingIsAdded() {
    long minute = RecentLatencies.PERIOD_NANOS;
    latencies.add(0, 1_000_000);
    latencies.add(2 * minute - 1, 500);
    assertEquals(1_000_000, latencies.at(2 * minute - 1).maxNanos());
    assertEquals(500, latencies.at(2 * minute).maxNanos());
    assertEquals(500, latencies.at(3 * minute - 1).maxNanos());
    assertEquals(0, latencies.at(4 * minute).maxNanos());
  }

  @Test
  void aClockMayBeginAnywhere() {
    latencies.add(Long.MAX_VALUE - 5, 3);
    latencies.add(Long.MIN_VALUE + 5, 4);
    assertEquals(4, latencies.at(Long.MIN_VALUE + 6).maxNanos());
  }
}
