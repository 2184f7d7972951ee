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

import java.util.concurrent.atomic.AtomicBoolean;
import javax.cache.CacheException;
import javax.cache.event.CacheEntryListenerException;
import javax.cache.event.EventType;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.codec.CanonicalCodec;
import org.jcachepmem.index.Failures;
import org.jcachepmem.index.RefusedPutException;
import org.jcachepmem.key.KeyIdentity;
import org.jcachepmem.key.KeyLocks;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the entries of one cache: the one place that applies expiry to what the store returns, and
 * that decodes values. A lookup takes no key lock, but for telling listeners that an entry expired,
 * and when the entry is replaced again and again while it is being read. Thread safe.
 */
@SuppressWarnings("try") // a lock is held, not used
final class Lookup<K, V> {

  private static final Logger LOG = LoggerFactory.getLogger(Lookup.class);
  private static final int FREE_TRIES = 3;
  private static final int LOCKED_TRIES = 1_000;

  private final CacheParts<K, V> cache;
  private final AtomicBoolean warned = new AtomicBoolean();
  private final AtomicBoolean warnedOfRoom = new AtomicBoolean();

  /** Of every value, if they are short and of one length; or 0. */
  private final int fixedBytes;

  Lookup(CacheParts<K, V> cache) {
    this.cache = cache;
    this.fixedBytes = cache.values() instanceof CanonicalCodec<V> codec ? codec.fixedBytes() : 0;
  }

  /** An entry that has not expired, its version that was read, and its value as a fresh object. */
  record Found<V>(EntryRef entry, int version, V value) {}

  /** The entry of {@code key} if there is one that has not expired. */
  @Nullable EntryRef live(KeyIdentity key) {
    return unexpired(key, cache.store().find(key));
  }

  /** A listener that fails as it is told that the entry has expired is added to the failures. */
  boolean isLive(KeyIdentity key, Failures failures) {
    try {
      return live(key) != null;
    } catch (CacheEntryListenerException e) {
      failures.add(e);
      return false;
    }
  }

  /** {@link #live} for a caller that replaces the entry whatever it is. */
  @Nullable EntryRef replaceable(KeyIdentity key) {
    return unexpired(key, cache.store().peek(key));
  }

  /**
   * The clock is asked only about an entry that can expire. Reading it keeps the processor from
   * beginning the next lookup while this one waits for memory.
   */
  private @Nullable EntryRef unexpired(KeyIdentity key, @Nullable EntryRef entry) {
    if (entry == null || entry.isEternal()) {
      return entry;
    }
    long nowMillis = cache.now();
    if (!entry.isExpired(nowMillis)) {
      return entry;
    }
    expire(key, entry, nowMillis);
    return null;
  }

  /**
   * The value of an entry that the index has, if to serve it takes nothing but reading it. Null
   * says nothing: then ask {@link #find}. Allocates the value only.
   */
  @Nullable V glimpse(Object indexKey) {
    if (!cache.expiry().isEternal()) {
      return null;
    }
    EntryRef entry = cache.store().findIndexed(indexKey);
    if (entry == null || !entry.isEternal() && entry.isExpired(cache.now())) {
      return null;
    }
    int version = entry.version();
    byte[] bytes = fixedBytes == 0 ? cache.store().read(entry) : readFixed(entry);
    if (bytes == null) {
      return null;
    }
    V value = decodeOrNull(bytes);
    if (value == null) {
      cache.store().dropUndecodable(cache.keys().identity(indexKey), entry, version);
    }
    return value;
  }

  private byte @Nullable [] readFixed(EntryRef entry) {
    byte[] buffer = ValueBuffers.own(fixedBytes);
    return cache.store().read(entry, buffer) ? buffer : null;
  }

  /** The entry of {@code key} and its value. A value that can't be decoded is dropped: a miss. */
  @Nullable Found<V> find(KeyIdentity key) {
    for (int tries = 0; tries < FREE_TRIES; tries++) {
      EntryRef entry = live(key);
      if (entry == null) {
        return null;
      }
      int version = entry.version();
      byte[] bytes = cache.store().read(entry);
      if (bytes != null && entry.version() == version) {
        return decoded(key, entry, version, bytes);
      }
    }
    return findLocked(key);
  }

