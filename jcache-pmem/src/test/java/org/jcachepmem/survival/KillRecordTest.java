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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KillRecordTest {
  @TempDir Path directory;

  @Test
  void runsAddUpAndARunHasOneRow() throws IOException {
    Path file = directory.resolve("kills.md");
    KillRecord first = new KillRecord(file, 1);
    assertEquals(0, first.kills());
    first.write(new Totals(3, 2, 1_000, 10, 3, 0));
    first.write(new Totals(1_500, 1_400, 2_000_000, 20, 4, 0));

    KillRecord second = new KillRecord(file, 2);
    assertEquals(1_400, second.kills());
    second.write(new Totals(1, 1, 1, 1, 1, 1));
    assertEquals(1_401, new KillRecord(file, 3).kills());

    Tally none = Kills.run(Map.of("record", file.toString(), "until", "1401"));
    assertEquals(0, none.lives(), "those that were wanted have been");
    List<String> lines = Files.readAllLines(file);
    assertTrue(
        lines.get(lines.size() - 3).endsWith("| 1 | 1,500 | 1,400 | 2,000,000 | 20 | 4 | 0 |"));
    assertTrue(lines.get(lines.size() - 2).endsWith("| 2 | 1 | 1 | 1 | 1 | 1 | 1 |"));
    assertEquals(
        "| all | | | | 1,501 | 1,401 | 2,000,001 | 21 | 5 | 1 |", lines.get(lines.size() - 1));
  }
}
