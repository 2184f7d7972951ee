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

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Sides that are measured in turn, A B A B, and what is made of them.
 *
 * @param name for command lines and file names
 * @param title one line
 * @param setting what was measured, in a sentence or two
 * @param rounds how often each side runs
 * @param rows what the table says: the median of what the rounds give
 * @param unit of the bars
 */
public record Table(
    String name,
    String title,
    String setting,
    int rounds,
    List<Side> sides,
    List<Row> rows,
    String unit,
    List<Bar> bars) {

  /** With fewer rounds, one that was disturbed could be the median of a ratio. */
  public static final int LEAST_ROUNDS = 3;

  /**
   * A figure of a table.
   *
   * @param figure what it is
   * @param formula from a round to the figure; throws {@link MissingFigureException}
   */
  public record Row(String figure, Wanted wanted, ToDoubleFunction<Round> formula) {}

  /** A bar of the chart. */
  public record Bar(String label, ToDoubleFunction<Round> formula) {}

  /** The same table with some of its sides, once. Figures that need the others will be missing. */
  public Table once(List<Side> some) {
    return new Table(name, title, setting, 1, some, rows, unit, bars);
  }

  /** A table whose bars are one figure of each side. */
  public static Table of(
      String name,
      String title,
      String setting,
      int rounds,
      List<Side> sides,
      String figure,
      List<Row> rows) {
    List<Bar> bars =
        sides.stream()
            .map(side -> new Bar(side.name(), round -> round.of(side.name(), figure)))
            .toList();
    return new Table(name, title, setting, rounds, sides, rows, figure, bars);
  }
}
