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
 * has a key object of its own: what a cache keeps of it is the cache's.
 */
final class ReadThrough {
  private static final long SEED = 7;

  private final KeyKind kind;
  private final Zipf zipf;
  private final Values values;

  ReadThrough(KeyKind kind, int workingSet, int valueBytes) {
    this.kind = kind;
    zipf = new Zipf(workingSet, SEED);
    values = new Values(valueBytes);
  }

  /** The share of {@code gets} that found something. */
  double hitRatio(Peer peer, int gets) {
    int hits = 0;
    for (int i = 0; i < gets; i++) {
      int number = zipf.next();
      Object key = kind.key(number);
      if (peer.get(key) != null) {
        hits++;
      } else {
        peer.put(key, values.of(number));
      }
    }
    return (double) hits / gets;
  }
}
