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

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PageRunsTest {
  private static final long PAGE = Pages.BYTES;
  private static final int WINDOW_SHIFT = 16;

  private final PageRuns runs = new PageRuns();

  private List<List<Long>> pages() {
    List<List<Long>> pages = new ArrayList<>();
    for (int i = 0; i < runs.count(); i++) {
      pages.add(List.of(runs.start(i) / PAGE, runs.end(i) / PAGE));
    }
    return pages;
  }

  @Test
  void overlapsAndNeighboursBecomeOne() {
    runs.add(5 * PAGE + 7, 10);
    runs.add(PAGE - 1, 2);
    runs.add(6 * PAGE, PAGE);
    runs.add(10 * PAGE, 0);
    runs.merge();
    assertEquals(List.of(List.of(0L, 2L), List.of(5L, 7L)), pages());
  }

  @Test
  void whatLiesInOneWindowIsJoined() {
    for (long page : new long[] {20, 1, 9, 33, 18, 40}) {
      runs.add(page * PAGE, 1);
    }
    runs.merge();
    runs.join(WINDOW_SHIFT);
    assertEquals(List.of(List.of(1L, 10L), List.of(18L, 21L), List.of(33L, 41L)), pages());
  }

  /** Its end is joined to what follows in the window where it ends. */
  @Test
  void aRunMayCrossWindows() {
    runs.add(2 * PAGE, 20 * PAGE);
    runs.add(30 * PAGE, 1);
    runs.add(32 * PAGE, 1);
    runs.merge();
    runs.join(WINDOW_SHIFT);
    assertEquals(List.of(List.of(2L, 31L), List.of(32L, 33L)), pages());
  }

  @Test
  void ofNothingAndOfOneNothingIsJoined() {
    runs.join(WINDOW_SHIFT);
    assertEquals(List.of(), pages());
    runs.add(3 * PAGE, 1);
    runs.join(WINDOW_SHIFT);
    assertEquals(List.of(List.of(3L, 4L)), pages());
  }
}
