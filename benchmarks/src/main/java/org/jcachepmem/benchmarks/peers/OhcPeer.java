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
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.caffinitas.ohc.CacheSerializer;
import org.caffinitas.ohc.OHCache;
import org.caffinitas.ohc.OHCacheBuilder;
import org.jspecify.annotations.Nullable;

/** OHC as its manual has it: the linked implementation, LRU, serializers for keys and values. */
final class OhcPeer implements Peer {
  /** Of an entry beside key and value, so that the capacity holds all entries. */
  private static final int ENTRY_OVERHEAD_BYTES = 128;

  /** Entries of room more, because each of its segments has its own share of the capacity. */
  private static final int UNEVENNESS = 64;

  private final OHCache<Object, byte[]> cache;

  private OhcPeer(OHCache<Object, byte[]> cache) {
    this.cache = cache;
  }

  static Peer open(PeerSettings settings) {
    long entryBytes = settings.entryBytes() + ENTRY_OVERHEAD_BYTES;
    return new OhcPeer(
        OHCacheBuilder.<Object, byte[]>newBuilder()
            .keySerializer(new KeySerializer(settings.keys()))
            .valueSerializer(new ValueSerializer())
            .capacity(entryBytes * (settings.entries() * 5L / 4 + UNEVENNESS))
            .maxEntrySize(entryBytes + ENTRY_OVERHEAD_BYTES)
            .build());
  }

  @Override
  public byte @Nullable [] get(Object key) {
    return cache.get(key);
  }

  @Override
  public void put(Object key, byte[] value) {
    cache.put(key, value);
  }

  @Override
  public void close() {
    try {
      cache.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record KeySerializer(KeyKind keys) implements CacheSerializer<Object> {
    @Override
    public void serialize(Object key, ByteBuffer target) {
      if (keys == KeyKind.LONG) {
        target.putLong((Long) key);
      } else {
        target.put(keys.bytes(key));
      }
    }

    @Override
    public Object deserialize(ByteBuffer source) {
      if (keys == KeyKind.LONG) {
        return source.getLong();
      }
      byte[] bytes = new byte[source.remaining()];
      source.get(bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public int serializedSize(Object key) {
      return keys.lengthBytes();
    }
  }

  private static final class ValueSerializer implements CacheSerializer<byte[]> {
    @Override
    public void serialize(byte[] value, ByteBuffer target) {
      target.put(value);
    }

    @Override
    public byte[] deserialize(ByteBuffer source) {
      byte[] value = new byte[source.remaining()];
      source.get(value);
      return value;
    }

    @Override
    public int serializedSize(byte[] value) {
      return value.length;
    }
  }
}
