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
package org.jcachepmem.proof;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of the proof: a program of the test sources that runs for some seconds, prints {@code
 * #row} lines and ends with 0 if nothing was violated.
 *
 * @param name as the command line has it
 * @param module whose test class path it has
 * @param main its class
 * @param share of the budget's processor time, in hundredths; 0 if it takes what it takes
 * @param threads how many processors it uses
 * @param options what it is told besides seconds, seed and threads
 * @param jvmOptions what its JVM is told besides
 */
record Part(
    String name,
    String module,
    String main,
    int share,
    int threads,
    List<String> options,
    List<String> jvmOptions) {
  private static final String ALLOCATOR = "allocator";
  private static final String PROVIDER = "jcache-pmem";
  private static final String CHECKERS = "allocator.checker.Checkers";
  private static final int PROCESSORS = 2;
  private static final String KILLS_OF_A_MUTANT = "5";
  private static final String KILLS = "docs/kills.md";
  private static final String[] LEAST_IMAGES = {"--least-images", "10000000"};

  /**
   * What CI runs, the longest first. The planted bugs get what it takes to try all of them, and the
   * simulator goes on until it has seen enough. With the kills, which take what they take, it is
   * all of the budget on a machine whose processors are its own. At night it is the planted bugs
   * that take what they take, half an hour, and the kills have a third of the budget: in eight
   * hours they come to 10,000.
   */
  static List<Part> all(boolean nightly) {
    return List.of(
        of("simulator", ALLOCATOR, "allocator.simulator.Simulator", 20, 2, LEAST_IMAGES),
        mutants(nightly),
        of("jcstress", PROVIDER, CHECKERS, 9, 2, "--tool", "jcstress"),
        of("caches", PROVIDER, "simulator.CacheSimulator", 5, 1),
        kills(nightly),
        of("lincheck", PROVIDER, CHECKERS, 4, 1, "--tool", "lincheck"),
        of("threads", ALLOCATOR, "allocator.schedule.Threads", 4, 1),
        of("index threads", PROVIDER, "index.IndexThreads", 3, 1),
        of("os calls", ALLOCATOR, "allocator.record.OsCallSweep", 3, 1),
        of("poison", ALLOCATOR, "allocator.record.PoisonSweep", 2, 1),
        of("fuzz pools", ALLOCATOR, "allocator.hostile.Fuzz", 2, 1),
        of("fuzz codecs", PROVIDER, "codec.DecodeFuzz", 2, 1));
  }

  /** The kills of all nights add up in one file. */
  private static Part kills(boolean nightly) {
    String[] options = nightly ? new String[] {"--record", KILLS} : new String[] {"--lives", "60"};
    return of("kills", PROVIDER, "survival.Kills", nightly ? 33 : 0, 1, options);
  }

  /** Each mutant's classes are new to the JVM: it should not compile them twice. */
  private static Part mutants(boolean nightly) {
    List<String> options = new ArrayList<>(List.of("--table", Report.MUTANTS.toString()));
    if (nightly) {
      options.addAll(List.of("--kill9", KILLS_OF_A_MUTANT));
    }
    return new Part(
        "mutants",
        ALLOCATOR,
        "org.jcachepmem.allocator.mutant.PlantedBugs",
        nightly ? 0 : 42,
        2,
        options,
        List.of("-XX:TieredStopAtLevel=1"));
  }

  private static Part of(
      String name, String module, String main, int share, int threads, String... options) {
    return new Part(
        name, module, "org.jcachepmem." + main, share, threads, List.of(options), List.of());
  }

  /** Seconds that it is given of a budget of so many minutes on two processors. */
  long seconds(long minutes) {
    return share == 0 ? 0 : Math.max(5, minutes * 60 * PROCESSORS * share / (100L * threads));
  }

  /** Its arguments. */
  List<String> arguments(long minutes, long seed) {
    List<String> arguments = new ArrayList<>();
    if (share != 0) {
      arguments.addAll(List.of("--seconds", Long.toString(seconds(minutes))));
    }
    arguments.addAll(List.of("--seed", Long.toString(seed)));
    if (threads > 1) {
      arguments.addAll(List.of("--threads", Integer.toString(threads)));
    }
    arguments.addAll(options);
    return arguments;
  }

  /** What starts it, in a JVM of its own like this one. */
  List<String> command(List<String> arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-ea",
                "-XX:+UseSerialGC",
                "-Xmx1500m"));
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", System.getProperty("prove.classpath." + module), main));
    command.addAll(arguments);
    return command;
  }

  /** Its name in file names. */
  String fileName() {
    return name.replace(' ', '-');
  }
}
