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
package org.jcachepmem.tools;

import java.nio.file.Path;
import java.util.HexFormat;
import java.util.TreeMap;
import org.jcachepmem.allocator.pool.Pool;
import org.jcachepmem.allocator.pool.ReadOnlyPoolFile;
import org.jcachepmem.allocator.record.CatalogueEntry;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.allocator.record.PoolView;

/** Everything that two pools with the same contents have in common. */
final class Contents {
  private Contents() {}

  /**
   * Each catalogue entry but for its id, and each record's key, value and expiry, as text by cache.
   */
  static TreeMap<String, TreeMap<String, String>> of(Path pool) {
    TreeMap<String, TreeMap<String, String>> contents = new TreeMap<>();
    try (ReadOnlyPoolFile file = ReadOnlyPoolFile.open(pool)) {
      PoolView view = PoolView.of(Pool.mount(file.medium()));
      for (CatalogueEntry cache : view.caches()) {
        TreeMap<String, String> records = new TreeMap<>();
        view.forEachEntry(cache.id(), entry -> add(records, view, entry));
        contents.put(cache.withId(0).toString(), records);
      }
    }
    return contents;
  }

  private static void add(TreeMap<String, String> records, PoolView view, EntryRef entry) {
    byte[] key = view.readKey(entry);
    byte[] value = view.readValue(entry);
    if (key == null || value == null) {
      throw new AssertionError("damaged at " + entry.offset());
    }
    records.put(
        HexFormat.of().formatHex(key),
        HexFormat.of().formatHex(value) + " until " + entry.expiryMillis());
  }
}
