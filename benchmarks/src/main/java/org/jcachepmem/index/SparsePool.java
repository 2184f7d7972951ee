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

import org.jcachepmem.allocator.pool.PoolOptions;
import org.jcachepmem.allocator.pool.RecoveryMode;
import org.jcachepmem.allocator.pool.SparsePools;
import org.jcachepmem.key.KeyIdentities;

/**
 * A pool on a sparse file, opened and recovered as an application's is, with one cache of Long keys
 * and byte[] values. Thread safe.
 */
public final class SparsePool implements AutoCloseable {
  private static final String HOLDER = "benchmark";

  private final PoolSession session;
  private final KeyIdentities<Long> keys = PoolOverMedium.identities(Long.class);
  private final EntryStore store;

  /** Opens the one that the options name, or makes it. */
  public SparsePool(PoolOptions options) {
    long indexMaxBytes = Runtime.getRuntime().maxMemory() / 2;
    OpenPool pool =
        OpenPool.open(new SessionSettings(options, HOLDER, indexMaxBytes), SparsePools::open);
    session =
        options.recovery() == RecoveryMode.BACKGROUND
            ? new RecoveringSession(pool, HOLDER, park -> pool.close())
            : new SharedPoolSession(
                pool.shared(), pool.description(), HOLDER, park -> pool.close());
    store = session.attach(PoolOverMedium.cache(Long.class), keys);
  }

  /** The entries. */
  public EntryStore store() {
    return store;
  }

  /** Makes identities of the cache's keys. */
  public KeyIdentities<Long> keys() {
    return keys;
  }

  /** Waits for recovery to end, if it has not. */
  @Override
  public void close() {
    session.close();
  }
}
