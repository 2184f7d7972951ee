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
package org.jcachepmem.allocator.hostile;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.pool.Durability;
import org.jcachepmem.allocator.pool.Pool;
import org.jcachepmem.allocator.pool.VerifyReads;
import org.jcachepmem.allocator.record.CatalogueEntry;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.allocator.record.RecordOptions;
import org.jcachepmem.allocator.record.RecordStore;
import org.jcachepmem.allocator.record.RecoveredTable;
import org.jcachepmem.allocator.record.Reservation;
import org.jcachepmem.allocator.record.Stripe;
import org.jspecify.annotations.Nullable;

/**
 * An open pool with an index of every cache that it has, calling in the order that the record store
 * asks for. One thread.
 */
final class Session {
  /** When all sessions are: nothing depends on the wall clock. */
  static final long NOW = 1_700_000_500_000L;

  final RecordStore records;

  /** So many that the last change of each leaves something unsettled. */
  private static final int STRIPES = 8;

  /** By cache id, then by key bytes. */
  final Map<Integer, Map<ByteBuffer, EntryRef>> index = new TreeMap<>();

  private Session(RecordStore records) {
    this.records = records;
  }

  /** Opens the pool on {@code medium}; {@link #takeRecovered} is the caller's. */
  static Session open(Medium medium) {
    RecordOptions options =
        new RecordOptions(
            STRIPES, VerifyReads.FIRST, () -> NOW, Durability.SYNC, 1_000, false, 2, 1);
    return new Session(RecordStore.open(Pool.mount(medium), options));
  }

  /**
   * Takes what recovery found of all stored caches. What is damaged is retired, as an index would.
   *
   * @param most how many entries there can be at most
   * @return how many were damaged
   */
  int takeRecovered(int most) {
    int taken = 0;
    int damaged = 0;
    for (CatalogueEntry cache : records.catalogue().entries()) {
      RecoveredTable recovered = records.recovered(cache.id());
      Map<ByteBuffer, EntryRef> entries = index.computeIfAbsent(cache.id(), id -> new TreeMap<>());
      for (byte[] key = recovered.peekAny(); key != null; key = recovered.peekAny()) {
        EntryRef entry = recovered.take(key);
        if (entry == null || ++taken > most) {
          throw new AssertionError("the recovered table shows what it can't give: " + text(key));
        }
        if (records.readKey(entry) == null) {
          if (!entry.isDamaged()) {
            throw new AssertionError(text(key) + " can't be read and is not damaged either");
          }
          damaged++;
          records.retire(stripe(key), entry);
        } else {
          entries.put(ByteBuffer.wrap(key), entry);
        }
      }
    }
    return damaged;
  }

  private Stripe stripe(byte[] key) {
    return records.stripe(ByteBuffer.wrap(key).hashCode());
  }

  /** The cache of that name, made if there is none. */
  int cache(String name) {
    CatalogueEntry entry = records.catalogue().find("fuzz", name);
    if (entry == null) {
      entry =
          records
              .catalogue()
              .create(
                  new CatalogueEntry(
                      0, "fuzz", name, "String", "string/1", "byte[]", "bytes/1", 0, false));
    }
    index.computeIfAbsent(entry.id(), id -> new TreeMap<>());
    return entry.id();
  }

  Map<ByteBuffer, EntryRef> entries(int cacheId) {
    return index.getOrDefault(cacheId, Map.of());
  }

  void put(int cacheId, byte[] key, byte[] value, long expiryMillis) {
    Reservation reservation = records.reserve(key.length, value.length);
    Stripe stripe = stripe(key);
    stripe.lock();
    try {
      EntryRef written =
          records.write(stripe, reservation, cacheId, key, value, expiryMillis, false);
      EntryRef old = entries(cacheId).put(ByteBuffer.wrap(key.clone()), written);
      if (old != null) {
        records.retire(stripe, old);
      }
    } finally {
      stripe.unlock();
    }
  }

  void put(int cacheId, String key, int version, int lengthBytes) {
    put(cacheId, utf8(key), value(cacheId, key, version, lengthBytes), EntryRef.ETERNAL);
  }

  void remove(int cacheId, byte[] key) {
    Stripe stripe = stripe(key);
    stripe.lock();
    try {
      EntryRef old = entries(cacheId).get(ByteBuffer.wrap(key));
      if (old == null) {
        records.settle(stripe);
        return;
      }
      records.remove(stripe, old);
      entries(cacheId).remove(ByteBuffer.wrap(key));
      records.retire(stripe, old);
    } finally {
      stripe.unlock();
    }
  }

  void clear(int cacheId) {
    Map<ByteBuffer, EntryRef> entries = entries(cacheId);
    records.clear(
        cacheId,
        (epoch, dropped) -> {
          List<ByteBuffer> gone = new ArrayList<>();
          entries.forEach(
              (key, entry) -> {
                if (records.epoch(entry) < epoch) {
                  gone.add(key);
                  dropped.accept(entry);
                }
              });
          gone.forEach(entries::remove);
        });
  }

  byte @Nullable [] get(int cacheId, byte[] key) {
    EntryRef entry = entries(cacheId).get(ByteBuffer.wrap(key));
    return entry == null ? null : records.readValue(entry);
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String text(byte[] key) {
    return new String(key, 0, Math.min(40, key.length), StandardCharsets.ISO_8859_1);
  }

  /** A value that says in each few bytes whose it is. */
  static byte[] value(int cacheId, String key, int version, int lengthBytes) {
    byte[] seed = utf8(cacheId + "/" + key + "#" + version + ";");
    byte[] value = new byte[lengthBytes];
    for (int i = 0; i < value.length; i++) {
      value[i] = seed[i % seed.length];
    }
    return value;
  }
}
