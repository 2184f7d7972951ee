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

/** A batch of one record for a {@link RecoveredTable}, as a scan has it. */
final class SingleRecord {

  private SingleRecord() {}

  /** Adds a record of weight 1. Returns the offset of what lost, or 0. */
  static long add(RecoveredTable table, long hash, long offset) {
    return add(table, hash, offset, 1);
  }

  /** The same; {@code outlook} times as many may come. */
  static long add(RecoveredTable table, long hash, long offset, int outlook) {
    long[] batch = new long[FoundRecords.WORDS];
    long spread = RecoveredTable.spread(hash);
    batch[FoundRecords.SPREAD] = spread;
    batch[FoundRecords.CACHE_AND_OFFSET] = offset;
    batch[FoundRecords.WEIGHT] = 1;
    long[] lost = {0};
    table.addAll(
        RecoveredTable.part(spread, RecoveredTable.MOST_PARTS),
        batch,
        0,
        batch.length,
        outlook,
        loser -> lost[0] = loser);
    return lost[0];
  }
}
