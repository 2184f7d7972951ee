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
package org.jcachepmem.benchmarks.probes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;
import org.jcachepmem.benchmarks.peers.KeyKind;
import org.jcachepmem.benchmarks.peers.Peer;
import org.jcachepmem.benchmarks.peers.PeerKind;
import org.jcachepmem.benchmarks.peers.PeerSettings;
import org.jcachepmem.benchmarks.workloads.Scratch;
import org.jcachepmem.benchmarks.workloads.Values;

/**
 * How long single operations of an 80/20 mix take, in one thread. Arguments: a peer's label,
 * entries, seconds. Figures in nanoseconds: {@code get p50}, {@code get p99.9}, ... and the same of
 * {@code put}.
 */
public final class Latency {
  private static final int VALUE_BYTES = 1024;
  private static final int WRITES_OF_TEN = 2;
  private static final int DIGITS = 3;
  private static final long SEED = 5;
  private static final double[] PERCENTILES = {50, 90, 99, 99.9, 99.99};

  private final Peer peer;
  private final Object[] keys;
  private final Values values = new Values(VALUE_BYTES);
  private final SplittableRandom random = new SplittableRandom(SEED);
  private final Histogram gets = new Histogram(DIGITS);
  private final Histogram puts = new Histogram(DIGITS);

  private Latency(Peer peer, int entries) {
    this.peer = peer;
    keys = new Object[entries];
    for (int i = 0; i < entries; i++) {
      keys[i] = KeyKind.LONG.key(i);
      peer.put(keys[i], values.of(i));
    }
  }

  /** See the class. */
  public static void main(String[] args) throws IOException {
    int entries = Integer.parseInt(args[1]);
    double seconds = Double.parseDouble(args[2]);
    Path directory = Scratch.create();
    PeerSettings settings = new PeerSettings(directory, KeyKind.LONG, VALUE_BYTES, entries);
    try (Peer peer = PeerKind.of(args[0]).open(settings)) {
      Latency latency = new Latency(peer, entries);
      latency.run(seconds);
      latency.gets.reset();
      latency.puts.reset();
      latency.run(seconds);
      print("get", latency.gets);
      print("put", latency.puts);
    } finally {
      Scratch.delete(directory);
    }
  }

  private void run(double seconds) {
    long end = System.nanoTime() + (long) (seconds * 1e9);
    long now;
    do {
      Object key = keys[random.nextInt(keys.length)];
      boolean isPut = random.nextInt(10) < WRITES_OF_TEN;
      long began = System.nanoTime();
      if (isPut) {
        peer.put(key, values.of(began));
      } else if (peer.get(key) == null) {
        throw new IllegalStateException("an entry that fits was not there");
      }
      now = System.nanoTime();
      (isPut ? puts : gets).recordValue(now - began);
    } while (now < end);
  }

  private static void print(String operation, Histogram histogram) {
    for (double percentile : PERCENTILES) {
      String name = operation + " p" + String.valueOf(percentile).replace(".0", "");
      Figures.print(name, histogram.getValueAtPercentile(percentile));
    }
    Figures.print(operation + " max", histogram.getMaxValue());
  }
}
