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

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts that each thread keeps for itself, summed up for who asks. A shared counter takes a locked
 * instruction, which waits for every store and write-back of the thread, as a fence does; these
 * take plain loads and stores.
 *
 * <p>The counts of threads that have ended are added up when there are many of them. Thread safe; a
 * sum is exact when nothing runs.
 */
final class ThreadCounts {
  private static final VarHandle COUNT = MethodHandles.arrayElementVarHandle(long[].class);

  /** Unused words before the counts, so that those of two threads are in different lines. */
  private static final int PADDING = 8;

  private static final int FOLD_FROM = 64;

  private final int kinds;

  /** An array, so that a thread that outlives this library's class loader does not keep it. */
  private final ThreadLocal<long[]> own = ThreadLocal.withInitial(this::added);

  /** Guarded by itself, as are the next two. */
  private final List<Counted> threads = new ArrayList<>(1);

  private final long[] ended;
  private int foldAt = FOLD_FROM;

  /** Zero counts of kinds 0 to {@code kinds - 1}. */
  ThreadCounts(int kinds) {
    this.kinds = kinds;
    this.ended = new long[kinds];
  }

  private record Counted(WeakReference<Thread> thread, long[] counts) {
    boolean hasEnded() {
      Thread counting = thread.get();
      return counting == null || !counting.isAlive();
    }
  }

  /** The counts of this thread, for {@link #add}. */
  long[] own() {
    return own.get();
  }

  /** Adds to a count of this thread. */
  static void add(long[] own, int kind, long count) {
    COUNT.setOpaque(own, PADDING + kind, (long) COUNT.getOpaque(own, PADDING + kind) + count);
  }

  private long[] added() {
    long[] counts = new long[PADDING + kinds];
    synchronized (threads) {
      if (threads.size() >= foldAt) {
        threads.removeIf(this::foldedIfEnded);
        foldAt = Math.max(FOLD_FROM, 2 * threads.size());
      }
      threads.add(new Counted(new WeakReference<>(Thread.currentThread()), counts));
    }
    return counts;
  }

  private boolean foldedIfEnded(Counted thread) {
    if (!thread.hasEnded()) {
      return false;
    }
    for (int kind = 0; kind < kinds; kind++) {
      ended[kind] += thread.counts[PADDING + kind];
    }
    return true;
  }

  /** The sum over all threads that there are and were. */
  long sum(int kind) {
    synchronized (threads) {
      long sum = ended[kind];
      for (Counted thread : threads) {
        sum += (long) COUNT.getOpaque(thread.counts, PADDING + kind);
      }
      return sum;
    }
  }

  /** How many threads' counts are kept apart. */
  int threads() {
    synchronized (threads) {
      return threads.size();
    }
  }
}
