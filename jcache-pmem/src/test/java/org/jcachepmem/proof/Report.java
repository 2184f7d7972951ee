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
import java.time.LocalDate;
import java.util.List;

/** Writes what the parts saw as docs/durability-report.md. */
final class Report {
  /** The mutants' table, which that part writes. */
  static final Path MUTANTS = Run.DIRECTORY.resolve("mutants.md");

  private Report() {}

  static void write(
      Path report, List<Run> runs, String commit, String command, long minutes, long seed)
      throws IOException {
    StringBuilder text = new StringBuilder();
    text.append("# Durability report\n\n");
    text.append(
        """
        Written by `jcache-pmem/%s`, which runs every part again. What the models assume, and what they
        cannot show, is in [crash-consistency.md](crash-consistency.md), section 9.

        """
            .formatted(command));
    text.append("| | |\n|---|---|\n");
    row(text, "commit", commit);
    row(text, "date", LocalDate.now().toString());
    row(text, "seed", Long.toString(seed));
    row(text, "budget", minutes + " minutes on two processors");
    row(text, "JDK", System.getProperty("java.vm.name") + " " + Runtime.version());
    row(text, "machine", processor());
    text.append("\n## What was crashed and checked\n\n").append(Row.heading());
    runs.forEach(run -> run.rows.forEach(each -> text.append(each.markdown())));
    long checked = runs.stream().flatMap(run -> run.rows.stream()).mapToLong(Row::checked).sum();
    text.append(
        """

        Images a second and core are of the processor time in which images are made, recovered and checked; in
        parentheses with the operations that they interrupt.
        """);
    text.append("\n%,d images, histories and answers were checked.\n".formatted(checked));
    for (Run run : runs) {
      if (!run.isGood()) {
        text.append("\n**").append(run.summary()).append("**\n");
      }
    }
    if (Files.exists(MUTANTS)) {
      text.append("\n## Planted bugs\n\n").append(Files.readString(MUTANTS));
    }
    Files.writeString(report, text.toString(), StandardCharsets.UTF_8);
  }

  private static void row(StringBuilder text, String name, String value) {
    text.append("| ").append(name).append(" | ").append(value).append(" |\n");
  }

  private static String processor() throws IOException {
    Path info = Path.of("/proc/cpuinfo");
    String model =
        !Files.isReadable(info)
            ? System.getProperty("os.arch")
            : Files.readAllLines(info).stream()
                .filter(line -> line.startsWith("model name"))
                .findFirst()
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .orElse(System.getProperty("os.arch"));
    return model + ", " + Runtime.getRuntime().availableProcessors() + " processors, shared";
  }
}
