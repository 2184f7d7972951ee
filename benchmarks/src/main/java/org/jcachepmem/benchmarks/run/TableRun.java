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
 * a while so disturbs all sides; a figure is the median of what each round gives by itself.
 */
final class TableRun {
  private final SideRun sideRun;
  private final Set<String> broken = new LinkedHashSet<>();

  TableRun(SideRun sideRun) {
    this.sideRun = sideRun;
  }

  /** What should have worked and did not. */
  Set<String> broken() {
    return broken;
  }

  /** Measures it, with one line to the console for each side. */
  Report.Result run(Table table) {
    List<Round> rounds = new ArrayList<>();
    for (int number = 1; number <= table.rounds(); number++) {
      rounds.add(round(table, number));
    }
    return new Report.Result(
        table.name(),
        table.title(),
        table.setting(),
        table.rounds(),
        table.rows().stream().map(row -> line(row, rounds)).toList(),
        table.unit(),
        table.bars().stream()
            .map(bar -> new Report.Bar(bar.label(), figures(bar.formula(), rounds).given()))
            .toList());
  }

  private Round round(Table table, int number) {
    Round round = new Round();
    for (Side side : table.sides()) {
      String log = (table.name() + "-" + side.name() + "-" + number).replaceAll("\\W+", "-");
      System.out.printf(
          "  %s, round %d of %d: %s", table.name(), number, table.rounds(), side.name());
      System.out.flush();
      long began = System.nanoTime();
      try {
        round.add(side.name(), sideRun.run(side, log + ".log"));
        System.out.printf(", %.1f s%n", (System.nanoTime() - began) / 1e9);
      } catch (SideFailedException e) {
        System.out.println(", " + e.getMessage());
        round.miss(side.name(), e.getMessage());
        if (e.isBroken()) {
          broken.add(table.name() + ": " + e.getMessage());
        }
      }
    }
    return round;
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
