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

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lets threads that wait for the disk share the wait: whoever finds no write-back running leads one
 * for everything handed in so far, while later arrivals gather in the next batch.
 *
 * <p>A write-back is a system call of 100 microseconds and more whatever its length, so one call
 * for many threads is worth more than many calls; and since the next batch fills while one is
 * written, nobody waits for company and no delay is ever added.
 *
 * <p>A commit returns only after a write-back of its runs that <i>started</i> after they were
 * handed in. The first failure is final: the system has marked the pages clean, so that a second
 * try would succeed without writing anything. Interrupts are kept for the caller and end nothing
 * early.
 */
final class GroupCommit {
  /** Writes runs back, or throws. Called by one thread at a time. */
  interface Syncer {
    void sync(PageRuns runs) throws Exception;
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Syncer syncer;
  private final String what;
  private final CommitHistory history;
  private Batch gathering = new Batch(lock.newCondition());
  private boolean writing;
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
    lock.lock();
    try {
      return gathering.waiters;
    } finally {
      lock.unlock();
    }
  }

  /** Returns when {@code runs} are durable; takes them over. */
  void commit(PageRuns runs) {
    CommitHistory.@Nullable Running led = null;
    lock.lock();
    try {
      checkUsable();
      Batch mine = gathering;
      mine.runs.addAll(runs);
      mine.waiters++;
      while (!mine.durable) {
        checkUsable();
        if (writing) {
          mine.change.awaitUninterruptibly();
        } else {
          // Nobody writes and this batch is not durable: it is still the one that gathers.
          led = lead(mine);
        }
      }
    } finally {
      lock.unlock();
      runs.clear();
      if (led != null) {
        led.end();
      }
    }
  }

  private CommitHistory.Running lead(Batch batch) {
    CommitHistory.Running running = history.begin();
    gathering = new Batch(lock.newCondition());
    writing = true;
    lock.unlock();
    Throwable thrown = null;
    long bytes = 0;
    try {
      batch.runs.merge();
      bytes = batch.runs.bytes();
      syncer.sync(batch.runs);
    } catch (Throwable e) {
      thrown = e;
    }
    running.written(batch.waiters, bytes, thrown);
    lock.lock();
    writing = false;
    if (thrown == null) {
      batch.durable = true;
      batch.change.signalAll();
      gathering.change.signal();
    } else {
      failure = thrown;
      batch.change.signalAll();
      gathering.change.signalAll();
    }
    return running;
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

  /** Runs that will be written together. Guarded by the lock until a leader takes it away. */
  private static final class Batch {
    private final PageRuns runs = new PageRuns();
    private final Condition change;
    private int waiters;
    private boolean durable;

    Batch(Condition change) {
      this.change = change;
    }
  }
}