  private @Nullable Found<V> findLocked(KeyIdentity key) {
    KeyIdentity kept = key.detached();
    try (KeyLocks.Held held = cache.locks().lock(kept)) {
      for (int tries = 0; tries < LOCKED_TRIES; tries++) {
        EntryRef entry = live(kept);
        if (entry == null) {
          return null;
        }
        int version = entry.version();
        byte[] bytes = cache.store().read(entry);
        if (bytes != null && entry.version() == version) {
          return decoded(kept, entry, version, bytes);
        }
        Thread.onSpinWait();
      }
    }
    throw new CacheException(
        "Key "
            + key
            + " of cache \""
            + cache.name()
            + "\" has an entry that could not be read in "
            + LOCKED_TRIES
            + " tries; this is a fault of jcache-pmem, please report it");
  }

  private @Nullable Found<V> decoded(KeyIdentity key, EntryRef entry, int version, byte[] bytes) {
    V value = decodeOrNull(bytes);
    if (value == null) {
      cache.store().dropUndecodable(key, entry, version);
      return null;
    }
    return new Found<>(entry, version, value);
  }

  /**
   * The value of {@code bytes}, which it takes over; null, counted, if it can't be decoded.
   *
   * @throws CacheException if only this thread can't decode it, which has too small a stack
   */
  @Nullable V decodeOrNull(byte[] bytes) {
    try {
      return cache.values().decode(bytes);
    } catch (RuntimeException | LinkageError e) {
      undecodable("value", e);
      return null;
    }
  }

  /**
   * The key of an entry that was found; null, counted, if it can't be decoded: then nobody can ask
   * for the entry, which is dropped.
   *
   * @throws CacheException if only this thread can't decode it, which has too small a stack
   */
  @Nullable K keyOrNull(KeyIdentity id, EntryRef entry, int version) {
    try {
      return cache.keys().key(id);
    } catch (RuntimeException | LinkageError e) {
      undecodable("key", e);
      cache.store().dropUndecodable(id, entry, version);
      return null;
    }
  }

  private void undecodable(String what, Throwable failure) {
    if (isOverflow(failure)) {
      throw new CacheException(
          "A "
              + what
              + " of cache \""
              + cache.name()
              + "\" is nested too deeply for the stack of thread \""
              + Thread.currentThread().getName()
              + "\"; it stays in the cache, for threads with a larger stack",
          failure);
    }
    cache.statistics().countDecodeFailure();
    if (warned.compareAndSet(false, true)) {
      LOG.warn(
          "A {} of cache \"{}\" can't be decoded any more (has its class changed?); such entries"
              + " count as misses and are dropped. Further ones are counted, not logged.",
          what,
          cache.name(),
          failure);
    }
  }

  private static boolean isOverflow(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof StackOverflowError) {
        return true;
      }
    }
    return false;
  }

  /** A loader's value was not stored for want of room. */
  void notKept(RefusedPutException reason) {
    if (warnedOfRoom.compareAndSet(false, true)) {
      LOG.warn(
          "What the loader of cache \"{}\" gave was not kept, and is loaded again when it is asked"
              + " for. Further ones are not logged.",
          cache.name(),
          reason);
    }
  }

  /** The value of an entry, expired or not; null if it is gone or can't be decoded. */
  @Nullable V valueOf(EntryRef entry) {
    byte[] bytes = cache.store().read(entry);
    return bytes == null ? null : decodeOrNull(bytes);
  }

  /** Applies the expiry policy to an access of that version of {@code entry}. */
  void accessed(KeyIdentity key, EntryRef entry, int version) {
    if (cache.expiry().isEternal()) {
      return;
    }
    long nowMillis = cache.now();
    long current = entry.expiryMillis();
    long next = cache.expiry().forAccess(nowMillis, current);
    if (next != current) {
      cache.store().touch(key, entry, version, next);
    }
    if (next <= nowMillis) {
      expire(key, entry, nowMillis); // durably so: the pool says by now when it expired
    }
  }

  /** Drops an expired entry, and tells the listeners if it was this thread that did. */
  private void expire(KeyIdentity key, EntryRef entry, long nowMillis) {
    if (!cache.events().wants(EventType.EXPIRED)) {
      cache.store().dropExpired(key, entry, nowMillis, false);
      return;
    }
    KeyIdentity kept = key.detached();
    try (KeyLocks.Held held = cache.locks().lock(kept)) {
      V value = valueOf(entry);
      if (cache.store().dropExpired(kept, entry, nowMillis, true)) {
        cache.events().publish(EventType.EXPIRED, () -> cache.keys().key(kept), value, value);
      }
    }
  }
}
