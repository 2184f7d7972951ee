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

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Inserts into a cache that is full, so that each new entry costs another one its place. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class EvictionBenchmark {
  private static final int BATCH = 256;

  /** Numbers that no key had before. */
  @State(Scope.Benchmark)
  public static class NewNumbers {
    private final AtomicLong next = new AtomicLong();

    /** Puts as many entries as fit again, and half of that: there is slack, but not so much. */
    @Setup(Level.Trial)
    public void overfill(OpenPeer peer) {
      next.set(peer.entries);
      for (long left = peer.entries * 3L / 2; left > 0; left--) {
        long number = next.getAndIncrement();
        peer.open().put(peer.keys.key(number), peer.values.of(number));
      }
    }
  }

  /** Keys that are made before the clock runs. */
  @State(Scope.Thread)
  public static class NewKeys {
    private final Object[] keys = new Object[BATCH];

    /** Makes as many as the next call needs, which takes long enough for a clock of its own. */
    @Setup(Level.Invocation)
    public void make(OpenPeer peer, NewNumbers numbers) {
      long first = numbers.next.getAndAdd(BATCH);
      for (int i = 0; i < BATCH; i++) {
        keys[i] = peer.keys.key(first + i);
      }
    }
  }

  /** Puts entries that were never there; each counts as an operation. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void insert(OpenPeer peer, NewKeys newKeys) {
    for (int i = 0; i < BATCH; i++) {
      peer.open().put(newKeys.keys[i], peer.values.of(i));
    }
  }
}
