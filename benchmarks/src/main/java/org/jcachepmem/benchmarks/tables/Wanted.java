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

import java.math.BigDecimal;
import java.util.Locale;

/**
 * What a figure should be.
 *
 * @param direction which side of the limit is good
 * @param limit in {@code unit}
 * @param unit such as {@code ms}; empty for a ratio
 */
public record Wanted(Direction direction, double limit, String unit) {

  /** Which side of a limit is good. */
  public enum Direction {
    /** The limit or more. */
    AT_LEAST,
    /** The limit or less. */
    AT_MOST,
    /** There is no limit: the figure is only said. */
    LISTED
  }

  /** The limit or more. */
  public static Wanted atLeast(double limit) {
    return new Wanted(Direction.AT_LEAST, limit, "");
  }

  /** The limit or less. */
  public static Wanted atMost(double limit, String unit) {
    return new Wanted(Direction.AT_MOST, limit, unit);
  }

  /** Whatever it is. */
  public static Wanted listed(String unit) {
    return new Wanted(Direction.LISTED, 0, unit);
  }

  /** Whether a figure is good. */
  public boolean isMetBy(double figure) {
    return switch (direction) {
      case AT_LEAST -> figure >= limit;
      case AT_MOST -> figure <= limit;
      case LISTED -> true;
    };
  }

  /** Such as {@code at least 0.9}. */
  public String text() {
    return switch (direction) {
      case AT_LEAST -> "at least " + limitText();
      case AT_MOST -> "at most " + limitText();
      case LISTED -> "";
    };
  }

  private String limitText() {
    String number = new BigDecimal(Double.toString(limit)).stripTrailingZeros().toPlainString();
    return unit.isEmpty() ? number : number + " " + unit;
  }

  /** A figure with its unit, in as many digits as mean something. */
  public String text(double figure) {
    double size = Math.abs(figure);
    String number =
        size == Math.rint(size) && size < 1e6
            ? String.format(Locale.ROOT, "%.0f", figure)
            : size < 10
                ? String.format(Locale.ROOT, "%.3g", figure)
                : String.format(Locale.ROOT, "%,.0f", figure);
    return unit.isEmpty() ? number : number + " " + unit;
  }
}
