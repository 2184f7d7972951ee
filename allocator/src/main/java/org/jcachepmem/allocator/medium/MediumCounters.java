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
  private static final int LINES = 2;
  private static final int COUNTS = 3;
  private static final int LINE_SHIFT = 6;

  private final LongAdder flushes = new LongAdder();
  private final LongAdder fences = new LongAdder();
  private final LongAdder nativeCalls = new LongAdder();
  private final LongAdder lines = new LongAdder();
  private final CommitHistory commits = new CommitHistory(System::nanoTime);

  /** An array, so that a thread that outlives this library's class loader does not keep it. */
  private final ThreadLocal<long[]> unfenced = ThreadLocal.withInitial(() -> new long[COUNTS]);

  /** Calls of {@link Medium#flush}, those inside {@link Medium#copyInAndFlush} included. */
  public long flushes() {
    return flushes.sum() + unfenced.get()[FLUSHES];
  }

  /** Cache lines of 64 bytes in the ranges that were flushed, one flushed twice counted twice. */
  public long flushedLines() {
    return lines.sum() + unfenced.get()[LINES];
  }

  /** Calls of {@link Medium#fence}. */
  public long fences() {
    return fences.sum();
  }

  /** Calls out of Java: libpmem functions or {@code force}. */
  public long nativeCalls() {
    return nativeCalls.sum() + unfenced.get()[NATIVE_CALLS];
  }

  /** The commits of this medium. */
  public CommitHistory commits() {
    return commits;
  }

  /** Counts a flush of {@code [offset, offset + lengthBytes)}. */
  public void flushed(long offset, long lengthBytes) {
    long[] counts = unfenced.get();
    counts[FLUSHES]++;
    if (lengthBytes > 0) {
      counts[LINES] += (offset + lengthBytes - 1 >>> LINE_SHIFT) - (offset >>> LINE_SHIFT) + 1;
    }
  }

  /** Counts a fence, when it is over. */
  public void fenced() {
    long[] counts = unfenced.get();
    fences.increment();
    flushes.add(counts[FLUSHES]);
    lines.add(counts[LINES]);
    nativeCalls.add(counts[NATIVE_CALLS]);
    counts[FLUSHES] = 0;
    counts[LINES] = 0;
    counts[NATIVE_CALLS] = 0;
  }

  /** Counts {@code calls} calls out of Java. */
  public void calledNative(long calls) {
    unfenced.get()[NATIVE_CALLS] += calls;
  }
}
