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

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts of what a medium did since it was opened. Thread safe; a fence and what its thread flushed
 * before it are counted together, after it. Sums are exact when nothing runs, but for what other
 * threads have flushed and not fenced.
 *
 * <p>Until its fence a thread counts for itself, in plain memory: a shared counter takes a locked
 * instruction, which waits for every store and write-back of the thread, as a fence does.
 */
public final class MediumCounters {
  private static final int FLUSHES = 0;
  private static final int NATIVE_CALLS = 1;
  private static final int COUNTS = 2;

  private final LongAdder flushes = new LongAdder();
  private final LongAdder fences = new LongAdder();
  private final LongAdder nativeCalls = new LongAdder();
  private final LongAdder commits = new LongAdder();

  /** An array, so that a thread that outlives this library's class loader does not keep it. */
  private final ThreadLocal<long[]> unfenced = ThreadLocal.withInitial(() -> new long[COUNTS]);

  /** Calls of {@link Medium#flush}, those inside {@link Medium#copyInAndFlush} included. */
  public long flushes() {
    return flushes.sum() + unfenced.get()[FLUSHES];
  }

  /** Calls of {@link Medium#fence}. */
  public long fences() {
    return fences.sum();
  }

  /** Calls out of Java: libpmem functions or {@code force}. */
  public long nativeCalls() {
    return nativeCalls.sum() + unfenced.get()[NATIVE_CALLS];
  }

  /**
   * Group commits: how often a leader wrote pages back for everyone waiting. 0 on persistent
   * memory.
   */
  public long commits() {
    return commits.sum();
  }

  /** Counts a flush. */
  public void flushed() {
    unfenced.get()[FLUSHES]++;
  }

  /** Counts a fence, when it is over. */
  public void fenced() {
    long[] counts = unfenced.get();
    fences.increment();
    flushes.add(counts[FLUSHES]);
    nativeCalls.add(counts[NATIVE_CALLS]);
    counts[FLUSHES] = 0;
    counts[NATIVE_CALLS] = 0;
  }

  /** Counts {@code calls} calls out of Java. */
  public void calledNative(long calls) {
    unfenced.get()[NATIVE_CALLS] += calls;
  }

  /** Counts a group commit. */
  public void committed() {
    commits.increment();
  }
}
