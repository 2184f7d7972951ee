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
package org.jcachepmem.index;

import java.util.concurrent.atomic.AtomicLong;

/** What one store counts from its attachment on. Thread safe. */
final class StoreTally {
  private final Share share;
  private final long evictionsBefore;
  private final AtomicLong damaged = new AtomicLong();
  private volatile long recovered;

  StoreTally(Share share) {
    this.share = share;
    this.evictionsBefore = share.evictions();
  }

  /** Counts entries that were dropped because {@code what} of them is damaged. */
  void damaged(String what, long entries) {
    if (entries > 0) {
      damaged.addAndGet(entries);
      share.incidents().damaged(share.name(), what, entries);
    }
  }

  /** Says how many entries were found in the pool. */
  void recovered(long entries) {
    recovered = entries;
  }

  /** The counts, with those of refused puts. */
  StoreCounters counters(long refusals) {
    return new StoreCounters(
        share.evictions() - evictionsBefore, damaged.get(), recovered, refusals);
  }
}
