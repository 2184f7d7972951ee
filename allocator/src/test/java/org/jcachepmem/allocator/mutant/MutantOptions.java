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
package org.jcachepmem.allocator.mutant;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What {@link PlantedBugs} is asked for on the command line. */
final class MutantOptions {
  static final String USAGE =
      """
      PlantedBugs [SECONDS] [--option value]...
        --seconds N       ends after about that time; what is left then is counted (default: no end)
        --threads N       mutants at a time (1)
        --seed N          of the first hunt (2)
        --millis N        a mutant that was hunted for so much processor time has survived (4000)
        --hunt TYPE#METHOD  what hunts, instead of the simulator; may be repeated
        --only REGEX      mutants whose name contains a match
        --open            mutants that are neither listed as equivalent nor were found before
        --table FILE      writes the table
        --remember FILE   writes the seeds that found mutants
        --kill9 N         besides: N lives of each mutant, ended by kill -9 (--millis 0: only that)
        --list            only says which mutants there are
      """;

  long seconds = Long.MAX_VALUE / 2_000_000_000L;
  int threads = 1;
  long seed = 2;
  long millis = 4_000;
  Pattern only = Pattern.compile("");
  int kills;
  boolean isList;
  boolean isOpen;
  @Nullable Path table;
  @Nullable Path remember;
  final List<Hunt> hunts = new ArrayList<>();

  static MutantOptions parse(String[] arguments) {
    MutantOptions options = new MutantOptions();
    for (int i = 0; i < arguments.length; i++) {
      String name = arguments[i];
      if (i == 0 && !name.startsWith("--")) {
        options.seconds = Long.parseLong(name);
      } else if (name.equals("--list")) {
        options.isList = true;
      } else if (name.equals("--open")) {
        options.isOpen = true;
      } else if (i + 1 < arguments.length) {
        options.set(name, arguments[++i]);
      } else {
        throw new IllegalArgumentException(name + " has no value\n" + USAGE);
      }
    }
    if (options.hunts.isEmpty()) {
      options.hunts.add(Hunt.parse("org.jcachepmem.allocator.simulator.BroadHunt#run"));
    }
    return options;
  }

  /** Whether the mutant is asked for. */
  boolean isChosen(Mutant mutant) {
    return only.matcher(mutant.name()).find()
        && !(isOpen
            && (KnownMutants.seeds().containsKey(mutant.name())
                || KnownMutants.equivalents().containsKey(mutant.name())));
  }

  private void set(String name, String value) {
    switch (name) {
      case "--seconds" -> seconds = Long.parseLong(value);
      case "--threads" -> threads = Integer.parseInt(value);
      case "--seed" -> seed = Long.parseLong(value);
      case "--millis" -> millis = Long.parseLong(value);
      case "--hunt" -> hunts.add(Hunt.parse(value));
      case "--only" -> only = Pattern.compile(value);
      case "--table" -> table = Path.of(value);
      case "--remember" -> remember = Path.of(value);
      case "--kill9" -> kills = Integer.parseInt(value);
      default -> throw new IllegalArgumentException("no option " + name + "\n" + USAGE);
    }
  }
}
