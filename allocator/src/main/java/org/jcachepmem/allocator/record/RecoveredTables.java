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

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BiConsumer;
import org.jcachepmem.allocator.layout.Geometry;

/** The recovered tables of all caches, by cache id. Thread safe. */
final class RecoveredTables {
  /** Of a pool that is smaller the tables are filled by one thread, and fit its cache. */
  private static final long PART_SHARE_BYTES = 1 << 20;

  private final AtomicReferenceArray<RecoveredTable> tables;
  private final RecoveredTable.RecoveredRecords records;
  private final int parts;
  private final long poolBytes;

  /** The tables of a pool of that geometry, all empty. */
  RecoveredTables(Geometry geometry, RecoveredTable.RecoveredRecords records) {
    this.tables = new AtomicReferenceArray<>(geometry.cacheIds());
    this.records = records;
    this.poolBytes = geometry.poolBytes();
    long shares = Long.highestOneBit(poolBytes / PART_SHARE_BYTES);
    this.parts = (int) Math.max(1, Math.min(RecoveredTable.MOST_PARTS, shares));
  }

  /** How many parts each table has. */
  int parts() {
    return parts;
  }

  /** The table of a cache, empty if recovery found nothing. */
  RecoveredTable of(int cacheId) {
    RecoveredTable table = tables.get(cacheId);
    if (table == null) {
      RecoveredTable made = new RecoveredTable(records, parts, poolBytes);
      table = tables.compareAndExchange(cacheId, null, made);
      return table == null ? made : table;
    }
    return table;
  }

  /** A new handle of the record whose slot is at {@code offset}. */
  EntryRef handle(long offset) {
    return records.handle(offset);
  }

  /** Pool bytes of the record whose slot is at {@code offset}. */
  long weightBytes(long offset) {
    return records.weight(records.handle(offset));
  }

  /** Each cache of which recovery found something. */
  void forEach(BiConsumer<Integer, RecoveredTable> action) {
    for (int id = 0; id < tables.length(); id++) {
      RecoveredTable table = tables.get(id);
      if (table != null) {
        action.accept(id, table);
      }
    }
  }
}
