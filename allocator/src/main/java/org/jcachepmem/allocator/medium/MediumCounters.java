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

/**
 * Counts of what a medium did since it was opened. Monotone. Thread safe; a sum is exact when
 * nothing runs.
 */
public final class MediumCounters {
  private static final int FENCES = 0;
  private static final int FLUSHES = 1;
  private static final int LINES = 2;
  private static final int NATIVE_CALLS = 3;
  private static final int KINDS = 4;
  private static final int LINE_SHIFT = 6;

  private final ThreadCounts counts = new ThreadCounts(KINDS);
  private final CommitHistory commits = new CommitHistory(System::nanoTime);

  /** Calls of {@link Medium#flush}, those inside {@link Medium#copyInAndFlush} included. */
  public long flushes() {
    return counts.sum(FLUSHES);
  }

  /** Cache lines of 64 bytes in the ranges that were flushed, one flushed twice counted twice. */
  public long flushedLines() {
    return counts.sum(LINES);
  }

  /** Calls of {@link Medium#fence}. */
  public long fences() {
    return counts.sum(FENCES);
  }

  /** Calls out of Java: libpmem functions or {@code force}. */
  public long nativeCalls() {
    return counts.sum(NATIVE_CALLS);
  }

  /** The commits of this medium. */
  public CommitHistory commits() {
    return commits;
  }

  /** Counts a flush of {@code [offset, offset + lengthBytes)}. */
  public void flushed(long offset, long lengthBytes) {
    long[] own = counts.own();
    ThreadCounts.add(own, FLUSHES, 1);
    if (lengthBytes > 0) {
      long lines = (offset + lengthBytes - 1 >>> LINE_SHIFT) - (offset >>> LINE_SHIFT) + 1;
      ThreadCounts.add(own, LINES, lines);
    }
  }

  /** Counts a fence, when it is over. */
  public void fenced() {
    ThreadCounts.add(counts.own(), FENCES, 1);
  }

  /** Counts {@code calls} calls out of Java. */
  public void calledNative(long calls) {
    ThreadCounts.add(counts.own(), NATIVE_CALLS, calls);
  }
}
