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
import java.nio.file.Files;
import java.nio.file.Path;
import org.jcachepmem.benchmarks.peers.KeyKind;
import org.jcachepmem.benchmarks.peers.Peer;
import org.jcachepmem.benchmarks.peers.PeerSettings;
import org.jcachepmem.benchmarks.peers.PmemPeer;
import org.jcachepmem.benchmarks.workloads.Scratch;

/**
 * A restart, in two programs: {@code fill N} writes so many entries of 128 bytes and closes the
 * pool; {@code open N} opens it again, in the next JVM.
 *
 * <p>Figures of {@code fill}: {@code fill ms}, {@code close ms}. Of {@code open}, from before the
 * provider is loaded: {@code first get ms}; {@code resident ms}, when every entry has been read
 * once; {@code found}, the share of entries that were there.
 */
public final class Restart {
  private static final int VALUE_BYTES = 128;
  private static final String NAME = "jcache-pmem-benchmark-restart";

  private Restart() {}

  /** See the class. */
  public static void main(String[] args) throws IOException {
    int entries = Integer.parseInt(args[1]);
    Path directory = Path.of(System.getProperty(Scratch.DIRECTORY)).resolve(NAME);
    PeerSettings settings = new PeerSettings(directory, KeyKind.LONG, VALUE_BYTES, entries);
    if (args[0].equals("fill")) {
      fill(settings);
    } else {
      open(settings);
      Scratch.delete(directory);
    }
  }

  private static void fill(PeerSettings settings) throws IOException {
    if (Files.exists(settings.directory())) {
      Scratch.delete(settings.directory());
    }
    Files.createDirectory(settings.directory());
    byte[] value = new byte[VALUE_BYTES];
    long began = System.nanoTime();
    try (Peer peer = PmemPeer.open(settings, PmemPeer.poolBytes(settings))) {
      for (long i = 0; i < settings.entries(); i++) {
        peer.put(KeyKind.LONG.key(i), value);
      }
      Figures.print("fill ms", (System.nanoTime() - began) / 1e6);
      began = System.nanoTime();
    }
    Figures.print("close ms", (System.nanoTime() - began) / 1e6);
  }

  private static void open(PeerSettings settings) {
    long began = System.nanoTime();
    try (Peer peer = PmemPeer.open(settings, PmemPeer.poolBytes(settings))) {
      long found = peer.get(KeyKind.LONG.key(settings.entries() / 2)) == null ? 0 : 1;
      Figures.print("first get ms", (System.nanoTime() - began) / 1e6);
      found = 0;
      for (long i = 0; i < settings.entries(); i++) {
        found += peer.get(KeyKind.LONG.key(i)) == null ? 0 : 1;
      }
      Figures.print("resident ms", (System.nanoTime() - began) / 1e6);
      Figures.print("found", (double) found / settings.entries());
    }
  }
}
