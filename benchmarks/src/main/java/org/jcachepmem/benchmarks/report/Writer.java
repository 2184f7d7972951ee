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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Writes a report into a directory: one Markdown file, and a chart for each of its tables. */
public final class Writer {

  private Writer() {}

  /** Writes {@code <name>.md} and {@code <name>-<table>.svg}, over what was there. */
  public static void write(Report report, Path directory, String name) throws IOException {
    Files.createDirectories(directory);
    for (Report.Result table : report.tables()) {
      Files.writeString(
          directory.resolve(chart(name, table)),
          BarChart.of(table.title(), table.unit(), table.bars()));
    }
    Files.writeString(directory.resolve(name + ".md"), markdown(report, name));
  }

  /** The whole in Markdown. */
  static String markdown(Report report, String name) {
    StringBuilder text = new StringBuilder("# " + report.title() + "\n\n");
    text.append("| | |\n|---|---|\n");
    for (Report.Fact fact : report.origin()) {
      text.append("| " + fact.name() + " | " + cell(fact.text()) + " |\n");
    }
    text.append("\n" + summary(report.tables()));
    for (Report.Result table : report.tables()) {
      text.append("\n## " + table.title() + "\n\n" + table.setting() + "\n\n");
      text.append("![" + table.title() + "](" + chart(name, table) + ")\n\n");
      text.append(rounds(table));
    }
    return text.toString();
  }

  /** The lines of all tables, as one table. */
  public static String summary(List<Report.Result> tables) {
    StringBuilder text =
        new StringBuilder("| figure | wanted | measured | met | |\n|---|---|---|---|---|\n");
    for (Report.Result table : tables) {
      for (Report.Line line : table.lines()) {
        text.append("| " + cell(line.figure()) + " | " + line.wanted() + " | " + line.measured());
        text.append(" | " + line.verdict().text() + " | " + cell(line.comment()) + " |\n");
      }
    }
    return text.toString();
  }

  private static String rounds(Report.Result table) {
    StringBuilder text = new StringBuilder("| " + table.unit() + " | median | rounds |\n");
    text.append("|---|---|---|\n");
    for (Report.Bar bar : table.bars()) {
      Double median = bar.median();
      String middle = median == null ? "not measured" : Numbers.text(median);
      String each = bar.rounds().stream().map(Numbers::text).collect(Collectors.joining(", "));
      text.append("| " + bar.label() + " | " + middle + " | " + each + " |\n");
    }
    return text.toString();
  }

  private static String chart(String name, Report.Result table) {
    return name + "-" + table.name() + ".svg";
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("\n", " ");
  }
}
