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

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jcachepmem.benchmarks.tables.Side;
import org.jcachepmem.benchmarks.tables.Table;

/** What of the tables has to run to see that all of them would. */
final class Smoke {

  private Smoke() {}

  /**
   * Every program of the tables, every benchmark once, and every peer under the first benchmark
   * that has it, each in one round. Tables of which nothing is left are gone.
   */
  static List<Table> of(List<Table> tables) {
    Set<String> seen = new HashSet<>();
    List<Table> smaller = new ArrayList<>();
    for (Table table : tables) {
      List<Side> sides = table.sides().stream().filter(side -> isNews(side, seen)).toList();
      if (!sides.isEmpty()) {
        smaller.add(table.once(sides));
      }
    }
    return smaller;
  }

  private static boolean isNews(Side side, Set<String> seen) {
    if (side instanceof Side.Jmh jmh) {
      boolean isNewBenchmark = seen.add(jmh.benchmark());
      boolean isNewPeer = seen.add(jmh.params().getOrDefault("peer", ""));
      return isNewBenchmark || isNewPeer;
    }
    Side.Probe probe = (Side.Probe) side;
    // The steps of a restart differ by arguments and options; a program over every peer by nothing.
    boolean isOverPeers = !probe.arguments().isEmpty() && seen.contains(probe.arguments().get(0));
    return seen.add(
        probe.program()
            + (isOverPeers ? "" : probe.arguments() + " " + probe.jvmFlags())
            + probe.jdk());
  }
}
