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
import java.util.List;
import javax.cache.event.CacheEntryListenerException;
import javax.cache.event.EventType;
import org.jcachepmem.Lookup.Found;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.index.EntryStore;
import org.jcachepmem.index.Failures;
import org.jcachepmem.index.RefusedPutException;
import org.jcachepmem.key.KeyIdentity;
import org.jspecify.annotations.Nullable;

/**
 * One write or delete of one key, from what is there before to the event after it. The key's lock
 * is held from the construction to the end.
 *
 * <pre>
 *   without a writer:  plan -> commit -> publish
 *   write-through:     remove -> (the writer) -> plan -> commit -> publish
 *                                     \ fails -> restore
 * </pre>
 *
 * <p>Removing is durable and comes before the writer is called: a kill while the system of record
 * changes leaves a miss, never a value that the system of record has replaced. When the writer
 * fails the old value, if there was one, is put back, since the specification has the cache
 * unchanged then.
 */
final class Mutation<K, V> {

  private final CacheParts<K, V> cache;
  private final Lookup<K, V> lookup;
  private final KeyIdentity key;
  private final long nowMillis;

  /** The bytes to store, null for a delete. */
  private final byte @Nullable [] bytes;

  private byte @Nullable [] oldBytes;
  private @Nullable V oldValue;
  private long oldExpiryMillis;
  private long expiryMillis = EntryRef.ETERNAL; // until it is planned
  private int clearsBefore;
  private boolean hadEntry;
  private boolean isAccessed;

  /** Whether the entry was there to be removed: not if it was evicted or cleared just now. */
  private boolean isOurs;

  private boolean removed;
  private boolean stored;

  /** What a listener has failed with. The operation happens all the same, and throws it then. */
  private @Nullable CacheEntryListenerException failure;

  /**
   * One that looks itself what is there, before anything else.
   *
   * @param key detached, and locked
   * @param bytes the value to store, or null to delete
   * @param nowMillis {@link CacheParts#changeMillis}
   */
  Mutation(
      CacheParts<K, V> cache,
      Lookup<K, V> lookup,
      KeyIdentity key,
      byte @Nullable [] bytes,
      long nowMillis) {
    this.cache = cache;
    this.lookup = lookup;
    this.key = key;
    this.bytes = bytes;
    this.nowMillis = nowMillis;
  }

  /** {@link Lookup#find}; what is found is there before. */
  @Nullable Found<V> find() {
    try {
      Found<V> found = lookup.find(key);
      before(found == null ? null : found.entry());
      return found;
    } catch (CacheEntryListenerException e) {
      failure = e; // of one that has expired: there is nothing
      return null;
    }
  }

  /** {@link Lookup#live}; what is found is there before. */
  Mutation<K, V> look() {
    try {
      return before(lookup.live(key));
    } catch (CacheEntryListenerException e) {
      failure = e;
      return this;
    }
  }

  /** {@link Lookup#replaceable}; what is found is there before. */
  Mutation<K, V> lookToReplace() {
    try {
      return before(lookup.replaceable(key));
    } catch (CacheEntryListenerException e) {
      failure = e;
      return this;
    }
  }

  /** That entry is there before, and has not expired; null if there is none. */
  Mutation<K, V> before(@Nullable EntryRef entry) {
    if (entry != null) {
      remember(entry);
    }
    return this;
  }

  private void remember(EntryRef found) {
    hadEntry = true;
    for (EntryRef entry = found; entry != null; entry = successor(entry)) {
      note(entry);
    }
  }

  /**
   * What the key has instead of an entry that was found, and was moved since to make room; null if
   * it was not, or is gone.
   */
  private @Nullable EntryRef successor(EntryRef entry) {
    EntryRef current = entry.isLive() ? null : cache.store().peek(key);
    return current == entry ? null : current;
  }

  private void note(EntryRef entry) {
    oldExpiryMillis = entry.expiryMillis();
    if (cache.writer().isEnabled()) {
      clearsBefore = cache.store().clears();
      isOurs = entry.isLive(); // asked second: what a clear has removed by then is not
    }
    boolean tell = cache.events().isHeard() && wantsOldValue();
    if (tell || cache.writer().isEnabled()) {
      oldBytes = cache.store().read(entry);
    }
    if (tell && oldBytes != null) {
      oldValue = lookup.decodeOrNull(oldBytes.clone());
    }
  }

  private boolean wantsOldValue() {
    return bytes == null
        ? cache.events().wants(EventType.REMOVED)
        : cache.events().wantsOldValue(EventType.UPDATED);
  }

  KeyIdentity key() {
    return key;
  }

  /** Whether there was an entry. */
  boolean hadEntry() {
    return hadEntry;
  }

  /** Puts back what was there, after the writer has failed, unless the cache was cleared since. */
  void restore() {
    if (oldBytes != null && isOurs) {
      cache.store().putBack(new EntryStore.Write(key, oldBytes, oldExpiryMillis), clearsBefore);
    }
  }

  /** Calls the writer between {@link #remove} and {@link #restore}, if there is a writer. */
  void writeThrough(Runnable writer) {
    if (!cache.writer().isEnabled()) {
      return;
    }
    remove();
    try {
      writer.run();
    } catch (Throwable e) { // foreign code may throw anything
      try {
        restore();
      } catch (RuntimeException lost) {
        e.addSuppressed(lost);
      }
      endWith(e);
      throw e;
    }
  }

