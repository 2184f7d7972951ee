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
package org.jcachepmem.index;

import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.cache.CacheException;
import org.jcachepmem.allocator.pool.RecoveryMiss;
import org.jcachepmem.allocator.record.CatalogueEntry;
import org.jcachepmem.allocator.record.EarlyReads;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.index.PoolSession.StoredCache;
import org.jcachepmem.key.KeyIdentities;
import org.jcachepmem.key.KeyIdentity;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The entries of a cache whose pool is still being recovered: reads are served from what was found
 * already, where that is safe, and everything else waits. When the cache is attached this passes
 * everything on.
 *
 * <p>Since nothing is written before recovery has ended, nothing that recovery does can undo a
 * write. Operations that look before they write wait in {@link #awaitRecovery} first, so that a
 * {@link RecoveryMiss#MISS} is never taken for an absence that a write may rely on. Thread safe.
 */
final class RecoveringEntries implements EntryStore {
  private static final Logger LOG = LoggerFactory.getLogger(RecoveringEntries.class);
  private static final long POLL_MICROS = 500;
  private static final StoreCounters NOTHING_YET = new StoreCounters(0, 0, 0, 0);

  private final EarlyReads early;
  private final RecoveryMiss onMiss;
  private final StoredCache cache;
  private final boolean isCanonical;
  private final CompletableFuture<EntryStore> attached;
  private volatile @Nullable EntryStore ready;

  RecoveringEntries(
      EarlyReads early,
      RecoveryMiss onMiss,
      StoredCache cache,
      KeyIdentities<?> keys,
      CompletableFuture<EntryStore> attached) {
    this.early = early;
    this.onMiss = onMiss;
    this.cache = cache;
    this.isCanonical = keys.isCanonical();
    this.attached = attached;
  }

  /** The attached store, waited for. */
  EntryStore awaited() {
    EntryStore store = ready;
    if (store != null) {
      return store;
    }
    try {
      return attached(attached.join());
    } catch (CompletionException e) {
      throw failure(e);
    }
  }

  /** The attached store, waited for, unless attaching it failed. */
  Optional<EntryStore> awaitedIfAny() {
    try {
      return Optional.of(awaited());
    } catch (CacheException e) {
      LOG.debug("cache {} was not attached", cache.name(), e);
      return Optional.empty();
    }
  }

  /** The attached store, or null if it is not there yet. */
  private @Nullable EntryStore attachedByNow() {
    EntryStore store = ready;
    return store == null && attached.isDone() ? awaited() : store;
  }

  /**
   * The same, and null if attaching it failed: for figures, which are read of broken caches too.
   */
  private @Nullable EntryStore attachedIfAny() {
    return attached.isDone() && !attached.isCompletedExceptionally() ? awaited() : null;
  }

  private EntryStore attached(EntryStore store) {
    ready = store;
    return store;
  }

  private CacheException failure(Exception e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return new CacheException(
        "Cache \"" + cache.name() + "\" can't be used: " + cause.getMessage(), cause);
  }

  @Override
  public void awaitRecovery() {
    awaited();
  }

  @Override
  public @Nullable EntryRef findIndexed(Object indexKey) {
    EntryStore store = attachedByNow();
    return store == null ? null : store.findIndexed(indexKey);
  }

  @Override
  public @Nullable EntryRef find(KeyIdentity key) {
    EntryStore store = attachedByNow();
    if (store != null) {
      return store.find(key);
    }
    EntryRef entry = findEarly(key);
    return entry != null || onMiss == RecoveryMiss.MISS ? entry : findWaiting(key);
  }

  /** Looks again and again, until the entry is found early or the store is attached. */
  private @Nullable EntryRef findWaiting(KeyIdentity key) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          attached.get(POLL_MICROS, TimeUnit.MICROSECONDS);
          return awaited().find(key);
        } catch (TimeoutException e) {
          EntryRef entry = findEarly(key);
          if (entry != null) {
            return entry;
          }
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      throw failure(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public @Nullable EntryRef peek(KeyIdentity key) {
    return awaited().peek(key);
  }

  private @Nullable EntryRef findEarly(KeyIdentity key) {
    if (!isCanonical || !cache.freshness().isSureAfterCleanClose()) {
      return null;
    }
    CatalogueEntry stored = early.cache(cache.namespace(), cache.name());
    if (stored == null || !cache.freshness().isSureOf(stored.provenance())) {
      return null;
    }
    EntryRef entry = early.find(stored, key.bytes());
    if (entry != null) {
      Compatibility.check(stored, cache); // of an empty cache nothing needs to agree
    }
    return entry;
  }

  /**
   * A handle that was made early is dead from the start: it can't tell when its slot is reused. So
   * nothing is read by it when the store is attached.
   */
  @Override
  public byte @Nullable [] read(EntryRef entry) {
    EntryStore store = ready;
    return store == null ? early.read(entry) : store.read(entry);
  }

  @Override
  public boolean read(EntryRef entry, byte[] into) {
    EntryStore store = ready;
    return store != null && store.read(entry, into);
  }

  @Override
  public void put(KeyIdentity key, byte[] value, long expiryMillis) {
    awaited().put(key, value, expiryMillis);
  }

  @Override
  public void putAll(List<Write> writes) {
    awaited().putAll(writes);
  }

  @Override
  public int clears() {
    return awaited().clears();
  }

  @Override
  public void putBack(Write write, int clearsBefore) {
    awaited().putBack(write, clearsBefore);
  }

  @Override
  public void whileNothingIsPutBack(Runnable listing) {
    awaited().whileNothingIsPutBack(listing);
  }

  @Override
  public boolean remove(KeyIdentity key) {
    return awaited().remove(key);
  }

  @Override
  public void removeAll(Collection<KeyIdentity> keys) {
    awaited().removeAll(keys);
  }

  /** Before recovery has ended nothing is dropped: whoever meets the entry next may. */
  @Override
  public boolean dropExpired(KeyIdentity key, EntryRef entry, long nowMillis, boolean waits) {
    EntryStore store = ready;
    return store != null && store.dropExpired(key, entry, nowMillis, waits);
  }

  @Override
  public boolean dropUndecodable(KeyIdentity key, EntryRef entry, int version) {
    EntryStore store = ready;
    return store != null && entry.isLive() && store.dropUndecodable(key, entry, version);
  }

  /** In place of a handle that was made early the entry's own is touched, of the same slot. */
  @Override
  public void touch(KeyIdentity key, EntryRef entry, int version, long expiryMillis) {
    EntryStore store = awaited();
    if (entry.isLive()) {
      store.touch(key, entry, version, expiryMillis);
      return;
    }
    EntryRef current = store.peek(key);
    if (current != null && current.offset() == entry.offset()) {
      store.touch(key, current, EntryRef.FIRST_VERSION, expiryMillis);
    }
  }

  @Override
  public void clear() {
    awaited().clear();
  }

  @Override
  public long count() {
    EntryStore store = attachedIfAny();
    return store == null ? 0 : store.count();
  }

  @Override
  public Iterator<KeyIdentity> keys() {
    return awaited().keys();
  }

  @Override
  public StoreCounters counters() {
    EntryStore store = attachedIfAny();
    return store == null ? NOTHING_YET : store.counters();
  }
}
