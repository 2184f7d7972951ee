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
package org.jcachepmem.allocator.hostile;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Jazzer in a process of its own, since it instruments classes as they are loaded and ends its JVM.
 * It starts from a copy of the kept inputs, so that what it finds lands under {@code target}.
 */
public final class JazzerProcess {
  private static final Pattern PROGRESS =
      Pattern.compile(
          "#(\\d+)\\s+(?:INITED|NEW|REDUCE|RELOAD|pulse|DONE)\\s+cov: (\\d+) ft: (\\d+).*");
  private static final Pattern ARTIFACT = Pattern.compile("Test unit written to (.+)");
  private static final Pattern NOISE = Pattern.compile("^(INFO: |\"|###### |$)|^\\s+(NEW|REDUCE)");
  private static final int SLOWEST_SECONDS = 20;
  private static final int LONGEST_INPUT = 2048;

  private final String target;
  private final String instrumented;
  private final Path work;
  private final List<String> findings = new ArrayList<>();
  private long executions;
  private long edges;
  private long features;

  /**
   * @param target the class with the {@code fuzzerTestOneInput}
   * @param instrumented which classes guide it, patterns separated by colons
   * @param work a directory for inputs and findings; made if there is none
   */
  public JazzerProcess(String target, String instrumented, Path work) {
    this.target = target;
    this.instrumented = instrumented;
    this.work = work;
  }

  /** Runs for about {@code seconds} from the inputs of {@code kept}, and prints as it goes. */
  public void run(List<byte[]> kept, long seconds, long seed) {
    try {
      Path inputs = Files.createDirectories(work.resolve("inputs"));
      for (int i = 0; i < kept.size(); i++) {
        Files.write(inputs.resolve("kept-" + i), kept.get(i));
      }
      Process process =
          new ProcessBuilder(command(inputs, seconds, seed)).redirectErrorStream(true).start();
      try (BufferedReader out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        out.lines().forEach(this::read);
      } finally {
        process.destroy();
      }
      int exit = process.waitFor();
      if (exit != 0 && findings.isEmpty()) {
        findings.add(target + " ended with exit code " + exit);
      }
      if (executions == 0) {
        findings.add(target + " executed nothing");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      findings.add(target + " was interrupted");
    }
  }

  private List<String> command(Path inputs, long seconds, long seed) {
    String classPath = System.getProperty("java.class.path");
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-ea",
        "-Xmx512m",
        // Its own compiler threads would take what a run with one thread may use.
        "-XX:CICompilerCount=2",
        "-XX:+UseSerialGC",
        "-cp",
        classPath,
        "com.code_intelligence.jazzer.Jazzer",
        "--cp=" + classPath,
        "--target_class=" + target,
        "--instrumentation_includes=" + instrumented,
        "--custom_hook_includes=none.**",
        // Its detectors look for what hostile input makes an application do, not a library.
        "--disabled_hooks=com.code_intelligence.jazzer.sanitizers.*",
        "--reproducer_path=" + work,
        "-artifact_prefix=" + work + "/",
        "-max_total_time=" + seconds,
        "-timeout=" + SLOWEST_SECONDS,
        "-max_len=" + LONGEST_INPUT,
        "-len_control=0",
        "-seed=" + Math.max(1, seed),
        "-rss_limit_mb=4096",
        inputs.toString());
  }

  private void read(String line) {
    Matcher progress = PROGRESS.matcher(line);
    Matcher artifact = ARTIFACT.matcher(line);
    if (progress.matches()) {
      executions = Long.parseLong(progress.group(1));
      edges = Long.parseLong(progress.group(2));
      features = Long.parseLong(progress.group(3));
      if (line.contains("INITED") || line.contains("pulse") || line.contains("DONE")) {
        System.out.println(line);
      }
    } else if (artifact.find()) {
      findings.add(artifact.group(1));
      System.out.println(line);
    } else if (!NOISE.matcher(line).find()) {
      System.out.println(line);
    }
  }

  /** Prints the row of the report and returns the exit code. */
  public int report(String part, long seconds) {
    try (Stream<Path> inputs = Files.list(work.resolve("inputs"))) {
      System.out.println(
          "#row\t"
              + String.join(
                  "\t",
                  part,
                  Long.toString(executions),
                  Long.toString(edges),
                  Long.toString(features),
                  "-",
                  Long.toString(findings.size()),
                  "coverage-guided for "
                      + seconds
                      + " s: executions, edges, features; "
                      + inputs.count()
                      + " inputs"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    findings.forEach(finding -> System.out.println("finding: " + finding));
    return findings.isEmpty() ? 0 : 1;
  }
}
