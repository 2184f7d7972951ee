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
import java.util.Map;
import org.jcachepmem.benchmarks.peers.PeerKind;
import org.jcachepmem.benchmarks.probes.Calls;
import org.jcachepmem.benchmarks.probes.Density;
import org.jcachepmem.benchmarks.probes.Footprint;
import org.jcachepmem.benchmarks.probes.HitRatio;
import org.jcachepmem.benchmarks.tables.Table.Bar;
import org.jcachepmem.benchmarks.tables.Table.Row;
import org.jcachepmem.benchmarks.workloads.CacheBenchmark;
import org.jcachepmem.benchmarks.workloads.CodecBenchmark;

/** What entries and operations take: heap, pool, garbage, and calls of the medium. */
final class CostTables {
  private static final String PMEM = PeerKind.PMEM.label();
  private static final int ARRAY_BYTES = 16 + 1024;
  private static final int LONG_BYTES = 24;

  private CostTables() {}

  static Table allocation(Scale scale) {
    List<Side> sides = new ArrayList<>();
    List<Row> rows = new ArrayList<>();
    for (String keys : List.of("LONG", "STRING")) {
      String name = PMEM + ", " + keys + " keys, byte[1024]";
      sides.add(
          Side.Jmh.of(CacheBenchmark.class, "get", PeerKind.PMEM, scale)
              .named(name)
              .with("keys", keys)
              .profiled());
      rows.add(
          new Row(
              "allocation per get beyond the byte[], " + keys + " keys",
              keys.equals("LONG") ? Wanted.atMost(1, "B") : Wanted.listed("B"),
              round -> round.of(name, Side.ALLOCATION) - ARRAY_BYTES));
    }
    for (CodecBenchmark.Type type : CodecBenchmark.Type.values()) {
      String name = PMEM + ", value " + type;
      sides.add(
          new Side.Jmh(
              name,
              CodecBenchmark.class.getName() + ".get",
              Map.of("type", type.name()),
              1,
              List.of(),
              true));
      boolean isPrimitive = type == CodecBenchmark.Type.LONG;
      rows.add(
          new Row(
              "allocation per get, value "
                  + type
                  + (isPrimitive ? ", beyond its " + LONG_BYTES + " B" : ", value included"),
              isPrimitive ? Wanted.atMost(1, "B") : Wanted.listed("B"),
              round -> round.of(name, Side.ALLOCATION) - (isPrimitive ? LONG_BYTES : 0)));
    }
    return Table.of(
        "allocation",
        "Bytes of heap allocated by a get",
        "From JMH's `-prof gc`, Long keys unless said. An array of 1024 bytes takes "
            + ARRAY_BYTES
            + ".",
        1,
        sides,
        Side.ALLOCATION,
        rows);
  }

  static Table footprint(Scale scale) {
    List<String> flags = List.of("-Djcache-pmem.index.max-bytes=90%");
    List<String> compact = new ArrayList<>(flags);
    compact.add("-XX:+UseCompactObjectHeaders");
    String on17 = "JDK 17";
    String on25 = "JDK 25, compact object headers";
    return Table.of(
        "footprint",
        "Heap for an entry, in bytes",
        scale.footprintEntries()
            + " entries with Long keys. What the second half of them adds to the heap after a"
            + " collection, divided; what a Long takes by itself is the key's.",
        1,
        List.of(
            Side.Probe.of(on17, Footprint.class, flags, scale.footprintEntries()).onJdk(17),
            Side.Probe.of(on25, Footprint.class, compact, scale.footprintEntries()).onJdk(25)),
        "entry",
        List.of(
            new Row(
                "heap for an entry beyond the key, JDK 17",
                Wanted.atMost(115, "B"),
                round -> round.of(on17, "entry") - round.of(on17, "key")),
            new Row(
                "heap for an entry beyond the key, JDK 25 with compact object headers",
                Wanted.atMost(90, "B"),
                round -> round.of(on25, "entry") - round.of(on25, "key"))));
  }

  static Table density(Scale scale) {
    String large = "values of 512 to 1536 B";
    String small = "values of 64 to 192 B";
    return Table.of(
        "density",
        "Share of a full pool that is keys and values",
        "A pool of "
            + scale.poolMebibytes()
            + " MiB, Long keys, values of lengths drawn uniformly, until a quarter more was written"
            + " than fits.",
        1,
        List.of(
            Side.Probe.of(large, Density.class, List.of(), scale.poolMebibytes(), 512, 1536),
            Side.Probe.of(small, Density.class, List.of(), scale.poolMebibytes(), 64, 192)),
        "density",
        List.of(
            new Row(
                "key and value bytes / pool bytes, " + large,
                Wanted.atLeast(0.89),
                round -> round.of(large, "density")),
            new Row(
                "key and value bytes / pool bytes, " + small,
                Wanted.atLeast(0.73),
                round -> round.of(small, "density"))));
  }

  static Table hitRatio(Scale scale) {
    String side = "Zipf 0.99";
    List<String> bars = List.of("ours", "caffeine");
    return new Table(
        "hit-ratio",
        "Hit ratio at equal bytes",
        "Zipf 0.99 over four times the keys that a pool of "
            + scale.poolMebibytes()
            + " MiB has bytes for, values of 1 KiB, each miss followed by a put. Caffeine holds as"
            + " many entries as take as many bytes of heap as our pool and index together.",
        Math.min(Table.LEAST_ROUNDS, scale.rounds()),
        List.of(Side.Probe.of(side, HitRatio.class, List.of(), scale.poolMebibytes())),
        List.of(
            new Row(
                "Zipf hit ratio / that of Caffeine at equal bytes",
                Wanted.atLeast(1),
                round -> round.of(side, "ours") / round.of(side, "caffeine")),
            new Row(
                "bytes of ours / bytes of Caffeine, to see that they are equal",
                Wanted.listed(""),
                round -> round.of(side, "ours MiB") / round.of(side, "caffeine MiB"))),
        "hit ratio",
        bars.stream()
            .map(name -> new Bar(name.equals("ours") ? PMEM : name, round -> round.of(side, name)))
            .toList());
  }

  static Table calls(Scale scale) {
    String side = "1 KiB";
    List<Bar> bars = new ArrayList<>();
    List<Row> rows = new ArrayList<>();
    for (String operation : List.of("put", "overwrite", "remove", "get")) {
      rows.add(
          new Row(
              "fences, " + operation,
              Wanted.listed(""),
              round -> round.of(side, operation + " fences")));
      for (String what : List.of("lines", "calls")) {
        bars.add(new Bar(operation + ", " + what, round -> round.of(side, operation + " " + what)));
      }
    }
    return new Table(
        "calls",
        "Cache lines flushed and native calls of an operation",
        "Entries of 1 KiB below javax.cache, averages of many. A value and its key take 17 lines, the"
            + " directory entry one, each entry that is settled one; beyond that are chunks that take"
            + " up a size class, and the pool's own upkeep.",
        1,
        List.of(
            Side.Probe.of(side, Calls.class, List.of(), Math.min(20_000, scale.entries()), 1024)),
        rows,
        "for an operation",
        bars);
  }

  /** The tables of one program: its figures as bars. */
  static List<Bar> bars(String side, List<String> figures) {
    return figures.stream()
        .map(figure -> new Bar(figure, round -> round.of(side, figure)))
        .toList();
  }

  static List<String> numbered(String figure, int[] numbers) {
    return Arrays.stream(numbers).mapToObj(number -> figure + " " + number).toList();
  }
}
