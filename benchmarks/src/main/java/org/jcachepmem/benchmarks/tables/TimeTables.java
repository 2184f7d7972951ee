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
import org.jcachepmem.benchmarks.peers.PeerKind;
import org.jcachepmem.benchmarks.probes.Latency;
import org.jcachepmem.benchmarks.probes.Restart;
import org.jcachepmem.benchmarks.probes.SparseOpen;
import org.jcachepmem.benchmarks.probes.Waiters;
import org.jcachepmem.benchmarks.tables.Table.Bar;
import org.jcachepmem.benchmarks.tables.Table.Row;

/** How long somebody waits: for an operation, for a disk, for a restart. */
final class TimeTables {
  private static final double SLOW_MSYNC_MICROS = 50;
  private static final int MANY = 64;
  private static final int SPARSE_ENTRIES = 10_000;
  private static final int WAITERS_ENTRIES = 20_000;
  static final List<String> PERCENTILES = List.of("p50", "p90", "p99", "p99.9", "p99.99");

  private TimeTables() {}

  static Table latency(Scale scale) {
    String ours = PeerKind.PMEM.label();
    String caffeine = PeerKind.CAFFEINE.label();
    List<Side> sides = new ArrayList<>();
    List<Bar> bars = new ArrayList<>();
    for (String peer : List.of(ours, caffeine)) {
      sides.add(
          Side.Probe.of(peer, Latency.class, List.of(), peer, scale.entries(), scale.seconds()));
      for (String operation : List.of("get", "put")) {
        for (String percentile : PERCENTILES) {
          String figure = operation + " " + percentile;
          bars.add(new Bar(peer + " " + figure, round -> round.of(peer, figure)));
        }
      }
    }
    return new Table(
        "latency",
        "Percentiles of single operations under an 80/20 mix, in nanoseconds",
        scale.entries()
            + " entries with Long keys and values of 1 KiB, one thread, HdrHistogram; the clock's"
            + " own time, about 25 ns, is in each.",
        scale.rounds(),
        sides,
        List.of(
            new Row(
                "(p99.9 of get / p50) / the same of on-heap Caffeine",
                Wanted.atMost(1.5, ""),
                round -> tail(round, ours) / tail(round, caffeine)),
            new Row("p99.9 of get / p50", Wanted.listed(""), round -> tail(round, ours)),
            new Row("p99.99 of get", Wanted.listed("ns"), round -> round.of(ours, "get p99.99"))),
        "ns",
        bars);
  }

  private static double tail(Round round, String peer) {
    return round.of(peer, "get p99.9") / round.of(peer, "get p50");
  }

  static Table waiters(Scale scale) {
    String side = "puts";
    List<Object> arguments = new ArrayList<>();
    arguments.add(Side.DISK);
    arguments.add(scale.seconds());
    arguments.add(Math.min(WAITERS_ENTRIES, scale.entries()));
    Arrays.stream(scale.waiters()).forEach(arguments::add);
    return new Table(
        "waiters",
        "Durable puts that wait for a disk, in a second",
        "Values of 1 KiB on random keys, on a file system whose msync takes at least 50 us; so many"
            + " threads put at the same time, and share a system call where they can.",
        1,
        List.of(Side.Probe.of(side, Waiters.class, List.of(), arguments.toArray()).unforced()),
        List.of(
            new Row(
                "msync media: durable puts on random keys, 64 threads / one",
                Wanted.atLeast(20),
                round -> {
                  double micros = round.of(side, "msync us");
                  if (micros < SLOW_MSYNC_MICROS) {
                    throw new MissingFigureException(
                        "an msync takes only "
                            + Math.round(micros)
                            + " us here; name another directory with --disk");
                  }
                  return round.of(side, "puts/s " + MANY) / round.of(side, "puts/s 1");
                }),
            new Row(
                "msync of one dirty page there",
                Wanted.listed("us"),
                round -> round.of(side, "msync us"))),
        "puts/s",
        CostTables.bars(side, CostTables.numbered("puts/s", scale.waiters())));
  }

  static Table restart(Scale scale) {
    List<String> flags = List.of("-Xms4g", "-Xmx4g", "-Djcache-pmem.index.max-bytes=90%");
    String filled = "fill";
    String opened = "open";
    String sparse = "sparse pools";
    List<Object> arguments = new ArrayList<>();
    arguments.add(Math.min(SPARSE_ENTRIES, scale.entries()));
    Arrays.stream(scale.sparseGibibytes()).forEach(arguments::add);
    List<Row> rows = new ArrayList<>();
    rows.add(
        new Row(
            "restart, " + scale.restartEntries() + " entries of 128 B, to the first get",
            Wanted.atMost(1000, "ms"),
            round -> round.of(opened, "first get ms")));
    rows.add(
        new Row(
            "closing the pool before", Wanted.listed("ms"), round -> round.of(filled, "close ms")));
    rows.add(perSecond("entries/s to the first get", scale, opened, "first get ms"));
    rows.add(perSecond("entries/s to every entry read once", scale, opened, "resident ms"));
    rows.add(
        new Row(
            "share of the entries that were there",
            Wanted.atLeast(1),
            round -> round.of(opened, "found")));
    for (int gibibytes : scale.sparseGibibytes()) {
      rows.add(
          new Row(
              "from opening a sparse pool of " + gibibytes + " GiB to the first get",
              Wanted.atMost(100, "ms"),
              round -> round.of(sparse, "first get ms " + gibibytes)));
    }
    List<Bar> bars = new ArrayList<>();
    bars.addAll(CostTables.bars(filled, List.of("fill ms", "close ms")));
    bars.addAll(CostTables.bars(opened, List.of("first get ms", "resident ms")));
    bars.addAll(
        CostTables.bars(sparse, CostTables.numbered("first get ms", scale.sparseGibibytes())));
    return new Table(
        "restart",
        "Restart, in milliseconds",
        "After a clean close, the page cache warm, from before the provider's classes are loaded."
            + " Sparse pools: "
            + arguments.get(0)
            + " entries of 1 KiB, libraries loaded.",
        1,
        List.of(
            Side.Probe.of(filled, Restart.class, flags, "fill", scale.restartEntries()),
            Side.Probe.of(opened, Restart.class, flags, "open", scale.restartEntries()),
            Side.Probe.of(sparse, SparseOpen.class, List.of(), arguments.toArray())),
        rows,
        "ms",
        bars);
  }

  private static Row perSecond(String name, Scale scale, String side, String figure) {
    return new Row(
        name, Wanted.listed(""), round -> scale.restartEntries() * 1000.0 / round.of(side, figure));
  }
}
