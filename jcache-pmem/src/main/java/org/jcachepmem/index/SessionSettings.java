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
import org.jcachepmem.allocator.pool.Durability;
import org.jcachepmem.allocator.pool.PoolOptions;

/**
 * What a cache manager asks for when it opens a session. Of the settings of a pool those count of
 * the session that opens it.
 *
 * @param holder names the manager in messages to others: its URI
 * @param indexMaxBytes most heap bytes for the indexes of the pool
 * @param watcher who is told if this session opens the pool
 */
public record SessionSettings(
    PoolOptions pool, String holder, long indexMaxBytes, PoolWatcher watcher) {

  /** What is not as asked for in a pool that {@code opener} has opened, in texts for a message. */
  List<String> unmetBy(SessionSettings opener) {
    List<String> unmet = new ArrayList<>();
    note(unmet, "pool.durability", pool.durability(), opener.pool.durability());
    if (pool.durability() == Durability.ASYNC) {
      note(unmet, "pool.max-lag", pool.maxLag(), opener.pool.maxLag());
    }
    note(unmet, "pool.medium", pool.medium(), opener.pool.medium());
    note(unmet, "pool.verify-reads", pool.verifyReads(), opener.pool.verifyReads());
    note(unmet, "pool.grow-to", pool.growToBytes(), opener.pool.growToBytes());
    note(unmet, "index.max-bytes", indexMaxBytes, opener.indexMaxBytes);
    return unmet;
  }

  /**
   * Whether it relies on changes being durable sooner than in a pool that {@code opener} opened.
   */
  boolean needsMoreThan(SessionSettings opener) {
    int difference = pool.durability().compareTo(opener.pool.durability());
    boolean isLag = difference == 0 && pool.durability() == Durability.ASYNC;
    return difference < 0 || isLag && pool.maxLag().compareTo(opener.pool.maxLag()) < 0;
  }

  private static void note(List<String> unmet, String name, Object asked, Object opened) {
    if (!asked.equals(opened)) {
      unmet.add(name + " is " + opened + ", not " + asked);
    }
  }

  /** The same for a pool that nobody watches. */
  public SessionSettings(PoolOptions pool, String holder, long indexMaxBytes) {
    this(pool, holder, indexMaxBytes, PoolWatcher.NONE);
  }
}
