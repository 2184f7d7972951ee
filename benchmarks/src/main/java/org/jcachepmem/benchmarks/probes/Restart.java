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
 * A restart, in several programs over one pool: the first argument says which, the second how many
 * entries of 128 bytes there are. {@code fill} writes them and closes the pool; {@code open} opens
 * it and reads all of them; {@code first} opens it for one of them; {@code loaded} does so after it
 * has opened and closed a pool of a few entries; {@code end} writes a tenth of them again and ends
 * without closing, as after a kill.
 *
 * <p>The pool is in a directory that whoever starts these programs deletes when all have ended,
 * however they did: no program knows whether it is the last.
 *
 * <p>Figures of {@code fill}: {@code fill ms}, {@code close ms}. Of the programs that open it, from
 * before the provider is loaded, if that is not done: {@code open ms}, when there is a manager and
 * a cache; {@code first get ms} and {@code first put ms}; {@code processor ms}, the time of all
 * processors to the first get; {@code hit}, 1 if the first get found its entry. Of {@code open}
 * alone: {@code resident ms}, when every entry has been read once; {@code found}, the share of
 * entries that were there.
 */
public final class Restart {
  private static final int VALUE_BYTES = 128;
  private static final int WRITTEN_AGAIN = 10;
  private static final int LOADING = 1000;
  private static final String NAME = "restart";

  private final PeerSettings settings;
  private final byte[] value = new byte[VALUE_BYTES];

  private Restart(PeerSettings settings) {
    this.settings = settings;
  }

  /** See the class. */
  public static void main(String[] args) throws IOException {
    Path directory = Path.of(System.getProperty(Scratch.DIRECTORY)).resolve(NAME);
    int entries = Integer.parseInt(args[1]);
    Restart restart = new Restart(new PeerSettings(directory, KeyKind.LONG, VALUE_BYTES, entries));
    switch (args[0]) {
      case "fill" -> restart.fill();
      case "open" -> restart.open(true);
      case "first" -> restart.open(false);
      case "loaded" -> {
        load(directory.resolveSibling(NAME + "-loading"));
        restart.open(false);
      }
      case "end" -> restart.end();
      default ->
          throw new IllegalArgumentException("fill, open, first, loaded or end, not " + args[0]);
    }
  }

  private Peer peer() {
    return PmemPeer.open(settings, PmemPeer.poolBytes(settings));
  }

  private static void print(String name, long began) {
    Figures.print(name, (System.nanoTime() - began) / 1e6);
  }

  private void fill() throws IOException {
    Files.createDirectory(settings.directory());
    long began = System.nanoTime();
    try (Peer peer = peer()) {
      put(peer, settings.entries());
      print("fill ms", began);
      began = System.nanoTime();
    }
    print("close ms", began);
  }

  /** Loads what opening a pool, putting and getting take, and nothing of the one that is timed. */
  private static void load(Path directory) throws IOException {
    Files.createDirectory(directory);
    try {
      Restart small = new Restart(new PeerSettings(directory, KeyKind.LONG, VALUE_BYTES, LOADING));
      for (int i = 0; i < 2; i++) { // made, and recovered
        try (Peer peer = small.peer()) {
          small.put(peer, LOADING);
          peer.get(KeyKind.LONG.key(0));
        }
      }
    } finally {
      Scratch.delete(directory);
    }
  }

  private void put(Peer peer, long count) {
    for (long i = 0; i < count; i++) {
      peer.put(KeyKind.LONG.key(i), value);
    }
  }

  private void open(boolean readsAll) {
    Object middle = KeyKind.LONG.key(settings.entries() / 2);
    long processor = Processors.usedMillis();
    long began = System.nanoTime();
    try (Peer peer = peer()) {
      print("open ms", began);
      boolean hit = peer.get(middle) != null;
      print("first get ms", began);
      Figures.print("processor ms", Processors.usedMillis() - processor);
      Figures.print("hit", hit ? 1 : 0);
      peer.put(middle, value);
      print("first put ms", began);
      if (readsAll) {
        long found = 0;
        for (long i = 0; i < settings.entries(); i++) {
          found += peer.get(KeyKind.LONG.key(i)) == null ? 0 : 1;
        }
        print("resident ms", began);
        Figures.print("found", (double) found / settings.entries());
      }
    }
  }

  /** The system keeps what is mapped, as after a SIGKILL; no code of ours runs. */
  private void end() {
    put(peer(), Math.max(1, settings.entries() / WRITTEN_AGAIN));
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }
}
