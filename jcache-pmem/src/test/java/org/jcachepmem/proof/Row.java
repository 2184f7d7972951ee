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
package org.jcachepmem.proof;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of the report's table, as a part prints it.
 *
 * @param what the model, or what was done
 * @param operations how many the product made, or "-"
 * @param points crash points, schedules or places of faults
 * @param checks images, histories or answers that were judged
 * @param capped crash points of which not every image was made
 * @param violations how often the product was wrong
 * @param note one phrase
 */
record Row(
    String what,
    String operations,
    String points,
    String checks,
    String capped,
    String violations,
    String note) {
  private static final String MARK = "#row\t";
  private static final int COLUMNS = 7;

  /** The row in a line of output, or null if it is none. */
  static @Nullable Row parse(String line) {
    if (!line.startsWith(MARK)) {
      return null;
    }
    List<String> cells = new ArrayList<>(List.of(line.substring(MARK.length()).split("\t", -1)));
    while (cells.size() < COLUMNS) {
      cells.add("-");
    }
    return new Row(
        cells.get(0),
        cells.get(1),
        cells.get(2),
        cells.get(3),
        cells.get(4),
        cells.get(5),
        String.join(" ", cells.subList(COLUMNS - 1, cells.size())));
  }

  static String heading() {
    return """
        | model | operations | points | images or checks | capped | violations | |
        |---|---:|---:|---:|---:|---:|---|
        """;
  }

  String markdown() {
    return "| %s | %s | %s | %s | %s | %s | %s |%n"
        .formatted(
            what,
            grouped(operations),
            grouped(points),
            grouped(checks),
            grouped(capped),
            grouped(violations),
            note);
  }

  long checked() {
    return number(checks);
  }

  long violated() {
    return number(violations);
  }

  private static long number(String cell) {
    return cell.matches("\\d+") ? Long.parseLong(cell) : 0;
  }

  private static String grouped(String cell) {
    return cell.matches("\\d+") ? "%,d".formatted(Long.parseLong(cell)) : cell;
  }
}
