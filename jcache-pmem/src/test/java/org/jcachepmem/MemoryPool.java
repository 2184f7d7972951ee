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
package org.jcachepmem;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import javax.cache.CacheException;
import org.jcachepmem.allocator.medium.CommitFigures;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.allocator.record.RecoveryReport;
import org.jcachepmem.index.EntryStore;
import org.jcachepmem.index.PoolFigures;
import org.jcachepmem.index.PoolSession;
import org.jcachepmem.index.StoreCounters;
import org.jcachepmem.key.KeyIdentities;
import org.jcachepmem.key.KeyIdentity;
import org.jspecify.annotations.Nullable;

/**
 * A pool in the heap that remembers what was asked of it: the sessions' double for tests of the
 * rules above them. Contents survive the sessions, as bytes. Entries are never evicted.
 */
final class MemoryPool {

  private record Kept(byte[] key, byte[] value, long expiryMillis) {}

  private static final class Stored {
    PoolSession.StoredCache description;
    @Nullable MemoryStore open;
    List<Kept> contents = new ArrayList<>();

    Stored(PoolSession.StoredCache description) {
      this.description = description;
    }
  }

  private final Map<List<String>, Stored> caches = new ConcurrentHashMap<>();
  private final AtomicLong offsets = new AtomicLong();

  /**
   * What was asked of the stores: {@code put KEY}, {@code remove KEY}, {@code drop KEY} and so on.
   */
  final List<String> calls = new CopyOnWriteArrayList<>();

  /** How many keys each removal of several had. */
  final List<Integer> removedTogether = new CopyOnWriteArrayList<>();

  /** The bytes of each stored entry of a cache, by the text of its key; changeable. */
  Map<KeyIdentity, MemoryStore.Cell> cellsOf(String name) {
    for (Stored stored : caches.values()) {
      if (stored.description.name().equals(name) && stored.open != null) {
        return stored.open.cells;
      }
    }
    throw new IllegalStateException("No open cache " + name);
  }

  PoolSession session() {
    return new Session();
  }

  private final class Session implements PoolSession {
    private final List<MemoryStore> stores = new ArrayList<>();

    @Override
    public synchronized EntryStore attach(StoredCache cache, KeyIdentities<?> keys) {
      synchronized (caches) {
        Stored stored =
            caches.computeIfAbsent(
                List.of(cache.namespace(), cache.name()), id -> new Stored(cache));
        if (stored.open != null) {
          throw new CacheException("Cache " + cache.name() + " is open in another session");
        }
        if (!stored.contents.isEmpty()
            && !stored.description.valueCodec().equals(cache.valueCodec())) {
          throw new CacheException("Cache " + cache.name() + " is stored with another codec");
        }
        stored.description = cache;
        MemoryStore store = new MemoryStore(stored, keys);
        stored.open = store;
        stores.add(store);
        return store;
      }
    }

    @Override
    public synchronized void detach(EntryStore store) {
      synchronized (caches) {
        MemoryStore own = (MemoryStore) store;
        if (stores.remove(own)) {
          own.detach();
        }
      }
    }

    @Override
    public boolean destroy(String namespace, String name) {
      synchronized (caches) {
        return caches.remove(List.of(namespace, name)) != null;
      }
    }

    @Override
    public void lose(String namespace, String name, Runnable loss) {
      loss.run();
    }

    @Override
    public void closing() {}

    @Override
    public List<String> storedNames(String namespace) {
      return caches.keySet().stream()
          .filter(id -> id.get(0).equals(namespace))
          .map(id -> id.get(1))
          .toList();
    }

    @Override
    public PoolFigures figures() {
      return new PoolFigures(
          null,
          "test",
          "volatile",
          false,
          true,
          false,
          false,
          0,
          new PoolFigures.Space(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
          new PoolFigures.Work(0, 0, 0, 0),
          new CommitFigures(0, 0, 0, 0, 0, 0, 0, 0),
          new RecoveryReport(true, 0, 0, 0, 0, 0, 0),
          new PoolFigures.Lost(Map.of(), 0, 0));
    }

    @Override
    public synchronized void close() {
      List.copyOf(stores).forEach(this::detach);
    }
  }

  /** One open cache. */
  final class MemoryStore implements EntryStore {

    /** An entry's handle and its bytes. */
    record Cell(EntryRef entry, byte[] value) {}

    private final Stored stored;
    private final KeyIdentities<?> identities;
    final Map<KeyIdentity, Cell> cells = new ConcurrentHashMap<>();
    private final long recovered;
    private volatile boolean detached;
    private volatile int clears;

