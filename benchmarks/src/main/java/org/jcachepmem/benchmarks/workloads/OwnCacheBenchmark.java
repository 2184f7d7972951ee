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
package org.jcachepmem.benchmarks.workloads;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jcachepmem.benchmarks.peers.CaffeinePeer;
import org.jcachepmem.benchmarks.peers.KeyKind;
import org.jcachepmem.benchmarks.peers.Peer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * An on-heap cache for each thread, shared with nobody: how far this machine scales at all, however
 * the cache is built.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class OwnCacheBenchmark {

  /** The cache of one thread, full. */
  @State(Scope.Thread)
  public static class Own {
    /** Bytes of each value. */
    @Param("1024")
    public int valueBytes;

    /** Entries that are there and fit. */
    @Param("200000")
    public int entries;

    private Values values = new Values(1);
    private Object[] key = {};
    private Peer cache = CaffeinePeer.holding(1);

    /** Fills it. */
    @Setup(Level.Trial)
    public void fill() {
      values = new Values(valueBytes);
      cache = CaffeinePeer.holding(entries);
      key = new Object[entries];
      for (int i = 0; i < entries; i++) {
        key[i] = KeyKind.LONG.key(i);
        cache.put(key[i], values.of(i));
      }
    }
  }

  /** Reads a value. */
  @Benchmark
  public byte[] get(Own own, Dice dice) {
    return Objects.requireNonNull(own.cache.get(own.key[dice.next(own.entries)]));
  }

  /** Replaces a value. */
  @Benchmark
  public void overwrite(Own own, Dice dice) {
    own.cache.put(own.key[dice.next(own.entries)], own.values.of(dice.next()));
  }
}
