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

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of a report that is about one table. A report that is written keeps the sections that an
 * earlier one has of other tables: each says by itself which run its figures are of.
 *
 * @param text its Markdown, from the heading on
 */
record Section(String text) {
  private static final String HEADING = "\n## ";
  private static final String FIGURES =
      "| figure | wanted | measured | met | |\n|---|---|---|---|---|\n";

  /** Those of a report in Markdown, by the names of their tables, in its order. */
  static Map<String, Section> of(String markdown, String name) {
    Pattern chart = Pattern.compile("]\\(" + Pattern.quote(name) + "-(.+)\\.svg\\)\n");
    Map<String, Section> sections = new LinkedHashMap<>();
    int next;
    for (int at = markdown.indexOf(HEADING); at >= 0; at = next) {
      next = markdown.indexOf(HEADING, at + 1);
      String text = markdown.substring(at, next < 0 ? markdown.length() : next);
      Matcher found = chart.matcher(text);
      if (found.find()) {
        sections.put(found.group(1), new Section(text));
      }
    }
    return sections;
  }

  /** The figures of some tables, as one table. */
  static String figures(List<String> rows) {
    return FIGURES + String.join("", rows);
  }

  /** The rows of its figures, each with its end of line; empty if it has none. */
  String rows() {
    int at = text.indexOf(FIGURES);
    if (at < 0) {
      return "";
    }
    int first = at + FIGURES.length();
    int end = text.indexOf("\n\n", first);
    return text.substring(first, end < 0 ? text.length() : end + 1);
  }
}
