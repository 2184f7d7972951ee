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

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jcachepmem.benchmarks.tables.FullTables;
import org.jcachepmem.benchmarks.tables.IssueTables;
import org.jcachepmem.benchmarks.tables.Scale;
import org.jcachepmem.benchmarks.tables.Side;
import org.jcachepmem.benchmarks.tables.Table;
import org.junit.jupiter.api.Test;

class SmokeTest {

  @Test
  void everyBenchmarkProgramAndPeerIsTriedAndFewTwice() {
    List<Table> all = new ArrayList<>(IssueTables.of(Scale.tiny()));
    all.addAll(FullTables.of(Scale.tiny()));
    List<Table> smoke = Smoke.of(all);
    assertEquals(parts(all), parts(smoke));
    long sides = smoke.stream().mapToLong(table -> table.sides().size()).sum();
    System.out.println("a smoke run starts " + sides + " JVMs");
  }

  private static Set<String> parts(List<Table> tables) {
    return tables.stream()
        .flatMap(table -> table.sides().stream())
        .flatMap(
            side ->
                side instanceof Side.Jmh jmh
                    ? Stream.of(jmh.benchmark(), jmh.params().getOrDefault("peer", ""))
                    : Stream.of(((Side.Probe) side).program().getName()))
        .collect(Collectors.toSet());
  }
}
