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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jcachepmem.allocator.layout.HotWordLayout;
import org.jcachepmem.allocator.pool.Pool;
import org.jcachepmem.allocator.record.PoolCheck;
import org.jcachepmem.allocator.record.PoolCheckReport;
import org.jspecify.annotations.Nullable;

/**
 * What {@link PoolCheck} says of recovered images, without running it over the same bytes again. It
 * stores nothing, and what it reads first is always the same, what it reads next depends on that,
 * and so on: so its runs form a tree, whose inner nodes are lines that are read, whose branches are
 * what these lines hold (64-bit hashes of it), and whose leaves are reports. An image that leads to
 * a leaf holds the same in every line that the check would read, so that its report is known. Any
 * other is checked, and makes a new branch. Lines that are the same in all images are left out.
 *
 * <p>Most images differ in what a crash left of a payload that recovery then does not serve, which
 * no check reads. Not thread safe.
 */
final class KnownReports {
  /** Of so many reports that are known one is asked for again, and compared. */
  private static final int COMPARED_SHARE = 64;

  /** With more lines than that it takes long to look up a report. */
  private static final int MOST_NEW_LINES = 192;

  /** Places in the tree's table, of which at most half are filled. */
  private static final int CAPACITY = 1 << 14;

  private static final int NOTHING = -1;

  private final ImageMedium image;
  private final SimulatedMedium of;
  private final VaryingLines varying;
  private final Tally tally;

  /** By a hash of what was read so far: the line that is read next, or the report behind these. */
  private final long[] prefixes = new long[CAPACITY];

  private final int[] steps = new int[CAPACITY];
  private int filled;
  private final List<PoolCheckReport> reports = new ArrayList<>();

  /** How often the tree was begun. */
  private long trees;

  /** The varying lines that a check reads, in the order in which it does; traced while it runs. */
  private final int[] order;

  private final int[] tracedIn;
  private int orderCount;
  private int trace;

  /** Lines that a run in the tree has read. */
  private final boolean[] everRead;

  private @Nullable Pool pool;
  private int beginning;
  private int varyingSeen;
  private int varyingAtFirst;

  KnownReports(ImageMedium image, SimulatedMedium of, Tally tally) {
    this.image = image;
    this.of = of;
    this.varying = of.varying;
    this.tally = tally;
    order = new int[of.durable.length >>> VaryingLines.LINE_SHIFT];
    tracedIn = new int[order.length];
    everRead = new boolean[order.length];
    Arrays.fill(steps, NOTHING);
  }

  /** An image begins: nothing is stored to it yet. */
  void beforeImage() {
    if (varying.count() - varyingAtFirst > MOST_NEW_LINES) {
      varying.begin();
    }
    if (varying.beginning() != beginning) {
      beginning = varying.beginning();
      pool = null;
      forget();
      addPending();
      varyingAtFirst = varying.count();
    }
  }

  /** What is durable and what was executed differ there. */
  private void addPending() {
    for (int i = 0; i < of.pendingUnits(); i++) {
      int start = of.pendingUnit(i).number << of.model.unitShift;
      for (int at = start; at < start + of.model.unitBytes(); at += 1 << VaryingLines.LINE_SHIFT) {
        varying.add(at);
      }
    }
  }

  private void forget() {
    trees++;
    reports.clear();
    Arrays.fill(everRead, false);
    varyingSeen = 0;
  }

  /** A line that the tree was made without, because it had been the same in all images, is not. */
  private void forgetIfMoreVaries() {
    for (int i = varyingSeen; i < varying.count(); i++) {
      if (everRead[varying.get(i)]) {
        forget();
        break;
      }
    }
    varyingSeen = varying.count();
  }

  /** Whether it depends on the image which pool it is. */
  private boolean isAnyPool() {
    return of.isPendingBelow(HotWordLayout.SESSION_EPOCH) || varying.beginning() != beginning;
  }

  /** The pool of the image, before recovery; mounted again only if its superblock may differ. */
  Pool mount() {
    if (isAnyPool()) {
      return Pool.mount(image);
    }
    if (pool == null) {
      pool = Pool.mount(image);
    }
    return pool;
  }

  /** The report on the image as it is now. */
  PoolCheckReport report(Pool recovered) {
    if (isAnyPool()) {
      return PoolCheck.run(recovered);
    }
    forgetIfMoreVaries();
    long prefix = image.mix(trees, 0, 0);
    while (true) {
      int step = steps[place(prefix)];
      if (step == NOTHING) {
        return run(recovered);
      } else if (step >= order.length) {
        return known(reports.get(step - order.length), recovered);
      }
      prefix = next(prefix, step);
    }
  }

  private long next(long prefix, int line) {
    return image.mix(prefix, line << VaryingLines.LINE_SHIFT, 1 << VaryingLines.LINE_SHIFT);
  }

  private int place(long prefix) {
    int at = (int) prefix & CAPACITY - 1;
    while (steps[at] != NOTHING && prefixes[at] != prefix) {
      at = at + 1 & CAPACITY - 1;
    }
    return at;
  }

  private PoolCheckReport known(PoolCheckReport known, Pool recovered) {
    tally.known++;
    if (tally.known % COMPARED_SHARE == 0) {
      PoolCheckReport again = PoolCheck.run(recovered);
      if (!again.equals(known)) {
        throw new AssertionError("of the same bytes it was said " + known + ", and now " + again);
      }
    }
    return known;
  }

  private PoolCheckReport run(Pool recovered) {
    orderCount = 0;
    trace++;
    image.trace(this);
    PoolCheckReport report;
    try {
      report = PoolCheck.run(recovered);
    } finally {
      image.trace(null);
    }
    if (filled + orderCount >= CAPACITY / 2) {
      Arrays.fill(steps, NOTHING);
      filled = 0;
    }
    long prefix = image.mix(trees, 0, 0);
    for (int i = 0; i < orderCount; i++) {
      add(prefix, order[i]);
      prefix = next(prefix, order[i]);
    }
    add(prefix, order.length + reports.size());
    reports.add(report);
    return report;
  }

  private void add(long prefix, int step) {
    int at = place(prefix);
    if (steps[at] == NOTHING) {
      prefixes[at] = prefix;
      steps[at] = step;
      filled++;
    } else if (steps[at] != step) {
      throw new AssertionError("after the same bytes the check read something else: " + step);
    }
  }

  /** While a check runs: these bytes are read. */
  void read(int at, int lengthBytes) {
    int last = at + lengthBytes - 1 >>> VaryingLines.LINE_SHIFT;
    for (int line = at >>> VaryingLines.LINE_SHIFT; line <= last; line++) {
      if (tracedIn[line] != trace) {
        tracedIn[line] = trace;
        everRead[line] = true;
        if (varying.contains(line)) {
          order[orderCount++] = line;
        }
      }
    }
  }
}
