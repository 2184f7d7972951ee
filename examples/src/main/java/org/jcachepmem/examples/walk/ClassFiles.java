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
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The class files of the running JDK, named like {@code java.base/java/lang/String}. */
final class ClassFiles {

  private static final String SUFFIX = ".class";

  private static final Path MODULES =
      FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules");

  private ClassFiles() {}

  /** All of them, in an order that is the same each time. */
  static List<String> names() throws IOException {
    try (var paths = Files.walk(MODULES)) {
      return paths
          .map(path -> MODULES.relativize(path).toString())
          .filter(name -> name.endsWith(SUFFIX))
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .sorted()
          .toList();
    }
  }

  static byte[] read(String name) throws IOException {
    return Files.readAllBytes(MODULES.resolve(name + SUFFIX));
  }
}
