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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Documents that show commands of the program, and what those print. */
final class Manual {
  private static final Path ROOT = Path.of("..");
  private static final String LAUNCHER = "tools/jcache-pmem ";
  private static final Pattern SHOWN =
      Pattern.compile("(?m)^```sh\n(.*?)^```\n(?:```\n(.*?)^```\n)?", Pattern.DOTALL);

  private Manual() {}

  /**
   * A command as a document shows it.
   *
   * @param line what follows the program's name, a redirection aside
   * @param prints the lines that are shown below it; none where nothing is
   */
  record Shown(String line, List<String> prints) {
    String name() {
      return line.split(" ")[0];
    }
  }

  /** The commands of a document, in its order. Of several in one block each prints one line. */
  static List<Shown> commands(String document) throws IOException {
    List<Shown> commands = new ArrayList<>();
    Matcher blocks = SHOWN.matcher(Files.readString(ROOT.resolve(document)));
    for (MatchResult block : blocks.results().toList()) {
      List<String> lines = block.group(1).lines().filter(l -> l.startsWith(LAUNCHER)).toList();
      List<String> prints = block.group(2) == null ? List.of() : block.group(2).lines().toList();
      for (int i = 0; i < lines.size(); i++) {
        String line = lines.get(i).substring(LAUNCHER.length()).replaceFirst(" > .*", "");
        boolean isAlone = lines.size() == 1 || prints.isEmpty();
        commands.add(new Shown(line, isAlone ? prints : prints.subList(i, i + 1)));
      }
    }
    return commands;
  }

  /** What is printed as a document shows it, with other numbers; three dots stand for anything. */
  static Pattern like(String shown) {
    StringBuilder regex = new StringBuilder();
    Matcher parts =
        Pattern.compile("\\.\\.\\.|\\d[\\d,.]*|\\s+|[KMG]iB\\b|B\\b|[^\\s\\d.]+|\\.")
            .matcher(shown.strip());
    while (parts.find()) {
      String part = parts.group();
      if (part.equals("...")) {
        regex.append(".*");
      } else if (Character.isDigit(part.charAt(0))) {
        regex.append("\\d[\\d,.]*");
      } else if (part.isBlank()) {
        regex.append("\\s+");
      } else {
        regex.append(part.matches("[KMG]?i?B") ? "(?:[KMG]i)?B" : Pattern.quote(part));
      }
    }
    return Pattern.compile("\\s*" + regex + "\\s*");
  }
}
