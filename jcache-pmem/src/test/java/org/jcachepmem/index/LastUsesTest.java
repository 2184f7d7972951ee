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
package org.jcachepmem.index;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.jcachepmem.allocator.medium.FailingMedium;
import org.jcachepmem.allocator.medium.HeapMedium;
import org.jcachepmem.allocator.pool.FormatOptions;
import org.jcachepmem.index.PoolSession.StoredCache;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which last uses are written down when. */
@Timeout(60)
class LastUsesTest {

  private static StoredCache cache(String name, long maxDowntimeMillis) {
    return PoolFixture.untouched(name, new Freshness(false, null, maxDowntimeMillis, null));
  }

  private static long lastUse(PoolFixture pool, String name) {
    return pool.records.catalogue().find("ns", name).provenance().lastUseMillis();
  }

  @Test
  void openingAnotherCacheWritesNothingAboutTheFirst() {
    try (PoolFixture pool = PoolFixture.heap(8 << 20)) {
      pool.attach(cache("a", 3_600_000), Keys.CANONICAL);
      long opened = pool.millis.get();
      for (int i = 0; i < 200; i++) {
        pool.millis.incrementAndGet();
        SharedPoolSession session = pool.session("test");
        session.detach(session.attach(cache("b", 3_600_000), Keys.CANONICAL));
        assertEquals(opened, lastUse(pool, "a"));
      }
    }
  }

  @Test
  void aFailureIsTriedAgain() throws InterruptedException {
    FailingMedium medium = new FailingMedium(new HeapMedium(8 << 20));
    medium.victims(thread -> thread.getName().equals("jcache-pmem-last-uses"));
    try (PoolFixture pool = new PoolFixture(medium, FormatOptions.standard(1_700_000_000_000L))) {
      medium.failAt(FailingMedium.Step.STORE, 1);
      pool.attach(cache("a", 1_000), Keys.CANONICAL);
      long later = pool.millis.addAndGet(5_000);
      while (lastUse(pool, "a") != later) {
        Thread.sleep(10);
      }
      assertEquals(1, medium.failures());
    }
  }
}
