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
package org.jcachepmem.examples.walk;

import java.io.PrintStream;

/** A bar that redraws itself in place on a terminal, and is one line per fifth elsewhere. */
final class ProgressBar {

  private static final int WIDTH = 40;

  private final PrintStream out;
  private final boolean terminal;
  private final String label;
  private int drawn = -1;

  ProgressBar(PrintStream out, boolean terminal, String label) {
    this.out = out;
    this.terminal = terminal;
    this.label = label;
  }

  void show(long done, long total) {
    if (total == 0) {
      return;
    }
    int filled = (int) (Math.min(done, total) * WIDTH / total);
    if (filled <= drawn
        || (!terminal && filled / (WIDTH / 5) == drawn / (WIDTH / 5) && drawn >= 0)) {
      return;
    }
    drawn = filled;
    draw(filled, String.format("%,7d of %,d classes", Math.min(done, total), total));
    if (!terminal) {
      out.println();
    }
    out.flush();
  }

  /** Ends the bar's line with {@code remark}. */
  void end(String remark) {
    if (terminal) {
      out.println("  " + remark);
    } else {
      out.printf("%-10s %s%n", label, remark);
    }
    out.flush();
  }

  private void draw(int filled, String count) {
    String bar = "#".repeat(filled) + ".".repeat(WIDTH - filled);
    out.printf("%s%-10s [%s] %s", terminal ? "\r" : "", label, bar, count);
  }
}
