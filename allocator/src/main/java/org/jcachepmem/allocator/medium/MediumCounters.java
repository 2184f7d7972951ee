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
 * Counts of what a medium did since it was opened. Thread safe; sums are exact when nothing runs.
 */
public final class MediumCounters {
  private final LongAdder flushes = new LongAdder();
  private final LongAdder fences = new LongAdder();
  private final LongAdder nativeCalls = new LongAdder();
  private final LongAdder commits = new LongAdder();

  /** Calls of {@link Medium#flush}, those inside {@link Medium#copyInAndFlush} included. */
  public long flushes() {
    return flushes.sum();
  }

  /** Calls of {@link Medium#fence}. */
  public long fences() {
    return fences.sum();
  }

  /** Calls out of Java: libpmem functions or {@code force}. */
  public long nativeCalls() {
    return nativeCalls.sum();
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
    flushes.increment();
  }

  /** Counts a fence. */
  public void fenced() {
    fences.increment();
  }

  /** Counts {@code calls} calls out of Java. */
  public void calledNative(long calls) {
    nativeCalls.add(calls);
  }

  /** Counts a group commit. */
  public void committed() {
    commits.increment();
  }
}
