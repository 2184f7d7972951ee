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

import java.util.function.LongSupplier;
import org.jcachepmem.allocator.pool.Durability;
import org.jcachepmem.allocator.pool.VerifyReads;

/**
 * How a record store runs.
 *
 * @param stripes how many stripes, a power of two, or 0: one for each 256 KiB, at most 4096
 * @param verifyReads when a read checks the record's checksum
 * @param clock wall-clock milliseconds
 * @param durability when an operation is durable
 * @param maxLagMillis in the async mode: at most that long after it returned
 * @param caretaker whether a daemon thread settles what no operation came to settle
 */
public record RecordOptions(
    int stripes,
    VerifyReads verifyReads,
    LongSupplier clock,
    Durability durability,
    long maxLagMillis,
    boolean caretaker) {
  private static final long DEFAULT_MAX_LAG_MILLIS = 1_000;

  /** What a product pool uses. */
  public static RecordOptions standard() {
    return new RecordOptions(
        0,
        VerifyReads.FIRST,
        System::currentTimeMillis,
        Durability.SYNC,
        DEFAULT_MAX_LAG_MILLIS,
        true);
  }

  /** For tests: no thread of its own, that many stripes. */
  public static RecordOptions quiet(int stripes) {
    return new RecordOptions(
        stripes,
        VerifyReads.FIRST,
        System::currentTimeMillis,
        Durability.SYNC,
        DEFAULT_MAX_LAG_MILLIS,
        false);
  }

  /** The same with that durability mode. */
  public RecordOptions with(Durability newDurability, long newMaxLagMillis) {
    return new RecordOptions(
        stripes, verifyReads, clock, newDurability, newMaxLagMillis, caretaker);
  }

  /** The same with that check of reads. */
  public RecordOptions with(VerifyReads newVerifyReads) {
    return new RecordOptions(stripes, newVerifyReads, clock, durability, maxLagMillis, caretaker);
  }

  int stripesFor(long poolBytes) {
    if (stripes != 0) {
      return stripes;
    }
    return (int) Math.max(1, Math.min(4096, Long.highestOneBit(poolBytes / (256 << 10))));
  }
}
