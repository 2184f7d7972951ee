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

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The command line. Used by one thread. */
final class Arguments {
  static final String USAGE =
      """
      benchmarks/run                 the table of what the project promises itself, within 20 minutes
      benchmarks/run --full          every workload, size, kind of key and number of threads, in hours
      benchmarks/run --only NAME     one table; again for one more
      benchmarks/run --list          the names of the tables
      benchmarks/run --smoke         every table with next to no work: does it run?
        --rounds N                   how often each side runs, however long that takes
        --minutes N                  how long rounds beyond the third may go on, 18 if not said
        --report DIR                 where the report is written, docs/benchmarks if not said
        --directory DIR              on tmpfs or persistent memory, for pools and stores: /dev/shm
        --disk DIR                   on a file system whose msync takes a while: benchmarks/target
      """;

  private final List<String> only = new ArrayList<>();
  private boolean isFull;
  private boolean isSmoke;
  private boolean isList;
  private boolean isHelp;
  private @Nullable Integer rounds;
  private @Nullable Integer minutes;
  private @Nullable Path report;
  private Path directory = Path.of("/dev/shm");
  private Path disk = Path.of("benchmarks/target");

  /**
   * Takes the arguments apart.
   *
   * @throws IllegalArgumentException if one is not known, saying so
   */
  Arguments(String... arguments) {
    List<String> left = new ArrayList<>(List.of(arguments));
    while (!left.isEmpty()) {
      String name = left.remove(0);
      switch (name) {
        case "--full" -> isFull = true;
        case "--smoke" -> isSmoke = true;
        case "--list" -> isList = true;
        case "--help" -> isHelp = true;
        case "--only" -> only.add(value(name, left));
        case "--rounds" -> rounds = positive(name, value(name, left));
        case "--minutes" -> minutes = positive(name, value(name, left));
        case "--report" -> report = Path.of(value(name, left));
        case "--directory" -> directory = Path.of(value(name, left));
        case "--disk" -> disk = Path.of(value(name, left));
        default -> throw new IllegalArgumentException("unknown argument " + name);
      }
    }
  }

  private static String value(String name, List<String> left) {
    if (left.isEmpty()) {
      throw new IllegalArgumentException(name + " needs a value");
    }
    return left.remove(0);
  }

  private static int positive(String name, String value) {
    if (!value.matches("[1-9]\\d{0,3}")) {
      throw new IllegalArgumentException(name + " needs a number from 1 to 9999, not " + value);
    }
    return Integer.parseInt(value);
  }

  /** Names of tables; none for all. */
  List<String> only() {
    return only;
  }

  boolean isFull() {
    return isFull;
  }

  boolean isSmoke() {
    return isSmoke;
  }

  boolean isList() {
    return isList;
  }

  boolean isHelp() {
    return isHelp;
  }

  int rounds(int unlessSaid) {
    return rounds == null ? unlessSaid : rounds;
  }

  /** How long rounds may go on beyond those that must be; for ever if rounds were said alone. */
  long minutes(int unlessSaid) {
    if (minutes != null) {
      return minutes;
    }
    return rounds == null ? unlessSaid : Long.MAX_VALUE;
  }

  /** Where the report goes, or null if nothing was said. */
  @Nullable Path report() {
    return report;
  }

  Path directory() {
    return directory;
  }

  Path disk() {
    return disk;
  }
}
