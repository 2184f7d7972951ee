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
import org.jcachepmem.benchmarks.peers.KeyKind;
import org.jcachepmem.benchmarks.peers.Peer;
import org.jcachepmem.benchmarks.peers.PeerKind;
import org.jcachepmem.benchmarks.peers.PeerSettings;
import org.jcachepmem.benchmarks.workloads.Scratch;

/**
 * The heap that an entry takes, values being in the pool: what the second half of them adds,
 * divided, for what an index takes at once is no entry's. Argument: how many entries.
 *
 * <p>Figures, in bytes: {@code entry}, all of it; {@code key}, what a Long takes by itself.
 */
public final class Footprint {
  private static final int VALUE_BYTES = 64;

  private Footprint() {}

  /** See the class. */
  public static void main(String[] args) throws IOException {
    int entries = Integer.parseInt(args[0]);
    Path directory = Scratch.create();
    PeerSettings settings = new PeerSettings(directory, KeyKind.LONG, VALUE_BYTES, entries);
    try (Peer peer = PeerKind.PMEM.open(settings)) {
      int half = entries / 2;
      put(peer, 0, half);
      long before = Heap.usedBytes();
      put(peer, half, entries);
      Figures.print("entry", (double) (Heap.usedBytes() - before) / (entries - half));
      Reference.reachabilityFence(peer);
    } finally {
      Scratch.delete(directory);
    }
    Figures.print("key", keyBytes(entries));
  }

  private static void put(Peer peer, int from, int to) {
    byte[] value = new byte[VALUE_BYTES];
    for (long i = from; i < to; i++) {
      peer.put(KeyKind.LONG.key(i + 1000), value);
    }
  }

  private static double keyBytes(int count) {
    Object[] keys = new Object[count];
    long before = Heap.usedBytes();
    for (int i = 0; i < count; i++) {
      keys[i] = KeyKind.LONG.key(i + 1000L);
    }
    double each = (double) (Heap.usedBytes() - before) / count;
    Reference.reachabilityFence(keys);
    return each;
  }
}
