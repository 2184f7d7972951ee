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

/** Every byte of a recovered pool is in exactly one place, and DRAM and medium agree on which. */
public final class Inventory {
  private Inventory() {}

  /** Fails if the pool that {@code records} has just recovered has a byte too many. */
  public static void check(RecordStore records) {
    PoolCheckReport report = PoolCheck.run(records.pool());
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
}
