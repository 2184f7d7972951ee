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
import java.util.Locale;
import org.jcachepmem.benchmarks.peers.KeyKind;
import org.jcachepmem.benchmarks.peers.PeerKind;
import org.jcachepmem.benchmarks.probes.Latency;
import org.jcachepmem.benchmarks.probes.ZipfSpeed;
import org.jcachepmem.benchmarks.tables.Table.Row;
import org.jcachepmem.benchmarks.workloads.CacheBenchmark;
import org.jcachepmem.benchmarks.workloads.EvictionBenchmark;

/** Every workload over every peer, in all sizes. */
public final class FullTables {
  private static final int[] SIZES = {128, 1 << 10, 4 << 10, 64 << 10, 1 << 20};
  private static final List<String> COLLECTORS =
      List.of("G1GC", "ParallelGC", "SerialGC", "ZGC", "ShenandoahGC");
  private static final int MAX_THREADS = 2;

  private FullTables() {}

  /** What is done to a cache. */
  private enum Workload {
    GET("get", CacheBenchmark.class, "get"),
    OVERWRITE("overwrite", CacheBenchmark.class, "put that replaces"),
    INSERT("insert", EvictionBenchmark.class, "put of a new key into a full cache"),
    MIXED("mixed", CacheBenchmark.class, "80 % get, 20 % put that replaces"),
    GET_ALL("getAll", CacheBenchmark.class, "getAll of 100, with the making of their set"),
    PUT_ALL("putAll", CacheBenchmark.class, "putAll of 100, with the making of their map"),
    INVOKE("invoke", CacheBenchmark.class, "invoke that changes a value");

    private final String method;
    private final Class<?> benchmarks;
    private final String title;

    Workload(String method, Class<?> benchmarks, String title) {
      this.method = method;
      this.benchmarks = benchmarks;
      this.title = title;
    }

    boolean isFor(PeerKind peer) {
      return switch (this) {
        case INSERT -> peer.isCache() && peer.evicts();
        case INVOKE -> peer.invokes();
        default -> peer.isCache();
      };
    }
  }

  /** All of them. */
  public static List<Table> of(Scale scale) {
    List<Table> tables = new ArrayList<>(List.of(layers("get", scale), layers("overwrite", scale)));
    tables.add(collectors("get", scale));
    tables.add(collectors("overwrite", scale));
    for (Workload workload : Workload.values()) {
      for (KeyKind keys : KeyKind.values()) {
        for (int threads = 1; threads <= MAX_THREADS; threads++) {
          tables.add(matrix(workload, keys, threads, SIZES, scale));
        }
      }
    }
    tables.add(latency(scale));
    for (KeyKind keys : KeyKind.values()) {
      tables.add(zipf(keys, SIZES, scale));
    }
    return tables;
  }

  /** How long single operations of an 80/20 mix take, of every peer. */
  private static Table latency(Scale scale) {
    List<Side> sides = new ArrayList<>();
    List<Row> rows = new ArrayList<>();
    for (PeerKind peer : PeerKind.values()) {
      if (Workload.MIXED.isFor(peer) && peer != PeerKind.STORE) {
        String name = peer.label();
        sides.add(
            Side.Probe.of(
                name, Latency.class, peer.jvmFlags(), name, scale.entries(), scale.seconds()));
        for (String operation : List.of("get", "put")) {
          for (String percentile : TimeTables.PERCENTILES) {
            String figure = operation + " " + percentile;
            rows.add(
                new Row(
                    name + ", " + figure, Wanted.listed("ns"), round -> round.of(name, figure)));
          }
        }
      }
    }
    return Table.of(
        "latency-peers",
        "p99.9 of get under an 80/20 mix, in nanoseconds",
        scale.entries() + " entries with Long keys and values of 1 KiB, one thread.",
        scale.rounds(),
        sides,
        "get p99.9",
        rows);
  }

