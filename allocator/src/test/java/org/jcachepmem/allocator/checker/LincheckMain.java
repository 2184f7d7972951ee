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

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.jcachepmem.allocator.checker.Structure.Mode;

/**
 * Lincheck over all structures on the class path, in a JVM that it may change: started by {@link
 * Checkers}. Each structure in each mode gets an equal part of the time that is left.
 */
public final class LincheckMain {
  private static final long MILLION = 1_000_000;

  private LincheckMain() {}

  /** {@code seconds seed}: the seed is the number of the first scenario. */
  public static void main(String[] args) {
    long end = System.nanoTime() + Long.parseLong(args[0]) * 1_000 * MILLION;
    int seed = Integer.parseInt(args[1]);
    List<Structure> structures = new ArrayList<>();
    ServiceLoader.load(StructureList.class).forEach(l -> structures.addAll(l.structures()));
    boolean failed = false;
    int left = structures.stream().mapToInt(s -> s.modes().size()).sum();
    for (Structure structure : structures) {
      for (Mode mode : structure.modes()) {
        long part = Math.max(0, end - System.nanoTime()) / left--;
        LincheckRun run = new LincheckRun(structure, mode, seed);
        fill(run, mode, System.nanoTime() + part);
        failed |= !run.failures().isEmpty();
        run.failures().forEach(failure -> System.out.println(structure.name() + ": " + failure));
        System.out.println(row(structure, mode, run));
      }
    }
    System.exit(failed ? 1 : 0);
  }

  /** Rounds that grow, until the next would not end in time. */
  private static void fill(LincheckRun run, Mode mode, long end) {
    int invocations = mode == Mode.MODEL ? 300 : 1_000;
    int scenarios = 1;
    long start = System.nanoTime();
    while (run.failures().isEmpty()) {
      run.run(scenarios, invocations);
      long perScenario = (System.nanoTime() - start) / (run.scenarios());
      long affordable = Math.max(0, end - System.nanoTime()) * 2 / 3 / perScenario;
      if (affordable < 1) {
        return;
      }
      scenarios = (int) Math.min(affordable, 4L * scenarios);
    }
  }

  private static String row(Structure structure, Mode mode, LincheckRun run) {
    return String.join(
        "\t",
        "#row",
        "Lincheck: " + structure.name(),
        Integer.toString(run.scenarios()),
        "-",
        Long.toString(run.invocations()),
        "-",
        Integer.toString(run.failures().size()),
        (mode == Mode.MODEL ? "model checking" : "stress") + "; operations are scenarios");
  }
}
