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

import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import javax.cache.CacheException;
import org.jcachepmem.allocator.medium.MediumFailedException;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.index.EntryStore;
import org.jcachepmem.index.StoreCounters;
import org.jcachepmem.key.KeyIdentity;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a cache as its operations see them: a failure of the medium below is told as
 * JCache tells failures, with the cache's name, in this one place. Lookups and reads, which are
 * many, are wrapped by hand. Thread safe.
 */
final class TellingStore implements EntryStore {
  private final String cacheName;
  private final EntryStore store;

  TellingStore(String cacheName, EntryStore store) {
    this.cacheName = cacheName;
    this.store = store;
  }

  private <T extends @Nullable Object> T telling(Supplier<T> operation) {
    try {
      return operation.get();
    } catch (MediumFailedException | InternalError e) {
      throw failure(e);
    }
  }

  /** An InternalError is what a JVM makes of a page that the system could not bring into memory. */
  private CacheException failure(Throwable cause) {
    return cause instanceof MediumFailedException
        ? failure(cause.getMessage(), cause)
        : failure(
            "a part of the pool can't be read or written ("
                + cause.getMessage()
                + "): look at the device, and open the pool again",
            cause);
  }

  private CacheException failure(@Nullable String what, Throwable cause) {
    return new CacheException("Cache \"" + cacheName + "\": " + what, cause);
  }

  private void tell(Runnable operation) {
    telling(
        () -> {
          operation.run();
          return true;
        });
  }

  @Override
  public void awaitRecovery() {
    store.awaitRecovery(); // which tells a failure itself
  }

  @Override
  public @Nullable EntryRef findIndexed(Object indexKey) {
    return store.findIndexed(indexKey); // which touches no medium
  }

  @Override
  public @Nullable EntryRef find(KeyIdentity key) {
    try {
      return store.find(key);
    } catch (MediumFailedException | InternalError e) {
      throw failure(e);
    }
  }

  @Override
  public @Nullable EntryRef peek(KeyIdentity key) {
    return this.<@Nullable EntryRef>telling(() -> store.peek(key));
  }

  @Override
  public byte @Nullable [] read(EntryRef entry) {
    try {
      return store.read(entry);
    } catch (MediumFailedException | InternalError e) {
      throw failure(e);
    }
  }

  @Override
  public boolean read(EntryRef entry, byte[] into) {
    try {
      return store.read(entry, into);
    } catch (MediumFailedException | InternalError e) {
      throw failure(e);
    }
  }

  @Override
  public void put(KeyIdentity key, byte[] value, long expiryMillis) {
    tell(() -> store.put(key, value, expiryMillis));
  }

  @Override
  public void putAll(List<Write> writes) {
    tell(() -> store.putAll(writes));
  }

  @Override
  public int clears() {
    return store.clears(); // which touches no medium
  }

  @Override
  public void putBack(Write write, int clearsBefore) {
    tell(() -> store.putBack(write, clearsBefore));
  }

  @Override
  public void whileNothingIsPutBack(Runnable listing) {
    store.whileNothingIsPutBack(listing); // which tells its own failures
  }

  @Override
  public boolean remove(KeyIdentity key) {
    return telling(() -> store.remove(key));
  }

  @Override
  public void removeAll(Collection<KeyIdentity> keys) {
    tell(() -> store.removeAll(keys));
  }

  @Override
  public boolean dropExpired(KeyIdentity key, EntryRef entry, long nowMillis, boolean waits) {
    return telling(() -> store.dropExpired(key, entry, nowMillis, waits));
  }

  @Override
  public boolean dropUndecodable(KeyIdentity key, EntryRef entry, int version) {
    return telling(() -> store.dropUndecodable(key, entry, version));
  }

  @Override
  public void touch(KeyIdentity key, EntryRef entry, int version, long expiryMillis) {
    tell(() -> store.touch(key, entry, version, expiryMillis));
  }

  @Override
  public void clear() {
    tell(store::clear);
  }

  @Override
  public long count() {
    return store.count();
  }

  @Override
  public Iterator<KeyIdentity> keys() {
    Iterator<KeyIdentity> keys = telling(store::keys);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return telling(keys::hasNext);
      }

      @Override
      public KeyIdentity next() {
        return telling(keys::next);
      }
    };
  }

  @Override
  public StoreCounters counters() {
    return store.counters();
  }
}
