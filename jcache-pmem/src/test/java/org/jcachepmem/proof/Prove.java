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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs every part of the proof within a budget of minutes, on two processors, and writes the
 * report: {@code prove 8}; {@code prove --nightly 240}; {@code prove --part simulator --seconds
 * 60}.
 */
public final class Prove {
  private static final int LANES = 2;

  private final long minutes;
  private final long seed;

  private Prove(long minutes, long seed) {
    this.minutes = minutes;
    this.seed = seed;
  }

  public static void main(String[] args) throws Exception {
    List<String> words = new ArrayList<>(List.of(args));
    boolean nightly = words.remove("--nightly");
    int part = words.indexOf("--part");
    if (part >= 0) {
      System.exit(runOne(words.get(part + 1), words.subList(part + 2, words.size())));
    }
    long seed = Long.parseLong(option(words, "--seed", "1"));
    String usual = nightly ? "docs/nightly-report.md" : "docs/durability-report.md";
    Path report = Path.of(option(words, "--report", usual));
    long minutes = words.isEmpty() ? 8 : Long.parseLong(words.get(0));
    Files.createDirectories(Run.DIRECTORY);
    Prove prove = new Prove(minutes, seed);
    String commit = Commit.name(); // now: the kills of a night change a document
    System.out.println("Proof of durability: " + minutes + " minutes, seed " + seed);
    List<Run> runs = prove.run(Part.all(nightly));
    List<Run> failed = runs.stream().filter(run -> !run.isGood()).toList();
    String command = (nightly ? "prove --nightly " : "prove ") + minutes + " --seed " + seed;
    Report.write(report, runs, commit, command, minutes, seed);
    System.out.println("Report: " + report);
    for (Run run : failed) {
      System.out.println(run.end());
    }
    System.exit(failed.isEmpty() ? 0 : 1);
  }

  private static String option(List<String> words, String name, String otherwise) {
    int at = words.indexOf(name);
    if (at < 0) {
      return otherwise;
    }
    words.remove(at);
    return words.remove(at);
  }

  /** One part with arguments of one's own, such as {@code --replay}, its output as it comes. */
  private static int runOne(String name, List<String> arguments)
      throws IOException, InterruptedException {
    Part part =
        Part.all(false).stream()
            .filter(each -> each.fileName().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "No part "
                            + name
                            + ": "
                            + Arrays.toString(
                                Part.all(false).stream().map(Part::fileName).toArray())));
    return new ProcessBuilder(part.command(arguments)).inheritIO().start().waitFor();
  }

  /** First the parts that use both processors, then the others side by side. */
  private List<Run> run(List<Part> parts) throws Exception {
    List<Run> runs = new ArrayList<>();
    for (Part part : parts) {
      if (part.threads() > 1) {
        runs.add(run(part));
      }
    }
    ConcurrentLinkedQueue<Part> waiting = new ConcurrentLinkedQueue<>();
    parts.stream().filter(part -> part.threads() == 1).forEach(waiting::add);
    ExecutorService lanes = Executors.newFixedThreadPool(LANES);
    try {
      List<Future<List<Run>>> results = new ArrayList<>();
      for (int lane = 0; lane < LANES; lane++) {
        results.add(lanes.submit(() -> lane(waiting)));
      }
      for (Future<List<Run>> result : results) {
        runs.addAll(result.get());
      }
    } catch (ExecutionException e) {
      throw new IOException("a part could not be run: " + e.getCause(), e);
    } finally {
      lanes.shutdownNow();
    }
    runs.sort(Comparator.comparingInt(run -> parts.indexOf(run.part)));
    return runs;
  }

  private List<Run> lane(ConcurrentLinkedQueue<Part> waiting) throws Exception {
    List<Run> runs = new ArrayList<>();
    for (Part part = waiting.poll(); part != null; part = waiting.poll()) {
      runs.add(run(part));
    }
    return runs;
  }

  private Run run(Part part) throws IOException, InterruptedException {
    Run run = Run.of(part, part.arguments(minutes, seed), part.seconds(minutes));
    System.out.println(run.summary());
    return run;
  }
}
