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
package org.jcachepmem.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code docs/configuration.md} is what {@code reference.conf} says. */
class ConfigurationDocumentTest {

  static final String COMMAND =
      "mvn -q test -pl jcache-pmem -am -Dtest=ConfigurationDocumentTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Ddocuments.write=true";

  @Test
  void theDocumentIsTheReference() throws IOException {
    Path root = root();
    Path document = root.resolve("docs/configuration.md");
    String made =
        ConfigurationReference.of(root.resolve("jcache-pmem/src/main/resources/reference.conf"));
    if (Boolean.getBoolean("documents.write")) {
      Files.writeString(document, made);
    }
    assertEquals(made, Files.readString(document), "make it anew with: " + COMMAND);
  }

  private static Path root() {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(directory.resolve(".mvn"))) {
      directory = directory.getParent();
    }
    return directory;
  }
}
