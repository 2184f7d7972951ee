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

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/**
 * What an application does to a cache whose entries all fit, on keys drawn uniformly. A get that
 * finds nothing is an error: a miss is not what is measured.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class CacheBenchmark {
  private static final int BATCH = 100;
  private static final int WRITES_OF_TEN = 2;

  /** Reads a value. */
  @Benchmark
  public byte[] get(OpenPeer peer, Dice dice) {
    return found(peer, dice.next(peer.entries));
  }

  /** Replaces a value. */
  @Benchmark
  public void overwrite(OpenPeer peer, Dice dice) {
    int number = dice.next(peer.entries);
    peer.open().put(peer.key[number], peer.values.of(dice.next()));
  }

  /** Reads four times, on the average, and replaces once. */
  @Benchmark
  public Object mixed(OpenPeer peer, Dice dice) {
    if (dice.next(10) < WRITES_OF_TEN) {
      overwrite(peer, dice);
      return peer;
    }
    return get(peer, dice);
  }

  /** Reads 100 at a time: one operation is one call. */
  @Benchmark
  public Map<Object, byte[]> getAll(OpenPeer peer, Dice dice) {
    Set<Object> keys = new HashSet<>(BATCH * 2);
    while (keys.size() < Math.min(BATCH, peer.entries)) {
      keys.add(peer.key[dice.next(peer.entries)]);
    }
    return peer.open().getAll(keys);
  }

  /** Replaces 100 at a time: one operation is one call. */
  @Benchmark
  public void putAll(OpenPeer peer, Dice dice) {
    Map<Object, byte[]> entries = new HashMap<>(BATCH * 2);
    while (entries.size() < Math.min(BATCH, peer.entries)) {
      entries.put(peer.key[dice.next(peer.entries)], peer.values.of(dice.next()));
    }
    peer.open().putAll(entries);
  }

  /** Changes a value as one step. */
  @Benchmark
  public void invoke(OpenPeer peer, Dice dice) {
    peer.open().increment(peer.key[dice.next(peer.entries)]);
  }

  private static byte[] found(OpenPeer peer, int number) {
    byte[] value = peer.open().get(peer.key[number]);
    return Objects.requireNonNull(value, "an entry that fits was not there");
  }
}
