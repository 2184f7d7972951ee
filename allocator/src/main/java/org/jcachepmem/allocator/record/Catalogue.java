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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jcachepmem.allocator.layout.Bytes;
import org.jcachepmem.allocator.layout.CatalogueLayout;
import org.jcachepmem.allocator.layout.HotWordLayout;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The caches that a pool has, kept in records of cache id 0. Each change is one put or one
 * tombstone, so a crash leaves it done or not done. Thread safe: changes are made one at a time.
 */
public final class Catalogue {
  private static final Logger LOG = LoggerFactory.getLogger(Catalogue.class);

  private final RecordStore records;
  private final int cacheIds;

  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by the lock, as all below. */
  private final Map<Integer, CatalogueEntry> entries = new HashMap<>();

  private final Map<Integer, EntryRef> refs = new HashMap<>();
  private final BitSet ids = new BitSet();

  /** Ids of caches whose deletion has begun. */
  private final BitSet dying = new BitSet();

  Catalogue(RecordStore records, int cacheIds) {
    this.records = records;
    this.cacheIds = cacheIds;
    ids.set(CatalogueLayout.CATALOGUE_ID);
    List<EntryRef> found = new ArrayList<>();
    records.recovered(CatalogueLayout.CATALOGUE_ID).takeAll(found::add);
    for (EntryRef ref : found) {
      byte[] key = records.readKey(ref);
      byte[] value = records.readValue(ref);
      // Recovery has checked key and value. To pass over an entry would give its id to another
      // cache, and the records of its cache with it.
      if (key == null || value == null) {
        throw CatalogueCoding.lost();
      }
      int id = Bytes.getInt(key, 0);
      if (isUsable(id)) {
        entries.put(id, CatalogueCoding.decode(id, value));
        refs.put(id, ref);
        ids.set(id);
      } else {
        drop(id, ref);
      }
    }
  }

  /**
   * Whether the id's minEpoch can be read. If not, none of its records will count at the next open,
   * as none counted at this one.
   */
  private boolean isUsable(int id) {
    return records.pool().isIntact(HotWordLayout.minEpoch(id));
  }

  /** Lets the name of a cache go, so that it can have another id. */
  private void drop(int id, EntryRef ref) {
    LOG.warn("cache id {} is out of use and its cache is gone: its minEpoch can't be read", id);
    Stripe stripe = stripe(id);
    stripe.lock();
    try {
      records.remove(stripe, ref);
      records.retire(stripe, ref);
    } finally {
      stripe.unlock();
    }
    records.commit();
  }

  /** All caches, in no order. */
  public List<CatalogueEntry> entries() {
    lock.lock();
    try {
      return new ArrayList<>(entries.values());
    } finally {
      lock.unlock();
    }
  }

  /** The cache of that identity, or null. */
  public @Nullable CatalogueEntry find(String namespace, String name) {
    lock.lock();
    try {
      for (CatalogueEntry entry : entries.values()) {
        if (entry.name().equals(name) && entry.namespace().equals(namespace)) {
          return entry;
        }
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Adds a cache, durably, and gives it an id.
   *
   * @throws CatalogueFullException if the pool has all the caches that it can have
   * @throws IllegalArgumentException if there is one of that identity, or a name is too long
   */
  public CatalogueEntry create(CatalogueEntry entry) {
    return write(
        entry,
        () -> {
          if (find(entry.namespace(), entry.name()) != null) {
            throw new IllegalArgumentException(
                "the pool has a cache " + entry.name() + " in " + entry.namespace());
          }
          int id = ids.nextClearBit(0);
          while (id < cacheIds && !isUsable(id)) {
            id = ids.nextClearBit(id + 1);
          }
          if (id >= cacheIds) {
            throw new CatalogueFullException(entry.name(), cacheIds - 1);
          }
          return entry.withId(id);
        });
  }

  /** Changes what the catalogue says about a cache, durably. */
  public void update(CatalogueEntry entry) {
    write(
        entry,
        () -> {
          if (!entries.containsKey(entry.id())) {
            throw new IllegalArgumentException("the pool has no cache with id " + entry.id());
          }
          return entry;
        });
  }

  /**
   * Stores the entry that {@code check} returns under the lock. Room is made before, without the
   * lock: making room may want to move catalogue entries.
   */
  private CatalogueEntry write(CatalogueEntry entry, Supplier<CatalogueEntry> check) {
    byte[] value = CatalogueCoding.encode(entry);
    Reservation reservation = records.reserveReadable(CatalogueLayout.KEY_BYTES, value.length);
    boolean consumed = false;
    lock.lock();
    try {
      CatalogueEntry checked = check.get();
      consumed = true;
      put(checked, reservation, value);
      return checked;
    } finally {
      lock.unlock();
      if (!consumed) {
        records.cancel(reservation);
      }
    }
  }

  private void put(CatalogueEntry entry, Reservation reservation, byte[] value) {
    Stripe stripe = stripe(entry.id());
    stripe.lock();
    try {
      byte[] key = CatalogueCoding.key(entry.id());
      EntryRef ref =
          records.write(
              stripe,
              reservation,
              CatalogueLayout.CATALOGUE_ID,
              key,
              value,
              EntryRef.ETERNAL,
              false);
      try {
        EntryRef old = refs.get(entry.id());
        if (old != null) {
          records.retire(stripe, old);
        }
        refs.put(entry.id(), ref);
        entries.put(entry.id(), entry);
        ids.set(entry.id());
      } catch (Error e) {
        records.life().stop(e); // the record is stored, and nobody would ever remove it
        throw e;
      }
      records.commit();
    } finally {
      stripe.unlock();
    }
  }

  /**
   * Deletes a cache: durable on return. Its catalogue entry goes first, which deletes it whole;
   * then its records, and only then is its id free. If this throws, it can be called again.
   */
  public void destroy(CatalogueEntry entry, Dropper dropper) {
    int id = entry.id();
    lock.lock();
    try {
      EntryRef ref = refs.get(id);
      if (ref != null) {
        Stripe stripe = stripe(id);
        stripe.lock();
        try {
          records.remove(stripe, ref);
          dying.set(id);
          entries.remove(id);
          refs.remove(id);
          records.retire(stripe, ref);
        } finally {
          stripe.unlock();
        }
      } else if (!dying.get(id)) {
        throw new IllegalArgumentException("the pool has no cache with id " + id);
      }
      records.commit();
      records.clear(id, dropper);
      ids.clear(id);
      dying.clear(id);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Moves the entry whose slot is at {@code offset}, if nobody changes the catalogue and there is a
   * slot.
   */
  void relocate(long offset) {
    if (!lock.tryLock()) {
      return;
    }
    try {
      for (Map.Entry<Integer, EntryRef> each : refs.entrySet()) {
        if (each.getValue().offset() == offset) {
          relocate(each);
          return;
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void relocate(Map.Entry<Integer, EntryRef> each) {
    EntryRef old = each.getValue();
    Stripe stripe = stripe(each.getKey());
    stripe.lock();
    try {
      EntryRef moved = records.relocate(stripe, old, CatalogueLayout.CATALOGUE_ID);
      if (moved != null) {
        records.retire(stripe, old);
        each.setValue(moved);
      }
    } finally {
      stripe.unlock();
    }
  }

  private Stripe stripe(int id) {
    return records.stripe(Arrays.hashCode(CatalogueCoding.key(id)));
  }
}
