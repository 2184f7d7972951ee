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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Node;

class WriterTest {
  private static final Report REPORT =
      new Report(
          "Ratios",
          List.of(new Report.Fact("command", "`benchmarks/run`"), new Report.Fact("commit", "abc")),
          List.of(
              new Report.Result(
                  "get",
                  "get, operations in a second",
                  "200000 entries.",
                  List.of(
                      new Report.Line(
                          "get / Caffeine",
                          "at least 0.9",
                          "0.95",
                          Report.Verdict.MET,
                          "3 rounds, 0.91 to 0.99"),
                      new Report.Line(
                          "get | other",
                          "at least 2",
                          "",
                          Report.Verdict.NOT_MEASURED,
                          "this machine has no JDK 25")),
                  "ops/s",
                  List.of(
                      new Report.Bar("jcache-pmem", List.of(1_900_000.0, 2_100_000.0, 2_000_000.0)),
                      new Report.Bar("a < b & c", List.of(1_000_000.0)),
                      new Report.Bar("absent", List.of())))));

  private static final List<String> ORDER = List.of("get", "put", "restart");

  @TempDir Path directory;

  private static Report of(String commit, String table, String figure) {
    Report.Line line = new Report.Line(figure, "", "1", Report.Verdict.LISTED, "");
    return new Report(
        "Ratios",
        List.of(new Report.Fact("commit", commit)),
        List.of(
            new Report.Result(table, "About " + table, "Set.", List.of(line), "ops/s", List.of())));
  }

  @Test
  void whatOtherRunsMeasuredOfOtherTablesStays() throws Exception {
    Writer.write(of("abc", "restart", "old restart"), directory, "table", ORDER);
    Writer.write(REPORT, directory, "table", ORDER);
    Writer.write(of("old", "gone", "of no table"), directory, "table", ORDER);
    Writer.write(of("def", "put", "first put"), directory, "table", ORDER);
    Writer.write(of("ghi", "put", "second put"), directory, "table", ORDER);
    String text = Files.readString(directory.resolve("table.md"));
    assertTrue(
        text.contains(
            """
            | figure | wanted | measured | met | |
            |---|---|---|---|---|
            | get / Caffeine | at least 0.9 | 0.95 | yes | 3 rounds, 0.91 to 0.99 |
            | get \\| other | at least 2 |  | not measured | this machine has no JDK 25 |
            | second put |  | 1 |  |  |
            | old restart |  | 1 |  |  |

            ## get, operations in a second
            """),
        text);
    assertEquals(4, text.split("\n## |of no table|first put", -1).length, text);
    assertTrue(text.contains("Measured with: commit ghi."), text);
    assertTrue(text.contains("Measured with: commit abc."), text);
    assertTrue(text.indexOf("## About put") < text.indexOf("## About restart"), text);
  }

  @Test
  void writingTheSameAgainChangesNothing() throws Exception {
    Writer.write(REPORT, directory, "table", ORDER);
    String text = Files.readString(directory.resolve("table.md"));
    Writer.write(REPORT, directory, "table", ORDER);
    assertEquals(text, Files.readString(directory.resolve("table.md")));
  }

  @Test
  void figuresAreInOneTableWithWhatWasWanted() {
    assertEquals(
        """
        | figure | wanted | measured | met | |
        |---|---|---|---|---|
        | get / Caffeine | at least 0.9 | 0.95 | yes | 3 rounds, 0.91 to 0.99 |
        | get \\| other | at least 2 |  | not measured | this machine has no JDK 25 |
        """,
        Writer.summary(REPORT.tables()));
  }

  @Test
  void aReportSaysWhereItComesFromAndShowsEachRound() throws Exception {
    Writer.write(REPORT, directory, "table", ORDER);
    String text = Files.readString(directory.resolve("table.md"));
    assertTrue(text.startsWith("# Ratios\n"), text);
    assertTrue(text.contains("| command | `benchmarks/run` |"), text);
    assertTrue(text.contains("| commit | abc |"), text);
    assertTrue(text.contains("![get, operations in a second](table-get.svg)"), text);
    assertTrue(text.contains("| jcache-pmem | 2.00 M | 1.90 M, 2.10 M, 2.00 M |"), text);
    assertTrue(text.contains("| absent | not measured |  |"), text);
  }

  @Test
  void aChartIsWellFormedAndKnowsLightAndDark() throws Exception {
    Writer.write(REPORT, directory, "table", ORDER);
    Path chart = directory.resolve("table-get.svg");
    var document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(chart.toFile());
    assertEquals("svg", document.getDocumentElement().getTagName());
    var bars = document.getElementsByTagName("rect");
    assertEquals(3, bars.getLength(), "the ground, and bars of what was measured");
    double ours = width(bars.item(1));
    double other = width(bars.item(2));
    assertEquals(2, ours / other, 0.01, "bars are as long as their medians");
    String text = Files.readString(chart);
    assertTrue(text.contains("prefers-color-scheme: dark"), text);
    assertTrue(text.contains("a &lt; b &amp; c"), text);
  }

  private static double width(Node bar) {
    var width = bar.getAttributes().getNamedItem("width");
    assertNotNull(width);
    return Double.parseDouble(width.getNodeValue());
  }

  @Test
  void aMedianIsTheMiddle() {
    assertEquals(2, Median.of(List.of(100.0, 1.0, 2.0)));
    assertEquals(2.5, Median.of(List.of(3.0, 2.0)));
  }
}
