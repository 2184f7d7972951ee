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
package org.jcachepmem.examples.walk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The line that the provider logs when it opens a pool, taken apart. */
final class PoolLog {

  private static final Pattern OPEN =
      Pattern.compile(
          "Pool .* open: (.+), durability (\\S+), (\\d+ MiB), (\\d+) entries recovered in (\\d+ ms)");

  private PoolLog() {}

  /** Label and value of each fact, empty if the log has no such line. */
  static Map<String, String> read(Path log) throws IOException {
    Map<String, String> facts = new LinkedHashMap<>();
    try (var lines = Files.lines(log)) {
      lines
          .map(OPEN::matcher)
          .filter(Matcher::find)
          .findFirst()
          .ifPresent(
              found -> {
                facts.put("medium in use", found.group(1));
                facts.put("durability", found.group(2));
                facts.put("recovered by the warm JVM", found.group(4) + " in " + found.group(5));
              });
    }
    return facts;
  }
}
