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
package org.jcachepmem.benchmarks.tables;

/**
 * How much is measured.
 *
 * @param entries of 1 KiB that most tables work on
 * @param rounds how often each side of a comparison runs
 * @param warmupSeconds before each measurement
 * @param seconds of each measurement
 * @param restartEntries of 128 bytes that a restart finds
 * @param footprintEntries that the heap of the index is divided by
 * @param poolMebibytes of the pools that are filled to the brim
 * @param sparseGibibytes sizes of the sparse pools that are opened
 * @param waiters numbers of threads that wait for a disk
 */
public record Scale(
    int entries,
    int rounds,
    double warmupSeconds,
    double seconds,
    int restartEntries,
    int footprintEntries,
    int poolMebibytes,
    int[] sparseGibibytes,
    int[] waiters) {

  private static final int MOST_BYTES = 256 << 20;

  /** What the figures are for. */
  public static Scale whole(int rounds) {
    return new Scale(
        200_000,
        rounds,
        2,
        3,
        5_000_000,
        1_000_000,
        64,
        new int[] {1, 10, 100},
        new int[] {1, 2, 4, 8, 16, 32, 64, 128, 256});
  }

  /** Enough to see that every table can be made; the figures mean nothing. */
  public static Scale tiny() {
    return new Scale(500, 1, 0.01, 0.05, 2_000, 2_000, 8, new int[] {1}, new int[] {1, 64});
  }

  /** Entries of so many bytes: fewer large ones. */
  public int entriesOf(int valueBytes) {
    return Math.min(entries, MOST_BYTES / valueBytes);
  }
}
