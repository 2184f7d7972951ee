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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * Live records on their way from one thread of a scan into the tables: gathered by the part of the
 * table they go to, so that a part is locked once and is in the processor's cache for many. Not
 * thread safe.
 */
final class FoundRecords {
  /** The hash of the key, as {@link RecoveredTable#spread} has it. */
  static final int SPREAD = 0;

  static final int CACHE_AND_OFFSET = 1;
  static final int WEIGHT = 2;

  /** Words of a record in a batch. */
  static final int WORDS = 3;

  private static final int BATCH_WORDS = 512 * WORDS;
  private static final int OFFSET_BITS = 48;
  private static final long[] NONE = {};

  private final RecoveredTables tables;
  private final IntSupplier outlook;

  /** Each as long as it had to be so far: the recovery of a small pool is many times shorter. */
  private final long[][] batches;

  private final int[] words;
  private final List<Long> lost = new ArrayList<>();

  /**
   * None yet.
   *
   * @param outlook how many times as many records as there are so far may be found in all
   */
  FoundRecords(RecoveredTables tables, IntSupplier outlook) {
    this.tables = tables;
    this.outlook = outlook;
    batches = new long[tables.parts()][];
    words = new int[batches.length];
    Arrays.fill(batches, NONE);
  }

  void add(int cacheId, long hash, long offset, long weightBytes) {
    long spread = RecoveredTable.spread(hash);
    int part = RecoveredTable.part(spread, batches.length);
    long[] batch = batches[part];
    int at = words[part];
    if (at == batch.length) {
      batch = makeRoom(part);
      at = words[part];
    }
    batch[at + SPREAD] = spread;
    batch[at + CACHE_AND_OFFSET] = (long) cacheId << OFFSET_BITS | offset;
    batch[at + WEIGHT] = weightBytes;
    words[part] = at + WORDS;
  }

  private long[] makeRoom(int part) {
    if (words[part] == BATCH_WORDS) {
      flush(part);
    } else {
      batches[part] = Arrays.copyOf(batches[part], Math.max(WORDS, 2 * words[part]));
    }
    return batches[part];
  }

  /** The offset of a record in a batch. */
  static long offset(long cacheAndOffset) {
    return cacheAndOffset & (1L << OFFSET_BITS) - 1;
  }

  private static int cacheId(long cacheAndOffset) {
    return (int) (cacheAndOffset >>> OFFSET_BITS);
  }

  /** Puts all that was gathered into the tables. */
  void flush() {
    for (int part = 0; part < batches.length; part++) {
      flush(part);
    }
  }

  private void flush(int part) {
    long[] batch = batches[part];
    int end = words[part];
    for (int from = 0, to; from < end; from = to) {
      int cacheId = cacheId(batch[from + CACHE_AND_OFFSET]);
      to = from + WORDS;
      while (to < end && cacheId(batch[to + CACHE_AND_OFFSET]) == cacheId) {
        to += WORDS;
      }
      tables.of(cacheId).addAll(part, batch, from, to, outlook.getAsInt(), lost::add);
    }
    words[part] = 0;
  }

  /** The slots of the records that lost against another version of their key. */
  List<Long> lost() {
    return lost;
  }
}
