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

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.cache.CacheException;
import org.jcachepmem.allocator.medium.MediumFailedException;
import org.jcachepmem.allocator.record.CatalogueEntry;
import org.jcachepmem.key.KeyIdentities;

/**
 * A session on a pool that it shares with others. Thread safe: its methods are atomic to each
 * other, but for {@link #figures} and {@link #lose}.
 */
final class SharedPoolSession implements PoolSession {
  private final SharedPool pool;
  private final PoolDescription description;
  private final String holder;
  private final Leave leave;
  private final List<PooledEntries> stores = new ArrayList<>();

  /** They have ended and are not parked, because the pool seems to close with the session. */
  private final List<PooledEntries> ended = new ArrayList<>();

  private boolean closing;

  /** Written under this; read anywhere. */
  private volatile boolean closed;

  SharedPoolSession(SharedPool pool, PoolDescription description, String holder, Leave leave) {
    this.pool = pool;
    this.description = description;
    this.holder = holder;
    this.leave = leave;
  }

  @Override
  public synchronized EntryStore attach(StoredCache cache, KeyIdentities<?> keys) {
    checkOpen();
    try {
      return noted(pool.attach(holder, cache, keys));
    } catch (MediumFailedException | InternalError e) {
      throw new CacheException("Cache " + cache.name() + " can't be opened: " + e.getMessage(), e);
    }
  }

  private PooledEntries noted(PooledEntries store) {
    try {
      stores.add(store);
      return store;
    } catch (Error e) {
      pool.detach(store); // or nobody could open the cache any more
      throw e;
    }
  }

  @Override
  public synchronized void detach(EntryStore store) {
    if (store instanceof PooledEntries entries && stores.remove(entries)) {
      end(entries);
    }
  }

  private void end(PooledEntries store) {
    if (closing && leave.isLast()) {
      pool.end(store.share());
      ended.add(store);
    } else {
      pool.detach(store);
    }
  }

  @Override
  public synchronized boolean destroy(String namespace, String name) {
    checkOpen();
    PooledEntries own = null;
    for (PooledEntries store : stores) {
      CatalogueEntry stored = store.share().stored();
      if (stored.name().equals(name) && stored.namespace().equals(namespace)) {
        own = store;
      }
    }
    if (own != null) {
      stores.remove(own);
    }
    try {
      return pool.destroy(holder, namespace, name, own);
    } catch (MediumFailedException | InternalError e) {
      throw new CacheException("Cache " + name + " can't be destroyed: " + e.getMessage(), e);
    }
  }

  /** Not atomic to the other methods: the loss may be foreign code. */
  @Override
  public void lose(String namespace, String name, Runnable loss) {
    CacheIdentity lost = new CacheIdentity(namespace, name);
    telling(name, () -> pool.beginLoss(lost));
    try {
      loss.run();
    } catch (RuntimeException | Error e) {
      try {
        telling(name, () -> pool.endLoss(lost));
      } catch (RuntimeException other) {
        e.addSuppressed(other);
      }
      throw e;
    }
    telling(name, () -> pool.endLoss(lost));
  }

  private static void telling(String name, Runnable step) {
    try {
      step.run();
    } catch (MediumFailedException | InternalError e) {
      throw new CacheException(
          "What lives with cache " + name + " can't be cleared: " + e.getMessage(), e);
    }
  }

  @Override
  public synchronized List<String> storedNames(String namespace) {
    checkOpen();
    return pool.storedNames(namespace);
  }

  /** Does not wait for the other methods, which decode keys and write. */
  @Override
  public PoolFigures figures() {
    checkOpen();
    return PoolFigures.of(description, pool);
  }

  @Override
  public synchronized void closing() {
    closing = true;
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    closing = true;
    try {
      each(stores, this::end);
    } finally {
      leave.leave(() -> each(ended, store -> pool.park(store.share())));
    }
  }

  /** Does that to each store, whatever happens to the others. */
  private static void each(List<PooledEntries> stores, Consumer<PooledEntries> step) {
    Failures failures = new Failures();
    stores.forEach(store -> failures.during(() -> step.accept(store)));
    stores.clear();
    failures.throwFirst();
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the pool session of cache manager " + holder + " is closed");
    }
  }
}
