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
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.jcachepmem.allocator.layout.DirectoryLayout;
import org.jcachepmem.allocator.medium.HeapMedium;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.medium.WrappedMedium;
import org.jcachepmem.allocator.pool.FormatOptions;
import org.jcachepmem.allocator.pool.Pool;
import org.junit.jupiter.api.Test;

/**
 * A store that is closed while another thread works on it without a stripe: whatever that one still
 * stores, the next session would not know of.
 */
class ClosingTest {
  private static final int LENGTH = 1000;

  private final HeapMedium medium = new HeapMedium(64 << 10);

  private RecordStore open(Medium given) {
    Pool.format(given, FormatOptions.small(1));
    return RecordStore.open(Pool.mount(given), RecordOptions.quiet(4));
  }

  private byte[] contents() {
    byte[] bytes = new byte[(int) medium.sizeBytes()];
    medium.copyOut(0, bytes, 0, bytes.length);
    return bytes;
  }

  @Test
  void whoMakesRoomMarksNothingInAPoolThatIsClean() {
    RecordStore records = open(medium);
    TestCache cache = new TestCache(records, "c");
    byte[][] closed = {null};
    EntryRef[] evicted = {null};
    records.pressureRelief(
        new PressureRelief() {
          @Override
          public boolean evict(long bytes) {
            if (closed[0] == null) {
              CompletableFuture.runAsync(records::close).join();
              closed[0] = contents();
              evicted[0] = cache.index.get("key0");
            }
            return cache.evict(bytes);
          }

          @Override
          public boolean vacate(int cacheId, byte[] key, long offset) {
            return cache.vacate(cacheId, key, offset);
          }
        });
    assertThrows(
        IllegalStateException.class,
        () -> {
          for (int i = 0; ; i++) {
            cache.put("key" + i, TestCache.value("key" + i, 1, LENGTH));
          }
        });
    assertTrue(!evicted[0].isLive(), "evicted after the close");
    assertArrayEquals(closed[0], contents());
    long word = medium.getLong(records.entryAt(evicted[0]));
    assertTrue(DirectoryLayout.state(word) == DirectoryLayout.LIVE, "as the next session finds it");
  }

  @Test
  void closeWaitsForAChunkThatIsGivenItsClass() throws InterruptedException {
    CountDownLatch isAssigning = new CountDownLatch(1);
    CountDownLatch goesOn = new CountDownLatch(1);
    CompletableFuture<Thread> putter = new CompletableFuture<>();
    RecordStore records =
        open(
            new WrappedMedium(medium) {
              @Override
              protected void beforeRange(long offset, long lengthBytes, boolean isRead) {
                if (putter.getNow(null) == Thread.currentThread()) {
                  isAssigning.countDown(); // looks at a directory that never was one
                  uninterruptibly(goesOn);
                }
              }
            });
    TestCache cache = new TestCache(records, "c");
    CompletableFuture<Void> put =
        CompletableFuture.runAsync(
            () -> {
              putter.complete(Thread.currentThread());
              cache.put("key", new byte[LENGTH]);
            });
    isAssigning.await();
    Thread closer = new Thread(records::close);
    closer.start();
    while (closer.isAlive() && LockSupport.getBlocker(closer) == null) {
      Thread.onSpinWait();
    }
    assertTrue(closer.isAlive(), "closed under a thread that stores");
    goesOn.countDown();
    closer.join();
    assertInstanceOf(
        IllegalStateException.class, assertThrows(CompletionException.class, put::join).getCause());
    byte[] closed = contents();
    assertThrows(IllegalStateException.class, () -> cache.put("key", new byte[2 * LENGTH]));
    assertArrayEquals(closed, contents());
  }

  private static void uninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
