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
  private static final int GUESSED_OVERHEAD_BYTES = 130;
  private static final double TOLERANCE = 0.003;
  private static final int MAX_ATTEMPTS = 4;

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

  /** Starts with a guess, and corrects it by what was measured until the bytes are equal. */
  private static void caffeine(long bytes, int workingSet) {
    ReadThrough load = new ReadThrough(KeyKind.LONG, workingSet, VALUE_BYTES);
    long entries = bytes / (VALUE_BYTES + GUESSED_OVERHEAD_BYTES);
    for (int attempt = 1; ; attempt++) {
      long before = Heap.usedBytes();
      double hitRatio;
      long taken;
      try (Peer peer = CaffeinePeer.holding(entries)) {
        hitRatio = measured(load, peer, workingSet);
        taken = Heap.usedBytes() - before;
      }
      boolean isEqual = Math.abs(taken - bytes) <= bytes * TOLERANCE;
      if (isEqual || attempt == MAX_ATTEMPTS) {
        Figures.print("caffeine", hitRatio);
        Figures.print("caffeine MiB", taken / 1024.0 / 1024.0);
        return;
      }
      entries = Math.max(1, Math.round((double) entries * bytes / taken));
    }
  }

  private static double measured(ReadThrough load, Peer peer, int workingSet) {
    int gets = workingSet * GETS_PER_KEY;
    load.run(peer, gets / 2);
    return load.run(peer, gets).hitRatio();
  }
}
