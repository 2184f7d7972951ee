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

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.Dbi;
import org.lmdbjava.DbiFlags;
import org.lmdbjava.Env;
import org.lmdbjava.Txn;

/** LMDB as lmdbjava's tutorial opens it; a read transaction for each get, a synced one a put. */
final class LmdbPeer implements Peer {
  private static final int PAGE_BYTES = 4096;

  private final KeyKind keys;
  private final Env<ByteBuffer> environment;
  private final Dbi<ByteBuffer> database;
  private final ThreadLocal<ByteBuffer> keyBuffers;
  private final ThreadLocal<ByteBuffer> valueBuffers;

  private LmdbPeer(PeerSettings settings) {
    keys = settings.keys();
    long mapBytes =
        (settings.userBytes() + (long) PAGE_BYTES * settings.entries()) * 3 + (64 << 20);
    environment =
        Env.create().setMapSize(mapBytes).setMaxDbs(1).open(settings.directory().toFile());
    database = environment.openDbi("benchmark", DbiFlags.MDB_CREATE);
    keyBuffers =
        ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(environment.getMaxKeySize()));
    valueBuffers = ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(settings.valueBytes()));
  }

  static Peer open(PeerSettings settings) {
    return new LmdbPeer(settings);
  }

  @Override
  public byte @Nullable [] get(Object key) {
    try (Txn<ByteBuffer> reading = environment.txnRead()) {
      return get(reading, key);
    }
  }

  private byte @Nullable [] get(Txn<ByteBuffer> reading, Object key) {
    ByteBuffer found = database.get(reading, keyBuffer(key));
    if (found == null) {
      return null;
    }
    byte[] value = new byte[found.remaining()];
    found.get(value);
    return value;
  }

  @Override
  public void put(Object key, byte[] value) {
    database.put(keyBuffer(key), valueBuffer(value));
  }

  @Override
  public Map<Object, byte[]> getAll(Set<Object> wanted) {
    Map<Object, byte[]> found = new HashMap<>();
    try (Txn<ByteBuffer> reading = environment.txnRead()) {
      for (Object key : wanted) {
        byte[] value = get(reading, key);
        if (value != null) {
          found.put(key, value);
        }
      }
    }
    return found;
  }

  @Override
  public void putAll(Map<Object, byte[]> entries) {
    try (Txn<ByteBuffer> writing = environment.txnWrite()) {
      entries.forEach((key, value) -> database.put(writing, keyBuffer(key), valueBuffer(value)));
      writing.commit();
    }
  }

  private ByteBuffer keyBuffer(Object key) {
    return keyBuffers.get().clear().put(keys.bytes(key)).flip();
  }

  private ByteBuffer valueBuffer(byte[] value) {
    return valueBuffers.get().clear().put(value).flip();
  }

  @Override
  public void close() {
    database.close();
    environment.close();
  }
}
