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
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jcachepmem.tools.command.Commands;
import org.junit.jupiter.api.Test;

/** The commands of the documents are those of the program. */
class DocumentTest {
  @Test
  void everyCommandLineIsUnderstood() throws IOException {
    for (String document : List.of("README.md", "docs/tools.md")) {
      List<Manual.Shown> commands = Manual.commands(document);
      assertTrue(commands.size() >= 5, document + ": " + commands);
      for (Manual.Shown command : commands) {
        String line = command.line();
        assertDoesNotThrow(() -> Commands.line().parseArgs(line.split(" ")), line);
      }
    }
  }

  @Test
  void everyCommandIsShown() throws IOException {
    Set<String> shown = new TreeSet<>();
    Manual.commands("docs/tools.md").forEach(command -> shown.add(command.name()));
    assertEquals(new TreeSet<>(Commands.line().getSubcommands().keySet()), shown);
  }

  @Test
  void allButTheScriptForShellsIsThereForPrograms() {
    Set<String> without = new TreeSet<>();
    Commands.line()
        .getSubcommands()
        .forEach(
            (name, command) -> {
              if (command.getCommandSpec().findOption("--json") == null) {
                without.add(name);
              }
            });
    assertEquals(Set.of("completion"), without);
  }
}
