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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jcachepmem.allocator.medium.CommitFigures;
import org.jcachepmem.allocator.medium.HeapMedium;
import org.jcachepmem.allocator.pool.Durability;
import org.jcachepmem.allocator.pool.FormatOptions;
import org.jcachepmem.allocator.pool.Pool;
import org.junit.jupiter.api.Test;

/** Commits of the relaxed modes where a fence of the medium is none by itself. */
class CommitFiguresTest {
  private final HeapMedium medium = new HeapMedium(8 << 20);

  private RecordStore open(Durability durability) {
    Pool.format(medium, FormatOptions.standard(0));
    return RecordStore.open(Pool.mount(medium), RecordOptions.quiet(2).with(durability, 1_000));
  }

  private CommitFigures figures() {
    return medium.counters().commits().figures();
  }

  @Test
  void aCommitHasThePagesThatWereStoredTo() {
    RecordStore records = open(Durability.ON_CLOSE);
    TestCache cache = new TestCache(records, "a");
    records.commit();
    CommitFigures before = figures();
    records.commit();
    assertEquals(before.commits(), figures().commits(), "nothing was stored: that is none");
    cache.put("key", new byte[] {1});
    records.commit();
    CommitFigures after = figures();
    assertEquals(before.commits() + 1, after.commits());
    assertEquals(before.waiters() + 1, after.waiters());
    long bytes = after.bytes() - before.bytes();
    assertTrue(bytes > 0 && bytes % 4096 == 0 && bytes <= 4 * 4096, bytes + " bytes");
    records.close();
  }

  @Test
  void inTheSyncModeEachOperationFencesForItself() {
    RecordStore records = open(Durability.SYNC);
    new TestCache(records, "a").put("key", new byte[] {1});
    records.commit();
    records.close();
    assertEquals(0, figures().commits());
  }
}
