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
import org.jcachepmem.benchmarks.probes.Waiters;
import org.jcachepmem.benchmarks.tables.Table.Bar;
import org.jcachepmem.benchmarks.tables.Table.Row;

/** How long somebody waits: for an operation, for a disk. */
final class TimeTables {
  private static final double SLOW_MSYNC_MICROS = 50;
  private static final int MANY = 64;
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
    arguments.add(scale.seconds() / 2);
    arguments.add(Math.min(WAITERS_ENTRIES, scale.entries()));
    Arrays.stream(scale.waiters()).forEach(arguments::add);
    return new Table(
        "waiters",
        "Durable puts that wait for a disk, in a second",
        "Values of 1 KiB on random keys, on a file system whose msync takes at least 50 us; so many"
            + " threads put at the same time, and share a system call where they can.",
        Math.min(Table.LEAST_ROUNDS, scale.rounds()),
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
                round -> round.of(side, "msync us")),
            new Row(
                "one msync of 64 dirty pages at random places there",
                Wanted.listed("us"),
                round -> round.of(side, "msync 64 us")),
            new Row(
                "64 times the first of these / the second: the most that 64 threads / one can be where"
                    + " each put is a page and nothing else takes time",
                Wanted.listed(""),
                round -> 64 * round.of(side, "msync us") / round.of(side, "msync 64 us")),
            new Row(
                "processor time of a put by one of 64 threads, the system's included",
                Wanted.listed("us"),
                round -> round.of(side, "processor us " + MANY)),
            new Row(
                "one thread: entries/s by putAll of 100 / by put",
                Wanted.listed(""),
                round -> round.of(side, "putAll entries/s") / round.of(side, "puts/s 1")),
            new Row(
                "one thread: entries/s removed by removeAll of 100 / of one",
                Wanted.listed(""),
                round -> round.of(side, "removed/s 100") / round.of(side, "removed/s 1"))),
        "puts/s",
        CostTables.bars(side, CostTables.numbered("puts/s", scale.waiters())));
  }
}