  /** Ours, with one layer after another left out. */
  private static Table layers(String method, Scale scale) {
    List<Side> sides =
        Side.Jmh.each(
            CacheBenchmark.class,
            method,
            scale,
            PeerKind.PMEM,
            PeerKind.STORE,
            PeerKind.STORE_NO_FENCE,
            PeerKind.STORE_NO_FLUSH,
            PeerKind.STORE_NO_COPY,
            PeerKind.INDEX);
    return Table.of(
        "layers-" + method,
        "Where the time of " + method + " goes, operations in a second",
        "jcache-pmem is all of it; store is without javax.cache; then the fence is left out, the"
            + " flushes too, the copies too; index is the Caffeine alone.",
        scale.rounds(),
        sides,
        Side.OPS,
        List.of());
  }

  /** Ours under each garbage collector: a put makes objects that the heap keeps for long. */
  private static Table collectors(String method, Scale scale) {
    List<Side> sides = new ArrayList<>();
    for (String collector : COLLECTORS) {
      sides.add(
          Side.Jmh.of(CacheBenchmark.class, method, PeerKind.PMEM, scale)
              .named(collector)
              .withFlags("-XX:+Use" + collector));
    }
    return Table.of(
        "collectors-" + method,
        method + " under each garbage collector, operations in a second",
        "A put replaces a handle of 32 bytes in an old node of the index. One thread; collectors that"
            + " work beside it take a processor that a busy machine may not have.",
        scale.rounds(),
        sides,
        Side.OPS,
        List.of());
  }

  /** Zipf 0.99 over four times the keys that fit, each miss followed by a put. */
  private static Table zipf(KeyKind keys, int[] sizes, Scale scale) {
    List<Side> sides = new ArrayList<>();
    List<Row> rows = new ArrayList<>();
    for (int bytes : sizes) {
      for (PeerKind peer : PeerKind.values()) {
        if (Workload.INSERT.isFor(peer) && peer != PeerKind.STORE) {
          String name = size(bytes) + " " + peer.label();
          sides.add(
              Side.Probe.of(
                  name,
                  ZipfSpeed.class,
                  peer.jvmFlags(),
                  peer.label(),
                  keys,
                  bytes,
                  scale.entriesOf(bytes)));
          rows.add(
              new Row(
                  "hit ratio, " + kind(keys) + " keys, " + name,
                  Wanted.listed(""),
                  round -> round.of(name, "hit ratio")));
        }
      }
    }
    return Table.of(
        "zipf-" + kind(keys).toLowerCase(Locale.ROOT),
        "Zipf 0.99 over four times what fits, " + kind(keys) + " keys, one thread",
        "Each miss is followed by a put. Keys are drawn before the clock runs. Each peer is opened for up to 256 MiB of entries, and at"
            + " most "
            + scale.entries()
            + "; how many it then holds is its own business, and shows in the hit ratio.",
        scale.rounds(),
        sides,
        Side.OPS,
        rows);
  }

  private static String size(int bytes) {
    return bytes < 1 << 10 ? bytes + " B" : (bytes >> 10) + " KiB";
  }

  private static String kind(KeyKind keys) {
    return keys == KeyKind.LONG ? "Long" : "String";
  }

  private static Table matrix(
      Workload workload, KeyKind keys, int threads, int[] sizes, Scale scale) {
    List<Side> sides = new ArrayList<>();
    for (int bytes : sizes) {
      for (PeerKind peer : PeerKind.values()) {
        if (workload.isFor(peer) && peer != PeerKind.STORE) {
          sides.add(
              Side.Jmh.of(workload.benchmarks, workload.method, peer, scale)
                  .named(size(bytes) + " " + peer.label())
                  .with("keys", keys)
                  .with("valueBytes", bytes)
                  .with("entries", scale.entriesOf(bytes))
                  .inThreads(threads));
        }
      }
    }
    return Table.of(
        workload.method + "-" + kind(keys).toLowerCase(Locale.ROOT) + "-" + threads,
        workload.title + ", " + kind(keys) + " keys, threads: " + threads,
        "Entries of up to 256 MiB in all, and at most " + scale.entries() + " of them.",
        scale.rounds(),
        sides,
        Side.OPS,
        List.of());
  }
}
