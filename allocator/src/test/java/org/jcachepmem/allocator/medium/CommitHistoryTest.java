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

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is known of commits after them, and what an observer is told. */
class CommitHistoryTest {
  private final AtomicLong nanos = new AtomicLong();
  private final CommitHistory history = new CommitHistory(nanos::get);
  private final Told told = new Told();

  /** Writes down what it is told. */
  private static final class Told implements CommitObserver {
    private final List<String> lines = new ArrayList<>();
    private final Object token = new Object();

    @Override
    public Object begins() {
      lines.add("begins");
      return token;
    }

    @Override
    public void ended(
        @Nullable Object begun, int waiters, long bytes, @Nullable Throwable failure) {
      assertSame(token, begun);
      lines.add(waiters + " waiters, " + bytes + " bytes, " + failure);
    }
  }

  private static PageRuns pages(long first, long count) {
    PageRuns runs = new PageRuns();
    runs.add(first * Pages.BYTES, count * Pages.BYTES);
    return runs;
  }

  @Test
  void commitsAreCountedWithTheirPagesAndTheirTime() {
    history.observer(told);
    GroupCommit commits = new GroupCommit("test", history, runs -> nanos.addAndGet(1_000));
    commits.commit(pages(3, 2));
    commits.commit(pages(900, 1));
    assertEquals(
        new CommitFigures(2, 2, 1, 3 * Pages.BYTES, 2_000, 1_000, 1_000, 1_000), history.figures());
    assertEquals(
        List.of("begins", "1 waiters, 8192 bytes, null", "begins", "1 waiters, 4096 bytes, null"),
        told.lines);
  }

  @Test
  void whoWaitsTogetherIsOneCommit() throws Exception {
    CountDownLatch firstRuns = new CountDownLatch(1);
    CountDownLatch others = new CountDownLatch(1);
    GroupCommit commits =
        new GroupCommit(
            "test",
            history,
            runs -> {
              firstRuns.countDown();
              others.await();
            });
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> done = new ArrayList<>();
      done.add(threads.submit(() -> commits.commit(pages(0, 1))));
      firstRuns.await();
      for (int i = 0; i < 3; i++) {
        int page = i;
        done.add(threads.submit(() -> commits.commit(pages(page, 1))));
      }
      while (commits.waiting() < 3) {
        Thread.onSpinWait();
      }
      others.countDown();
      for (Future<?> each : done) {
        each.get();
      }
    } finally {
      threads.shutdown();
    }
    CommitFigures figures = history.figures();
    assertEquals(2, figures.commits());
    assertEquals(4, figures.waiters());
    assertEquals(3, figures.mostWaiters());
    assertEquals(4 * Pages.BYTES, figures.bytes());
  }

  @Test
  void aFailureIsToldAndNotCounted() {
    history.observer(told);
    IOException eio = new IOException("Input/output error");
    GroupCommit commits =
        new GroupCommit(
            "test",
            history,
            runs -> {
              throw eio;
            });
    assertThrows(MediumFailedException.class, () -> commits.commit(pages(0, 1)));
    assertEquals(0, history.figures().commits());
    assertEquals(List.of("begins", "1 waiters, 4096 bytes, " + eio), told.lines);
  }

  @Test
  void linesAreCountedThatTheRangesTouch() {
    MediumCounters counters = new MediumCounters();
    counters.flushed(0, 0);
    counters.flushed(63, 1);
    counters.flushed(63, 2);
    counters.flushed(128, 64);
    assertEquals(1 + 2 + 1, counters.flushedLines());
    counters.fenced();
    assertEquals(4, counters.flushedLines());
    assertEquals(4, counters.flushes());
  }
}
