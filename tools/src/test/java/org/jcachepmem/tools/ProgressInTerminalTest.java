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

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Long work shows how far it is, where somebody looks. */
@Timeout(120)
class ProgressInTerminalTest {
  private static final String BAR = "bench \\[#+\\.+] +\\d+ %, .*";

  @TempDir Path directory;

  @Test
  void aBarIsDrawnAndWipedOut() throws Exception {
    Tmux.require();
    String bench =
        String.format(
            "'%s' -XX:TieredStopAtLevel=1 -cp '%s' %s bench '%s' --seconds 2 --size 4MiB",
            Path.of(System.getProperty("java.home"), "bin", "java"),
            System.getProperty("java.class.path"),
            Tools.class.getName(),
            directory);
    Path script =
        Files.writeString(
            directory.resolve("script"),
            bench + " > '" + directory.resolve("out") + "'\necho ended with $?\ncat\n");
    try (Tmux tmux = Tmux.run(directory, script, 120, 30)) {
      tmux.await("bar", ProgressInTerminalTest::hasBar);
      List<String> lines = tmux.await("end", all -> all.contains("ended with 0"));
      assertFalse(hasBar(lines), () -> String.join("\n", lines));
    }
  }

  private static boolean hasBar(List<String> lines) {
    return lines.stream().anyMatch(line -> line.matches(BAR));
  }
}
