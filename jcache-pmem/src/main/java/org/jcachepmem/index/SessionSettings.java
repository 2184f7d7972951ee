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

/**
 * What a cache manager asks for when it opens a session.
 *
 * @param holder names the manager in messages to others: its URI
 * @param indexMaxBytes most heap bytes for the indexes of the pool; the first session's counts
 * @param watcher who is told if this session opens the pool
 */
public record SessionSettings(
    PoolOptions pool, String holder, long indexMaxBytes, PoolWatcher watcher) {

  /** The same for a pool that nobody watches. */
  public SessionSettings(PoolOptions pool, String holder, long indexMaxBytes) {
    this(pool, holder, indexMaxBytes, PoolWatcher.NONE);
  }
}
