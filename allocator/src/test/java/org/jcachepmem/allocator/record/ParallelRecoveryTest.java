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
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jcachepmem.allocator.medium.HeapMedium;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.medium.WrappedMedium;
import org.jcachepmem.allocator.pool.FormatOptions;
import org.jcachepmem.allocator.pool.Pool;
import org.junit.jupiter.api.Test;

/** Several threads recover what one does. */
class ParallelRecoveryTest {
  private static final int POOL_BYTES = 1 << 20;
  private static final int THREADS = 5;

  /** What a killed process left: two caches, overwritten, removed and settled at random. */
  private static Medium killed(long seed) {
    Medium medium = new HeapMedium(POOL_BYTES);
    Pool.format(medium, FormatOptions.small(seed));
    Random random = new Random(seed);
    RecordStore records = RecordStore.open(Pool.mount(medium), RecordOptions.quiet(4));
    TestCache[] caches = {new TestCache(records, "one"), new TestCache(records, "two")};
    for (int i = 0; i < 4_000; i++) {
      String key = "key " + random.nextInt(600);
      TestCache cache = caches[random.nextInt(caches.length)];
      records.pressureRelief(cache);
      int dice = random.nextInt(100);
      if (dice < 80) {
        int length = dice < 2 ? 9_000 : random.nextInt(300);
        cache.put(key, TestCache.value(key, i, length));
      } else if (dice < 95) {
        cache.remove(key);
      } else if (dice < 99) {
        cache.evict(key);
      } else {
        records.life().settleEpoch();
      }
    }
    return medium;
  }

  private static Medium copy(Medium medium) {
    byte[] bytes = new byte[POOL_BYTES];
    medium.copyOut(0, bytes, 0, bytes.length);
    Medium copy = new HeapMedium(POOL_BYTES);
    copy.copyIn(0, bytes, 0, bytes.length);
    return copy;
  }

  private static RecordStore recovered(Medium medium, int threads) {
    RecordOptions options = RecordOptions.quiet(4).withRecoveryThreads(threads);
    return RecordStore.open(Pool.mount(medium), options);
  }

  private static Map<String, String> contents(RecordStore records) {
    Map<String, String> contents = new TreeMap<>();
    for (String name : new String[] {"one", "two"}) {
      TestCache cache = new TestCache(records, name);
      cache
          .index
          .keySet()
          .forEach(key -> contents.put(name + key, TestCache.digest(cache.get(key))));
    }
    return contents;
  }

  @Test
  void severalThreadsRecoverWhatOneDoes() {
    for (long seed = 1; seed <= 10; seed++) {
      Medium medium = killed(seed);
      RecordStore byOne = recovered(copy(medium), 1);
      RecordStore bySeveral = recovered(copy(medium), THREADS);
      Inventory.check(bySeveral);
      assertEquals(byOne.usedBytes(), bySeveral.usedBytes(), "seed " + seed);
      assertEquals(byOne.recovery().entries(), bySeveral.recovery().entries(), "seed " + seed);
      assertEquals(
          byOne.recovery().superseded(), bySeveral.recovery().superseded(), "seed " + seed);
      for (int id = 1; id <= 2; id++) {
        assertEquals(
            byOne.recovered(id).weightBytes(), bySeveral.recovered(id).weightBytes(), "seed");
      }
      assertTrue(byOne.recovery().superseded() > 0, "seed " + seed);
      assertEquals(contents(byOne), contents(bySeveral), "seed " + seed);
      assertEquals(0, bySeveral.recovered(1).weightBytes(), "all taken");
    }
  }

  /** Who flushes and who fences, of the threads of a recovery. */
  private static final class WatchedMedium extends WrappedMedium {
    final Set<Thread> flushed = ConcurrentHashMap.newKeySet();
    final Set<Thread> flushers = ConcurrentHashMap.newKeySet();
    final Set<Thread> readers = ConcurrentHashMap.newKeySet();
    volatile boolean fails;

    WatchedMedium(Medium delegate) {
      super(delegate);
    }

    @Override
    protected void beforeRange(long offset, long lengthBytes, boolean isRead) {
      readers.add(Thread.currentThread());
      if (fails && Thread.currentThread().getName().startsWith("jcache-pmem-recovery")) {
        throw new IllegalStateException("planted");
      }
      Thread.yield();
    }

    @Override
    public void flush(long offset, long lengthBytes) {
      flushed.add(Thread.currentThread());
      flushers.add(Thread.currentThread());
      super.flush(offset, lengthBytes);
    }

    @Override
    public void fence() {
      flushed.remove(Thread.currentThread());
      super.fence();
    }
  }

  @Test
  void eachThreadFencesWhatItFlushed() {
    Medium killed = killed(3);
    for (int tries = 0; tries < 50; tries++) {
      WatchedMedium medium = new WatchedMedium(copy(killed));
      recovered(medium, THREADS);
      assertEquals(Set.of(), medium.flushed);
      if (medium.flushers.size() > 1) {
        return;
      }
      // The caller was so quick that the others found nothing to do.
    }
    throw new AssertionError("no other thread ever flushed anything");
  }

  @Test
  void aFailureOfOneThreadIsThrownAsItIsAndAnInterruptIsKept() {
    Medium killed = killed(4);
    for (int tries = 0; tries < 50; tries++) {
      WatchedMedium medium = new WatchedMedium(copy(killed));
      medium.fails = true;
      Thread.currentThread().interrupt();
      try {
        recovered(medium, THREADS);
      } catch (IllegalStateException e) {
        assertEquals("planted", e.getMessage());
        assertTrue(Thread.interrupted(), "the interrupt is the caller's");
        medium.readers.forEach(
            thread -> assertTrue(thread == Thread.currentThread() || !thread.isAlive()));
        return;
      }
      // The caller was so quick that the others found nothing to do.
      assertTrue(Thread.interrupted(), "the interrupt is the caller's");
    }
    throw new AssertionError("no other thread ever read anything");
  }

  @Test
  void ofAllThreadsTheFirstFailureIsThrown() {
    RuntimeException first = new IllegalStateException("first");
    RuntimeException thrown =
        assertThrows(
            IllegalStateException.class,
            () ->
                ScanThreads.run(
                    THREADS,
                    Collections.nCopies(1_000, "item"),
                    () ->
                        new ScanThreads.Worker<String>() {
                          @Override
                          public void accept(String item) {
                            throw first;
                          }

                          @Override
                          public void end() {
                            throw new AssertionError("a worker that failed has no end");
                          }
                        }));
    assertSame(first, thrown);
    assertFalse(Thread.currentThread().isInterrupted());
  }
}
