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
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Inserts into a cache that is full, so that each new entry costs another one its place. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class EvictionBenchmark {

  /** Numbers that no key had before. */
  @State(Scope.Benchmark)
  public static class NewNumbers {
    private final AtomicLong next = new AtomicLong();

    /** Puts as many entries as fit again, and half of that: there is slack, but not so much. */
    @Setup(Level.Trial)
    public void overfill(OpenPeer peer) {
      next.set(peer.entries);
      for (long left = peer.entries * 3L / 2; left > 0; left--) {
        insert(peer);
      }
    }

    void insert(OpenPeer peer) {
      long number = next.getAndIncrement();
      peer.open().put(peer.keys.key(number), peer.values.of(number));
    }
  }

  /** Puts an entry that was never there. */
  @Benchmark
  public void insert(OpenPeer peer, NewNumbers numbers) {
    numbers.insert(peer);
  }
}
