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
package org.jcachepmem.survival;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jcachepmem.proof.Commit;

/**
 * A file with a row for each run of {@link Kills}, this one's last. A pool lives through some
 * dozens of lives, and then the next one begins; so runs add up, whatever lies between them.
 */
final class KillRecord {
  private static final String TEXT =
      """
      # Real kills

      Each row is a night (`jcache-pmem/prove --nightly MINUTES`), or a run of
      `jcache-pmem/prove --part kills --until N --record docs/kills.md`, which goes on until N lives of all rows
      together were killed. Both can be stopped at any time: a pool is closed, emptied and checked
      after some dozens of lives, so runs add up. What a life does, and how it is judged, is in
      [crash-consistency.md](crash-consistency.md), section 11.

      | day | commit | JDK | seed | %s |
      |---|---|---|---|---:|---:|---:|---:|---:|---:|
      """;

  private final Path file;
  private final String run;
  private final List<String> rows = new ArrayList<>();
  private Totals earlier = Totals.NONE;

  /** Reads the rows of earlier runs. */
  KillRecord(Path file, long seed) throws IOException {
    this.file = file;
    run =
        String.join(
            " | ",
            LocalDate.now().toString(),
            Commit.name(),
            Runtime.version().toString(),
            Long.toString(seed));
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        if (line.startsWith("| 2")) {
          rows.add(line);
          earlier = earlier.plus(Totals.of(cells(line)));
        }
      }
    }
  }

  private static List<String> cells(String row) {
    return Arrays.stream(row.split("\\|"))
        .map(String::strip)
        .filter(cell -> !cell.isEmpty())
        .toList();
  }

  /** Lives that earlier runs have killed. */
  long kills() {
    return earlier.kills();
  }

  /** Writes what this run has come to so far. */
  void write(Totals totals) throws IOException {
    StringBuilder text = new StringBuilder(TEXT.formatted(Totals.HEADS));
    rows.forEach(row -> text.append(row).append('\n'));
    text.append("| ").append(run).append(" | ").append(totals.cells()).append(" |\n");
    text.append("| all | | | | ").append(earlier.plus(totals).cells()).append(" |\n");
    Path next = file.resolveSibling(file.getFileName() + ".next");
    Files.writeString(next, text);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
