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
package org.jcachepmem.flight;

import org.jcachepmem.allocator.medium.CommitObserver;
import org.jcachepmem.allocator.record.RecoveryReport;
import org.jspecify.annotations.Nullable;

/**
 * Tells what happens to one pool. What takes time is told twice: when it begins, and when it has
 * ended, with what the first call returned; that is null while nobody records. Nothing here throws,
 * and nothing is on the way of a get. Thread safe.
 */
public interface PoolEvents extends CommitObserver {

  /** Where nobody is told: pools of tests, and run-time images without {@code jdk.jfr}. */
  PoolEvents NONE = new NoEvents();

  /**
   * The events of a pool.
   *
   * @param pool its path, or {@code (volatile)}
   */
  static PoolEvents of(String pool) {
    return Presence.OF_RECORDER ? new RecordedEvents(pool) : NONE;
  }

  /** The pool is recovered and may be used. */
  void opened(String medium, String durability, boolean persistentMemory, long sizeBytes);

  /** The pool is closed. */
  void closed(long usedBytes);

  /** Recovery begins. */
  @Nullable Object recoveryBegins();

  /** Recovery has ended. */
  void recovered(@Nullable Object begun, RecoveryReport report);

  /** Something has to make room. */
  @Nullable Object pressureBegins();

  /**
   * Room was made, as far as it could be.
   *
   * @param cause what was short
   * @param wantedBytes of that
   * @param evictions entries evicted meanwhile
   */
  void pressed(@Nullable Object begun, String cause, long wantedBytes, long evictions);

  /** A cache is being cleared. */
  @Nullable Object clearBegins();

  /**
   * A cache was cleared.
   *
   * @param reason who wanted it, and why
   */
  void cleared(@Nullable Object begun, String cache, String reason);

  /** A put was refused because nothing could be evicted to make room. */
  void refused(String cache, String reason);

  /**
   * Entries were dropped because their bytes are damaged.
   *
   * @param what was damaged
   */
  void damaged(String cache, String what, long entries);

  /** An entry was dropped because its value can't be decoded any more. */
  void undecodable(String cache);
}
