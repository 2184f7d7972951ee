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
package org.jcachepmem.allocator.record;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The smallest index over a record store: one cache of strings, calling in the order that the store
 * asks for. Values describe themselves, so that a torn or foreign one shows.
 */
final class TestCache implements PressureRelief {
  final RecordStore records;
  final int id;
  final Map<String, EntryRef> index = new ConcurrentHashMap<>();

  /** Attaches the cache called {@code name}, making it if need be. */
  TestCache(RecordStore records, String name) {
    this.records = records;
    CatalogueEntry entry = records.catalogue().find("test", name);
    if (entry == null) {
      entry =
          records
              .catalogue()
              .create(
                  new CatalogueEntry(
                      0, "test", name, "String", "string/1", "byte[]", "bytes/1", 0, false));
    }
    id = entry.id();
    RecoveredTable recovered = records.recovered(id);
    for (byte[] key = recovered.peekAny(); key != null; key = recovered.peekAny()) {
      index.put(new String(key, StandardCharsets.UTF_8), recovered.take(key));
    }
    records.pressureRelief(this);
  }

  private Stripe stripe(String key) {
    return records.stripe(key.hashCode());
  }

  void put(String key, byte[] value) {
    int keyLength = key.getBytes(StandardCharsets.UTF_8).length;
    put(key, value, records.reserve(keyLength, value.length));
  }

  /** The same with slots that were taken before. */
  void put(String key, byte[] value, Reservation reservation) {
    byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
    Stripe stripe = stripe(key);
    stripe.lock();
    try {
      EntryRef written =
          records.write(stripe, reservation, id, bytes, value, EntryRef.ETERNAL, false);
      EntryRef old = index.get(key);
      if (old == null) {
        index.put(key, written);
      } else if (!records.renew(stripe, old, written)) {
        records.retire(stripe, old);
        index.put(key, written);
      }
    } finally {
      stripe.unlock();
    }
  }

  boolean remove(String key) {
    Stripe stripe = stripe(key);
    stripe.lock();
    try {
      EntryRef old = index.get(key);
      if (old == null) {
        records.settle(stripe);
        return false;
      }
      records.remove(stripe, old);
      index.remove(key);
      records.retire(stripe, old);
      return true;
    } finally {
      stripe.unlock();
    }
  }

  boolean evict(String key) {
    EntryRef old = index.get(key);
    if (old == null) {
      return false;
    }
    // As Caffeine does: the listener runs before the mapping is gone.
    records.retire(stripe(key), old);
    index.remove(key, old);
    return true;
  }

  byte @Nullable [] get(String key) {
    for (EntryRef entry = index.get(key); entry != null; entry = index.get(key)) {
      byte[] value = records.readValue(entry);
      if (value != null) {
        return value;
      }
      if (entry.isDamaged()) {
        throw new AssertionError(key + " is damaged");
      }
    }
    return null;
  }

  void clear() {
    records.clear(
        id,
        (epoch, dropped) ->
            index.forEach(
                (key, entry) -> {
                  Stripe stripe = stripe(key);
                  stripe.lock();
                  try {
                    if (records.epoch(entry) < epoch && index.remove(key, entry)) {
                      dropped.accept(entry);
                    }
                  } finally {
                    stripe.unlock();
                  }
                }));
  }

  @Override
  public boolean evict(long bytes) {
    long evicted = 0;
    for (String key : index.keySet().stream().sorted().toList()) {
      if (evicted >= bytes) {
        break;
      }
      EntryRef entry = index.get(key);
      if (entry != null) {
        evicted += records.weightBytes(entry);
        evict(key);
      }
    }
    return evicted > 0;
  }

  @Override
  public boolean vacate(int cacheId, byte[] keyBytes, long offset) {
    String key = new String(keyBytes, StandardCharsets.UTF_8);
    Stripe stripe = stripe(key);
    stripe.lock();
    try {
      EntryRef entry = cacheId == id ? index.get(key) : null;
      if (entry == null || entry.offset() != offset) {
        return false;
      }
      EntryRef moved = records.relocate(stripe, entry, id);
      records.retire(stripe, entry);
      if (moved == null) {
        index.remove(key, entry);
      } else {
        index.put(key, moved);
      }
      return true;
    } finally {
      stripe.unlock();
    }
  }

  /** A value of that length that says whose it is, in each byte. */
  static byte[] value(String key, int version, int length) {
    byte[] value = new byte[length];
    byte[] seed = (key + "#" + version + ";").getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < length; i++) {
      value[i] = (byte) (seed[i % seed.length] + i / seed.length);
    }
    return value;
  }

  static String digest(byte @Nullable [] value) {
    return value == null ? "absent" : value.length + ":" + Arrays.hashCode(value);
  }
}
