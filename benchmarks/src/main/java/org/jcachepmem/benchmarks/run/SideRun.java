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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jcachepmem.benchmarks.tables.Scale;
import org.jcachepmem.benchmarks.tables.Side;
import org.jcachepmem.benchmarks.workloads.Scratch;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs one side once, in a JVM of its own, and gives its figures. */
final class SideRun {
  static final String FORCE = "PMEM_IS_PMEM_FORCE";
  private static final String FIGURE = "figure ";
  private static final String ALLOCATED = "gc.alloc.rate.norm";
  private static final int MAX_MINUTES = 30;

  private final Workplace place;
  private final Scale scale;

  SideRun(Workplace place, Scale scale) {
    this.place = place;
    this.scale = scale;
  }

  /** Where the sides of a round leave their files. */
  RoundFiles files() throws IOException {
    return new RoundFiles(place);
  }

  /**
   * The figures.
   *
   * @param log a file name for what the JVM says
   * @param files where it leaves its files
   * @throws SideFailedException if it could not be measured, saying why
   */
  Map<String, Double> run(Side side, String log, RoundFiles files) throws SideFailedException {
    try {
      if (side instanceof Side.Jmh jmh) {
        return jmh(jmh, place.logs().resolve(log), files);
      }
      return probe((Side.Probe) side, place.logs().resolve(log), files);
    } catch (IOException e) {
      throw SideFailedException.broken(side.name() + ": " + e.getMessage(), e);
    }
  }

  private List<String> flags(Side side, RoundFiles files) {
    List<String> flags = new ArrayList<>(place.heap());
    for (String flag : side.jvmFlags()) {
      flags.add(flag.replace(Side.FILES, files.fast().toString()));
    }
    flags.add("-D" + Scratch.DIRECTORY + "=" + files.fast());
    flags.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
    return flags;
  }

  // ---- JMH

  private Map<String, Double> jmh(Side.Jmh side, Path log, RoundFiles files)
      throws SideFailedException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^" + Pattern.quote(side.benchmark()) + "$")
            .threads(side.threads())
            .forks(1)
            .warmupIterations(1)
            .warmupTime(millis(scale.warmupSeconds()))
            .measurementIterations(1)
            .measurementTime(millis(scale.seconds()))
            .jvmArgs(flags(side, files).toArray(String[]::new))
            .shouldFailOnError(true)
            .output(log.toString());
    side.params().forEach(options::param);
    if (side.isProfiled()) {
      options.addProfiler(GCProfiler.class);
    }
    try {
      RunResult result = new Runner(options.build()).runSingle();
      Map<String, Double> figures = new HashMap<>();
      figures.put(Side.OPS, result.getPrimaryResult().getScore());
      Result<?> allocated = result.getSecondaryResults().get(ALLOCATED);
      if (allocated != null) {
        figures.put(Side.ALLOCATION, allocated.getScore());
      }
      return figures;
    } catch (RunnerException e) {
      throw SideFailedException.broken(
          side.name() + " failed, its JVM's output is in " + log + ": " + e.getMessage(), e);
    }
  }

  private static TimeValue millis(double seconds) {
    return TimeValue.milliseconds(Math.round(seconds * 1000));
  }

  // ---- programs

  private Map<String, Double> probe(Side.Probe side, Path log, RoundFiles files)
      throws IOException, SideFailedException {
    Path java = Jdks.java(side.jdk());
    if (java == null) {
      throw SideFailedException.absent(
          "this machine has no JDK "
              + side.jdk()
              + "; put one under /usr/lib/jvm, or name it in JAVA_HOME_"
              + side.jdk());
    }
    List<String> command = new ArrayList<>(List.of(java.toString()));
    command.addAll(flags(side, files));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(side.program().getName());
    for (String argument : side.arguments()) {
      command.add(argument.equals(Side.DISK) ? files.disk().toString() : argument);
    }
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(log.toFile());
    if (!side.isForced()) {
      builder.environment().remove(FORCE);
    }
    Process process = builder.start();
    int exit = exit(process);
    if (exit != 0) {
      throw SideFailedException.broken(
          side.name() + " failed with " + exit + ", its JVM's output is in " + log, null);
    }
    Map<String, Double> figures = new HashMap<>();
    for (String line : Files.readAllLines(log)) {
      if (line.startsWith(FIGURE)) {
        String[] parts = line.substring(FIGURE.length()).split("=", 2);
        figures.put(parts[0], Double.valueOf(parts[1]));
      }
    }
    return figures;
  }

  private static int exit(Process process) {
    try {
      if (process.waitFor(MAX_MINUTES, TimeUnit.MINUTES)) {
        return process.exitValue();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
    return -1;
  }
}
