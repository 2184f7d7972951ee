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
package org.jcachepmem.allocator.simulator;

import org.jcachepmem.allocator.layout.HotWordLayout;

/**
 * The lines of a medium whose bytes need not be what they were when this was begun: in the process,
 * in an image of a crash, and in an image that was recovered. Not thread safe.
 */
final class VaryingLines {
  static final int LINE_SHIFT = 6;

  /** In which beginning each line was added last. */
  private final int[] added;

  private final int[] lines;
  private int count;
  private int beginning = 1;

  VaryingLines(int sizeBytes) {
    added = new int[sizeBytes >>> LINE_SHIFT];
    lines = new int[added.length];
  }

  /** Nothing varies from now on, until it is added. */
  void begin() {
    beginning++;
    count = 0;
  }

  /** Changes with each {@link #begin}. */
  int beginning() {
    return beginning;
  }

  /** Bytes of the line at {@code at} are stored to. */
  void add(int at) {
    int line = at >>> LINE_SHIFT;
    if (added[line] == beginning) {
      return;
    }
    if (at < HotWordLayout.SESSION_EPOCH) {
      begin(); // by the superblock the pool may be another one
    }
    added[line] = beginning;
    lines[count++] = line;
  }

  boolean contains(int line) {
    return added[line] == beginning;
  }

  int count() {
    return count;
  }

  /** The lines in the order in which they were added. */
  int get(int index) {
    return lines[index];
  }
}
