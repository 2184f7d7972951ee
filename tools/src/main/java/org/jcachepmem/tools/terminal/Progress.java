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
package org.jcachepmem.tools.terminal;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/**
 * How far long work is, in one line of a terminal that is drawn over and over and wiped out at the
 * end. Where nobody looks, nothing is written. One thread.
 */
public final class Progress implements AutoCloseable {
  private static final long DRAW_NANOS = 100_000_000;
  private static final int BAR = 30;

  private final PrintWriter err;
  private final String what;
  private final boolean shown;
  private final long start = System.nanoTime();
  private long total;
  private long done;
  private long drawn = start;
  private int width;

  /**
   * @param total how much there is to do, 0 if that is not known
   * @param shown whether {@code err} is a terminal
   */
  public Progress(PrintWriter err, String what, long total, boolean shown) {
    this.err = err;
    this.what = what;
    this.total = total;
    this.shown = shown;
  }

  /** How much there is to do, once that is known. */
  public void total(long amount) {
    total = amount;
  }

  /** So much more is done. */
  public void advance(long amount) {
    done += amount;
    long now = System.nanoTime();
    if (shown && now - drawn >= DRAW_NANOS) {
      drawn = now;
      draw(Duration.ofNanos(now - start));
    }
  }

  private void draw(Duration elapsed) {
    double seconds = Math.max(1e-3, elapsed.toNanos() / 1e9);
    StringBuilder line = new StringBuilder("\r").append(what).append(' ');
    if (total > 0) {
      double share = Math.min(1, (double) done / total);
      int full = (int) (share * BAR);
      line.append('[').append("#".repeat(full)).append(".".repeat(BAR - full)).append("] ");
      line.append(String.format(Locale.ROOT, "%3.0f %%, ", 100 * share));
    }
    line.append(Amounts.count(done))
        .append(String.format(Locale.ROOT, ", %,.0f/s, ", done / seconds))
        .append(Amounts.clock(elapsed));
    int length = line.length();
    err.print(line.append(" ".repeat(Math.max(0, width - length))));
    err.flush();
    width = length;
  }

  /** Wipes the line out. */
  @Override
  public void close() {
    if (width > 0) {
      err.print("\r" + " ".repeat(width) + "\r");
      err.flush();
      width = 0;
    }
  }
}
