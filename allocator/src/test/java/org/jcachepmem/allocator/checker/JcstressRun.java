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
package org.jcachepmem.allocator.checker;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jcstress.Main;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.collectors.DiskReadCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;

/**
 * Runs jcstress's harness in a process of its own, which makes one for each test, and reads what it
 * wrote down. It needs two processors, whatever else it is told.
 */
public final class JcstressRun {
  /** The tests of the product. */
  public static final String TESTS = "org\\.jcachepmem\\..*Stress";

  /** The tests that must fail. */
  public static final String PLANTED = "org\\.jcachepmem\\..*Planted";

  /**
   * Of each JVM, which makes as many states as it has room for before it lets the actors at them:
   * each is a pool here.
   */
  private static final String HEAP_MIB = "64";

  /** Whether the tests run in one JVM configuration, or in each that jcstress knows. */
  public enum Breadth {
    ONE(List.of("-f", "1", "-fsm", "0", "-sc", "false", "-jvmArgs", "-ea")),
    ALL(List.of("-f", "1", "-fsm", "1"));

    private final List<String> arguments;

    Breadth(List<String> arguments) {
      this.arguments = arguments;
    }
  }

  /** What became of one test. */
  public static final class Outcomes {
    private long samples;
    private long forbidden;
    private final List<String> failures = new ArrayList<>();

    /** How often its actors met. */
    public long samples() {
      return samples;
    }

    /** How often they left behind what they may not. */
    public long forbidden() {
      return forbidden;
    }

    /** What jcstress said of it, if it failed or could not run. */
    public List<String> failures() {
      return failures;
    }

    @Override
    public String toString() {
      return samples + " samples, " + forbidden + " forbidden";
    }

    private void add(TestResult result) {
      samples += result.getTotalCount();
      if (result.status() == Status.NORMAL) {
        result.grading().gradingResults.values().stream()
            .filter(graded -> graded.expect != Expect.ACCEPTABLE)
            .forEach(graded -> forbidden += graded.count);
        failures.addAll(result.grading().failureMessages);
      } else {
        failures.add(result.status() + " " + result.getMessages() + " " + result.getVmErr());
      }
    }
  }

  private final String tests;
  private final Map<String, Outcomes> outcomes = new TreeMap<>();
  private boolean cutOff;

  /**
   * Nothing run yet.
   *
   * @param tests a regular expression of class names
   */
  public JcstressRun(String tests) {
    this.tests = tests;
  }

  /** One round of all tests, each for that long in each configuration; ended when time is up. */
  public void round(Breadth breadth, long millisPerTest, long limitMillis)
      throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("jcstress");
    try {
      List<String> command =
          new ArrayList<>(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  absoluteClassPath(),
                  Main.class.getName()));
      command.addAll(List.of("-m", "quick", "-c", "2", "-t", tests, "-iters", "1"));
      command.addAll(List.of("-hs", HEAP_MIB));
      command.addAll(List.of("-time", Long.toString(millisPerTest)));
      command.addAll(breadth.arguments);
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("log").toFile())
              .start();
      if (!process.waitFor(limitMillis, TimeUnit.MILLISECONDS)) {
        cutOff = true;
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
      }
      read(directory, process.exitValue());
    } finally {
      delete(directory);
    }
  }

  /** The tests run elsewhere than where the class path is relative to. */
  private static String absoluteClassPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .reduce((a, b) -> a + File.pathSeparator + b)
        .orElseThrow();
  }

  private void read(Path directory, int exitValue) throws IOException {
    int before = outcomes.size();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path blob : files.filter(f -> f.toString().endsWith(".bin.gz")).toList()) {
        collect(blob);
      }
    }
    if (outcomes.size() == before && before == 0 && !cutOff) {
      throw new IOException(
          "jcstress ended with "
              + exitValue
              + " and no result:\n"
              + Files.readString(directory.resolve("log")));
    }
  }

  /** A harness that was ended may have written half of a result, or of the file's header. */
  private void collect(Path blob) throws IOException {
    try {
      DiskReadCollector collector = new DiskReadCollector(blob.toString(), this::collect);
      try {
        collector.dump();
      } finally {
        collector.close();
      }
    } catch (IOException | ClassNotFoundException e) {
      if (!cutOff) {
        throw new IOException("what jcstress wrote can't be read", e);
      }
      System.out.println("jcstress was ended before it wrote all results: " + e);
    }
  }

  private void collect(TestResult result) {
    outcomes.computeIfAbsent(result.getName(), name -> new Outcomes()).add(result);
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** By test. */
  public Map<String, Outcomes> outcomes() {
    return outcomes;
  }

  /** Whether a round was ended because time was up; what it had done until then counts. */
  public boolean isCutOff() {
    return cutOff;
  }
}
