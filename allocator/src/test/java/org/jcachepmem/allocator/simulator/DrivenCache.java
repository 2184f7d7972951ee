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
package org.jcachepmem.allocator.simulator;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jcachepmem.allocator.record.CatalogueEntry;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.allocator.record.NewRecord;
import org.jcachepmem.allocator.record.RecordStore;
import org.jcachepmem.allocator.record.RecoveredTable;
import org.jcachepmem.allocator.record.Removal;
import org.jcachepmem.allocator.record.Reservation;
import org.jcachepmem.allocator.record.Stripe;
import org.jspecify.annotations.Nullable;

/**
 * The smallest index over a record store that keeps every rule of the product's: one cache, driven
 * by one thread.
 */
final class DrivenCache {
  static final String NAMESPACE = "simulator";

  private final RecordStore records;
  private final Map<String, Key> byBytes = new HashMap<>();
  private final Map<Integer, EntryRef> index = new TreeMap<>();
  final int number;
  final CatalogueEntry stored;
  final List<Key> keys;

  private DrivenCache(RecordStore records, int number, CatalogueEntry stored, List<Key> keys) {
    this.records = records;
    this.number = number;
    this.stored = stored;
    this.keys = keys.stream().filter(key -> key.cache() == number).toList();
    for (Key key : this.keys) {
      for (byte[] spelling : key.spellings()) {
        byBytes.put(text(spelling), key);
      }
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  static String name(int number) {
    return "cache " + number;
  }

  static CatalogueEntry entry(int number, long quota) {
    return new CatalogueEntry(
        0, NAMESPACE, name(number), "K", "k/1", "byte[]", "bytes/1", quota, number == 1);
  }

  /** Makes the cache, durably, unless an earlier attempt made it and failed afterwards. */
  static DrivenCache create(RecordStore records, int number, List<Key> keys) {
    CatalogueEntry made = records.catalogue().find(NAMESPACE, name(number));
    if (made == null) {
      made = records.catalogue().create(entry(number, 0));
    } else {
      records.catalogue().update(made);
    }
    return new DrivenCache(records, number, made, keys);
  }

  /** Attaches a stored cache with what recovery found of it; null if there is none. */
  static @Nullable DrivenCache attach(RecordStore records, int number, List<Key> keys) {
    CatalogueEntry stored = records.catalogue().find(NAMESPACE, name(number));
    if (stored == null) {
      return null;
    }
    DrivenCache cache = new DrivenCache(records, number, stored, keys);
    cache.index();
    return cache;
  }

  /**
   * Of several versions of equal keys the newest wins, and the others are settled before service.
   */
  private void index() {
    RecoveredTable recovered = records.recovered(stored.id());
    for (byte[] bytes = recovered.peekAny(); bytes != null; bytes = recovered.peekAny()) {
      EntryRef entry = recovered.take(bytes);
      Key key = byBytes.get(text(bytes));
      if (entry == null || key == null) {
        throw new AssertionError("a key that nobody put: " + text(bytes));
      }
      EntryRef other = index.get(key.number());
      if (other == null || records.sequence(other) < records.sequence(entry)) {
        index.put(key.number(), entry);
        if (other != null) {
          records.retire(stripe(key), other);
        }
      } else {
        records.retire(stripe(key), entry);
      }
    }
    records.settleAll();
  }

  Stripe stripe(Key key) {
    return records.stripe(key.hash());
  }

  @Nullable EntryRef entry(Key key) {
    return index.get(key.number());
  }

  int size() {
    return index.size();
  }

  /** Two or three of its keys. */
  List<Key> some(SplittableRandom random) {
    List<Key> some = new ArrayList<>(keys);
    int most = 2 + random.nextInt(2);
    while (some.size() > most) {
      some.remove(random.nextInt(some.size()));
    }
    return some;
  }

  /** One put of {@link #putAll}. */
  record Put(Key key, byte[] spelling, byte[] value, long expiryMillis) {}

  /** Of different keys, with one fence. False, and nothing is done, if there is no room for all. */
  boolean putAll(List<Put> puts) {
    List<NewRecord> all = new ArrayList<>();
    boolean hasRoom = false;
    try {
      puts.stream().map(this::planned).takeWhile(Objects::nonNull).forEach(all::add);
      hasRoom = all.size() == puts.size();
    } finally {
      if (!hasRoom) {
        all.forEach(record -> records.cancel(record.reservation()));
      }
    }
    if (hasRoom) {
      write(puts, all);
    }
    return hasRoom;
  }

  private @Nullable NewRecord planned(Put put) {
    Key key = put.key();
    EntryRef old = index.get(key.number());
    byte[] bytes = old == null || key.isCanonical() ? put.spelling() : records.readKey(old);
    Reservation room =
        bytes == null ? null : records.reserveIfFree(bytes.length, put.value().length);
    return room == null
        ? null
        : new NewRecord(
            stripe(key),
            room,
            bytes,
            put.value(),
            put.expiryMillis(),
            old == null && !key.isCanonical());
  }

  private void write(List<Put> puts, List<NewRecord> all) {
    all.forEach(record -> record.stripe().lock());
    try {
      List<EntryRef> written = records.writeAll(stored.id(), all);
      for (int i = 0; i < puts.size(); i++) {
        publish(puts.get(i).key(), written.get(i));
      }
    } finally {
      all.forEach(record -> record.stripe().unlock());
    }
  }

  private void publish(Key key, EntryRef written) {
    EntryRef old = index.get(key.number());
    if (old == null) {
      index.put(key.number(), written);
    } else if (!records.renew(stripe(key), old, written)) {
      records.retire(stripe(key), old);
      index.put(key.number(), written);
    }
  }

  void put(Put put) {
    put(put.key(), put.spelling(), put.value(), put.expiryMillis());
  }

  /** Reserve, write, renew the handle; or else retire the old one and publish the new. */
  void put(Key key, byte[] spelling, byte[] value, long expiryMillis) {
    EntryRef seen = index.get(key.number());
    int keyLength = seen == null ? spelling.length : seen.keyLength();
    Reservation reservation = records.reserve(keyLength, value.length);
    Stripe stripe = stripe(key);
    stripe.lock();
    try {
      EntryRef old = index.get(key.number()); // making room may have moved or evicted it
      byte[] bytes = old == null || key.isCanonical() ? spelling : records.readKey(old);
      if (bytes == null || bytes.length != keyLength) {
        records.cancel(reservation);
        reservation = null;
      } else {
        EntryRef written =
            records.write(
                stripe,
                reservation,
                stored.id(),
                bytes,
                value,
                expiryMillis,
                old == null && !key.isCanonical());
        publish(key, written);
      }
    } finally {
      stripe.unlock();
    }
    if (reservation == null) {
      put(key, spelling, value, expiryMillis);
    }
  }

  boolean remove(Key key) {
    Stripe stripe = stripe(key);
    stripe.lock();
    try {
      EntryRef old = index.get(key.number());
      if (old == null) {
        records.settle(stripe);
        return false;
      }
      records.remove(stripe, old);
      index.remove(key.number());
      records.retire(stripe, old);
      return true;
    } finally {
      stripe.unlock();
    }
  }

  /** Of different keys, with one fence. */
  void removeAll(List<Key> some) {
    List<Stripe> stripes = some.stream().map(this::stripe).toList();
    stripes.forEach(Stripe::lock);
    try {
      records.removeAll(
          some.stream().map(key -> new Removal(stripe(key), index.get(key.number()))).toList());
      for (Key key : some) {
        EntryRef old = index.remove(key.number());
        if (old != null) {
          records.retire(stripe(key), old);
        }
      }
    } finally {
      stripes.forEach(Stripe::unlock);
    }
  }

  void evict(Key key) {
    EntryRef old = index.get(key.number());
    if (old != null) {
      records.retire(stripe(key), old); // as Caffeine does: the listener runs in the removal
      index.remove(key.number());
    }
  }

  void expire(Key key, long millis, boolean durable) {
    EntryRef entry = index.get(key.number());
    if (entry != null) {
      Stripe stripe = stripe(key);
      stripe.lock();
      try {
        EntryRef touched = entry.expirable();
        index.put(key.number(), touched);
        records.storeExpiry(stripe, touched, millis, durable);
      } finally {
        stripe.unlock();
      }
    }
  }

  /**
   * Moves what it can under one stripe, whatever the keys': as it is done while nobody has a cache
   * open, because nobody knows the keys' own.
   */
  void moveAll(Stripe stripe) {
    stripe.lock();
    try {
      for (Key key : present()) {
        EntryRef old = index.get(key.number());
        EntryRef moved = old == null ? null : records.relocate(stripe, old, stored.id());
        if (old != null && moved != null) {
          records.retire(stripe, old);
          index.put(key.number(), moved);
        }
      }
    } finally {
      stripe.unlock();
    }
  }

  void clear() {
    records.clear(
        stored.id(),
        (epoch, dropped) -> {
          for (Key key : keys) {
            EntryRef entry = index.get(key.number());
            if (entry != null && records.epoch(entry) < epoch) {
              index.remove(key.number());
              dropped.accept(entry);
            }
          }
        });
  }

  void destroy() {
    records
        .catalogue()
        .destroy(
            stored,
            (epoch, dropped) -> {
              index.values().forEach(dropped);
              index.clear();
            });
  }

  /** Evicts entries that weigh {@code bytes}; returns how much went. */
  long evict(long bytes) {
    long evicted = 0;
    for (Key key : keys) {
      EntryRef entry = index.get(key.number());
      if (entry != null && evicted < bytes) {
        evicted += records.weightBytes(entry);
        evict(key);
      }
    }
    return evicted;
  }

  boolean vacate(byte[] keyBytes, long offset) {
    Key key = byBytes.get(text(keyBytes));
    Stripe stripe = stripe(key);
    stripe.lock();
    try {
      EntryRef entry = index.get(key.number());
      if (entry == null || entry.offset() != offset) {
        return false;
      }
      EntryRef moved = records.relocate(stripe, entry, stored.id());
      records.retire(stripe, entry);
      if (moved == null) {
        index.remove(key.number());
      } else {
        index.put(key.number(), moved);
      }
      return true;
    } finally {
      stripe.unlock();
    }
  }

  List<Key> present() {
    List<Key> present = new ArrayList<>();
    for (Key key : keys) {
      if (index.containsKey(key.number())) {
        present.add(key);
      }
    }
    return present;
  }
}
