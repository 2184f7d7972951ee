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
package org.jcachepmem.allocator.record;

import java.util.Arrays;
import java.util.function.LongSupplier;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.pool.Durability;
import org.jcachepmem.allocator.pool.VerifyReads;

/**
 * How a record store runs.
 *
 * @param stripes how many stripes, a power of two, or 0: as many as pay, by processors and medium
 * @param verifyReads when a read checks the record's checksum
 * @param clock wall-clock milliseconds
 * @param durability when an operation is durable
 * @param maxLagMillis in the async mode: at most that long after it returned
 * @param caretaker whether a daemon thread settles what no operation came to settle
 * @param sweepPages how many pages of directories a sweep writes back at once
 * @param recoveryThreads how many threads read directories at open, or {@link #AS_MANY_AS_PAY}
 */
public record RecordOptions(
    int stripes,
    VerifyReads verifyReads,
    LongSupplier clock,
    Durability durability,
    long maxLagMillis,
    boolean caretaker,
    int sweepPages,
    int recoveryThreads) {
  /** A thread for each processor, but no more than have enough to read. */
  public static final int AS_MANY_AS_PAY = 0;

  private static final long MOST_STRIPES = 4096;

  /**
   * Of a pool: what is retired waits in its stripe for the next operation there, or for a second.
   */
  private static final long STRIPE_SHARE_BYTES = 256 << 10;

  /** The same where it waits for a sweep, however many stripes there are. */
  private static final long SWEPT_STRIPE_SHARE_BYTES = 16 << 10;

  /**
   * Where a fence takes no system call. Who holds a stripe there is at work, so there are about as
   * many holders as processors, and more stripes would only be in no processor's cache.
   */
  private static final long STRIPES_PER_PROCESSOR = 64;

  /** So few that nobody who puts meanwhile waits much longer for his own pages. */
  private static final int SWEEP_PAGES = 16;

  private static final long DEFAULT_MAX_LAG_MILLIS = 1_000;

  /** What a product pool uses. */
  public static RecordOptions standard() {
    return new RecordOptions(
        0,
        VerifyReads.FIRST,
        System::currentTimeMillis,
        Durability.SYNC,
        DEFAULT_MAX_LAG_MILLIS,
        true,
        SWEEP_PAGES,
        AS_MANY_AS_PAY);
  }

  /** For tests: no thread of its own, that many stripes, several fences even in a small sweep. */
  public static RecordOptions quiet(int stripes) {
    return new RecordOptions(
        stripes,
        VerifyReads.FIRST,
        System::currentTimeMillis,
        Durability.SYNC,
        DEFAULT_MAX_LAG_MILLIS,
        false,
        2,
        1);
  }

  /** The same with that durability mode. */
  public RecordOptions with(Durability newDurability, long newMaxLagMillis) {
    return new RecordOptions(
        stripes,
        verifyReads,
        clock,
        newDurability,
        newMaxLagMillis,
        caretaker,
        sweepPages,
        recoveryThreads);
  }

  /** The same with that check of reads. */
  public RecordOptions with(VerifyReads newVerifyReads) {
    return new RecordOptions(
        stripes,
        newVerifyReads,
        clock,
        durability,
        maxLagMillis,
        caretaker,
        sweepPages,
        recoveryThreads);
  }

  /** The same with so many threads to recover with. */
  public RecordOptions withRecoveryThreads(int threads) {
    return new RecordOptions(
        stripes, verifyReads, clock, durability, maxLagMillis, caretaker, sweepPages, threads);
  }

  /** The stripes of a pool on that medium. */
  Stripe[] stripesFor(Medium medium) {
    long count = stripes != 0 ? stripes : defaultStripes(medium);
    if (Long.bitCount(count) != 1) {
      throw new IllegalArgumentException(
          "the number of stripes must be a power of two: " + stripes);
    }
    Stripe[] made = new Stripe[(int) count];
    Arrays.setAll(made, i -> new Stripe());
    return made;
  }

  /** Who waits for a system call with a stripe held may be any number of threads. */
  private long defaultStripes(Medium medium) {
    boolean waits = medium.facts().pageGranular();
    long processors = Runtime.getRuntime().availableProcessors();
    long wanted = waits ? MOST_STRIPES : STRIPES_PER_PROCESSOR * processors;
    boolean isSwept = waits && durability == Durability.SYNC;
    long share = isSwept ? SWEPT_STRIPE_SHARE_BYTES : STRIPE_SHARE_BYTES;
    long most = Math.min(MOST_STRIPES, medium.sizeBytes() / share);
    return Math.max(1, Long.highestOneBit(Math.min(wanted, most)));
  }
}
