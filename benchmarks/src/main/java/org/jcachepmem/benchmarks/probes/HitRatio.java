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
import java.lang.ref.Reference;
import java.nio.file.Path;
import org.jcachepmem.benchmarks.peers.CaffeinePeer;
import org.jcachepmem.benchmarks.peers.KeyKind;
import org.jcachepmem.benchmarks.peers.Peer;
import org.jcachepmem.benchmarks.peers.PeerSettings;
import org.jcachepmem.benchmarks.peers.PmemPeer;
import org.jcachepmem.benchmarks.workloads.Scratch;

/**
 * Hit ratios under Zipf at equal bytes: first ours, whose bytes are those of the pool file and of
 * the heap that its index takes; then an on-heap Caffeine that takes as many bytes of heap.
 * Argument: mebibytes of the pool.
 *
 * <p>Figures: {@code ours}, {@code caffeine}; {@code ours MiB}, {@code caffeine MiB}.
 */
public final class HitRatio {
  private static final int VALUE_BYTES = 1024;
  private static final int WORKING_SETS = 4;
  private static final int GETS_PER_KEY = 8;

  private HitRatio() {}

  /** See the class. */
  public static void main(String[] args) throws IOException {
    long poolBytes = Long.parseLong(args[0]) << 20;
    int workingSet = Math.toIntExact(poolBytes / VALUE_BYTES * WORKING_SETS);
    long bytes = ours(poolBytes, workingSet);
    caffeine(bytes, workingSet);
  }

  private static long ours(long poolBytes, int workingSet) throws IOException {
    ReadThrough load = new ReadThrough(KeyKind.LONG, workingSet, VALUE_BYTES);
    Path directory = Scratch.create();
    PeerSettings settings = new PeerSettings(directory, KeyKind.LONG, VALUE_BYTES, 1);
    long before = Heap.usedBytes();
    try (Peer peer = PmemPeer.open(settings, poolBytes)) {
      Figures.print("ours", measured(load, peer, workingSet));
      long bytes = poolBytes + Heap.usedBytes() - before;
      Figures.print("ours MiB", bytes / 1024.0 / 1024.0);
      Reference.reachabilityFence(load);
      return bytes;
    } finally {
      Scratch.delete(directory);
    }
  }

  private static void caffeine(long bytes, int workingSet) {
    ReadThrough load = new ReadThrough(KeyKind.LONG, workingSet, VALUE_BYTES);
    long fitting = bytes / bytesPerEntry(load, workingSet);
    long before = Heap.usedBytes();
    try (Peer peer = CaffeinePeer.holding(fitting)) {
      Figures.print("caffeine", measured(load, peer, workingSet));
      Figures.print("caffeine MiB", (Heap.usedBytes() - before) / 1024.0 / 1024.0);
      Reference.reachabilityFence(load);
    }
  }

  /** Of a Caffeine under the same load. */
  private static long bytesPerEntry(ReadThrough load, int workingSet) {
    int entries = Math.max(1, workingSet / WORKING_SETS);
    long before = Heap.usedBytes();
    try (Peer peer = CaffeinePeer.holding(entries)) {
      measured(load, peer, workingSet);
      return (Heap.usedBytes() - before) / entries;
    }
  }

  private static double measured(ReadThrough load, Peer peer, int workingSet) {
    int gets = workingSet * GETS_PER_KEY;
    load.hitRatio(peer, gets / 2);
    return load.hitRatio(peer, gets);
  }
}
