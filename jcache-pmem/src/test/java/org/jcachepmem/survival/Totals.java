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
package org.jcachepmem.survival;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * What some lives came to.
 *
 * @param lives that were lived
 * @param kills those that a kill ended
 * @param operations calls of the API
 * @param read values that were found
 * @param pools that were checked
 * @param violations what was impossible
 */
record Totals(long lives, long kills, long operations, long read, long pools, long violations) {
  static final Totals NONE = new Totals(0, 0, 0, 0, 0, 0);

  private static final int COLUMNS = 6;

  /** Column heads, as {@link #cells} has them. */
  static final String HEADS =
      "lives | killed | operations | values read | pools checked | violations";

  Totals plus(Totals other) {
    return new Totals(
        lives + other.lives,
        kills + other.kills,
        operations + other.operations,
        read + other.read,
        pools + other.pools,
        violations + other.violations);
  }

  /** Cells of a row in Markdown. */
  String cells() {
    return LongStream.of(lives, kills, operations, read, pools, violations)
        .mapToObj(number -> String.format(Locale.ROOT, "%,d", number))
        .collect(Collectors.joining(" | "));
  }

  /** Of the last cells of a row. */
  static Totals of(List<String> cells) {
    if (cells.size() < COLUMNS) {
      throw new IllegalArgumentException("not a row of " + HEADS + ": " + cells);
    }
    long[] numbers =
        cells.subList(cells.size() - COLUMNS, cells.size()).stream()
            .mapToLong(cell -> Long.parseLong(cell.replace(",", "")))
            .toArray();
    return new Totals(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]);
  }
}
