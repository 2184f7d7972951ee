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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A part that has run, in a JVM of its own: what it printed is in a file. */
final class Run {
  /** Where each part's output goes. */
  static final Path DIRECTORY = Path.of("target", "prove");

  /** A part that takes that much longer than it was given is stuck. */
  private static final long PATIENCE_SECONDS = 600;

  /** A part without a share of the budget, kills apart, ends by itself within this. */
  private static final long HOURS_OF_A_NIGHT = 20;

  /** The end of its output is what tells why a part failed: a violation, minimised, or mutants. */
  private static final int LAST_LINES = 40;

  private static final int LINE_CHARACTERS = 400;

  final Part part;
  final List<Row> rows = new ArrayList<>();
  private final int exitCode;
  private final Path output;
  final long seconds;

  private Run(Part part, int exitCode, Path output, long seconds) throws IOException {
    this.part = part;
    this.exitCode = exitCode;
    this.output = output;
    this.seconds = seconds;
    for (String line : Files.readAllLines(output, StandardCharsets.UTF_8)) {
      Row row = Row.parse(line);
      if (row != null) {
        rows.add(row);
      }
    }
  }

  /** Runs a part to its end. */
  static Run of(Part part, List<String> arguments, long expectedSeconds)
      throws IOException, InterruptedException {
    Path output = DIRECTORY.resolve(part.fileName() + ".log");
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(part.command(arguments))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    long patience =
        expectedSeconds == 0
            ? TimeUnit.HOURS.toSeconds(HOURS_OF_A_NIGHT)
            : expectedSeconds + PATIENCE_SECONDS;
    int exitCode = -1;
    try {
      if (process.waitFor(patience, TimeUnit.SECONDS)) {
        exitCode = process.exitValue();
      }
    } finally {
      process.destroyForcibly();
    }
    return new Run(
        part, exitCode, output, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
  }

  /** Whether it ran to its end, saw something, and nothing was violated. */
  boolean isGood() {
    return exitCode == 0 && !rows.isEmpty() && rows.stream().mapToLong(Row::violated).sum() == 0;
  }

  /** One line about it. */
  String summary() {
    long checked = rows.stream().mapToLong(Row::checked).sum();
    return "%-24s %5d s  %,14d checked  %s"
        .formatted(
            part.name(),
            seconds,
            checked,
            isGood() ? "no violation" : "FAILED with exit code " + exitCode + ", see " + output);
  }

  /** The last lines of its output, each at most as long as a reader can take in. */
  String end() throws IOException {
    List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
    return lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()).stream()
        .map(line -> line.substring(0, Math.min(line.length(), LINE_CHARACTERS)))
        .collect(Collectors.joining("\n", "== " + output + " ends with:\n", ""));
  }
}
