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

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The JDKs of this machine: what {@code JAVA_HOME_<version>} names, the running one, and those of
 * {@code /usr/lib/jvm}.
 */
final class Jdks {
  private static final Path INSTALLED = Path.of("/usr/lib/jvm");

  private Jdks() {}

  /** The java program of a feature version, or null if there is none; 0 for the running one. */
  static @Nullable Path java(int version) throws IOException {
    Path running = Path.of(System.getProperty("java.home"));
    if (version == 0 || version == Runtime.version().feature()) {
      return program(running);
    }
    List<Path> homes = new ArrayList<>();
    String named = System.getenv("JAVA_HOME_" + version);
    if (named != null) {
      homes.add(Path.of(named));
    }
    if (Files.isDirectory(INSTALLED)) {
      try (DirectoryStream<Path> installed = Files.newDirectoryStream(INSTALLED)) {
        installed.forEach(homes::add);
      }
    }
    for (Path home : homes) {
      if (Files.isExecutable(program(home)) && release(home).contains("\"" + version)) {
        return program(home);
      }
    }
    return null;
  }

  private static Path program(Path home) {
    return home.resolve("bin").resolve("java");
  }

  private static String release(Path home) throws IOException {
    Path release = home.resolve("release");
    if (!Files.isReadable(release)) {
      return "";
    }
    return Files.readAllLines(release).stream()
        .filter(line -> line.startsWith("JAVA_VERSION="))
        .findFirst()
        .orElse("");
  }
}
