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
package org.jcachepmem.benchmarks.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TablesTest {
  private static final String REASON = "no figures";

  private static List<Table> all() {
    List<Table> all = new ArrayList<>(IssueTables.of(Scale.whole(5)));
    all.addAll(FullTables.of(Scale.whole(1)));
    return all;
  }

  @Test
  void namesAreUnique() {
    Set<String> tables = new HashSet<>();
    for (Table table : all()) {
      assertTrue(tables.add(table.name()), "two tables " + table.name());
      Set<String> sides = new HashSet<>();
      for (Side side : table.sides()) {
        assertTrue(sides.add(side.name()), "two sides " + side.name() + " in " + table.name());
      }
    }
  }

  @Test
  void figuresComeFromSidesOfTheirTable() {
    for (Table table : all()) {
      Round round = new Round();
      table.sides().forEach(side -> round.miss(side.name(), REASON));
      for (Table.Row row : table.rows()) {
        assertEquals(REASON, missing(() -> row.formula().applyAsDouble(round)), row.figure());
      }
      for (Table.Bar bar : table.bars()) {
        assertEquals(REASON, missing(() -> bar.formula().applyAsDouble(round)), bar.label());
      }
    }
  }

  private static String missing(Runnable formula) {
    return String.valueOf(assertThrows(MissingFigureException.class, formula::run).getMessage());
  }

  @Test
  void aDurablePutIsComparedWithTheSumOfItsParts() {
    Table put = SpeedTables.put(Scale.tiny());
    Round round = new Round();
    round.add("jcache-pmem", Map.of(Side.OPS, 1.0));
    round.add("index", Map.of(Side.OPS, 4.0));
    round.add("copy-flush-fence", Map.of(Side.OPS, 2.0));
    Table.Row row = put.rows().get(put.rows().size() - 1);
    assertEquals(1 / 0.75, row.formula().applyAsDouble(round), 1e-9);
  }

  @Test
  void ownCachesHoldTogetherWhatTheSharedOneHolds() {
    Scale scale = Scale.whole(1);
    int own = 0;
    for (Side side : SpeedTables.threads(scale).sides()) {
      Side.Jmh jmh = (Side.Jmh) side;
      int entries = Integer.parseInt(jmh.params().getOrDefault("entries", ""));
      boolean isOwn = jmh.name().startsWith("own");
      assertEquals(scale.entries(), isOwn ? entries * jmh.threads() : entries, jmh.name());
      own += isOwn ? 1 : 0;
    }
    assertEquals(4, own);
  }

  @Test
  void ratiosHaveThreeRoundsAtLeast() {
    for (Table table : IssueTables.of(Scale.whole(5))) {
      boolean isRatio = table.rows().stream().anyMatch(row -> row.figure().contains(" / "));
      boolean isShare = table.name().equals("density"); // counted, the same each time
      assertTrue(!isRatio || isShare || table.rounds() >= Table.LEAST_ROUNDS, table.name());
    }
  }

  @Test
  void aFastDiskSaysNothingAboutWaitingForOne() {
    Table.Row row = TimeTables.waiters(Scale.tiny()).rows().get(0);
    Round round = new Round();
    round.add("puts", Map.of("msync us", 0.3, "puts/s 1", 10.0, "puts/s 64", 300.0));
    assertTrue(missing(() -> row.formula().applyAsDouble(round)).contains("--disk"));
    round.add("puts", Map.of("msync us", 60.0, "puts/s 1", 10.0, "puts/s 64", 300.0));
    assertEquals(30, row.formula().applyAsDouble(round));
  }

  @Test
  void wantedIsALimitAndSaysWhich() {
    Wanted least = Wanted.atLeast(0.9);
    assertEquals("at least 0.9", least.text());
    assertTrue(least.isMetBy(0.9));
    assertFalse(least.isMetBy(0.899));
    Wanted most = Wanted.atMost(100, "ms");
    assertEquals("at most 100 ms", most.text());
    assertTrue(most.isMetBy(100));
    assertFalse(most.isMetBy(101));
    assertEquals("12,345 ms", most.text(12345.2));
    assertEquals("1.23 ms", most.text(1.2345));
    assertTrue(Wanted.listed("").isMetBy(-1));
  }
}
