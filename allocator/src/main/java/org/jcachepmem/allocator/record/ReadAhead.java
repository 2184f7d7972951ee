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

import java.util.concurrent.atomic.AtomicLongArray;
import org.jcachepmem.allocator.medium.Medium;

/**
 * Has what is copied out next fetched in one go, where the system would fetch it page by page: a
 * page cache is told that pools are read at random places, and reads nothing of its own accord.
 * Thread safe.
 */
final class ReadAhead {
  /**
   * To ask for a range that is there already takes a system call, a small part of the time that it
   * takes to copy so much.
   */
  private static final int WORTH_ASKING_BYTES = 64 << 10;

  /** What is fetched around a record that is read first: as much as systems do by themselves. */
  private static final int WINDOW_SHIFT = 17;

  private static final long WINDOW_BYTES = 1L << WINDOW_SHIFT;

  /** One record of so many is worth the whole chunk. */
  private static final int FEW_SHARE = 8;

  private final Medium medium;
  private final boolean isPaged;

  /** A bit for each window that was fetched since the pool was opened; made when first needed. */
  private volatile AtomicLongArray fetched = new AtomicLongArray(0);

  ReadAhead(Medium medium) {
    this.medium = medium;
    this.isPaged = medium.facts().pageGranular();
  }

  /**
   * Before something is copied out that this process has not read or written yet: with it comes
   * what lies around it, once. So a pool that was in no memory is there after a few reads.
   */
  void unread(long offset, long lengthBytes) {
    if (!isPaged || lengthBytes <= 0) {
      return;
    }
    // Advice: what does not lie in the pool is for who copies it to find out.
    long size = medium.sizeBytes();
    long end = Math.min(offset + lengthBytes, size);
    for (long start = offset & -WINDOW_BYTES; start < end; start += WINDOW_BYTES) {
      if (isNew(start >>> WINDOW_SHIFT)) {
        medium.prefetch(start, Math.min(WINDOW_BYTES, size - start));
      }
    }
  }

  private boolean isNew(long window) {
    AtomicLongArray known = fetched;
    if (known.length() == 0) {
      known = make();
    }
    int word = (int) (window >>> 6);
    long bit = 1L << window;
    // What the pool has grown by since was written by this process.
    return word < known.length()
        && (known.get(word) & bit) == 0
        && (known.getAndAccumulate(word, bit, (a, b) -> a | b) & bit) == 0;
  }

  private synchronized AtomicLongArray make() {
    if (fetched.length() == 0) {
      fetched = new AtomicLongArray((int) (medium.sizeBytes() >>> WINDOW_SHIFT + 6) + 1);
    }
    return fetched;
  }

  /** Before something is copied out that may or may not be in memory, if it is long. */
  void range(long offset, int lengthBytes) {
    if (isPaged && lengthBytes >= WORTH_ASKING_BYTES) {
      medium.prefetch(offset, lengthBytes);
    }
  }

  /** Some time before a directory, or all of a chunk, is copied out. */
  void soon(long offset, int lengthBytes) {
    if (isPaged) {
      medium.prefetch(offset, lengthBytes);
    }
  }

  /** Whether all of a chunk is worth fetching for some of its records. */
  boolean isWorthAll(int records, int slots) {
    return isPaged && records > slots / FEW_SHARE;
  }
}
