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
package org.jcachepmem.benchmarks.report;

import java.util.Locale;

/** Figures in as many digits as mean something. */
public final class Numbers {
  private static final double FEW = 10;
  private static final double THOUSANDS = 10_000;
  private static final double MILLIONS = 1e6;

  private Numbers() {}

  /** Such as {@code 1.23}, {@code 456}, {@code 45.6 k} or {@code 7.89 M}. */
  public static String text(double figure) {
    double size = Math.abs(figure);
    if (size >= MILLIONS) {
      return String.format(Locale.ROOT, "%.2f M", figure / MILLIONS);
    }
    if (size >= THOUSANDS) {
      return String.format(Locale.ROOT, "%.1f k", figure / 1000);
    }
    if (size >= FEW || size == Math.rint(size)) {
      return String.format(Locale.ROOT, "%.0f", figure);
    }
    return String.format(Locale.ROOT, "%.3g", figure);
  }
}
