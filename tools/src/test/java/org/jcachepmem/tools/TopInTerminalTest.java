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
package org.jcachepmem.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Somebody looks at top in a terminal, makes it smaller, and ends top, or what it watches. */
@Timeout(120)
class TopInTerminalTest {
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  @TempDir Path directory;
  private Process application;

  @BeforeEach
  void start() throws Exception {
    Tmux.require();
    application =
        RunningApplication.start(
            directory.resolve("a-pool-whose-name-is-wider-than-the-small-terminal"));
  }

  @AfterEach
  void stop() throws Exception {
    if (application != null) {
      application.destroyForcibly().waitFor();
    }
  }

  /** A terminal in which top runs; the shell lives on when it ends, as an interactive one does. */
  private Tmux top() throws IOException {
    String top =
        String.format(
            "'%s' -XX:TieredStopAtLevel=1 -cp '%s' %s top %d --interval 0.1",
            JAVA, System.getProperty("java.class.path"), Tools.class.getName(), application.pid());
    Path script =
        Files.writeString(
            directory.resolve("script"),
            "trap : INT\necho before\n" + top + "\necho ended with $?\ncat\n");
    return Tmux.run(directory, script, 120, 30);
  }

  private static boolean has(List<String> lines, String part) {
    return lines.stream().anyMatch(line -> line.contains(part));
  }

  private static boolean isDrawn(List<String> lines) {
    return lines.size() > 2
        && lines.get(0).startsWith("jcache-pmem top, JVM ")
        && lines.get(1).startsWith("pool ")
        && lines.get(2).startsWith("  room ");
  }

  private static boolean isDrawnWhole(List<String> lines) {
    return isDrawn(lines) && has(lines, "cities");
  }

  /** What is left on the first screen, where top must not be. */
  private static List<String> ended(Tmux tmux) throws Exception {
    List<String> lines = tmux.await("end of top", all -> has(all, "ended with "));
    assertEquals("before", lines.get(0));
    assertFalse(has(lines, "cities"), () -> String.join("\n", lines));
    assertFalse(tmux.isOtherScreen());
    return lines;
  }

  @Test
  void itIsDrawnInPlaceAsLargeAsTheTerminalUntilCtrlC() throws Exception {
    try (Tmux tmux = top()) {
      List<String> large = tmux.await("screen of top", TopInTerminalTest::isDrawnWhole);
      assertTrue(tmux.isOtherScreen());
      assertFalse(has(large, "before"), () -> String.join("\n", large));
      assertTrue(large.get(0).contains("JVM " + application.pid() + ", "), large.get(0));

      tmux.resize(60, 10);
      List<String> small =
          tmux.await("small screen", lines -> isDrawn(lines) && !has(lines, "cities"));
      assertEquals(60, small.get(1).length(), "a line that is too wide is cut: " + small.get(1));
      tmux.resize(120, 30);
      tmux.await("large screen again", TopInTerminalTest::isDrawnWhole);

      tmux.press("C-c");
      assertTrue(has(ended(tmux), "ended with 130"));
    }
  }

  @Test
  void itEndsWithTheProcessThatItWatches() throws Exception {
    try (Tmux tmux = top()) {
      tmux.await("screen of top", TopInTerminalTest::isDrawnWhole);
      application.destroyForcibly().waitFor();
      List<String> lines = ended(tmux);
      assertEquals("JVM " + application.pid() + " has ended", lines.get(1));
      assertEquals("ended with 1", lines.get(2));
    }
  }
}
