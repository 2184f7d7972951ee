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

import java.util.Locale;

/**
 * What a snapshot took.
 *
 * @param records records copied, the catalogue's own included
 * @param unreadable records and chunks that the medium could not read, which are left out; what
 *     shares the pool's storage is not read, so nothing is known of it here
 * @param chunks how many chunks were to share the pool's storage; 0 if that was not asked for
 * @param sharedChunks how many of them do
 * @param pauseNanos for how long nobody could change anything, in nanoseconds
 * @param longestWaitNanos the longest that a change waited afterwards, for a chunk to be copied
 * @param millis how long the whole took
 */
public record SnapshotReport(
    long records,
    long unreadable,
    int chunks,
    int sharedChunks,
    long pauseNanos,
    long longestWaitNanos,
    long millis) {
  private static final double NANOS_PER_MILLI = 1e6;

  /** The same in a sentence without a full stop. */
  public String text() {
    return String.format(
        Locale.ROOT,
        "%d records copied in %d ms; all writers paused for %.3f ms, and one for %.3f ms at most%s%s",
        records,
        millis,
        pauseNanos / NANOS_PER_MILLI,
        longestWaitNanos / NANOS_PER_MILLI,
        chunks == 0
            ? ""
            : "; " + sharedChunks + " of " + chunks + " chunks share the pool's storage",
        unreadable == 0 ? "" : "; " + unreadable + " could not be read");
  }
}
