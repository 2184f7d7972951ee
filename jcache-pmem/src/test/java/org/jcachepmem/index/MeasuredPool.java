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

import java.util.function.Consumer;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.pool.PoolFile;
import org.jcachepmem.allocator.pool.PoolOptions;
import org.jcachepmem.allocator.pool.RecoveryMode;
import org.jcachepmem.index.PoolSession.StoredCache;
import org.jcachepmem.key.KeyIdentity;

/** A product pool with one cache of Long keys, to be measured from other packages. */
public final class MeasuredPool {
  private static final StoredCache CACHE =
      new StoredCache("ns", "a", "java.lang.Long", "long/1", "[B", "bytes/1", 0, false, false);

  private MeasuredPool() {}

  /** {@link PoolFile#open}, or what stands in for it. */
  @FunctionalInterface
  public interface Opener {
    /** See {@link PoolFile#open}. */
    PoolFile open(PoolOptions options, Consumer<Medium> format);
  }

  /** A session that closes the pool when it ends. */
  public static PoolSession open(PoolOptions options, Opener opener) {
    long heap = Runtime.getRuntime().maxMemory();
    OpenPool pool = OpenPool.open(new SessionSettings(options, "test", heap), opener::open);
    return options.recovery() == RecoveryMode.BACKGROUND
        ? new RecoveringSession(pool, "test", pool::close)
        : new SharedPoolSession(pool.shared(), pool.description(), "test", pool::close);
  }

  /** The cache. */
  public static EntryStore attach(PoolSession session) {
    return session.attach(CACHE, FilePool.KEYS);
  }

  /** A key of the cache. */
  public static KeyIdentity key(long key) {
    return FilePool.KEYS.of(key);
  }
}
