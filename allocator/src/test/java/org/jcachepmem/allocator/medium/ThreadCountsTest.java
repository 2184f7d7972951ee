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
package org.jcachepmem.allocator.medium;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

/** What threads have counted, those that have ended included. */
class ThreadCountsTest {
  private final ThreadCounts counts = new ThreadCounts(2);

  private void count(int kind, int times) {
    for (int i = 0; i < times; i++) {
      ThreadCounts.add(counts.own(), kind, 3);
    }
  }

  @Test
  void threadsAreSummedUp() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      threads.add(new Thread(() -> count(1, 10_000)));
    }
    threads.forEach(Thread::start);
    count(0, 7);
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(7 * 3, counts.sum(0));
    assertEquals(4 * 10_000 * 3, counts.sum(1));
  }

  @Test
  void threadsThatHaveEndedAreForgottenAndNotWhatTheyCounted() throws InterruptedException {
    int ended = 1_000;
    for (int t = 0; t < ended; t++) {
      Thread thread = new Thread(() -> count(0, 1));
      thread.start();
      thread.join();
    }
    assertEquals(ended * 3, counts.sum(0));
    assertTrue(counts.threads() < ended / 8, counts.threads() + " threads are kept");
  }

  /** The common pool clears the thread locals of its threads after each task. */
  @Test
  void aThreadWhoseThreadLocalsAreClearedKeepsItsCounts() throws InterruptedException {
    int tasks = 1_000;
    Map<Thread, long[]> seen = new ConcurrentHashMap<>();
    for (int t = 0; t < tasks; t++) {
      CountDownLatch done = new CountDownLatch(1);
      ForkJoinPool.commonPool()
          .execute(
              () -> {
                count(1, 1);
                seen.putIfAbsent(Thread.currentThread(), counts.own());
                done.countDown();
              });
      done.await();
    }
    assertEquals(tasks * 3, counts.sum(1));
    assertTrue(counts.threads() <= seen.size(), counts.threads() + " counts are kept");
  }

  @Test
  void threadsThatAreEqualAreCountedApart() throws InterruptedException {
    class Same extends Thread {
      Same(Runnable task) {
        super(task);
      }

      @Override
      public boolean equals(Object other) {
        return other instanceof Same;
      }

      @Override
      public int hashCode() {
        return 1;
      }
    }
    CountDownLatch both = new CountDownLatch(2);
    List<long[]> owned = new ArrayList<>();
    Runnable task =
        () -> {
          synchronized (owned) {
            owned.add(counts.own());
          }
          both.countDown();
        };
    List<Thread> threads = List.of(new Same(task), new Same(task));
    threads.forEach(Thread::start);
    both.await();
    assertNotSame(owned.get(0), owned.get(1));
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
