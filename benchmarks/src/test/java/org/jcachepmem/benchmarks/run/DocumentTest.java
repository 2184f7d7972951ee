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
package org.jcachepmem.benchmarks.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/benchmarks says of the peers is what is built in. */
class DocumentTest {
  private static final Pattern VERSION =
      Pattern.compile(
          "<(caffeine|caffeine-jcache|ehcache|chronicle-map|ohc|rocksdb|lmdbjava|h2)\\.version>"
              + "([^<]+)<");

  @Test
  void versionsOfPeersAreThoseOfThePoms() throws IOException {
    Path root = root();
    String document = Files.readString(root.resolve("docs/benchmarks/README.md"));
    String poms =
        Files.readString(root.resolve("pom.xml"))
            + Files.readString(root.resolve("benchmarks/pom.xml"));
    var versions = VERSION.matcher(poms);
    int found = 0;
    while (versions.find()) {
      found++;
      assertTrue(
          document.contains(versions.group(2) + " |"),
          "docs/benchmarks/README.md does not name " + versions.group());
    }
    assertEquals(8, found, "versions of peers in the poms");
  }

  private static Path root() {
    for (Path dir = Path.of("").toAbsolutePath(); dir != null; dir = dir.getParent()) {
      if (Files.isDirectory(dir.resolve(".mvn"))) {
        return dir;
      }
    }
    throw new IllegalStateException("no directory with .mvn above the working directory");
  }
}
