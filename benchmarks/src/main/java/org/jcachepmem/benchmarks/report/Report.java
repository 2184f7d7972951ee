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

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run found.
 *
 * @param title of the whole
 * @param origin where the figures come from, each line a name and what it says
 */
public record Report(String title, List<Fact> origin, List<Result> tables) {

  /** A line about the run, such as the processor. */
  public record Fact(String name, String text) {}

  /**
   * A table that was measured.
   *
   * @param name of its files
   * @param setting what was measured
   * @param unit of the bars
   */
  public record Result(
      String name, String title, String setting, List<Line> lines, String unit, List<Bar> bars) {}

  /**
   * A figure.
   *
   * @param wanted empty if nothing is
   * @param comment the spread of the rounds, or why there is no figure
   */
  public record Line(
      String figure, String wanted, String measured, Verdict verdict, String comment) {}

  /** What a figure came out as. */
  public enum Verdict {
    /** As wanted, or better. */
    MET("yes"),
    /** Not as wanted. */
    MISSED("no"),
    /** Nothing was wanted. */
    LISTED(""),
    /** There is no figure. */
    NOT_MEASURED("not measured");

    private final String text;

    Verdict(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  /**
   * A bar of a chart.
   *
   * @param rounds what each round gave; empty if it has no figure
   */
  public record Bar(String label, List<Double> rounds) {

    /** The median, or null if there is no figure. */
    public @Nullable Double median() {
      return rounds.isEmpty() ? null : Median.of(rounds);
    }
  }
}
