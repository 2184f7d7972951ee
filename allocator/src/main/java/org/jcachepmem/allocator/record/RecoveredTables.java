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

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The recovered tables of all caches, by cache id. Filled by recovery; thread safe afterwards. */
final class RecoveredTables {
  private final @Nullable RecoveredTable[] tables;
  private final RecoveredTable.RecoveredRecords records;

  RecoveredTables(int cacheIds, RecoveredTable.RecoveredRecords records) {
    this.tables = new RecoveredTable[cacheIds];
    this.records = records;
  }

  /** The table of a cache, empty if recovery found nothing. */
  synchronized RecoveredTable of(int cacheId) {
    RecoveredTable table = tables[cacheId];
    if (table == null) {
      table = new RecoveredTable(records);
      tables[cacheId] = table;
    }
    return table;
  }

  /** Each cache of which recovery found something. */
  synchronized void forEach(BiConsumer<Integer, RecoveredTable> action) {
    for (int id = 0; id < tables.length; id++) {
      RecoveredTable table = tables[id];
      if (table != null) {
        action.accept(id, table);
      }
    }
  }
}
