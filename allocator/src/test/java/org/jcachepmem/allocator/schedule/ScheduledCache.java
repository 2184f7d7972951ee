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
package org.jcachepmem.allocator.schedule;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jcachepmem.allocator.record.CatalogueEntry;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.allocator.record.RecordStore;
import org.jcachepmem.allocator.record.RecoveredTable;
import org.jcachepmem.allocator.record.Reservation;
import org.jcachepmem.allocator.record.Stripe;
import org.jspecify.annotations.Nullable;

/**
 * An index over a record store that keeps the order that the store asks for, with a step at each
 * place where a real one can be interrupted. What recovery found is indexed by who comes first, as
 * in the product. Some of its rules can be broken by a {@link Plant}.
 */
final class ScheduledCache {
  static final String NAMESPACE = "threads";

  private final RecordStore records;
  private final History history;
  private final Plant plant;
  private final String name;
  private final boolean hasRecovered;
  private final CatalogueEntry stored;
  private final Map<String, EntryRef> index = new ConcurrentHashMap<>();

  /** Attaches the cache of that name, making it if need be. */
  ScheduledCache(RecordStore records, History history, Plant plant, String name) {
    this.records = records;
    this.history = history;
    this.plant = plant;
    this.name = name;
    CatalogueEntry found = records.catalogue().find(NAMESPACE, name);
    stored = found != null ? found : records.catalogue().create(entry(name));
    hasRecovered = records.recovered(stored.id()).count() > 0;
  }

  private static CatalogueEntry entry(String name) {
    return new CatalogueEntry(
        0, NAMESPACE, name, "String", "string/1", "byte[]", "bytes/1", 0, false);
  }

  int id() {
    return stored.id();
  }

  /** How the history calls a key. */
  String historic(String key) {
    return name + "/" + key;
  }

  private Stripe stripe(String key) {
    return records.stripe(key.hashCode());
  }

  private static byte[] bytes(String key) {
    return key.getBytes(StandardCharsets.UTF_8);
  }

  /** To a holder of the stripe: the live entry, or null; then each older record is queued. */
  private @Nullable EntryRef current(String key) {
    EntryRef entry = index.get(key);
    if (entry != null && !entry.isLive() && plant != Plant.REMOVE_RETIRED) {
      index.remove(key, entry);
      entry = null;
    }
    if (entry == null && hasRecovered) {
      RecoveredTable recovered = records.recovered(id());
      entry = recovered.take(bytes(key));
      if (entry != null) {
        entry = fitting(key, entry);
        Schedule.step(Step.TEST, 1);
        index.put(key, entry);
      }
    }
    return entry;
  }

  void put(String key, byte[] value, long expiryMillis) {
    Reservation reservation = records.reserve(bytes(key).length, value.length);
    Stripe stripe = stripe(key);
    stripe.lock();
    try {
      EntryRef old = current(key);
      boolean settlesAll = (value.length & 3) == 0;
      EntryRef written =
          fitting(
              key,
              records.write(
                  stripe, reservation, id(), bytes(key), value, expiryMillis, settlesAll));
      boolean isPlain = plant != Plant.PUBLISH_BEFORE_RETIRE;
      if (old == null || !isPlain || !records.renew(stripe, old, written)) {
        replace(stripe, key, old, written);
      }
    } finally {
      stripe.unlock();
    }
  }

  /** Entries of half of the keys are not touched, and have a small handle if they are eternal. */
  private static EntryRef fitting(String key, EntryRef entry) {
    return (key.hashCode() & 1) == 0 ? entry.expirable() : entry;
  }

  private void replace(Stripe stripe, String key, @Nullable EntryRef old, EntryRef written) {
    if (plant == Plant.PUBLISH_BEFORE_RETIRE) {
      index.put(key, written);
      Schedule.step(Step.TEST, 2);
    }
    if (old != null) {
      records.retire(stripe, old);
    }
    Schedule.step(Step.TEST, 3);
    if (plant != Plant.PUBLISH_BEFORE_RETIRE) {
      index.put(key, written);
    }
  }

  boolean remove(String key) {
    Stripe stripe = stripe(key);
    stripe.lock();
    try {
      EntryRef old = current(key);
      if (old == null) {
        if (plant != Plant.MISS_SETTLES_NOTHING) {
          records.settle(stripe);
        }
        return false;
      }
      records.remove(stripe, old);
      index.remove(key, old);
      Schedule.step(Step.TEST, 4);
      records.retire(stripe, old);
      return true;
    } finally {
      stripe.unlock();
    }
  }

  /** As an eviction listener: the record is retired before the mapping is gone, with no lock. */
  void evict(String key) {
    EntryRef old = index.get(key);
    if (old == null) {
      return;
    }
    History.Call call = history.drop(historic(key));
    boolean gone;
    if (plant == Plant.UNMAP_BEFORE_RETIRE) {
      gone = index.remove(key, old);
      Schedule.step(Step.TEST, 5);
      gone |= records.retire(stripe(key), old);
    } else {
      Schedule.step(Step.TEST, 5);
      gone = records.retire(stripe(key), old);
      Schedule.step(Step.TEST, 6);
      gone |= index.remove(key, old);
    }
    if (gone) {
      history.end(call);
    } else {
      history.failed(call); // it was replaced meanwhile
    }
  }

