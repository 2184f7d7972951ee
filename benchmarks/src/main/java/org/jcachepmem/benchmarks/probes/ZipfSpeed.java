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
import org.jcachepmem.benchmarks.peers.KeyKind;
import org.jcachepmem.benchmarks.peers.Peer;
import org.jcachepmem.benchmarks.peers.PeerKind;
import org.jcachepmem.benchmarks.peers.PeerSettings;
import org.jcachepmem.benchmarks.workloads.Scratch;

/**
 * A peer under Zipf, over four times as many keys as it is opened for. Arguments: its label, kind
 * of keys, bytes of a value, entries. Figures: {@code ops/s}, {@code hit ratio}.
 */
public final class ZipfSpeed {
  private static final int WORKING_SETS = 4;
  private static final int GETS_PER_KEY = 4;

  private ZipfSpeed() {}

  /** See the class. */
  public static void main(String[] args) throws IOException {
    KeyKind keys = KeyKind.valueOf(args[1]);
    int valueBytes = Integer.parseInt(args[2]);
    int entries = Integer.parseInt(args[3]);
    int workingSet = entries * WORKING_SETS;
    int gets = workingSet * GETS_PER_KEY;
    ReadThrough load = new ReadThrough(keys, workingSet, valueBytes);
    Path directory = Scratch.create();
    try (Peer peer =
        PeerKind.of(args[0]).open(new PeerSettings(directory, keys, valueBytes, entries))) {
      load.run(peer, gets);
      ReadThrough.Outcome outcome = load.run(peer, gets);
      Figures.print("ops/s", outcome.perSecond());
      Figures.print("hit ratio", outcome.hitRatio());
    } finally {
      Scratch.delete(directory);
    }
  }
}
