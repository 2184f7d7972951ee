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

import java.util.Arrays;

/**
 * Runs of pages to write back. A run is {@code [start, end)} in bytes, both page aligned. Not
 * thread safe.
 */
final class PageRuns {
  /** Beyond this many runs, overlaps are merged before more are added. */
  private static final int MERGE_AT = 256;

  private long[][] runs = new long[8][];
  private int count;

  /** Adds the pages of {@code [offset, offset + lengthBytes)}. */
  void add(long offset, long lengthBytes) {
    if (lengthBytes > 0) {
      long start = offset & -Pages.BYTES;
      addRun(start, (offset + lengthBytes + Pages.BYTES - 1) & -Pages.BYTES);
    }
  }

  void addAll(PageRuns others) {
    for (int i = 0; i < others.count; i++) {
      addRun(others.start(i), others.end(i));
    }
  }

  /** All runs, in an object of their own; this one has none then. */
  PageRuns take() {
    PageRuns taken = new PageRuns();
    long[][] empty = taken.runs;
    taken.runs = runs;
    taken.count = count;
    runs = empty;
    count = 0;
    return taken;
  }

  private void addRun(long start, long end) {
    if (count > 0 && start <= end(count - 1) && end >= start(count - 1)) {
      long[] last = runs[count - 1];
      runs[count - 1] = new long[] {Math.min(last[0], start), Math.max(last[1], end)};
      return;
    }
    if (count == runs.length) {
      if (count >= MERGE_AT) {
        merge();
      }
      if (count > runs.length / 2) {
        runs = Arrays.copyOf(runs, runs.length * 2);
      }
    }
    runs[count++] = new long[] {start, end};
  }

  /** Sorts the runs and joins those that overlap or touch. */
  void merge() {
    Arrays.sort(runs, 0, count, (a, b) -> Long.compare(a[0], b[0]));
    int merged = 0;
    for (int i = 0; i < count; i++) {
      if (merged > 0 && runs[i][0] <= runs[merged - 1][1]) {
        runs[merged - 1][1] = Math.max(runs[merged - 1][1], runs[i][1]);
      } else {
        runs[merged++] = runs[i].clone();
      }
    }
    count = merged;
  }

  /**
   * Of {@link #merge}d runs, joins those that begin and end in one window of {@code 1 <<
   * windowShift} bytes, with all that lies between them.
   */
  void join(int windowShift) {
    int joined = 0;
    for (int i = 1; i < count; i++) {
      long[] last = runs[joined];
      if ((last[1] - 1) >>> windowShift == runs[i][0] >>> windowShift) {
        last[1] = runs[i][1];
      } else {
        runs[++joined] = runs[i];
      }
    }
    count = Math.min(count, joined + 1);
  }

  int count() {
    return count;
  }

  long start(int index) {
    return runs[index][0];
  }

  long end(int index) {
    return runs[index][1];
  }

  /** Bytes of all runs; of {@link #merge}d ones each byte counts once. */
  long bytes() {
    long bytes = 0;
    for (int i = 0; i < count; i++) {
      bytes += end(i) - start(i);
    }
    return bytes;
  }

  boolean isEmpty() {
    return count == 0;
  }

  void clear() {
    count = 0;
  }
}
