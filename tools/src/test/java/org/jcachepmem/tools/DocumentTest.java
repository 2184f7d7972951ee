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

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jcachepmem.tools.command.Commands;
import org.junit.jupiter.api.Test;

/** The commands of the documents are those of the program. */
class DocumentTest {
  private static final String LAUNCHER = "tools/jcache-pmem ";
  private static final Path ROOT = Path.of("..");

  private static List<String> commands(String document) throws IOException {
    List<String> commands = new ArrayList<>();
    boolean inside = false;
    for (String line : Files.readAllLines(ROOT.resolve(document))) {
      inside = line.startsWith("```") ? line.equals("```sh") : inside;
      if (inside && line.startsWith(LAUNCHER)) {
        commands.add(line.substring(LAUNCHER.length()).replaceFirst(" > .*", ""));
      }
    }
    return commands;
  }

  @Test
  void everyCommandLineIsUnderstood() throws IOException {
    for (String document : List.of("README.md", "docs/tools.md")) {
      List<String> commands = commands(document);
      assertTrue(commands.size() >= 5, document + ": " + commands);
      for (String command : commands) {
        assertDoesNotThrow(() -> Commands.line().parseArgs(command.split(" ")), command);
      }
    }
  }

  @Test
  void everyCommandIsShown() throws IOException {
    Set<String> shown = new TreeSet<>();
    commands("docs/tools.md").forEach(line -> shown.add(line.split(" ")[0]));
    assertEquals(new TreeSet<>(Commands.line().getSubcommands().keySet()), shown);
  }
}
