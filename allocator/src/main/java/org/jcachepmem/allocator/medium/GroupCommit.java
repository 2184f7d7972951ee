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

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Lets threads that wait for the disk share the wait: whoever finds no write-back running leads one
 * for everything handed in so far, while later arrivals gather in the next batch.
 *
 * <p>A write-back is a system call of 100 microseconds and more whatever its length, so one call
 * for many threads is worth more than many calls; and since the next batch fills while one is
 * written, nobody waits for company and no delay is ever added.
 *
 * <p>Nobody takes a lock: threads that are woken all at once would pass it on from one to the next,
 * each when it has come to run, and the next batch would be those few that had it by then. Who
 * hands runs in adds them to a list; a leader takes the list, and when it is written wakes who
 * leads next before all that have waited.
 *
 * <p>A commit returns only after a write-back of its runs that <i>started</i> after they were
 * handed in. The first failure is final: the system has marked the pages clean, so that a second
 * try would succeed without writing anything. Interrupts are kept for the caller and end nothing
 * early.
 */
final class GroupCommit {
  static {
    // Its first use must not be where a class loader's own parking could take a permit away.
    Class<?> ensureLoaded = LockSupport.class;
    assert ensureLoaded != null;
  }

  /** Writes runs back, or throws. Called by one thread at a time. */
  interface Syncer {
    /** Before they are written: what fails here has failed for the caller only. */
    default void prepare(PageRuns merged) {}

    void sync(PageRuns runs) throws Exception;
  }

  private final Syncer syncer;
  private final String what;
  private final CommitHistory history;

  /** The last one of those that nobody writes back yet; each knows the one before it. */
  private final AtomicReference<@Nullable Waiter> gathering = new AtomicReference<>();

  /** Held by who leads, until what it leads has been told. */
  private final AtomicBoolean writing = new AtomicBoolean();

  private volatile @Nullable Throwable failure;

  /** Commits through {@code syncer} to {@code what}, which messages name. */
  GroupCommit(String what, CommitHistory history, Syncer syncer) {
    this.what = what;
    this.history = history;
    this.syncer = syncer;
  }

  /** Throws if an earlier write-back failed. */
  void checkUsable() {
    Throwable cause = failure;
    if (cause != null) {
      throw failed(cause);
    }
  }

  /** How many threads have handed in runs that nobody writes back yet. */
  int waiting() {
    return count(gathering.get());
  }

  private static int count(@Nullable Waiter last) {
    int count = 0;
    for (Waiter each = last; each != null; each = each.before) {
      count++;
    }
    return count;
  }

  /** Returns when {@code runs} are durable; takes them over. */
  void commit(PageRuns runs) {
    Waiter mine = new Waiter(runs.take());
    checkUsable();
    handIn(mine);
    CommitHistory.@Nullable Running led = null;
    boolean interrupted = false;
    try {
      while (!mine.durable) {
        checkUsable();
        if (writing.compareAndSet(false, true)) {
          led = leadUnlessDone(mine);
        } else {
          LockSupport.park(this);
          interrupted |= Thread.interrupted();
        }
      }
    } finally {
      if (!mine.durable && failure == null) {
        wake(gathering.get()); // an error of this thread: one of them may have relied on it to lead
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      if (led != null) {
        led.end();
      }
    }
  }

  private void handIn(Waiter mine) {
    do {
      mine.before = gathering.get();
    } while (!gathering.compareAndSet(mine.before, mine));
  }

  /** By who has {@link #writing}: the last leader may have written its runs, or have failed. */
  private CommitHistory.@Nullable Running leadUnlessDone(Waiter mine) {
    CommitHistory.Running running;
    PageRuns runs;
    try {
      if (mine.durable || failure != null) {
        letNextLead();
        return null;
      }
      running = history.begin();
      runs = new PageRuns();
    } catch (RuntimeException | Error e) {
      letNextLead();
      throw e;
    }
    lead(running, runs);
    return running;
  }

  /**
   * Nothing has been written yet: an error is this thread's alone. The runs wait for the next
   * leader, its own among them.
   */
  private void gather(@Nullable Waiter last, PageRuns runs) {
    try {
      for (Waiter each = last; each != null; each = each.before) {
        runs.addAll(each.runs);
      }
      runs.merge();
      syncer.prepare(runs);
    } catch (RuntimeException | Error e) {
      handBack(last);
      letNextLead();
      throw e;
    }
  }

  private void handBack(@Nullable Waiter last) {
    Waiter first = last;
    while (first != null && first.before != null) {
      first = first.before;
    }
    if (first != null) {
      do {
        first.before = gathering.get();
      } while (!gathering.compareAndSet(first.before, last));
    }
  }

  private void lead(CommitHistory.Running running, PageRuns runs) {
    Waiter last = gathering.getAndSet(null);
    gather(last, runs);
    int waiters = count(last);
    Throwable thrown = null;
    long bytes = runs.bytes();
    try {
      syncer.sync(runs);
    } catch (Throwable e) {
      thrown = e;
    }
    try {
      running.written(waiters, bytes, thrown);
    } finally {
      if (thrown != null) {
        failure = thrown;
      } else {
        for (Waiter each = last; each != null; each = each.before) {
          each.durable = true;
        }
      }
      letNextLead();
      wake(last);
    }
  }

  /** One of those that gather leads next; after a failure all are told of it. */
  private void letNextLead() {
    writing.set(false);
    Waiter next = gathering.get();
    if (failure != null) {
      wake(next);
    } else if (next != null) {
      LockSupport.unpark(next.thread);
    }
  }

  private static void wake(@Nullable Waiter last) {
    Thread self = Thread.currentThread();
    for (Waiter each = last; each != null; each = each.before) {
      if (each.thread != self) {
        LockSupport.unpark(each.thread);
      }
    }
  }

  private MediumFailedException failed(Throwable cause) {
    return new MediumFailedException(
        "could not write "
            + what
            + " back: "
            + cause.getMessage()
            + ". What was not acknowledged may be lost; close the pool, look at the device, and open it again",
        cause);
  }

  /** A thread and what it has handed in, which is its no more. */
  private static final class Waiter {
    private final Thread thread = Thread.currentThread();
    private final PageRuns runs;

    /** Set before others see this. */
    private @Nullable Waiter before;

    private volatile boolean durable;

    Waiter(PageRuns runs) {
      this.runs = runs;
    }
  }
}
