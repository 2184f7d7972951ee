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
import java.util.HashMap;
import java.util.Map;

/**
 * Counts that each thread keeps for itself, summed up for who asks. A shared counter takes a locked
 * instruction, which waits for every store and write-back of the thread, as a fence does; these
 * take plain loads and stores.
 *
 * <p>A thread has one array of counts as long as it lives, also where its thread locals are cleared
 * meanwhile, as the common pool does after each task: then it looks its array up, under the
 * monitor. The counts of threads that have ended are added up when there are many of them. Thread
 * safe; a sum is exact when nothing runs.
 */
final class ThreadCounts {
  private static final VarHandle COUNT = MethodHandles.arrayElementVarHandle(long[].class);

  /** Unused words before the counts, so that those of two threads are in different lines. */
  private static final int PADDING = 8;

  private static final int FOLD_FROM = 64;

  private final int kinds;

  /** An array, so that a thread that outlives this library's class loader does not keep it. */
  private final ThreadLocal<long[]> own = ThreadLocal.withInitial(this::registered);

  /** Guarded by itself, as are the next two. */
  private final Map<Counting, long[]> threads = new HashMap<>();

  private final long[] ended;
  private int foldAt = FOLD_FROM;

  /** Zero counts of kinds 0 to {@code kinds - 1}. */
  ThreadCounts(int kinds) {
    this.kinds = kinds;
    this.ended = new long[kinds];
  }

  /** A thread, as itself: what a subclass says of equality does not matter. */
  private static final class Counting extends WeakReference<Thread> {
    private final int hash;

    Counting(Thread thread) {
      super(thread);
      hash = System.identityHashCode(thread);
    }

    boolean hasEnded() {
      Thread counting = get();
      return counting == null || !counting.isAlive();
    }

    @Override
    public boolean equals(Object other) {
      if (this == other) {
        return true;
      }
      Thread thread = get();
      return thread != null && other instanceof Counting counting && counting.refersTo(thread);
    }

    @Override
    public int hashCode() {
      return hash;
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

  private long[] registered() {
    Counting current = new Counting(Thread.currentThread());
    synchronized (threads) {
      long[] known = threads.get(current);
      return known == null ? added(current) : known;
    }
  }

  private long[] added(Counting current) {
    if (threads.size() >= foldAt) {
      threads.entrySet().removeIf(thread -> foldedIfEnded(thread.getKey(), thread.getValue()));
      foldAt = Math.max(FOLD_FROM, 2 * threads.size());
    }
    long[] counts = new long[PADDING + kinds];
    threads.put(current, counts);
    return counts;
  }

  private boolean foldedIfEnded(Counting thread, long[] counts) {
    if (!thread.hasEnded()) {
      return false;
    }
    for (int kind = 0; kind < kinds; kind++) {
      ended[kind] += counts[PADDING + kind];
    }
    return true;
  }

  /** The sum over all threads that there are and were. */
  long sum(int kind) {
    synchronized (threads) {
      long sum = ended[kind];
      for (long[] counts : threads.values()) {
        sum += (long) COUNT.getOpaque(counts, PADDING + kind);
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
