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
package org.jcachepmem.allocator.schedule;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jcachepmem.allocator.record.CatalogueEntry;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.allocator.record.RecordStore;
import org.jcachepmem.allocator.record.RecoveredTable;

/**
 * What a recovered pool has of the keys of a history. A key is called {@code cache/key}; {@code
 * cache/} itself is 1 if the cache exists.
 */
public final class Recovered {
  private Recovered() {}

  /** The value of each key, by reading what recovery found. */
  public static Map<String, Integer> values(RecordStore records, Collection<String> keys) {
    Map<String, Integer> values = new TreeMap<>();
    Map<String, CatalogueEntry> caches = new TreeMap<>();
    for (CatalogueEntry entry : records.catalogue().entries()) {
      caches.put(entry.name(), entry);
    }
    for (String historic : keys) {
      int slash = historic.indexOf('/');
      String key = historic.substring(slash + 1);
      CatalogueEntry cache = caches.get(historic.substring(0, slash));
      if (cache == null || key.isEmpty()) {
        values.put(historic, cache == null ? 0 : 1);
      } else {
        values.put(historic, value(records, cache.id(), key));
      }
    }
    for (CatalogueEntry cache : caches.values()) {
      if (records.recovered(cache.id()).count() != 0) {
        throw new Violation("cache " + cache.name() + " has keys that nobody put");
      }
    }
    return values;
  }

  private static int value(RecordStore records, int cacheId, String key) {
    RecoveredTable table = records.recovered(cacheId);
    EntryRef entry = table.take(key.getBytes(StandardCharsets.UTF_8));
    if (entry == null) {
      return KeyHistory.ABSENT;
    }
    byte[] value = records.readValue(entry);
    if (value == null) {
      throw new Violation(key + " is damaged");
    }
    if (!Expiries.isOf(key, entry.expiryMillis())) {
      throw new Violation(key + " has a foreign expiry, " + entry.expiryMillis());
    }
    return SelfDescribing.number(key, value);
  }
}
