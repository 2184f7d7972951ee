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

import java.util.List;
import org.jcachepmem.key.KeyIdentities;

/**
 * One cache manager's session on a pool. The pool itself is shared by every session of this JVM
 * that names the same file, and closed with the last one. Thread safe.
 */
public interface PoolSession extends AutoCloseable {

  /**
   * Opens a stored cache, making it if the pool has none of that name, and re-attaching its entries
   * if it has.
   *
   * @throws javax.cache.CacheException if the cache is open in another session (naming the holder),
   *     or stored with other types or codecs and not empty (naming both), or there is no room for
   *     one more
   */
  EntryStore attach(StoredCache cache, KeyIdentities<?> keys);

  /** Ends access to a store; its contents stay. Idempotent. */
  void detach(EntryStore store);

  /** Deletes a stored cache, open in this session or in none. True if there was one. */
  boolean destroy(String namespace, String name);

  /**
   * Runs {@code loss}, which takes all contents of a stored cache away, such that no other cache
   * that lives with it ({@link Freshness#companion()}) is served without them: those that are open
   * in any session of the pool are cleared before and after, and the others when they are opened
   * next, after a crash at any point, too. The thread may hold key locks.
   *
   * @throws javax.cache.CacheException if the others can't be cleared: before the loss, which then
   *     is not run, or after it
   */
  void lose(String namespace, String name, Runnable loss);

  /** The names of the caches stored under {@code namespace}. */
  List<String> storedNames(String namespace);

  /** The pool in figures. */
  PoolFigures figures();

  /**
   * Says that {@link #close} follows. If no other session has the pool open, the entries of stores
   * that are detached from now on are not made ready for another one until then: the pool closes,
   * and the work, which takes as long as reading all their keys, is spared.
   */
  void closing();

  /** Detaches every store of this session and leaves the pool. Idempotent. */
  @Override
  void close();

  /**
   * A stored cache: its identity, what its bytes are, and how it lives in the pool.
   *
   * @param namespace with {@code name} the identity, at most 1 KiB of UTF-8 each
   * @param keyType class name declared for the keys, {@code java.lang.Object} when none was
   * @param keyCodec codec id and version, such as {@code string/1}
   * @param quotaBytes most pool bytes that the cache may take; 0 for no quota of its own
   * @param pinned whether its entries are never evicted
   * @param freshness when its entries are dropped as it is opened
   * @param touched whether {@link EntryStore#touch} may make an entry expire that never would
   */
  record StoredCache(
      String namespace,
      String name,
      String keyType,
      String keyCodec,
      String valueType,
      String valueCodec,
      long quotaBytes,
      boolean pinned,
      Freshness freshness,
      boolean touched) {

    /** A cache whose entries are dropped, if at all, when the pool was not closed cleanly. */
    public StoredCache(
        String namespace,
        String name,
        String keyType,
        String keyCodec,
        String valueType,
        String valueCodec,
        long quotaBytes,
        boolean pinned,
        boolean clearedWhenUnclean) {
      this(
          namespace,
          name,
          keyType,
          keyCodec,
          valueType,
          valueCodec,
          quotaBytes,
          pinned,
          new Freshness(clearedWhenUnclean, null, 0, null),
          true);
    }
  }
}
