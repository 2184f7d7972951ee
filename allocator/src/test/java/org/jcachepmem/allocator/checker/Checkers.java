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

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jcachepmem.allocator.checker.JcstressRun.Breadth;

/**
 * Interleavings checked by a tool of others, within a budget: jcstress on what readers see, or
 * Lincheck on what operations return.
 *
 * <p>{@code --tool jcstress|lincheck --seconds N [--seed N]}. They run in processes of their own.
 * jcstress takes two processors: beside anything else its actors seldom meet.
 */
public final class Checkers {
  private static final int SHORT_MILLIS = 100;

  /** Of each test in all configurations, at most. */
  private static final int CONFIGURATIONS = 32;

  private final List<String> rows = new ArrayList<>();
  private boolean failed;

  private Checkers() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    long seconds = 60;
    int seed = 0;
    String tool = "";
    for (int i = 0; i + 1 < args.length; i += 2) {
      switch (args[i]) {
        case "--seconds" -> seconds = Long.parseLong(args[i + 1]);
        case "--seed" -> seed = Integer.parseInt(args[i + 1]);
        case "--tool" -> tool = args[i + 1];
        case "--threads" -> System.out.println("jcstress takes two processors, Lincheck one");
        default -> throw new IllegalArgumentException("no such option: " + args[i]);
      }
    }
    Checkers checkers = new Checkers();
    switch (tool) {
      case "jcstress" -> checkers.jcstress(TimeUnit.SECONDS.toMillis(seconds));
      case "lincheck" -> checkers.lincheck(seconds, seed);
      default -> throw new IllegalArgumentException("no such tool: " + tool);
    }
    checkers.rows.forEach(System.out::println);
    System.exit(checkers.failed ? 1 : 0);
  }

  /** A short round says how long the next one may be. */
  private void jcstress(long millis) throws IOException, InterruptedException {
    long start = System.nanoTime();
    JcstressRun run = new JcstressRun(JcstressRun.TESTS);
    System.out.println("jcstress: a short round");
    // On a busy machine its start alone may take longer than its time.
    run.round(Breadth.ONE, SHORT_MILLIS, 2 * millis);
    String breadth = "one JVM configuration";
    long first = (System.nanoTime() - start) / 1_000_000;
    long left = millis - first;
    int tests = Math.max(1, run.outcomes().size());
    // What a test costs beside its own time; the first round started the harness, too.
    long overhead = Math.max(1, first / tests - SHORT_MILLIS);
    long broad = left / 2 / tests / CONFIGURATIONS - overhead;
    long narrow = left / 2 / tests - overhead;
    if (broad >= SHORT_MILLIS) {
      breadth = "all JVM configurations";
      System.out.println("jcstress: " + breadth + ", " + broad + " ms each");
      run.round(Breadth.ALL, broad, left);
    } else if (narrow >= SHORT_MILLIS) {
      System.out.println("jcstress: " + breadth + ", " + narrow + " ms each");
      run.round(Breadth.ONE, narrow, left);
    }
    long samples = 0;
    long forbidden = 0;
    int failures = 0;
    for (var outcome : run.outcomes().entrySet()) {
      samples += outcome.getValue().samples();
      forbidden += outcome.getValue().forbidden();
      failures += outcome.getValue().failures().isEmpty() ? 0 : 1;
      System.out.println(outcome.getKey() + ": " + outcome.getValue());
      outcome.getValue().failures().forEach(System.out::println);
    }
    if (run.outcomes().isEmpty()) {
      System.out.println("jcstress: no test has ended, which shows nothing: give it more seconds");
      failures++;
    }
    failed |= failures > 0;
    String note =
        breadth
            + (run.isCutOff() ? ", cut off: machine too slow for the budget" : "")
            + "; operations are tests";
    rows.add(
        String.join(
            "\t",
            "#row",
            "jcstress",
            Integer.toString(run.outcomes().size()),
            "-",
            Long.toString(samples),
            "-",
            Long.toString(Math.max(forbidden, failures)),
            note));
  }

  private void lincheck(long seconds, int seed) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-ea"));
    command.add(LincheckRun.JVM_ARGUMENT);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(LincheckMain.class.getName(), "" + seconds, "" + seed));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("#row")) {
          rows.add(line);
          System.out.println(line.substring(5).replace('\t', ' '));
        } else if (!LincheckRun.isNoise(line)) {
          System.out.println(line);
        }
      }
    }
    failed |= process.waitFor() != 0;
  }
}
