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

import org.jcachepmem.allocator.medium.RecordingMedium;
import org.jcachepmem.allocator.pool.FormatOptions;
import org.jcachepmem.allocator.pool.Pool;
import org.junit.jupiter.api.Test;

/** What an operation on records costs the medium. */
class OneFenceTest {
  private final RecordingMedium medium = new RecordingMedium(96 << 10);

  private TestCache cache() {
    Pool.format(medium, FormatOptions.small(1));
    TestCache cache =
        new TestCache(RecordStore.open(Pool.mount(medium), RecordOptions.quiet(2)), "f");
    cache.put("warm", new byte[100]); // opens the chunk
    return cache;
  }

  @Test
  void aPutOverwriteAndRemoveCostOneFenceEach() {
    TestCache cache = cache();
    for (int i = 0; i < 20; i++) {
      long before = medium.counters().fences();
      cache.put("a", TestCache.value("a", i, 100));
      assertEquals(1, medium.counters().fences() - before, "put or overwrite " + i);
      medium.assertAllDurable();
    }
    long before = medium.counters().fences();
    assertTrue(cache.remove("a"));
    assertEquals(1, medium.counters().fences() - before, "hit-remove");
  }

  @Test
  void aGetCostsNone() {
    TestCache cache = cache();
    long fences = medium.counters().fences();
    long flushes = medium.counters().flushes();
    cache.get("warm");
    cache.get("nobody");
    assertEquals(0, medium.counters().fences() - fences);
    assertEquals(0, medium.counters().flushes() - flushes);
  }
}
