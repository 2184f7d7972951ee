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
import java.util.Map;
import java.util.stream.Collectors;

/** Writes a report into a directory: one Markdown file, and a chart for each of its tables. */
public final class Writer {

  private Writer() {}

  /**
   * Writes {@code <name>.md} and {@code <name>-<table>.svg}. What was there of other tables stays.
   *
   * @param order names of all tables that there can be; sections of others are dropped
   */
  public static void write(Report report, Path directory, String name, List<String> order)
      throws IOException {
    Files.createDirectories(directory);
    for (Report.Result table : report.tables()) {
      Files.writeString(
          directory.resolve(chart(name, table)),
          BarChart.of(table.title(), table.unit(), table.bars()));
    }
    Path file = directory.resolve(name + ".md");
    String before = Files.exists(file) ? Files.readString(file) : "";
    Files.writeString(file, markdown(report, name, before, order));
  }

  /** The whole in Markdown, with the sections of other tables that it had before. */
  static String markdown(Report report, String name, String before, List<String> order) {
    Map<String, Section> sections = Section.of(before, name);
    for (Report.Result table : report.tables()) {
      sections.put(table.name(), section(report, name, table));
    }
    List<Section> ordered =
        order.stream().filter(sections::containsKey).map(sections::get).toList();
    StringBuilder text = new StringBuilder("# " + report.title() + "\n\n");
    text.append("| the last run | |\n|---|---|\n");
    for (Report.Fact fact : report.origin()) {
      text.append("| " + fact.name() + " | " + cell(fact.text()) + " |\n");
    }
    text.append("\n" + Section.figures(ordered.stream().map(Section::rows).toList()));
    ordered.forEach(section -> text.append(section.text()));
    return text.toString();
  }

  /** The lines of all tables, as one table. */
  public static String summary(List<Report.Result> tables) {
    return Section.figures(tables.stream().map(Writer::rows).toList());
  }

  private static Section section(Report report, String name, Report.Result table) {
    StringBuilder text = new StringBuilder("\n## " + table.title() + "\n\n");
    text.append(table.setting() + "\n\n");
    text.append("![" + table.title() + "](" + chart(name, table) + ")\n\n");
    text.append(rounds(table) + "\n");
    if (!table.lines().isEmpty()) {
      text.append(summary(List.of(table)) + "\n");
    }
    String origin =
        report.origin().stream()
            .map(fact -> fact.name() + " " + fact.text())
            .collect(Collectors.joining("; "));
    text.append("Measured with: " + origin + ".\n");
    return new Section(text.toString());
  }

  private static String rows(Report.Result table) {
    StringBuilder text = new StringBuilder();
    for (Report.Line line : table.lines()) {
      text.append("| " + cell(line.figure()) + " | " + line.wanted() + " | " + line.measured());
      text.append(" | " + line.verdict().text() + " | " + cell(line.comment()) + " |\n");
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
