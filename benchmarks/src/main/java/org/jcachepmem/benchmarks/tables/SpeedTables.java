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
import java.util.List;
import java.util.Map;
import org.jcachepmem.benchmarks.peers.PeerKind;
import org.jcachepmem.benchmarks.tables.Table.Row;
import org.jcachepmem.benchmarks.workloads.CacheBenchmark;
import org.jcachepmem.benchmarks.workloads.OwnCacheBenchmark;

/** How many operations in a second, beside the peers. */
final class SpeedTables {
  private static final String PMEM = PeerKind.PMEM.label();
  private static final String CAFFEINE = PeerKind.CAFFEINE.label();
  private static final String CHRONICLE = PeerKind.CHRONICLE_MAP.label();
  private static final String OHC = PeerKind.OHC.label();
  private static final String EHCACHE = PeerKind.EHCACHE_OFFHEAP.label();
  private static final int[] LARGE = {64 << 10, 1 << 20};

  private SpeedTables() {}

  private static Side.Jmh side(String method, PeerKind peer, Scale scale) {
    return Side.Jmh.of(CacheBenchmark.class, method, peer, scale);
  }

  private static List<Side> sides(String method, Scale scale, PeerKind... peers) {
    return Side.Jmh.each(CacheBenchmark.class, method, scale, peers);
  }

  private static String setting(Scale scale) {
    return scale.entries()
        + " entries with Long keys and values of 1 KiB, keys drawn uniformly, one thread. ";
  }

  static Table get(Scale scale) {
    List<Side> sides =
        sides(
            "get",
            scale,
            PeerKind.PMEM,
            PeerKind.CAFFEINE,
            PeerKind.CHRONICLE_MAP,
            PeerKind.OHC,
            PeerKind.EHCACHE_OFFHEAP);
    return Table.of(
        "get",
        "get, operations in a second",
        setting(scale) + "Caffeine copies the value for the caller, as the others do.",
        scale.rounds(),
        sides,
        Side.OPS,
        List.of(
            new Row(
                "get / on-heap Caffeine get with clone",
                Wanted.atLeast(0.9),
                round -> round.ratio(PMEM, CAFFEINE)),
            new Row(
                "get / Chronicle Map", Wanted.atLeast(1.1), round -> round.ratio(PMEM, CHRONICLE)),
            new Row("get / OHC", Wanted.atLeast(1.7), round -> round.ratio(PMEM, OHC)),
            new Row(
                "get / Ehcache off-heap",
                Wanted.atLeast(2.0),
                round -> round.ratio(PMEM, EHCACHE))));
  }

  static Table put(Scale scale) {
    String limit = PeerKind.PERSIST.label();
    String index = PeerKind.INDEX.label();
    List<Side> sides =
        sides(
            "overwrite",
            scale,
            PeerKind.PMEM,
            PeerKind.CHRONICLE_MAP,
            PeerKind.OHC,
            PeerKind.EHCACHE_OFFHEAP,
            PeerKind.INDEX,
            PeerKind.PERSIST);
    return Table.of(
        "put",
        "put that replaces, operations in a second",
        setting(scale)
            + "Ours is durable when it returns; the three caches beside it keep nothing through a"
            + " power loss. `index` maps a key to a new handle in a Caffeine; `copy-flush-fence`"
            + " copies the value to its place, flushes it and a line beside it, and fences.",
        scale.rounds(),
        sides,
        Side.OPS,
        List.of(
            new Row(
                "durable put / volatile put of Chronicle Map",
                Wanted.atLeast(1.5),
                round -> round.ratio(PMEM, CHRONICLE)),
            new Row(
                "durable put / volatile put of OHC",
                Wanted.atLeast(1.2),
                round -> round.ratio(PMEM, OHC)),
            new Row(
                "durable put / volatile put of Ehcache off-heap",
                Wanted.atLeast(2.5),
                round -> round.ratio(PMEM, EHCACHE)),
            new Row(
                "durable put: time / (index update + copy + one flush-fence, measured alone)",
                Wanted.atMost(1.3, ""),
                round -> 1 / round.ops(PMEM) / (1 / round.ops(index) + 1 / round.ops(limit)))));
  }

  static Table copy(Scale scale) {
    List<Side> sides = new ArrayList<>();
    List<Row> rows = new ArrayList<>();
    for (int bytes : LARGE) {
      String size = (bytes >> 10) + " KiB";
      for (PeerKind peer : List.of(PeerKind.PMEM, PeerKind.COPY)) {
        sides.add(
            side("get", peer, scale)
                .named(peer.label() + ", " + size)
                .with("valueBytes", bytes)
                .with("entries", scale.entriesOf(bytes)));
      }
      rows.add(
          new Row(
              "get of " + size + " / new byte[n] + copy",
              Wanted.atLeast(0.9),
              round -> round.ratio(PMEM + ", " + size, PeerKind.COPY.label() + ", " + size)));
    }
    return Table.of(
        "copy",
        "get of large values, operations in a second",
        "256 MiB of values, Long keys, one thread. `copy` is a new array and a copy from a mapped"
            + " file, without an index.",
        Math.min(Table.LEAST_ROUNDS, scale.rounds()),
        sides,
        Side.OPS,
        rows);
  }

  static Table threads(Scale scale) {
    List<Side> sides = new ArrayList<>();
    List<Row> rows = new ArrayList<>();
    for (String method : List.of("get", "overwrite")) {
      String ours = PMEM + " " + method;
      String own = "own caches " + method;
      Side.Jmh alone =
          new Side.Jmh(
              own, OwnCacheBenchmark.class.getName() + "." + method, Map.of(), 1, List.of(), false);
      for (int threads = 1; threads <= 2; threads++) {
        sides.add(
            side(method, PeerKind.PMEM, scale).named(ours + " x" + threads).inThreads(threads));
        sides.add(
            alone
                .named(own + " x" + threads)
                .with("entries", scale.entries() / threads)
                .inThreads(threads));
      }
      String operation = method.equals("get") ? "get" : "put";
      rows.add(
          new Row(
              "two threads / one, " + operation + ", / the same of two independent caches",
              Wanted.atLeast(0.9),
              round ->
                  round.ratio(ours + " x2", ours + " x1") / round.ratio(own + " x2", own + " x1")));
      rows.add(
          new Row(
              "two threads / one, " + operation + " (1.8 is enough by itself)",
              Wanted.listed(""),
              round -> round.ratio(ours + " x2", ours + " x1")));
    }
    for (PeerKind part : List.of(PeerKind.PERSIST, PeerKind.INDEX)) {
      String name = part.label() + " overwrite";
      for (int threads = 1; threads <= 2; threads++) {
        sides.add(side("overwrite", part, scale).named(name + " x" + threads).inThreads(threads));
      }
      rows.add(
          new Row(
              "two threads / one, put, " + part.label() + " alone",
              Wanted.listed(""),
              round -> round.ratio(name + " x2", name + " x1")));
    }
    return Table.of(
        "threads",
        "One thread and two, operations in a second",
        scale.entries()
            + " entries with Long keys and values of 1 KiB. `own caches` is an on-heap Caffeine with"
            + " clone for each thread, shared with nobody, that holds its share of the entries: how far"
            + " the machine scales at all over as many bytes. `copy-flush-fence` and `index` are the"
            + " parts of a put, each alone.",
        Math.min(Table.LEAST_ROUNDS, scale.rounds()),
        sides,
        Side.OPS,
        rows);
  }
}
