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
package org.jcachepmem.benchmarks.workloads;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Directories for the files of one measurement, on tmpfs unless a property says where. */
public final class Scratch {
  /** System property with the directory that they are made in. */
  public static final String DIRECTORY = "benchmarks.directory";

  private static final String DEFAULT = "/dev/shm";

  private Scratch() {}

  /** A new, empty directory. */
  public static Path create() throws IOException {
    return create(Path.of(System.getProperty(DIRECTORY, DEFAULT)));
  }

  /** A new, empty directory in that one. */
  public static Path create(Path parent) throws IOException {
    return Files.createTempDirectory(parent, "jcache-pmem-benchmark-");
  }

  /** Deletes it and all that is in it. */
  public static void delete(Path directory) throws IOException {
    try (Stream<Path> found = Files.walk(directory)) {
      List<Path> insideFirst = found.sorted(Comparator.reverseOrder()).toList();
      for (Path path : insideFirst) {
        Files.delete(path);
      }
    }
  }
}
