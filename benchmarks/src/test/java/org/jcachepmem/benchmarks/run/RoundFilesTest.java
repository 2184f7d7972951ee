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
package org.jcachepmem.benchmarks.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jcachepmem.benchmarks.probes.Restart;
import org.jcachepmem.benchmarks.tables.Round;
import org.jcachepmem.benchmarks.tables.Scale;
import org.jcachepmem.benchmarks.tables.Side;
import org.jcachepmem.benchmarks.tables.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What JVMs that fail leave behind is deleted. */
class RoundFilesTest {
  @TempDir Path fast;
  @TempDir Path disk;
  @TempDir Path logs;

  private SideRun sideRun() {
    return new SideRun(new Workplace(fast, disk, logs, List.of("-Xmx128m")), Scale.tiny());
  }

  private static List<Path> in(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  @Test
  void aRoundLeavesNothing() throws IOException {
    try (RoundFiles files = sideRun().files()) {
      Files.createDirectory(files.fast().resolve("deep"));
      Files.writeString(files.fast().resolve("deep").resolve("pool"), "pool");
      Files.writeString(files.disk().resolve("file"), "file");
      assertEquals(List.of(files.fast()), in(fast));
    }
    assertEquals(List.of(), in(fast));
    assertEquals(List.of(), in(disk));
  }

  @Test
  void aPoolThatNobodyCouldOpenIsGone() throws IOException {
    Side fill = Side.Probe.of("fill", Restart.class, List.of(), "fill", 100);
    Side fails = Side.Probe.of("fails", Restart.class, List.of(), "close", 100);
    Table table =
        new Table("restart", "Restart", "", 1, List.of(fill, fails), List.of(), "ms", List.of());
    TableRun run = new TableRun(table, sideRun());
    run.round();
    assertEquals(1, run.broken().size(), run.broken().toString());
    assertTrue(run.broken().iterator().next().contains("fails failed with 1"));
    assertEquals(List.of(), in(fast));
  }

  @Test
  void aJvmThatEndsWithoutClosingLosesNothing() throws Exception {
    Round round = new Round();
    try (RoundFiles files = sideRun().files()) {
      for (String step : List.of("fill", "end", "open")) {
        Side side = Side.Probe.of(step, Restart.class, List.of(), step, 100);
        Map<String, Double> figures = sideRun().run(side, step + ".log", files);
        round.add(step, figures);
      }
    }
    assertEquals(1, round.of("open", "found"));
    assertEquals(1, round.of("open", "hit"));
    assertEquals(List.of(), in(fast));
  }
}
