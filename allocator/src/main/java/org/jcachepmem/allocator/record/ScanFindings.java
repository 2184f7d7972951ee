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

/**
 * What a {@link PoolScan} finds and its caller acts on or counts. Called by one thread at a time,
 * but for the methods that say otherwise.
 */
interface ScanFindings {
  /** A word or record that says what can't be; {@code offset} is where. */
  void damaged(long offset, String what);

  /** A LIVE record, at directory entry {@code at}, that is no key's value. */
  void loser(long at, boolean unfinished);

  /** A LIVE record, at directory entry {@code at}, of a cache that is not there. */
  default void orphan(long at) {}

  /** A LIVE record, at directory entry {@code at}, that can't be read; damage, too. */
  default void unreadable(long at) {}

  /** A line of words or of a directory that can't be read; damage, too. */
  default void unreadableLine(long offset, int lengthBytes) {}

  /**
   * A LIVE record newer than the settled epoch, whose payload may be in a cache only. By any
   * thread.
   */
  default void unsettled(long offset, long w2) {}

  /** A directory that is about to be read. By any thread. */
  default void directory(long offset, int lengthBytes) {}

  /** The calling thread has read the last of its directories. By any thread. */
  default void endOfThread() {}
}
