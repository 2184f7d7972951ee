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

  /** Scenarios before the first are made and thrown away: of too many nothing else would come. */
  private static final int MOST_BEFORE = 1_000;

  /** {@code seconds seed}: the number of the first scenario follows from the seed. */
  public static void main(String[] args) {
    long end = System.nanoTime() + Long.parseLong(args[0]) * 1_000 * MILLION;
    int seed = Integer.parseInt(args[1]) % MOST_BEFORE;
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

  /**
   * Each round says how large the next may be, until one as long as the last would not end in time.
   * The first is small and slow: classes are rewritten then.
   */
  private static void fill(LincheckRun run, Mode mode, long end) {
    int most = mode == Mode.MODEL ? 300 : 1_000;
    int scenarios = 1;
    int invocations = mode == Mode.MODEL ? 10 : 100;
    long took = MILLION;
    for (long left = end - System.nanoTime(); left > took; left = end - System.nanoTime()) {
      long before = run.invocations();
      long start = System.nanoTime();
      run.run(scenarios, invocations);
      if (!run.failures().isEmpty()) {
        return;
      }
      took = System.nanoTime() - start;
      long perInvocation = Math.max(1, took / Math.max(1, run.invocations() - before));
      long affordable = Math.max(0, end - System.nanoTime()) / 2 / perInvocation;
      invocations = (int) Math.min(most, Math.max(invocations, affordable));
      scenarios = (int) Math.max(1, affordable / most);
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
        note(mode, run));
  }

  private static String note(Mode mode, LincheckRun run) {
    String note = mode == Mode.MODEL ? "model checking" : "stress";
    return note + (run.scenarios() == 0 ? ", not run: no time left" : "; operations are scenarios");
  }
}
