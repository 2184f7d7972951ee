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
package org.jcachepmem.allocator.schedule;

import org.jcachepmem.allocator.record.EntryRef;

/** Expiry times that say whose they are, by a clock that stands still. */
public final class Expiries {
  /** The time. */
  public static final long NOW_MILLIS = 1_700_000_000_000L;

  private static final long RANGE_MILLIS = 1_000_000_000L;
  private static final int RANGES = 1000;

  private Expiries() {}

  /** The {@code n}-th expiry of {@code key}, or eternal. */
  public static long of(String key, int n) {
    return n % 4 == 0 ? EntryRef.ETERNAL : NOW_MILLIS + range(key) * RANGE_MILLIS + n * 1000L;
  }

  static boolean isOf(String key, long millis) {
    return millis == EntryRef.ETERNAL || (millis - NOW_MILLIS) / RANGE_MILLIS == range(key);
  }

  private static long range(String key) {
    return 1 + Math.floorMod(key.hashCode(), RANGES);
  }
}