    private MemoryStore(Stored stored, KeyIdentities<?> identities) {
      this.stored = stored;
      this.identities = identities;
      for (Kept kept : stored.contents) {
        KeyIdentity key = identities.ofStored(kept.key()).detached();
        cells.put(key, cell(key, kept.value(), kept.expiryMillis()));
      }
      recovered = cells.size();
    }

    private Cell cell(KeyIdentity key, byte[] value, long expiryMillis) {
      int keyLength = key.bytes().length;
      long offset = offsets.addAndGet(16);
      return new Cell(EntryRef.of(offset, keyLength, value.length, expiryMillis, true), value);
    }

    private void detach() {
      detached = true;
      stored.open = null;
      stored.contents = new ArrayList<>();
      cells.forEach(
          (key, cell) ->
              stored.contents.add(
                  new Kept(key.bytes().clone(), cell.value(), cell.entry().expiryMillis())));
    }

    private void check(String call) {
      if (detached) {
        throw new IllegalStateException("Cache " + stored.description.name() + " is detached");
      }
      calls.add(call);
    }

    @Override
    public void awaitRecovery() {}

    @Override
    public @Nullable EntryRef findIndexed(Object indexKey) {
      KeyIdentity key = identities.identity(indexKey);
      EntryRef entry = entryOf(key);
      if (entry != null) {
        check("find " + key);
      }
      return entry;
    }

    @Override
    public @Nullable EntryRef find(KeyIdentity key) {
      check("find " + key);
      return entryOf(key);
    }

    @Override
    public @Nullable EntryRef peek(KeyIdentity key) {
      check("peek " + key);
      return entryOf(key);
    }

    private @Nullable EntryRef entryOf(KeyIdentity key) {
      Cell cell = cells.get(key);
      return cell == null ? null : cell.entry();
    }

    @Override
    public boolean read(EntryRef entry, byte[] into) {
      byte[] value = entry.valueLength() == into.length ? read(entry) : null;
      if (value != null) {
        System.arraycopy(value, 0, into, 0, into.length);
      }
      return value != null;
    }

    @Override
    public byte @Nullable [] read(EntryRef entry) {
      check("read");
      for (Cell cell : cells.values()) {
        if (cell.entry() == entry) {
          return cell.value().clone();
        }
      }
      return null;
    }

    @Override
    public void put(KeyIdentity key, byte[] value, long expiryMillis) {
      check("put " + key);
      KeyIdentity kept = key.detached();
      cells.put(kept, cell(kept, value.clone(), expiryMillis));
    }

    @Override
    public int clears() {
      return clears;
    }

    @Override
    public synchronized void putBack(Write write, int clearsBefore) {
      if (clears == clearsBefore) {
        put(write.key(), write.value(), write.expiryMillis());
      }
    }

    @Override
    public synchronized void whileNothingIsPutBack(Runnable listing) {
      listing.run();
    }

    @Override
    public boolean remove(KeyIdentity key) {
      check("remove " + key);
      return cells.remove(key) != null;
    }

    @Override
    public void removeAll(Collection<KeyIdentity> keys) {
      removedTogether.add(keys.size());
      EntryStore.super.removeAll(keys);
    }

    @Override
    public boolean dropExpired(KeyIdentity key, EntryRef entry, long nowMillis, boolean waits) {
      return entry.isExpired(nowMillis) && drop(key, entry);
    }

    private boolean drop(KeyIdentity key, EntryRef entry) {
      check("drop " + key);
      Cell cell = cells.get(key);
      return cell != null && cell.entry() == entry && cells.remove(key, cell);
    }

    @Override
    public boolean dropUndecodable(KeyIdentity key, EntryRef entry, int version) {
      return drop(key, entry);
    }

    @Override
    public void touch(KeyIdentity key, EntryRef entry, int version, long expiryMillis) {
      check("touch " + key);
      cells.computeIfPresent(
          key, (id, cell) -> cell.entry() == entry ? cell(id, cell.value(), expiryMillis) : cell);
    }

    @Override
    public synchronized void clear() {
      check("clear");
      cells.clear();
      clears++;
    }

    @Override
    public long count() {
      return cells.size();
    }

    @Override
    public Iterator<KeyIdentity> keys() {
      check("keys");
      return cells.keySet().iterator();
    }

    @Override
    public StoreCounters counters() {
      return new StoreCounters(0, 0, recovered, 0);
    }
  }
}
