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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jcachepmem.allocator.medium.HeapMedium;
import org.jcachepmem.allocator.medium.WrappedMedium;
import org.jcachepmem.allocator.pool.Durability;
import org.jcachepmem.allocator.pool.FormatOptions;
import org.jcachepmem.allocator.pool.Pool;
import org.jcachepmem.allocator.pool.VerifyReads;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the thread of a pool goes on with, whatever happens to one of its steps. */
class CaretakerTest {
  private static final long MAX_LAG_MILLIS = 2;
  private static final int STRIPES = 4;
  private static final int MOST_SECONDS = 20;
  private static final long NOWHERE = -1;
  private static final RecordOptions OPTIONS =
      new RecordOptions(
          STRIPES,
          VerifyReads.FIRST,
          System::currentTimeMillis,
          Durability.ASYNC,
          MAX_LAG_MILLIS,
          true,
          1,
          1);

  private volatile long unreadable = NOWHERE;
  private volatile Runnable beforeFence = () -> {};
  private final AtomicInteger faults = new AtomicInteger();
  private final WrappedMedium medium =
      new WrappedMedium(new HeapMedium(64 << 10)) {
        @Override
        protected void beforeWord(long offset, boolean isRead) {
          if (offset == unreadable) {
            faults.incrementAndGet();
            throw new InternalError("a fault occurred in an unsafe memory access operation");
          }
        }

        @Override
        public void fence() {
          beforeFence.run();
          super.fence();
        }
      };
  private final RecordStore records = open();
  private final TestCache cache = new TestCache(records, "c");

  private RecordStore open() {
    Pool.format(medium, FormatOptions.small(1));
    return RecordStore.open(Pool.mount(medium), OPTIONS);
  }

  @AfterEach
  void close() {
    unreadable = NOWHERE;
    records.close();
  }

  private void assertCommits() throws InterruptedException {
    long before = medium.counters().fences();
    cache.put(elsewhere(), new byte[10]);
    awaitMore(before);
  }

  /** A key of another stripe than "key". */
  private String elsewhere() {
    int i = 0;
    while (records.stripe(("key" + i).hashCode()) == records.stripe("key".hashCode())) {
      i++;
    }
    return "key" + i;
  }

  private void awaitMore(long fences) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
    while (medium.counters().fences() == fences) {
      assertTrue(System.nanoTime() < end, "nothing was committed");
      Thread.sleep(1);
    }
  }

  @Test
  void aDirectoryEntryThatCantBeReadKeepsNothingFromBeingCommitted() throws InterruptedException {
    cache.put("key", new byte[10]);
    EntryRef entry = cache.index.get("key");
    unreadable = records.entryAt(entry);
    assertTrue(cache.evict("key"));
    while (faults.get() == 0) {
      Thread.sleep(1); // until it has tried to settle that
    }
    assertCommits();
  }

  @Test
  void whatWasAcknowledgedBeforeAStopIsCommitted() throws InterruptedException {
    AtomicLong after = new AtomicLong(Long.MAX_VALUE);
    beforeFence =
        () -> {
          if (Thread.currentThread().getName().equals("jcache-pmem-caretaker")) {
            beforeFence = () -> {};
            cache.put(elsewhere(), new byte[10]); // of which this commit knows nothing
            records.life().stop(new OutOfMemoryError("another thread's"));
            after.set(medium.counters().fences() + 1);
          }
        };
    cache.put("key", new byte[10]);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
    while (medium.counters().fences() <= after.get()) {
      assertTrue(System.nanoTime() < end, "it was not committed");
      Thread.sleep(1);
    }
  }

  @Test
  void whoCallsItInAStoppedPoolDoesNotKeepItBusy() throws InterruptedException {
    List<Thread> before = caretakers();
    Caretaker caretaker = Caretaker.start(records, OPTIONS, true);
    List<Thread> its = caretakers();
    its.removeAll(before);
    records.life().stop(new OutOfMemoryError("another thread's"));
    for (int i = 0; i < 20; i++) {
      caretaker.call();
      Thread.sleep(MAX_LAG_MILLIS); // it meets the stop in one of these
    }
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
    while (its.get(0).getState() != Thread.State.TIMED_WAITING) {
      assertTrue(System.nanoTime() < end, "it waits for nothing");
    }
    caretaker.stop();
  }

  private static List<Thread> caretakers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("jcache-pmem-caretaker"))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  @Test
  void anInterruptEndsNothing() throws InterruptedException {
    caretakers().forEach(Thread::interrupt);
    assertCommits();
    assertCommits();
  }

  @Test
  void anEpochIsNotSettledWhileAClearIsUnderWay() {
    cache.put("key", new byte[10]);
    boolean[] isSettled = {true};
    records.clear(
        cache.id,
        (epoch, dropped) ->
            isSettled[0] =
                CompletableFuture.supplyAsync(records.life()::trySettleEpoch)
                    .orTimeout(MOST_SECONDS, TimeUnit.SECONDS)
                    .join());
    assertFalse(isSettled[0]);
    assertTrue(records.life().trySettleEpoch());
    assertEquals(1, cache.index.size());
    cache.clear();
  }
}
