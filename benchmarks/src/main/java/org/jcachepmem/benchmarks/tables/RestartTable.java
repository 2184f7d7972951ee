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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jcachepmem.benchmarks.probes.Restart;
import org.jcachepmem.benchmarks.probes.SparseOpen;
import org.jcachepmem.benchmarks.tables.Table.Bar;
import org.jcachepmem.benchmarks.tables.Table.Row;

/** How long an application waits when it starts again, in each mode of recovery. */
final class RestartTable {
  private static final int SPARSE_ENTRIES = 10_000;
  private static final String FILL = "fill";
  private static final String OPEN = "open";
  private static final String LOADED = "open, classes and libraries loaded";
  private static final String ARCHIVING = "open, and archive the classes";
  private static final String ARCHIVED = "open with the archive of classes";
  private static final String ARCHIVE = Side.FILES + "/classes.jsa";
  private static final String END = "end without closing";
  private static final String FIRST_GET = "first get ms";
  private static final String FIRST_PUT = "first put ms";
  private static final List<String> HEAP =
      List.of("-Xms4g", "-Xmx4g", "-Djcache-pmem.index.max-bytes=90%");

  private final Scale scale;
  private final List<Side> sides = new ArrayList<>();
  private final List<Row> rows = new ArrayList<>();
  private final List<Bar> bars = new ArrayList<>();

  private RestartTable(Scale scale) {
    this.scale = scale;
  }

  static Table of(Scale scale) {
    return new RestartTable(scale).table();
  }

  private Table table() {
    filledAndOpened();
    for (String onMiss : List.of("wait", "miss")) {
      background("background, " + onMiss, onMiss);
    }
    afterAKill("blocking");
    afterAKill("background");
    for (String mode : List.of("blocking wait", "background wait", "background miss")) {
      sparse(mode);
    }
    return new Table(
        "restart",
        "Restart, in milliseconds",
        scale.restartEntries()
            + " entries with Long keys and values of 128 B, each start in a JVM of its own with a heap"
            + " of 4 GiB, of which the index may take 90 %; the page cache warm. Unless said: from"
            + " before the provider's classes are loaded, blocking recovery after a clean close."
            + " The archive of classes is one that such a start has made (-XX:ArchiveClassesAtExit)."
            + " A killed JVM had opened the pool, put a tenth of the entries again, and ended without"
            + " closing it. Sparse pools: "
            + sparseEntries()
            + " entries of 1 KiB, the heap of the other tables, classes and libraries loaded.",
        1,
        sides,
        rows,
        "ms",
        bars);
  }

  private void add(String name, List<String> options, String what) {
    List<String> flags = new ArrayList<>(HEAP);
    flags.addAll(options);
    sides.add(Side.Probe.of(name, Restart.class, flags, what, scale.restartEntries()));
  }

  private void filledAndOpened() {
    add(FILL, List.of(), "fill");
    add(OPEN, List.of(), "open");
    add(LOADED, List.of(), "loaded");
    add(ARCHIVING, List.of("-XX:ArchiveClassesAtExit=" + ARCHIVE), "first");
    // Or the JVM would go on without an archive that it can't use.
    add(ARCHIVED, List.of("-Xshare:on", "-XX:SharedArchiveFile=" + ARCHIVE), "first");
    rows.add(
        new Row(
            "restart, " + scale.restartEntries() + " entries of 128 B, to the first get",
            Wanted.atMost(1000, "ms"),
            round -> round.of(OPEN, FIRST_GET)));
    rows.add(listed("the same, time of all processors", OPEN, "processor ms"));
    rows.add(listed("the same, classes and libraries loaded, to the first get", LOADED, FIRST_GET));
    rows.add(
        listed(
            "the same, with an archive of classes (AppCDS), to the first get",
            ARCHIVED,
            FIRST_GET));
    rows.add(listed("closing the pool before", FILL, "close ms"));
    rows.add(perSecond("entries/s to the first get", FIRST_GET));
    rows.add(perSecond("entries/s to every entry read once", "resident ms"));
    rows.add(
        new Row(
            "share of the entries that were there",
            Wanted.atLeast(1),
            round -> round.of(OPEN, "found")));
    bars.addAll(CostTables.bars(FILL, List.of("fill ms", "close ms")));
    bars.addAll(CostTables.bars(OPEN, List.of("open ms", FIRST_GET, "resident ms")));
    bars.add(
        new Bar(
            "classes and libraries loaded, " + FIRST_GET, round -> round.of(LOADED, FIRST_GET)));
    bars.add(
        new Bar("an archive of classes, " + FIRST_GET, round -> round.of(ARCHIVED, FIRST_GET)));
  }

  private void background(String name, String onMiss) {
    add(name, recovery("background", onMiss), "first");
    rows.add(listed("recovery in the " + name + ": to the first get", name, FIRST_GET));
    rows.add(listed("recovery in the " + name + ": to the first put", name, FIRST_PUT));
    rows.add(
        new Row(
            "recovery in the " + name + ": the first get found its entry (1) or missed it (0)",
            Wanted.listed(""),
            round -> round.of(name, "hit")));
    addBars(name);
  }

  private void afterAKill(String mode) {
    String ended = END + ", before " + mode;
    String name = "killed, " + mode;
    add(ended, List.of(), "end");
    add(name, recovery(mode, "wait"), "first");
    rows.add(listed("after a kill, recovery " + mode + ": to the first get", name, FIRST_GET));
    addBars(name);
  }

  private void addBars(String name) {
    for (String figure : List.of("open ms", FIRST_GET, FIRST_PUT)) {
      bars.add(new Bar(name + ", " + figure, round -> round.of(name, figure)));
    }
  }

  private void sparse(String mode) {
    String name = "sparse pools, " + mode;
    List<Object> arguments = new ArrayList<>(List.of((Object[]) mode.split(" ")));
    arguments.add(sparseEntries());
    Arrays.stream(scale.sparseGibibytes()).forEach(arguments::add);
    sides.add(Side.Probe.of(name, SparseOpen.class, List.of(), arguments.toArray()));
    for (int gibibytes : scale.sparseGibibytes()) {
      String figure = FIRST_GET + " " + gibibytes;
      rows.add(
          new Row(
              "from opening a sparse pool of " + gibibytes + " GiB to the first get, " + mode,
              mode.startsWith("blocking") ? Wanted.atMost(100, "ms") : Wanted.listed("ms"),
              round -> round.of(name, figure)));
      bars.add(new Bar(name + ", " + gibibytes + " GiB", round -> round.of(name, figure)));
    }
  }

  private int sparseEntries() {
    return Math.min(SPARSE_ENTRIES, scale.entries());
  }

  private static List<String> recovery(String mode, String onMiss) {
    return List.of(
        "-Djcache-pmem.pool.recovery=" + mode, "-Djcache-pmem.pool.recovery-miss=" + onMiss);
  }

  private static Row listed(String figure, String side, String name) {
    return new Row(figure, Wanted.listed("ms"), round -> round.of(side, name));
  }

  private Row perSecond(String figure, String name) {
    return new Row(
        figure, Wanted.listed(""), round -> scale.restartEntries() * 1000.0 / round.of(OPEN, name));
  }
}
