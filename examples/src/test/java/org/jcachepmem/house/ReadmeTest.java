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
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README says what the sources say. */
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
  void linksLeadSomewhere() {
    List<String> broken = new ArrayList<>();
    var links = LINK.matcher(readme);
    while (links.find()) {
      Path target = house.root().resolve(links.group(1));
      if (!Files.exists(target)) {
        broken.add(links.group(1));
      }
    }
    House.report("each relative link of README.md leads to a file", broken);
  }

  @Test
  void configurationsNameKnownKeys() throws IOException {
    var reference =
        ConfigFactory.parseFile(
            house.root().resolve("jcache-pmem/src/main/resources/reference.conf").toFile());
    List<String> unknown = new ArrayList<>();
    int found = 0;
    for (String document : List.of("README.md", "docs/hibernate.md", "docs/spring-boot.md")) {
      var blocks = CONFIGURATION.matcher(Files.readString(house.root().resolve(document)));
      while (blocks.find()) {
        found++;
        for (String key : ConfigFactory.parseString(blocks.group(1)).root().keySet()) {
          assertEquals("jcache-pmem", key, document);
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
    assertTrue(found >= 3, "README.md and the guides have configurations");
    House.report("each key of a document is in reference.conf", unknown);
  }
}
