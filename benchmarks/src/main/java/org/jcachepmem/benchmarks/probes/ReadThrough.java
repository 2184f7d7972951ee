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

import org.jcachepmem.benchmarks.peers.KeyKind;
import org.jcachepmem.benchmarks.peers.Peer;
import org.jcachepmem.benchmarks.workloads.Values;
import org.jcachepmem.benchmarks.workloads.Zipf;

/**
 * Gets by Zipf, each miss followed by a put, as an application uses a cache. One thread. Each call
 * has a key object of its own: what a cache keeps of it is the cache's. Keys are drawn and made
 * before the clock runs, a batch at a time.
 */
final class ReadThrough {
  private static final long SEED = 7;
  private static final int BATCH = 1 << 14;

  private final KeyKind kind;
  private final Zipf zipf;
  private final Values values;
  private final int[] numbers = new int[BATCH];

  ReadThrough(KeyKind kind, int workingSet, int valueBytes) {
    this.kind = kind;
    zipf = new Zipf(workingSet, SEED);
    values = new Values(valueBytes);
  }

  /**
   * What gets found.
   *
   * @param hitRatio the share of them that found something
   * @param perSecond gets in a second, the puts after misses included
   */
  record Outcome(double hitRatio, double perSecond) {}

  /** So many gets, at least one. */
  Outcome run(Peer peer, int gets) {
    int hits = 0;
    long nanos = 0;
    for (int left = gets; left > 0; left -= BATCH) {
      Object[] keys = drawn(Math.min(BATCH, left));
      long began = System.nanoTime();
      hits += hits(peer, keys);
      nanos += System.nanoTime() - began;
    }
    return new Outcome((double) hits / gets, gets * 1e9 / nanos);
  }

  private Object[] drawn(int count) {
    Object[] keys = new Object[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = zipf.next();
      keys[i] = kind.key(numbers[i]);
    }
    return keys;
  }

  private int hits(Peer peer, Object[] keys) {
    int hits = 0;
    for (int i = 0; i < keys.length; i++) {
      if (peer.get(keys[i]) != null) {
        hits++;
      } else {
        peer.put(keys[i], values.of(numbers[i]));
      }
    }
    return hits;
  }
}
