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
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.key.KeyIdentity;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one stored cache: bytes by key identity, with eviction, without JSR-107 rules.
 *
 * <p>Every method is thread safe and atomic for its key. A caller that must do several steps to one
 * key as one (compare and replace, invoke, load) holds that key's lock of {@link
 * org.jcachepmem.key.KeyLocks} meanwhile; nothing here calls foreign code or takes a key lock.
 * Methods that write return when the write is as durable as the pool's durability mode promises.
 * After {@link PoolSession#detach} every method throws {@link IllegalStateException}.
 *
 * <p>Expiry times are wall-clock milliseconds ({@link EntryRef#ETERNAL} for never). The store keeps
 * them but does not apply them: expired entries are returned, and the caller decides.
 */
public interface EntryStore {

  /**
   * Returns when the store has all entries that recovery finds: before that, {@link #find} may miss
   * one, if the pool is configured so. For callers that look before they write.
   */
  void awaitRecovery();

  /**
   * The entry of a key, expired or not, if it takes one look to find it. Null says nothing: then
   * ask {@link #find}. Neither locks nor allocates.
   *
   * @param indexKey {@link org.jcachepmem.key.KeyIdentities#indexKey} of the key
   */
  @Nullable EntryRef findIndexed(Object indexKey);

  /**
   * The entry of {@code key}, expired or not, or null. Takes no lock that anyone holds across I/O,
   * unless it meets a damaged entry, which it drops.
   */
  @Nullable EntryRef find(KeyIdentity key);

  /** {@link #find} for a caller that is about to replace the entry: it does not count as a use. */
  @Nullable EntryRef peek(KeyIdentity key);

  /**
   * A fresh copy of the entry's value bytes, or null if the entry was replaced or removed and its
   * space may have been reused, or if its bytes are damaged: look the key up again.
   */
  byte @Nullable [] read(EntryRef entry);

  /**
   * {@link #read} into an array of the value's length. False says nothing: then read it. Allocates
   * nothing.
   */
  boolean read(EntryRef entry, byte[] into);

  /**
   * Stores a value, new or replacing. The caller may reuse {@code value} afterwards.
   *
   * @throws RefusedPutException if there is no room for it
   */
  void put(KeyIdentity key, byte[] value, long expiryMillis);

  /**
   * Stores values of different keys with one commit where the medium gains from it. Not atomic as a
   * whole: if it fails, those are stored that have been {@linkplain Write#whenStored told} so.
   */
  default void putAll(List<Write> writes) {
    for (Write write : writes) {
      put(write.key(), write.value(), write.expiryMillis());
      write.whenStored().run();
    }
  }

  /**
   * How often the store was cleared. Asked before an entry is read that may have to be {@linkplain
   * #putBack put back}.
   */
  int clears();

  /**
   * Stores what the caller has removed, unless the store was cleared since it had been cleared
   * {@code clearsBefore} times: what a clear has removed stays removed.
   */
  void putBack(Write write, int clearsBefore);

  /** Runs {@code listing}, during which {@link #putBack} and {@link #clear} wait. */
  void whileNothingIsPutBack(Runnable listing);

  /** Removes durably. True if there was an entry, expired or not. A miss is durable too. */
  boolean remove(KeyIdentity key);

  /**
   * Removes different keys durably, many with one commit where the medium gains from it. Not atomic
   * as a whole. A miss is durable too.
   */
  default void removeAll(Collection<KeyIdentity> keys) {
    keys.forEach(this::remove);
  }

  /**
   * Drops {@code entry} if it is still the key's entry and has expired at {@code nowMillis}.
   *
   * @param waits whether to wait while some key of its stripe is being changed; if not, nothing
   *     happens then, and the entry is as expired the next time
   */
  boolean dropExpired(KeyIdentity key, EntryRef entry, long nowMillis, boolean waits);

  /**
   * Drops {@code entry} if it is still the key's entry and has that version, because its value
   * can't be decoded.
   */
  boolean dropUndecodable(KeyIdentity key, EntryRef entry, int version);

  /**
   * Changes when {@code entry} expires, if it is still the key's entry and has that version. A
   * later time reaches the medium when convenient; an earlier one is durable on return.
   */
  void touch(KeyIdentity key, EntryRef entry, int version, long expiryMillis);

  /**
   * Removes every entry that was there when it was called; durable on return, at a cost independent
   * of their bytes.
   */
  void clear();

  /**
   * Entries, expired ones included. For statistics: before {@link #awaitRecovery} would return, or
   * if it throws, there are none yet.
   */
  long count();

  /**
   * The keys, weakly consistent: each key that is there throughout appears once. Identities are
   * detached. {@code remove} is not supported.
   */
  Iterator<KeyIdentity> keys();

  /**
   * One write of {@link #putAll}.
   *
   * @param whenStored is run once it is stored, by who may hold its stripe
   */
  record Write(KeyIdentity key, byte[] value, long expiryMillis, Runnable whenStored) {

    /** One of which nobody asks whether it was stored. */
    public Write(KeyIdentity key, byte[] value, long expiryMillis) {
      this(key, value, expiryMillis, () -> {});
    }
  }

  /** Counts of what the store did by itself, monotone since {@link PoolSession#attach}. */
  StoreCounters counters();
}
