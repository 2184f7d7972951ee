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

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.jcachepmem.allocator.medium.HeapMedium;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.medium.WrappedMedium;
import org.jcachepmem.allocator.pool.FormatOptions;
import org.jcachepmem.allocator.pool.Pool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a snapshot says of how long others waited for it is at least what they did wait. */
@Timeout(60)
class SnapshotWaitTest {
  private static final int POOL_BYTES = 4 << 20;
  private static final long SLEEP_MILLIS = 20;
  private static final long SLEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(SLEEP_MILLIS);

  private final HookedMedium medium = new HookedMedium();
  private final HookedMedium target = new HookedMedium();
  private final TestCache cache;

  SnapshotWaitTest() {
    Pool.format(medium, FormatOptions.small(5));
    RecordStore records = RecordStore.open(Pool.mount(medium), RecordOptions.quiet(4));
    cache = new TestCache(records, "copied");
    cache.put("key", TestCache.value("key", 1, 300));
  }

  /** Does something once, before a store of anybody. */
  private static final class HookedMedium extends WrappedMedium {
    private static final Runnable NOTHING = () -> {};
    private volatile Runnable once = NOTHING;

    HookedMedium() {
      super(new HeapMedium(POOL_BYTES));
    }

    @Override
    protected void beforeWord(long offset, boolean isRead) {
      if (!isRead) {
        run();
      }
    }

    @Override
    protected void beforeRange(long offset, long lengthBytes, boolean isRead) {
      if (!isRead) {
        run();
      }
    }

    private void run() {
      Runnable action = once;
      once = NOTHING;
      action.run();
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(SLEEP_MILLIS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Sleeps once {@code thread} waits for a lock. */
  private static void sleepWhileItWaits(Thread thread) {
    while (thread.getState() != Thread.State.WAITING) {
      assertTrue(thread.isAlive(), "it did not have to wait");
      Thread.onSpinWait();
    }
    sleep();
  }

  private Snapshot current() {
    return cache.records.life().snapshots().current();
  }

  private void begin(Medium into) {
    cache.records.life().begin(new SnapshotTarget(into, false));
  }

  @Test
  void thePauseHasWhatAWriterWaits() throws InterruptedException {
    Thread writer = new Thread(() -> cache.put("another", new byte[1]));
    // Nothing is to be settled: the first store is that of the new epoch, of the instant.
    medium.once =
        () -> {
          writer.start();
          sleepWhileItWaits(writer);
        };
    SnapshotReport report =
        cache.records.life().snapshot((bytes, write) -> write.accept(target), false);
    writer.join();
    assertTrue(cache.index.containsKey("another"));
    assertTrue(report.pauseNanos() >= SLEEP_NANOS, report::text);
  }

  @Test
  void whoHasAChunkCopiedFirstWaitsForThat() {
    begin(target);
    target.once = SnapshotWaitTest::sleep;
    cache.remove("key");
    cache.put("key", new byte[2]); // takes the mark along
    assertTrue(
        current().longestWaitNanos() >= SLEEP_NANOS, "told: " + current().longestWaitNanos());
    cache.records.life().snapshots().end();
  }

  /** It waited for a copy of another chunk with the same lock, and nobody was told. */
  @Test
  void whoTakesAChunkForAnotherClassWaitsForOneThatIsBeingCopied() throws InterruptedException {
    begin(target);
    Snapshot snapshot = current();
    int number =
        (int) (cache.index.get("key").offset() >>> cache.records.pool().geometry().chunkShift());
    Thread taker = new Thread(() -> snapshot.beforeAssignment(number));
    target.once =
        () -> {
          taker.start();
          sleepWhileItWaits(taker);
        };
    snapshot.copy(number);
    taker.join();
    assertTrue(snapshot.longestWaitNanos() >= SLEEP_NANOS, "told: " + snapshot.longestWaitNanos());
    cache.records.life().snapshots().end();
  }
}
