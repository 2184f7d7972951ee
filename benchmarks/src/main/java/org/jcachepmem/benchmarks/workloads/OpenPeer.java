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

import java.io.IOException;
import java.nio.file.Path;
import org.jcachepmem.benchmarks.peers.KeyKind;
import org.jcachepmem.benchmarks.peers.Peer;
import org.jcachepmem.benchmarks.peers.PeerKind;
import org.jcachepmem.benchmarks.peers.PeerSettings;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A peer that holds {@link #entries} values under the keys of 0 to entries - 1. */
@State(Scope.Benchmark)
public class OpenPeer {

  /** A label of {@link PeerKind}. */
  @Param({"jcache-pmem", "caffeine"})
  public String peer = "";

  /** What the keys are. */
  @Param("LONG")
  public KeyKind keys = KeyKind.LONG;

  /** Bytes of each value. */
  @Param("1024")
  public int valueBytes;

  /** Entries that are there and fit. */
  @Param("200000")
  public int entries;

  Object[] key = {};
  Values values = new Values(1);
  private @Nullable Peer open;
  private @Nullable Path directory;

  /** Opens and fills it. */
  @Setup(Level.Trial)
  public void fill() throws IOException {
    directory = Scratch.create();
    values = new Values(valueBytes);
    key = new Object[entries];
    boolean isFilled = false;
    try {
      Peer filled = PeerKind.of(peer).open(new PeerSettings(directory, keys, valueBytes, entries));
      open = filled;
      for (int i = 0; i < entries; i++) {
        key[i] = keys.key(i);
        filled.put(key[i], values.of(i));
      }
      isFilled = true;
    } finally {
      if (!isFilled) {
        close(); // which JMH only calls after a set-up that succeeded
      }
    }
  }

  /** The peer. */
  public Peer open() {
    Peer peerOfTrial = open;
    if (peerOfTrial == null) {
      throw new IllegalStateException("not filled");
    }
    return peerOfTrial;
  }

  /** Closes it and deletes its files. */
  @TearDown(Level.Trial)
  public void close() throws IOException {
    if (open != null) {
      open.close();
    }
    if (directory != null) {
      Scratch.delete(directory);
    }
  }
}
