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
import java.util.List;

/** Every byte of a recovered pool is in exactly one place, and DRAM and medium agree on which. */
public final class Inventory {
  private static final int KEY_BYTES = 8;

  /** Eight of them fill a chunk, but for a few bytes. */
  private static final int VALUE_BYTES = 470;

  private static final int SLACK_SHARE = 64;

  /** In the relaxed modes a slot is free after the second commit. */
  private static final int SETTLE_ROUNDS = 3;

  private Inventory() {}

  /** Fails if the pool that {@code records} has just recovered has a byte too many. */
  public static void check(RecordStore records) {
    check(records, PoolCheck.run(records.pool()));
  }

  /** The same, where it is known what {@link PoolCheck} says of the pool. */
  public static void check(RecordStore records, PoolCheckReport report) {
    if (!report.isSound()) {
      throw new AssertionError("after recovery: " + report.problems());
    }
    long slots = records.liveSlotBytes();
    if (report.liveBytes() != slots) {
      throw new AssertionError("live bytes: medium " + report.liveBytes() + ", DRAM " + slots);
    }
    long sum =
        report.headerBytes() + report.directoryBytes() + report.liveBytes() + report.freeBytes();
    if (report.poolBytes() != sum || report.freeBytes() < 0) {
      throw new AssertionError("the parts of the pool don't add up: " + report);
    }
    if (report.superseded() != 0 || report.unfinished() != 0) {
      throw new AssertionError("a second recovery would mark records: " + report);
    }
  }

  /**
   * Fails if a session has a slot too many taken when everything is settled: of an entry that was
   * replaced, removed or evicted, or of a put that failed.
   */
  public static void checkSettled(RecordStore records) {
    for (int i = 0; i < SETTLE_ROUNDS; i++) {
      records.settleAll();
    }
    long live = PoolCheck.run(records.pool()).liveBytes();
    long slots = records.liveSlotBytes();
    if (live != slots || records.backlogBytes() != 0) {
      throw new AssertionError(
          "settled, "
              + slots
              + " bytes are taken, but live are "
              + live
              + ", and "
              + records.backlogBytes()
              + " wait");
    }
  }

  /**
   * Fails if a pool whose caches are empty can't be filled: reserves slots until there is none, of
   * which the catalogue's entries may keep their chunks.
   */
  public static void checkCapacity(RecordStore records) {
    records.pressureRelief(new NoRelief());
    while (records.settleAll()) {
      // In the relaxed modes a slot is free after the second commit.
    }
    long total = records.usedBytes() + records.census().freeBytes();
    long least = total - 2L * records.pool().geometry().chunkBytes() - total / SLACK_SHARE;
    List<Reservation> taken = new ArrayList<>();
    try {
      while (true) {
        taken.add(records.reserve(KEY_BYTES, VALUE_BYTES));
      }
    } catch (PoolFullException e) {
      long bytes = taken.size() * records.weightBytes(KEY_BYTES, VALUE_BYTES);
      if (bytes < least) {
        throw new AssertionError("only " + bytes + " of " + total + " bytes can be taken", e);
      }
    } finally {
      taken.forEach(records::cancel);
    }
  }
}
