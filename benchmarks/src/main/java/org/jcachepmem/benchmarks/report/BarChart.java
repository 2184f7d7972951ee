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
import java.util.Locale;

/**
 * Horizontal bars of medians, with a line from the least to the greatest round, as one SVG that
 * needs nothing else. Its colours follow the reader's: dark text on light ground, or light on dark.
 */
final class BarChart {
  private static final int WIDTH = 760;
  private static final int LABELS = 210;
  private static final int FIGURES = 110;
  private static final int ROW = 26;
  private static final int BAR = 16;
  private static final int TOP = 44;
  private static final String OURS = "jcache-pmem";

  private static final String STYLE =
      """
      <style>
        text { font: 13px system-ui, sans-serif; fill: #1f2328; }
        .ground { fill: #ffffff; }
        .title { font-weight: 600; font-size: 15px; }
        .unit { fill: #59636e; font-size: 12px; }
        .bar { fill: #8c959f; }
        .ours { fill: #0969da; }
        .spread { stroke: #1f2328; stroke-width: 1.5; }
        @media (prefers-color-scheme: dark) {
          .ground { fill: #0d1117; }
          text { fill: #f0f6fc; }
          .unit { fill: #9198a1; }
          .bar { fill: #656c76; }
          .ours { fill: #4493f8; }
          .spread { stroke: #f0f6fc; }
        }
      </style>
      """;

  private BarChart() {}

  static String of(String title, String unit, List<Report.Bar> bars) {
    double greatest =
        bars.stream().flatMap(bar -> bar.rounds().stream()).mapToDouble(x -> x).max().orElse(0);
    double scale = greatest > 0 ? (WIDTH - LABELS - FIGURES) / greatest : 0;
    int height = TOP + bars.size() * ROW + 10;
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\""
                + " aria-label=\"%s\">%n",
            WIDTH,
            height,
            escape(title)));
    svg.append(STYLE);
    svg.append("<rect class=\"ground\" width=\"100%\" height=\"100%\"/>\n");
    svg.append(text("title", 8, 20, "start", title));
    svg.append(text("unit", WIDTH - 8, 20, "end", unit));
    for (int i = 0; i < bars.size(); i++) {
      append(svg, bars.get(i), TOP + i * ROW, scale);
    }
    return svg.append("</svg>\n").toString();
  }

  private static void append(StringBuilder svg, Report.Bar bar, int y, double scale) {
    int middle = y + BAR / 2;
    svg.append(text("", LABELS - 8, middle + 4, "end", bar.label()));
    Double median = bar.median();
    if (median == null) {
      svg.append(text("unit", LABELS, middle + 4, "start", "not measured"));
      return;
    }
    svg.append(
        String.format(
            Locale.ROOT,
            "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>%n",
            bar.label().contains(OURS) ? "bar ours" : "bar",
            LABELS,
            y,
            Math.max(1, median * scale),
            BAR));
    double least = bar.rounds().stream().mapToDouble(x -> x).min().orElse(median);
    double greatest = bar.rounds().stream().mapToDouble(x -> x).max().orElse(median);
    if (greatest > least) {
      svg.append(
          String.format(
              Locale.ROOT,
              "<line class=\"spread\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>%n",
              LABELS + least * scale,
              middle,
              LABELS + greatest * scale,
              middle));
    }
    double end = LABELS + greatest * scale + 8;
    svg.append(text("", end, middle + 4, "start", Numbers.text(median)));
  }

  private static String text(String style, double x, double y, String anchor, String text) {
    return String.format(
        Locale.ROOT,
        "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
        style,
        x,
        y,
        anchor,
        escape(text));
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
