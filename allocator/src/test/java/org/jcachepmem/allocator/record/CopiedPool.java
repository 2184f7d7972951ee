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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jcachepmem.allocator.medium.HeapMedium;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.pool.Pool;

/** A small pool of which snapshots are made, and what has to be in them. */
final class CopiedPool {
  /** The cache that the tests fill. */
  static final String CACHE = "copied";

  private static final int LISTS = 20;

  private CopiedPool() {}

  static RecordStore open(Medium medium) {
    return RecordStore.open(Pool.mount(medium), RecordOptions.quiet(4));
  }

  /** The cache in a snapshot, which has to be a pool that was closed cleanly. */
  static TestCache opened(HeapMedium snapshot) {
    PoolCheckReport report = PoolCheck.run(snapshot);
    assertTrue(report.isSound(), () -> report.problems().toString());
    RecordStore records = open(snapshot);
    assertTrue(records.recovery().clean());
    assertEquals(0, records.recovery().damaged());
    Inventory.check(records);
    return new TestCache(records, CACHE);
  }

  /** Puts values of several pieces. */
  static void putLists(TestCache cache, int version) {
    for (int i = 0; i < LISTS; i++) {
      cache.put("large" + i, list(i, version));
    }
  }

  /** The last first. */
  static void removeLists(TestCache cache) {
    for (int i = LISTS - 1; i >= 0; i--) {
      cache.remove("large" + i);
    }
  }

  /** Whether the first version of {@link #putLists} is there, and nothing else. */
  static void assertLists(TestCache copied) {
    assertEquals(LISTS, copied.index.size());
    for (int i = 0; i < LISTS; i++) {
      assertArrayEquals(list(i, 1), copied.get("large" + i));
    }
  }

  private static byte[] list(int i, int version) {
    return TestCache.value("large" + i, version, 9_000 + i);
  }
}
