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

import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.ReentrantLock;
import org.jcachepmem.allocator.medium.CommitHistory;
import org.jcachepmem.allocator.medium.Medium;
import org.jspecify.annotations.Nullable;

/**
 * When records become durable. In the {@code sync} mode with the fence of each operation. In the
 * relaxed modes by numbered commits: an operation only notes which pages it dirtied, and the thread
 * that commits flushes all of them and fences, because a fence completes the flushes of its own
 * thread only.
 *
 * <p>What orders records in the relaxed modes is the commit number: a retired record is tagged with
 * the {@link #open} commit, which holds its successor, and is marked DEAD only after it, and its
 * slot is free only after the commit that holds the mark. Thread safe.
 */
final class Commits {
  private static final int PAGE_SHIFT = 12;
  private static final int WORD_SHIFT = PAGE_SHIFT + 6;

  private final Medium medium;
  private final boolean relaxed;
  private final CommitHistory history;
  private final ReentrantLock lock = new ReentrantLock();

  /** A bit for each page that was stored to since the last commit; empty in the sync mode. */
  private volatile AtomicLongArray dirty;

  /** Guarded by the lock: whether a commit failed, and what it should have flushed is unknown. */
  private boolean incomplete;

  private volatile long open = 1;

  /** Set once, never reset. */
  private volatile boolean inDoubt;

  private volatile long durable;

  /** Why nothing is changed any more; set once. */
  private volatile @Nullable Throwable stopped;

  Commits(Medium medium, boolean relaxed) {
    this.medium = medium;
    this.relaxed = relaxed;
    // A fence of a medium of pages is a commit, too, and the medium counts it.
    this.history =
        medium.facts().pageGranular() ? CommitHistory.untold() : medium.counters().commits();
    this.dirty = new AtomicLongArray(relaxed ? words() : 0);
  }

  private int words() {
    return (int) (medium.sizeBytes() >>> WORD_SHIFT) + 1;
  }

  /** The medium has been extended. The caller holds all stripes, so that nothing is noted. */
  void extended() {
    lock.lock();
    try {
      if (relaxed && dirty.length() < words()) {
        AtomicLongArray longer = new AtomicLongArray(words());
        for (int word = 0; word < dirty.length(); word++) {
          longer.setPlain(word, dirty.getPlain(word));
        }
        dirty = longer;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether operations return before they are durable. */
  boolean isRelaxed() {
    return relaxed;
  }

  /**
   * Runs the steps of an operation, from its first store to its fence. If they fail, what they
   * stored can be read but need not be durable: the pool must not be closed as clean, so that the
   * next recovery makes it so before it believes it.
   */
  void decide(Runnable steps) {
    boolean isDecided = false;
    try {
      steps.run();
      isDecided = true;
    } finally {
      if (!isDecided) {
        inDoubt = true;
      }
    }
  }

  /**
   * An error struck between two changes, and one without the other must not be built upon: nothing
   * is changed any more. Allocates nothing, since that may be why.
   */
  void stop(Throwable cause) {
    if (stopped == null) {
      stopped = cause;
    }
  }

  /** Throws once it is stopped. */
  void checkGoing() {
    Throwable cause = stopped;
    if (cause != null) {
      throw new StoppedException(cause);
    }
  }

  boolean isStopped() {
    return stopped != null;
  }

  /** Whether an operation failed half way. */
  boolean isInDoubt() {
    return inDoubt;
  }

  /** Has the range written back: by the next {@link #fence} of this thread, or by a commit. */
  void flush(long offset, long lengthBytes) {
    if (!relaxed) {
      medium.flush(offset, lengthBytes);
    } else if (lengthBytes > 0) {
      note(offset, lengthBytes);
    }
  }

  /** Copies and has the range written back, as {@link #flush}. */
  void copyInAndFlush(long offset, byte[] source, int sourceIndex, int lengthBytes) {
    if (relaxed) {
      medium.copyIn(offset, source, sourceIndex, lengthBytes);
      flush(offset, lengthBytes);
    } else {
      medium.copyInAndFlush(offset, source, sourceIndex, lengthBytes);
    }
  }

  private void note(long offset, long lengthBytes) {
    // A bit that is set is believed only after the stores before it can be seen: whoever clears it
    // later writes them back.
    VarHandle.fullFence();
    long last = (offset + lengthBytes - 1) >>> PAGE_SHIFT;
    AtomicLongArray pages = dirty;
    for (long page = offset >>> PAGE_SHIFT; page <= last; page++) {
      int word = (int) (page >>> 6);
      long bit = 1L << page;
      if ((pages.get(word) & bit) == 0) {
        pages.getAndAccumulate(word, bit, (a, b) -> a | b);
      }
    }
  }

  /** The end of an operation: in the sync mode it is durable now. */
  void fence() {
    if (!relaxed) {
      medium.fence();
    }
  }

  /** The number of the commit that will hold what was noted before this call, or an earlier one. */
  long open() {
    return open;
  }

  /**
   * Whether the commit with that number is done. In the sync mode operations fence for themselves.
   */
  boolean isDurable(long commit) {
    return !relaxed || commit <= durable;
  }

  /** Makes everything noted so far durable; nothing in the sync mode. */
  void commit() {
    if (!relaxed) {
      return;
    }
    CommitHistory.Running running;
    lock.lock();
    try {
      if (incomplete) {
        note(0, Math.min(medium.sizeBytes(), (long) dirty.length() << WORD_SHIFT));
      }
      incomplete = true;
      running = history.begin();
      long number = open;
      // Before the scan: who reads the old number noted its pages before it.
      open = number + 1;
      boolean any = false;
      for (int word = 0; word < dirty.length(); word++) {
        long bits = dirty.get(word) == 0 ? 0 : dirty.getAndSet(word, 0);
        for (; bits != 0; bits &= bits - 1) {
          long offset =
              ((long) word << WORD_SHIFT) + ((long) Long.numberOfTrailingZeros(bits) << PAGE_SHIFT);
          medium.flush(offset, Math.min(1 << PAGE_SHIFT, medium.sizeBytes() - offset));
          running.flushedPage();
          any = true;
        }
      }
      if (any) {
        medium.fence();
        running.writtenAlone();
      }
      incomplete = false;
      durable = number;
    } finally {
      lock.unlock();
    }
    running.end();
  }
}
