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
package org.jcachepmem.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The README and the documents say what the sources say. */
@Tag("one-jdk")
class ReadmeTest {

  private static final int MAX_EXAMPLE_LINES = 80;

  private static final Pattern SNIPPET =
      Pattern.compile("<!-- source: (\\S+) -->\n```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern CONFIGURATION =
      Pattern.compile("<!-- configuration -->\n```hocon\n(.*?)```", Pattern.DOTALL);
  private static final Pattern LINK = Pattern.compile("]\\((?!https?:|#)([^)]+)\\)");

  private final House house = new House();
  private final String readme;

  ReadmeTest() throws IOException {
    readme = Files.readString(house.root().resolve("README.md"));
  }

  @Test
  void snippetsAreTheExamples() throws IOException {
    var snippets = SNIPPET.matcher(readme);
    List<String> shown = new ArrayList<>();
    while (snippets.find()) {
      shown.add(snippets.group(1));
      String source = Files.readString(house.root().resolve(snippets.group(1)));
      assertTrue(
          source.lines().count() <= MAX_EXAMPLE_LINES,
          snippets.group(1) + " has more than " + MAX_EXAMPLE_LINES + " lines");
      String body = source.substring(source.indexOf("\n/** ") + 1);
      assertEquals(body, snippets.group(2), "README.md's copy of " + snippets.group(1));
    }
    List<String> examples =
        house.shipped().stream()
            .filter(s -> s.packageName().equals("org.jcachepmem.examples"))
            .filter(s -> !s.name().equals("package-info.java"))
            .map(s -> s.path().toString())
            .sorted()
            .toList();
    assertEquals(examples, shown.stream().sorted().toList(), "examples that README.md shows");
  }

  @Test
  void runAndTestOpenWithTheirCommand() {
    for (String heading : List.of("Run", "Test")) {
      assertTrue(
          Pattern.compile("(?m)^## " + heading + "\n\n```sh\n[^\n]+\n```\n").matcher(readme).find(),
          "README.md: '## " + heading + "' opens with one sh block of one line");
    }
  }

  @Test
  void linksLeadSomewhere() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path document : documents()) {
      var links = LINK.matcher(Files.readString(document));
      while (links.find()) {
        String[] target = links.group(1).split("#", 2);
        Path file = document.resolveSibling(target[0]);
        if (!Files.exists(file) || target.length > 1 && !anchors(file).contains(target[1])) {
          broken.add(house.root().relativize(document) + ": " + links.group(1));
        }
      }
    }
    House.report("each relative link of a document leads to a file, and to a heading", broken);
  }

  /** README.md, and those of docs. */
  private List<Path> documents() {
    Path docs = house.root().resolve("docs");
    return house.files().stream()
        .filter(file -> file.toString().endsWith(".md"))
        .filter(file -> file.startsWith(docs) || file.equals(house.root().resolve("README.md")))
        .toList();
  }

  /** Headings as they are linked to: lower case, spaces as hyphens, no other signs. */
  private static List<String> anchors(Path document) throws IOException {
    return Files.readAllLines(document).stream()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
        .map(line -> line.replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
        .toList();
  }

  @Test
  void configurationsNameKnownKeys() throws IOException {
    var reference =
        ConfigFactory.parseFile(
            house.root().resolve("jcache-pmem/src/main/resources/reference.conf").toFile());
    List<String> unknown = new ArrayList<>();
    int found = 0;
    for (Path document : documents()) {
      var blocks = CONFIGURATION.matcher(Files.readString(document));
      while (blocks.find()) {
        found++;
        for (String key : ConfigFactory.parseString(blocks.group(1)).root().keySet()) {
          assertEquals("jcache-pmem", key, document.toString());
        }
        for (Map.Entry<String, ?> entry : ConfigFactory.parseString(blocks.group(1)).entrySet()) {
          List<String> path = new ArrayList<>(ConfigUtil.splitPath(entry.getKey()));
          if (path.get(1).equals("caches")) {
            path.set(2, "default");
          }
          if (!reference.hasPathOrNull(ConfigUtil.joinPath(path))) {
            unknown.add(document + ": " + entry.getKey());
          }
        }
      }
    }
    assertTrue(found >= 5, "README.md and the guides have configurations");
    House.report("each key of a document is in reference.conf", unknown);
  }
}
