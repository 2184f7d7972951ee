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

import org.jcachepmem.allocator.medium.Medium;

/** For tests of other packages: whether each byte of a pool is in exactly one place. */
public final class LeakCheck {
  private LeakCheck() {}

  /** Takes the inventory of a pool just after its recovery, or when nothing is under way. */
  public static void take(Medium medium, RecordStore records) {
    PoolCheckReport report = PoolCheck.run(medium);
    long sum =
        report.headerBytes() + report.directoryBytes() + report.liveBytes() + report.freeBytes();
    if (!report.isSound() || sum != report.poolBytes()) {
      throw new AssertionError("inventory: " + report.problems() + ", " + sum + " bytes");
    }
    if (report.liveBytes() != records.liveSlotBytes()) {
      throw new AssertionError(
          "taken slots have %d bytes, live records %d"
              .formatted(records.liveSlotBytes(), report.liveBytes()));
    }
  }

  /** Settles everything that waits, so that an inventory shows what has leaked. */
  public static void settle(RecordStore records) {
    for (int i = 0; i < 3; i++) {
      records.settleAll();
    }
    if (records.backlogBytes() != 0) {
      throw new AssertionError("backlog of " + records.backlogBytes() + " bytes");
    }
  }
}
