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
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Group commit with a syncer that tells what it did. */
@Timeout(30)
class GroupCommitTest {
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private static PageRuns page(long number) {
    PageRuns runs = new PageRuns();
    runs.add(number * Pages.BYTES, 1);
    return runs;
  }

  @Test
  void aCommitReturnsOnlyAfterAWriteBackThatStartedLaterHasItsPages() throws Exception {
    Set<Long> dirty = ConcurrentHashMap.newKeySet();
    AtomicInteger running = new AtomicInteger();
    AtomicInteger syncs = new AtomicInteger();
    GroupCommit commits =
        new GroupCommit(
            "test",
            new CommitHistory(System::nanoTime),
            runs -> {
              assertEquals(1, running.incrementAndGet());
              // What is dirty now is what a write-back that starts now can write.
              List<Long> written = new ArrayList<>();
              for (int i = 0; i < runs.count(); i++) {
                for (long at = runs.start(i); at < runs.end(i); at += Pages.BYTES) {
                  if (dirty.contains(at / Pages.BYTES)) {
                    written.add(at / Pages.BYTES);
                  }
                }
              }
              Thread.sleep(0, 200_000);
              dirty.removeAll(written);
              syncs.incrementAndGet();
              running.decrementAndGet();
            });
    List<Future<?>> done = new ArrayList<>();
    int each = 100;
    for (int t = 0; t < 8; t++) {
      long base = t * 1000L;
      done.add(
          threads.submit(
              () -> {
                for (long i = base; i < base + each; i++) {
                  dirty.add(i);
                  commits.commit(page(i));
                  assertTrue(!dirty.contains(i), "a commit returned before its page was written");
                }
              }));
    }
    for (Future<?> thread : done) {
      thread.get();
    }
    assertTrue(syncs.get() < 8 * each, () -> "no write-back was shared: " + syncs.get());
  }

  @Test
  void aFailureReachesEveryWaiterAndStays() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    IOException eio = new IOException("Input/output error");
    AtomicInteger syncs = new AtomicInteger();
    GroupCommit commits =
        new GroupCommit(
            "the pool",
            new CommitHistory(System::nanoTime),
            runs -> {
              syncs.incrementAndGet();
              started.countDown();
              go.await();
              throw eio;
            });
    List<Future<MediumFailedException>> failures = new ArrayList<>();
    for (int t = 0; t < 5; t++) {
      long number = t;
      failures.add(
          threads.submit(
              () -> assertThrows(MediumFailedException.class, () -> commits.commit(page(number)))));
      if (t == 0) {
        started.await();
      }
    }
    Thread.sleep(20);
    go.countDown();
    for (Future<MediumFailedException> failure : failures) {
      MediumFailedException e = failure.get(10, TimeUnit.SECONDS);
      assertSame(eio, e.getCause());
      assertTrue(e.getMessage().contains("the pool"), e.getMessage());
    }
    assertEquals(1, syncs.get(), "a failed write-back was tried again");
    assertThrows(MediumFailedException.class, commits::checkUsable);
  }

  @Test
  void interruptsWaitAndAreKept() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger syncs = new AtomicInteger();
    GroupCommit commits =
        new GroupCommit(
            "test",
            new CommitHistory(System::nanoTime),
            runs -> {
              if (syncs.incrementAndGet() == 1) {
                started.countDown();
                go.await();
              }
            });
    Future<?> leader = threads.submit(() -> commits.commit(page(1)));
    started.await();
    boolean[] kept = new boolean[1];
    Thread follower =
        new Thread(
            () -> {
              commits.commit(page(2));
              kept[0] = Thread.currentThread().isInterrupted();
            });
    follower.start();
    follower.interrupt();
    Thread.sleep(20);
    assertTrue(follower.isAlive());
    go.countDown();
    follower.join();
    leader.get();
    assertTrue(kept[0]);
    assertEquals(2, syncs.get());
  }

  /** Found by review: nobody could lead any more. */
  @Test
  void whoFailsBeforeItWritesLetsOthersLead() {
    List<String> seen = new ArrayList<>();
    AtomicInteger clockReads = new AtomicInteger();
    CommitHistory history =
        new CommitHistory(
            () -> {
              if (clockReads.getAndIncrement() == 0) {
                throw new OutOfMemoryError("test");
              }
              return System.nanoTime();
            });
    GroupCommit commits =
        new GroupCommit("test", history, runs -> seen.add(runs.start(0) + " " + runs.bytes()));
    PageRuns first = page(1);
    assertThrows(OutOfMemoryError.class, () -> commits.commit(first));
    assertTrue(first.isEmpty(), "its pages are handed in, and not the thread's any more");
    assertEquals(1, commits.waiting());
    commits.checkUsable();
    commits.commit(page(2));
    assertEquals(List.of("4096 8192"), seen, "the pages of both");
    assertEquals(0, commits.waiting());
  }

  /** Found by review: the medium had failed for everybody. */
  @Test
  void anErrorBeforeAnythingIsWrittenIsOfOneThreadOnly() {
    List<String> seen = new ArrayList<>();
    GroupCommit commits =
        new GroupCommit(
            "test",
            new CommitHistory(System::nanoTime),
            new GroupCommit.Syncer() {
              private boolean hasFailed;

              @Override
              public void prepare(PageRuns merged) {
                if (!hasFailed) {
                  hasFailed = true;
                  throw new StackOverflowError("test");
                }
              }

              @Override
              public void sync(PageRuns runs) {
                seen.add(runs.start(0) + " " + runs.bytes());
              }
            });
    assertThrows(StackOverflowError.class, () -> commits.commit(page(1)));
    commits.checkUsable();
    assertEquals(1, commits.waiting());
    commits.commit(page(2));
    assertEquals(List.of("4096 8192"), seen, "the pages of both");
    assertEquals(0, commits.waiting());
  }

  @Test
  void runsAreMerged() {
    List<String> seen = new ArrayList<>();
    GroupCommit commits =
        new GroupCommit(
            "test",
            new CommitHistory(System::nanoTime),
            runs -> {
              for (int i = 0; i < runs.count(); i++) {
                seen.add(runs.start(i) / Pages.BYTES + "-" + runs.end(i) / Pages.BYTES);
              }
            });
    PageRuns runs = page(9);
    runs.add(4090, 10);
    runs.add(3 * Pages.BYTES, 1);
    runs.add(2 * Pages.BYTES, Pages.BYTES);
    runs.add(0, 0);
    commits.commit(runs);
    assertEquals(List.of("0-4", "9-10"), seen);
    assertTrue(runs.isEmpty());
  }

  @Test
  void manyScatteredRunsLoseNothing() {
    PageRuns runs = new PageRuns();
    for (int round = 0; round < 3; round++) {
      for (long page = 0; page < 2000; page += 2) {
        runs.add(page * Pages.BYTES, 1);
      }
    }
    runs.merge();
    assertEquals(1000, runs.count());
    for (int i = 0; i < 1000; i++) {
      assertEquals(2L * i * Pages.BYTES, runs.start(i));
      assertEquals((2L * i + 1) * Pages.BYTES, runs.end(i));
    }
  }
}
