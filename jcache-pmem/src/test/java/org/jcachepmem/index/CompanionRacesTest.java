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

import static java.lang.Thread.State.BLOCKED;
import static java.lang.Thread.State.TERMINATED;
import static java.lang.Thread.State.WAITING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jcachepmem.allocator.medium.RecordingMedium;
import org.jcachepmem.index.Freshness.Companion;
import org.jcachepmem.index.PoolSession.StoredCache;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A cache is opened while somebody else destroys the one that it lives with. */
@Timeout(60)
class CompanionRacesTest {
  private static final StoredCache TIMES = PoolFixture.untouched("times", Freshness.ANY);
  private static final StoredCache RESULTS =
      PoolFixture.untouched(
          "results", new Freshness(false, null, 0, new Companion("times", Freshness.ANY)));

  /** Opens the results, and at the first fence of that lets the other begin. */
  private static <T> FutureTask<T> openResultsWhile(PoolFixture pool, Callable<T> other) {
    SharedPoolSession session = pool.session("results");
    session.detach(session.attach(PoolFixture.untouched("results", Freshness.ANY), Keys.CANONICAL));
    FutureTask<T> task = new FutureTask<>(other);
    AtomicBoolean isBegun = new AtomicBoolean();
    ((RecordingMedium) pool.medium)
        .beforeFence(
            () -> {
              if (isBegun.compareAndSet(false, true)) {
                Thread thread = new Thread(task);
                thread.start();
                awaitBlockedOrEnded(thread);
              }
            });
    session.attach(RESULTS, Keys.CANONICAL);
    return task;
  }

  /** Waits until a thread that has begun something waits itself, or is done. */
  static void awaitBlockedOrEnded(Thread thread) {
    while (!Set.of(WAITING, BLOCKED, TERMINATED).contains(thread.getState())) {
      assertFalse(Thread.interrupted(), "neither waiting nor done");
      Thread.onSpinWait();
    }
  }

  @Test
  void destroyingACacheThatIsOnlyBeingExaminedWaits() throws Exception {
    try (PoolFixture pool = PoolFixture.recording(256 << 10)) {
      SharedPoolSession other = pool.session("other");
      FutureTask<Boolean> destroyed =
          openResultsWhile(pool, () -> other.destroy("ns", "times")); // being made just now
      assertEquals(true, destroyed.get());
      assertNull(pool.records.catalogue().find("ns", "times"));
    }
  }

  @Test
  void openingACacheThatIsOnlyBeingExaminedWaits() throws Exception {
    try (PoolFixture pool = PoolFixture.recording(256 << 10)) {
      SharedPoolSession other = pool.session("other");
      assertEquals(
          0, openResultsWhile(pool, () -> other.attach(TIMES, Keys.CANONICAL)).get().count());
    }
  }

  @Test
  void theBirthOfACacheThatIsBeingDestroyedIsNeverUnknown()
      throws ExecutionException, InterruptedException {
    try (PoolFixture pool = PoolFixture.recording(256 << 10)) {
      SharedPoolSession other = pool.session("other");
      other.attach(TIMES, Keys.CANONICAL);
      assertEquals(true, openResultsWhile(pool, () -> other.destroy("ns", "times")).get());
      assertNotEquals(
          0, pool.records.catalogue().find("ns", "results").provenance().companionBirth());
    }
  }
}