  /** Asks the expiry policy when the new value expires. */
  private void plan() {
    if (bytes != null) {
      expiryMillis =
          hadEntry
              ? cache.expiry().forUpdate(nowMillis, readExpiryMillis())
              : cache.expiry().forCreation(nowMillis);
    }
  }

  private long readExpiryMillis() {
    return isAccessed ? cache.expiry().forAccess(nowMillis, oldExpiryMillis) : oldExpiryMillis;
  }

  /** Whether a value is there after it, rather than expired at once or deleted. */
  boolean isStored() {
    return bytes != null && expiryMillis > nowMillis;
  }

  /** Whether the specification counts it as a put: any but a creation that expired at once. */
  boolean isPut() {
    return bytes != null && isDone() && (hadEntry || isStored());
  }

  /** Whether the specification counts it as a removal by one of the bulk operations. */
  boolean isRemoval() {
    return bytes == null && isDone() && hadEntry;
  }

  /** Whether it was carried out. */
  private boolean isDone() {
    return isStored() ? stored : removed;
  }

  /** That entry was read before: the new value expires as the policy says of both. */
  Mutation<K, V> accessed() {
    isAccessed = true;
    return this;
  }

  /**
   * {@link #commit} of what the loader gave. The caller has its value also if the store has no room
   * for it.
   */
  void commitLoaded() {
    try {
      commit();
    } catch (RefusedPutException e) {
      lookup.notKept(e);
    }
  }

  /** Plans and carries out. */
  void commit() {
    try {
      plan();
      if (bytes != null && isStored()) {
        cache.store().put(key, bytes, expiryMillis);
        stored = true;
      } else {
        remove();
      }
    } catch (Throwable e) {
      endWith(e);
      throw e;
    }
  }

  /**
   * Removes what is stored, durably: before the writer is called, and to carry out a delete, or a
   * write whose plan was to store nothing. After the writer that is what its own code has brought
   * back: it may have read the key through the cache, which loaded the old row.
   */
  void remove() {
    if (isThere(cache.store())) {
      cache.store().remove(key);
      removed = true;
    }
  }

  /** Whether there may be something to remove. */
  private boolean isThere(EntryStore store) {
    return !removed || store.peek(key) != null;
  }

  /**
   * {@link #commit} of several, together. If it fails each knows by itself whether it was done, and
   * {@link #publish} then tells only that.
   */
  static <K, V> void commitAll(EntryStore store, Collection<Mutation<K, V>> mutations) {
    mutations.forEach(Mutation::plan);
    List<EntryStore.Write> writes = new ArrayList<>(mutations.size());
    List<Mutation<K, V>> removals = new ArrayList<>();
    for (Mutation<K, V> each : mutations) {
      if (each.bytes != null && each.isStored()) {
        writes.add(
            new EntryStore.Write(
                each.key, each.bytes, each.expiryMillis, () -> each.stored = true));
      } else {
        removals.add(each);
      }
    }
    removeAll(store, removals);
    if (!writes.isEmpty()) {
      store.putAll(writes);
    }
  }

  /** {@link #commitLoaded} of several, together. */
  static <K, V> void commitAllLoaded(EntryStore store, Collection<Mutation<K, V>> creations) {
    try {
      commitAll(store, creations);
    } catch (RefusedPutException e) {
      for (Mutation<K, V> each : creations) {
        if (e.isOf(each.key)) {
          each.lookup.notKept(e);
        } else if (!each.isDone()) {
          each.commitLoaded();
        }
      }
    }
  }

  /** {@link #remove} of several, together. */
  static <K, V> void removeAll(EntryStore store, Collection<Mutation<K, V>> mutations) {
    List<KeyIdentity> keys = new ArrayList<>(mutations.size());
    mutations.stream().filter(each -> each.isThere(store)).forEach(each -> keys.add(each.key));
    if (!keys.isEmpty()) {
      store.removeAll(keys);
    }
    mutations.forEach(each -> each.removed = true);
  }

  /**
   * Tells the listeners what happened, if it did. Throws what they failed with, also when they were
   * told of the entry that had expired before.
   */
  void publish() {
    if (isDone() && cache.events().isHeard()) {
      tell();
    }
    end();
  }

  private void tell() {
    if (bytes == null) {
      if (hadEntry) {
        tell(EventType.REMOVED, oldValue, oldValue);
      }
    } else if (hadEntry) {
      tell(EventType.UPDATED, newValue(EventType.UPDATED), oldValue);
      if (!isStored()) {
        V gone = newValue(EventType.EXPIRED);
        tell(EventType.EXPIRED, gone, gone);
      }
    } else if (isStored()) {
      tell(EventType.CREATED, newValue(EventType.CREATED), null);
    }
  }

  private @Nullable V newValue(EventType type) {
    return bytes != null && cache.events().wants(type)
        ? cache.values().decode(bytes.clone())
        : null;
  }

  private void tell(EventType type, @Nullable V value, @Nullable V old) {
    try {
      cache.events().publish(type, () -> cache.keys().key(key), value, old);
    } catch (CacheEntryListenerException e) {
      failure = Failures.join(failure, e);
    }
  }

  /** It is over, whether anything was changed or not. Throws what a listener has failed with. */
  void end() {
    if (failure != null) {
      throw failure;
    }
  }

  /** It is over with {@code thrown}, in which a listener's failure is suppressed. */
  private void endWith(Throwable thrown) {
    if (failure != null) {
      Failures.join(thrown, failure);
    }
  }
}
