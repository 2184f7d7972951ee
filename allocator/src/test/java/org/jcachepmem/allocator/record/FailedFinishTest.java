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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jcachepmem.allocator.medium.HeapMedium;
import org.jcachepmem.allocator.medium.WrappedMedium;
import org.jcachepmem.allocator.pool.FormatOptions;
import org.jcachepmem.allocator.pool.Pool;
import org.junit.jupiter.api.Test;

/** Who can't give one slot back gives the locks back all the same, and counts what waits. */
class FailedFinishTest {
  private static final int STRIPES = 4;

  /** Has no heap for copies, at times. */
  private static final class Tight extends WrappedMedium {
    private volatile boolean isTight;

    Tight() {
      super(new HeapMedium(64 << 10));
    }

    @Override
    protected void beforeRange(long offset, long lengthBytes, boolean isRead) {
      if (isTight && isRead) {
        throw new OutOfMemoryError("planted");
      }
    }
  }

  @Test
  void noStripeStaysLocked() {
    Tight medium = new Tight();
    Pool.format(medium, FormatOptions.small(5));
    RecordStore records = RecordStore.open(Pool.mount(medium), RecordOptions.quiet(STRIPES));
    TestCache cache = new TestCache(records, "cache");
    List<String> keys = new ArrayList<>();
    Set<Stripe> stripes = new HashSet<>();
    for (int i = 0; stripes.size() < STRIPES; i++) {
      String key = "key" + i;
      if (stripes.add(records.stripe(key.hashCode()))) {
        keys.add(key);
        cache.put(key, TestCache.value(key, 1, 50));
      }
    }
    records.settleAll();
    for (String key : keys) {
      EntryRef entry = Objects.requireNonNull(cache.index.get(key));
      entry.verified(entry.version(), false); // so that its slot is read before it is given back
      assertTrue(cache.evict(key));
    }
    medium.isTight = true;
    assertThrows(OutOfMemoryError.class, records::settleAll);
    medium.isTight = false;
    assertEquals(
        STRIPES,
        CompletableFuture.supplyAsync(() -> stripes.stream().filter(Stripe::tryLock).count())
            .join());
    assertEquals(0, records.backlogBytes());
  }
}
