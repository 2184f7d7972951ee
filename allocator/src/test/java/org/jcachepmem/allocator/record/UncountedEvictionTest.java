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
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jcachepmem.allocator.medium.HeapMedium;
import org.jcachepmem.allocator.pool.FormatOptions;
import org.jcachepmem.allocator.pool.Pool;
import org.junit.jupiter.api.Test;

/** An eviction queues a record before it counts its bytes, and may stand still in between. */
class UncountedEvictionTest {

  @Test
  void whatIsQueuedIsSettledThoughItsBytesAreNotCounted() {
    HeapMedium medium = new HeapMedium(64 << 10);
    Pool.format(medium, FormatOptions.small(5));
    RecordStore records = RecordStore.open(Pool.mount(medium), RecordOptions.quiet(2));
    TestCache cache = new TestCache(records, "cache");
    cache.put("key", TestCache.value("key", 1, 50));
    records.settleAll();
    assertTrue(cache.evict("key"));
    Stripe stripe = records.stripe("key".hashCode());
    long counted = stripe.queuedBytes.get();
    assertNotEquals(0, counted);
    stripe.queuedBytes.addAndGet(-counted);
    assertTrue(records.settleAll());
    assertTrue(stripe.queue.isEmpty());
    stripe.queuedBytes.addAndGet(counted);
    assertEquals(0, stripe.queuedBytes.get());
    Inventory.check(records);
  }
}
