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

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The commits that a medium has made. A commit is what one thread does for all that wait: writing
 * pages back by system calls, or in the relaxed modes flushing what was stored since the last one.
 * On persistent memory in the sync mode there are none: there each operation has a fence of its
 * own, which is shorter than the time that it takes to read a clock.
 *
 * <p>Thread safe. A commit is counted when those who waited for it have been told.
 */
public final class CommitHistory {
  private final LongSupplier nanoClock;
  private volatile CommitObserver observer = CommitObserver.NONE;

  /** Guarded by this, as all that follows. */
  private final RecentLatencies recent = new RecentLatencies();

  private long commits;

  private long waiters;
  private long mostWaiters;
  private long bytes;
  private long nanos;

  /** An empty history, by a clock of nanoseconds. */
  CommitHistory(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /** A history that nobody reads. */
  public static CommitHistory untold() {
    return new CommitHistory(() -> 0);
  }

  /** From now on {@code by} is told of each commit. */
  public void observer(CommitObserver by) {
    observer = by;
  }

  /** A commit begins: nothing is written back yet. */
  public Running begin() {
    CommitObserver by = observer;
    return new Running(by, by.begins(), nanoClock.getAsLong());
  }

  /** A commit, from its beginning to its end. */
  public final class Running {
    private final CommitObserver by;
    private final @Nullable Object begun;
    private final long startNanos;
    private long endNanos;
    private int threads;
    private long committedBytes;
    private @Nullable Throwable failure;
    private boolean isWritten;

    private Running(CommitObserver by, @Nullable Object begun, long startNanos) {
      this.by = by;
      this.begun = begun;
      this.startNanos = startNanos;
    }

    /**
     * It is durable, or has failed; its waiters are told next.
     *
     * @param waited threads that waited for it, this one included
     * @param pageBytes pages that were committed, in bytes
     * @param why it failed, null if it did not
     */
    public void written(int waited, long pageBytes, @Nullable Throwable why) {
      endNanos = nanoClock.getAsLong();
      threads = waited;
      committedBytes = pageBytes;
      failure = why;
      isWritten = true;
    }

    /** A page of 4 KiB was flushed, by a thread that commits by fencing. */
    public void flushedPage() {
      committedBytes += Pages.BYTES;
    }

    /** {@link #written} for the pages that were flushed, with nobody waiting but this thread. */
    public void writtenAlone() {
      written(1, committedBytes, null);
    }

    /** Its waiters have been told. Nothing if nothing was written. */
    public void end() {
      if (!isWritten) {
        return;
      }
      if (failure == null) {
        count(threads, committedBytes, endNanos - startNanos, endNanos);
      }
      by.ended(begun, threads, committedBytes, failure);
    }
  }

  private synchronized void count(int threads, long committedBytes, long took, long now) {
    commits++;
    waiters += threads;
    mostWaiters = Math.max(mostWaiters, threads);
    bytes += committedBytes;
    nanos += took;
    recent.add(now, took);
  }

  /** The commits so far. */
  public synchronized CommitFigures figures() {
    RecentLatencies.Latencies lately = recent.at(nanoClock.getAsLong());
    return new CommitFigures(
        commits,
        waiters,
        mostWaiters,
        bytes,
        nanos,
        lately.p50Nanos(),
        lately.p99Nanos(),
        lately.maxNanos());
  }
}
