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
package org.jcachepmem.benchmarks.peers;

import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Everything that can be measured, by the name that tables and command lines use. */
public enum PeerKind {
  /** This project over the pool that {@code jcache-pmem.*} properties describe. */
  PMEM("jcache-pmem", true, List.of(), PmemPeer::open),
  /** Caffeine on the heap, with a copy of the value on get and put. */
  CAFFEINE("caffeine", true, List.of(), CaffeinePeer::open),
  /** Caffeine's own JCache provider, by value. */
  CAFFEINE_JCACHE("caffeine-jcache", true, List.of(), CaffeineJCachePeer::open),
  /** Ehcache 3 with an off-heap tier alone. */
  EHCACHE_OFFHEAP("ehcache-offheap", true, List.of(), EhcachePeer::openOffHeap),
  /** Ehcache 3 with a disk tier alone. */
  EHCACHE_DISK("ehcache-disk", true, List.of(), EhcachePeer::openDisk),
  /** Chronicle Map persisted to a file. */
  CHRONICLE_MAP("chronicle-map", false, Flags.CHRONICLE, ChroniclePeer::open),
  /** OHC, linked implementation. */
  OHC("ohc", true, List.of(), OhcPeer::open),
  /** RocksDB with its defaults: the log is written, not synced. */
  ROCKSDB("rocksdb", false, List.of(), RocksPeer::open),
  /** LMDB with its defaults: a synced transaction for each put. */
  LMDB("lmdb", false, Flags.LMDB, LmdbPeer::open),
  /** H2's MVStore with its defaults: committed in the background. */
  MVSTORE("h2-mvstore", false, List.of(), MvStorePeer::open),
  /** No cache: values at known places of a mapped file. The limit of what copying costs. */
  COPY("copy", false, List.of(), CopyPeer::open),
  /** A copy, its flush and a fence, without an index: the limit of a durable put. */
  PERSIST("copy-flush-fence", false, List.of(), PersistPeer::open),
  /** The index alone. */
  INDEX("index", true, List.of(), IndexPeer::open),
  /** This project below javax.cache. */
  STORE("store", true, List.of(), settings -> StorePeer.open(settings, Set.of())),
  /** The same, without waiting for what was flushed. */
  STORE_NO_FENCE(
      "store-no-fence", true, List.of(), settings -> StorePeer.open(settings, Set.of(Layer.FENCE))),
  /** The same, without flushes. */
  STORE_NO_FLUSH(
      "store-no-flush",
      true,
      List.of(),
      settings -> StorePeer.open(settings, Set.of(Layer.FENCE, Layer.FLUSH))),
  /** The same, without the copying of keys and values. */
  STORE_NO_COPY(
      "store-no-copy",
      true,
      List.of(),
      settings -> StorePeer.open(settings, EnumSet.allOf(Layer.class)));

  private final String label;
  private final boolean evicts;
  private final List<String> jvmFlags;
  private final Opener opener;

  PeerKind(String label, boolean evicts, List<String> jvmFlags, Opener opener) {
    this.label = label;
    this.evicts = evicts;
    this.jvmFlags = jvmFlags;
    this.opener = opener;
  }

  /** Opens one. */
  public Peer open(PeerSettings settings) throws IOException {
    return opener.open(settings);
  }

  /** Its name in tables. */
  public String label() {
    return label;
  }

  /** Whether it makes room by itself. */
  public boolean evicts() {
    return evicts;
  }

  /** Whether it keeps every value; the limits, and the layers left out, do not. */
  public boolean isCache() {
    return ordinal() < COPY.ordinal() || this == STORE;
  }

  /** Whether it can change a value as one step. */
  public boolean invokes() {
    return this == PMEM || this == CAFFEINE || this == CAFFEINE_JCACHE;
  }

  /** What its manual asks to pass to a JVM of 17 or later. */
  public List<String> jvmFlags() {
    return jvmFlags;
  }

  /**
   * The kind that tables call {@code label}.
   *
   * @throws IllegalArgumentException if there is none, naming those that there are
   */
  public static PeerKind of(String label) {
    for (PeerKind kind : values()) {
      if (kind.label.equals(label)) {
        return kind;
      }
    }
    throw new IllegalArgumentException(
        "no peer "
            + label
            + "; there are "
            + Arrays.stream(values()).map(PeerKind::label).toList());
  }

  @FunctionalInterface
  private interface Opener {
    Peer open(PeerSettings settings) throws IOException;
  }

  private static final class Flags {
    static final List<String> LMDB =
        List.of(
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED");

    static final List<String> CHRONICLE =
        List.of(
            "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
            "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-exports=jdk.unsupported/sun.misc=ALL-UNNAMED",
            "--add-exports=jdk.compiler/com.sun.tools.javac.file=ALL-UNNAMED",
            "--add-opens=jdk.compiler/com.sun.tools.javac=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-opens=java.base/java.io=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED");
  }
}
