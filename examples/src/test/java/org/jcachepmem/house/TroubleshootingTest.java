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

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code docs/troubleshooting.md} quotes what the product says. */
@Tag("one-jdk")
class TroubleshootingTest {

  private static final Pattern QUOTE = Pattern.compile("(?m)^\\| `([^`]+)` \\|");
  private static final Pattern EXCEPTION = Pattern.compile("class (\\w+Exception) extends");
  private static final Pattern JOINED = Pattern.compile("\"\\s*\\+\\s*\"");
  private static final int TELLING = 8;

  private final House house = new House();
  private final String document;
  private final String said;

  TroubleshootingTest() throws IOException {
    document = Files.readString(house.root().resolve("docs/troubleshooting.md"));
    said =
        library().stream()
            .map(source -> JOINED.matcher(source.text()).replaceAll("").replace("\\\"", "\""))
            .collect(Collectors.joining("\n"));
  }

  private List<SourceFile> library() {
    return house.shipped().stream()
        .filter(s -> s.module().equals("allocator") || s.module().equals("jcache-pmem"))
        .toList();
  }

  @Test
  void eachMessageIsStillSaid() {
    List<String> unsaid = new ArrayList<>();
    Matcher quotes = QUOTE.matcher(document);
    int found = 0;
    while (quotes.find()) {
      found++;
      String[] parts = quotes.group(1).split("\\.\\.\\.");
      boolean telling = false;
      for (String part : parts) {
        telling |= part.strip().length() >= TELLING;
        if (!said.contains(part.strip())) {
          unsaid.add(quotes.group(1) + ": " + part.strip());
        }
      }
      if (!telling) {
        unsaid.add(quotes.group(1) + ": nothing in it tells it from others");
      }
    }
    assertTrue(found > 60, "messages in docs/troubleshooting.md");
    House.report("docs/troubleshooting.md quotes the sources", unsaid);
  }

  @Test
  void eachExceptionIsExplained() {
    List<String> unexplained = new ArrayList<>();
    for (SourceFile source : library()) {
      Matcher exception = EXCEPTION.matcher(source.code());
      while (exception.find()) {
        String name = exception.group(1);
        if (!name.equals("PoolException") && !document.contains("`" + name + "`")) {
          unexplained.add(source.path() + ": " + name);
        }
      }
    }
    House.report("docs/troubleshooting.md names each exception of the library", unexplained);
  }
}