  byte @Nullable [] get(String key) {
    for (; ; Schedule.giveWay()) {
      EntryRef entry = index.get(key);
      if (entry == null) {
        entry = hasRecovered ? lockedCurrent(key) : null;
      }
      if (entry == null) {
        return null;
      }
      byte[] value = read(entry);
      if (value != null) {
        return value;
      }
      if (entry.isDamaged()) {
        throw new Violation(key + " is damaged");
      }
    }
  }

  private byte @Nullable [] read(EntryRef entry) {
    if (plant != Plant.READER_IGNORES_DEATH) {
      return records.readValue(entry);
    }
    EntryRef immortal =
        EntryRef.of(entry.offset(), entry.keyLength(), entry.valueLength(), 0, true);
    return records.readValue(immortal);
  }

  private @Nullable EntryRef lockedCurrent(String key) {
    Stripe stripe = stripe(key);
    stripe.lock();
    try {
      return current(key);
    } finally {
      stripe.unlock();
    }
  }

  /** Changes the expiry, in DRAM only or durably. */
  void touch(String key, long expiryMillis, boolean durable) {
    EntryRef entry = index.get(key);
    if (entry == null || !entry.canExpire()) {
      return;
    }
    int version = entry.version();
    Schedule.step(Step.TEST, 7);
    Stripe stripe = stripe(key);
    if (!durable && !stripe.tryLock()) {
      entry.expiryMillis(version, expiryMillis);
      return;
    }
    if (durable) {
      stripe.lock();
    }
    try {
      if (index.get(key) == entry && entry.version() == version) {
        records.storeExpiry(stripe, entry, expiryMillis, durable);
      }
    } finally {
      stripe.unlock();
    }
  }

  void clear(Runnable dropped) {
    records.clear(id(), dropper(dropped));
  }

  void destroy() {
    records.catalogue().destroy(stored, dropper(() -> {}));
  }

  private org.jcachepmem.allocator.record.Dropper dropper(Runnable dropped) {
    return (epoch, consumer) -> {
      dropOlderThan(plant == Plant.CLEAR_DROPS_NEWER ? Long.MAX_VALUE : epoch, consumer);
      dropped.run();
    };
  }

  private void dropOlderThan(long epoch, Consumer<EntryRef> consumer) {
    for (String key : keys()) {
      EntryRef entry = index.get(key);
      Schedule.step(Step.TEST, 8);
      if (entry != null && dropIfOlder(key, entry, epoch)) {
        consumer.accept(entry);
      }
    }
  }

  /**
   * As in the product, under the stripe: else the record may be dead and another's by now, or the
   * handle stand for a newer one.
   */
  private boolean dropIfOlder(String key, EntryRef entry, long epoch) {
    Stripe stripe = stripe(key);
    stripe.lock();
    try {
      if (!entry.isLive()) {
        index.remove(key, entry); // on its way out: gone before the clear returns
      }
      return entry.isLive() && records.epoch(entry) < epoch && index.remove(key, entry);
    } finally {
      stripe.unlock();
    }
  }

  /** The indexed keys. */
  List<String> keys() {
    return index.keySet().stream().sorted().toList();
  }

  long weightBytes(String key) {
    EntryRef entry = index.get(key);
    return entry == null ? 0 : records.weightBytes(entry);
  }

  /** In one step: who was evicted while it was moved stays so, and its copy follows it. */
  private void publishMoved(Stripe stripe, String key, EntryRef entry, EntryRef moved) {
    Schedule.step(Step.TEST, 11);
    if (plant == Plant.PUBLISH_EVICTED_COPY) {
      replace(stripe, key, entry, moved);
      return;
    }
    EntryRef mapped =
        index.computeIfPresent(
            key,
            (same, current) -> current == entry && records.retire(stripe, entry) ? moved : current);
    if (mapped != moved) {
      records.retire(stripe, moved);
    }
  }

  /** As if its chunk were emptied. */
  void relocate(String key) {
    EntryRef entry = index.get(key);
    Schedule.step(Step.TEST, 10);
    if (entry != null) {
      vacate(key, entry.offset());
    }
  }

  /** Moves the entry at {@code offset}, or evicts it. */
  boolean vacate(String key, long offset) {
    Stripe stripe = stripe(key);
    stripe.lock();
    try {
      EntryRef entry = current(key);
      if (entry == null || entry.offset() != offset) {
        return false;
      }
      EntryRef moved = records.relocate(stripe, entry, id());
      if (moved != null) {
        publishMoved(stripe, key, entry, fitting(key, moved));
        return true;
      }
      History.Call call = history.drop(historic(key));
      records.retire(stripe, entry);
      Schedule.step(Step.TEST, 9);
      index.remove(key, entry);
      history.end(call);
      return true;
    } finally {
      stripe.unlock();
    }
  }
}
