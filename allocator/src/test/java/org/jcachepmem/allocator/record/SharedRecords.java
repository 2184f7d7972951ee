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

import java.util.Arrays;
import java.util.List;
import org.jcachepmem.allocator.medium.HeapMedium;
import org.jcachepmem.allocator.pool.FormatOptions;
import org.jcachepmem.allocator.pool.Pool;

/**
 * A cache of a few keys in one stripe of a pool of a few KiB, for several threads. A value says in
 * each byte which key and version it is of, so that a torn or foreign one shows.
 */
final class SharedRecords {
  private static final int POOL_BYTES = 32 << 10;
  private static final int VALUE_BYTES = 24;
  private static final List<String> KEYS = List.of("a", "b");

  private final HeapMedium medium;
  private final TestCache cache;
  private final long catalogueBytes;

  private SharedRecords(HeapMedium medium, TestCache cache) {
    this.medium = medium;
    this.cache = cache;
    catalogueBytes = cache.records.usedBytes();
  }

  static SharedRecords open() {
    HeapMedium medium = new HeapMedium(POOL_BYTES);
    Pool.format(medium, FormatOptions.small(1));
    RecordStore records = RecordStore.open(Pool.mount(medium), RecordOptions.quiet(1));
    return new SharedRecords(medium, new TestCache(records, "cache"));
  }

  void put(int key, int version) {
    cache.put(KEYS.get(key), value(key, version));
  }

  /** The version of the key's value, or 0 if it has none. */
  int get(int key) {
    byte[] value = cache.get(KEYS.get(key));
    if (value == null) {
      return 0;
    }
    int version = value.length == 0 ? -1 : value[0] >> 4;
    if (!Arrays.equals(value, value(key, version))) {
      throw new IllegalStateException("key " + key + " reads as " + Arrays.toString(value));
    }
    return version;
  }

  boolean remove(int key) {
    return cache.remove(KEYS.get(key));
  }

  void evict(int key) {
    cache.evict(KEYS.get(key));
  }

  void settle() {
    cache.records.settleAll();
  }

  void clear() {
    cache.clear();
  }

  private static byte[] value(int key, int version) {
    byte[] value = new byte[VALUE_BYTES];
    Arrays.fill(value, (byte) (version << 4 | key));
    return value;
  }

  /**
   * When nothing runs: everything that was retired is free, and the pool has what the index has.
   */
  void inventory() {
    RecordStore records = cache.records;
    records.settleAll();
    check("bytes that wait", 0, records.backlogBytes());
    long live = 0;
    for (EntryRef entry : cache.index.values()) {
      check("live entries", 1, entry.isLive() ? 1 : 0);
      live += records.weightBytes(entry);
    }
    check("bytes in use", live, records.usedBytes() - catalogueBytes);
    records.close();
    PoolCheckReport report = PoolCheck.run(medium);
    if (!report.problems().isEmpty()) {
      throw new IllegalStateException(report.problems().toString());
    }
    check("entries in the pool", cache.index.size(), report.totalEntries());
  }

  private static void check(String what, long expected, long found) {
    if (expected != found) {
      throw new IllegalStateException(what + ": " + found + ", not " + expected);
    }
  }
}
