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

/** The recovered tables of all caches, by cache id. Thread safe. */
final class RecoveredTables {
  private final AtomicReferenceArray<RecoveredTable> tables;
  private final RecoveredTable.RecoveredRecords records;

  RecoveredTables(int cacheIds, RecoveredTable.RecoveredRecords records) {
    this.tables = new AtomicReferenceArray<>(cacheIds);
    this.records = records;
  }

  /** The table of a cache, empty if recovery found nothing. */
  RecoveredTable of(int cacheId) {
    RecoveredTable table = tables.get(cacheId);
    if (table == null) {
      RecoveredTable made = new RecoveredTable(records);
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
