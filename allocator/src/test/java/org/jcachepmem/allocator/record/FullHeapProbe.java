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

import org.jcachepmem.allocator.record.RecoveredTable.RecoveredRecords;
import org.jspecify.annotations.Nullable;

/** A process of its own that recovers entries until its heap is full, and says what came of it. */
final class FullHeapProbe {
  private FullHeapProbe() {}

  /** Records without contents: all hashes differ, so that nobody looks at them. */
  private static final RecoveredRecords NOTHING =
      new RecoveredRecords() {
        @Override
        public byte @Nullable [] key(long offset) {
          throw new AssertionError("equal hashes");
        }

        @Override
        public long hash(long offset) {
          return offset >>> 4;
        }

        @Override
        public long sequence(long offset) {
          throw new AssertionError("equal hashes");
        }

        @Override
        public EntryRef handle(long offset) {
          throw new AssertionError("no handle");
        }

        @Override
        public long weight(EntryRef entry) {
          throw new AssertionError("no handle");
        }
      };

  public static void main(String[] args) {
    RecoveredTable table = new RecoveredTable(NOTHING, RecoveredTable.MOST_PARTS, 1L << 40);
    try {
      for (long entry = 1; ; entry++) {
        SingleRecord.add(table, entry, entry << 4, Integer.parseInt(args[0]));
      }
    } catch (HeapTooSmallException e) {
      System.out.println(table.count() + " entries: " + e.getMessage());
    }
  }
}
