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
package org.jcachepmem.benchmarks.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.jcachepmem.benchmarks.report.Median;
import org.jcachepmem.benchmarks.report.Report;
import org.jcachepmem.benchmarks.tables.MissingFigureException;
import org.jcachepmem.benchmarks.tables.Round;
import org.jcachepmem.benchmarks.tables.Side;
import org.jcachepmem.benchmarks.tables.Table;
import org.jcachepmem.benchmarks.tables.Wanted;

/**
 * Measures a table: every side once, in turn, then all of them again. What disturbs the machine for
 * a while so disturbs all sides; a figure is the median of what each round gives by itself. Used by
 * one thread.
 */
final class TableRun implements Schedule.Part {
  private final Table table;
  private final SideRun sideRun;
  private final List<Round> rounds = new ArrayList<>();
  private final Set<String> broken = new LinkedHashSet<>();
  private long longestNanos;

  TableRun(Table table, SideRun sideRun) {
    this.table = table;
    this.sideRun = sideRun;
  }

  /** What should have worked and did not. */
  Set<String> broken() {
    return broken;
  }

  @Override
  public String title() {
    return table.title();
  }

  @Override
  public int leastRounds() {
    return Math.min(Table.LEAST_ROUNDS, table.rounds());
  }

  @Override
  public int mostRounds() {
    return table.rounds();
  }

  @Override
  public int rounds() {
    return rounds.size();
  }

  @Override
  public long longestNanos() {
    return longestNanos;
  }

  /** What the rounds so far gave. */
  Report.Result result() {
    return new Report.Result(
        table.name(),
        table.title(),
        table.setting(),
        table.rows().stream().map(row -> line(row, rounds)).toList(),
        table.unit(),
        table.bars().stream()
            .map(bar -> new Report.Bar(bar.label(), figures(bar.formula(), rounds).given()))
            .toList());
  }

  /** Measures one more, with one line to the console for each side. */
  @Override
  public void round() throws IOException {
    long began = System.nanoTime();
    Round round = new Round();
    try (RoundFiles files = sideRun.files()) {
      for (Side side : table.sides()) {
        side(side, round, files);
      }
    }
    rounds.add(round);
    longestNanos = Math.max(longestNanos, System.nanoTime() - began);
  }

  private void side(Side side, Round round, RoundFiles files) {
    int number = rounds.size() + 1;
    String log = (table.name() + "-" + side.name() + "-" + number).replaceAll("\\W+", "-");
    System.out.printf("  %s, round %d of %d: %s", table.name(), number, mostRounds(), side.name());
    System.out.flush();
    long began = System.nanoTime();
    try {
      round.add(side.name(), sideRun.run(side, log + ".log", files));
      System.out.printf(", %.1f s%n", (System.nanoTime() - began) / 1e9);
    } catch (SideFailedException e) {
      System.out.println(", " + e.getMessage());
      round.miss(side.name(), e.getMessage());
      if (e.isBroken()) {
        broken.add(table.name() + ": " + e.getMessage());
      }
    }
  }

  private record Figures(List<Double> given, Set<String> reasons) {}

  private static Figures figures(ToDoubleFunction<Round> formula, List<Round> rounds) {
    Figures figures = new Figures(new ArrayList<>(), new LinkedHashSet<>());
    for (Round round : rounds) {
      try {
        figures.given().add(formula.applyAsDouble(round));
      } catch (MissingFigureException e) {
        figures.reasons().add(String.valueOf(e.getMessage()));
      }
    }
    return figures;
  }

  private static Report.Line line(Table.Row row, List<Round> rounds) {
    Wanted wanted = row.wanted();
    Figures figures = figures(row.formula(), rounds);
    String reasons = String.join("; ", figures.reasons());
    List<Double> given = figures.given();
    if (given.isEmpty()) {
      return new Report.Line(row.figure(), wanted.text(), "", Report.Verdict.NOT_MEASURED, reasons);
    }
    double median = Median.of(given);
    String spread =
        given.size() == 1
            ? ""
            : given.size()
                + " rounds, "
                + wanted.text(Collections.min(given))
                + " to "
                + wanted.text(Collections.max(given));
    return new Report.Line(
        row.figure(),
        wanted.text(),
        wanted.text(median),
        verdict(wanted, median),
        reasons.isEmpty() ? spread : spread + "; " + reasons);
  }

  private static Report.Verdict verdict(Wanted wanted, double figure) {
    if (wanted.direction() == Wanted.Direction.LISTED) {
      return Report.Verdict.LISTED;
    }
    return wanted.isMetBy(figure) ? Report.Verdict.MET : Report.Verdict.MISSED;
  }
}
