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

import java.util.ArrayDeque;
import java.util.Deque;
import org.jcachepmem.allocator.record.ThreadEnd;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Indexes what recovery found while the caches are in use, so that the recovered tables end up
 * empty and free, and lookups need not ask them any more. One daemon thread of low priority for all
 * caches of a pool, which lives while there is something to do. It holds a key's stripe for one
 * entry at a time, as a read of the key does.
 *
 * <p>Thread safe; its monitor is held only to hand stores over.
 */
final class Promotion implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Promotion.class);
  private static final int BATCH = 64;

  /** Under the monitor, as all below. */
  private final Deque<PooledEntries> waiting = new ArrayDeque<>();

  private @Nullable Thread worker;
  private boolean closed;

  /** Has the entries of an attached store indexed, unless they are soon enough otherwise. */
  synchronized void add(PooledEntries store) {
    if (closed || store.share().unindexed().isEmpty()) {
      return;
    }
    waiting.addLast(store);
    if (worker == null) {
      Thread thread = new Thread(this::work, "jcache-pmem-promotion");
      thread.setDaemon(true);
      thread.setPriority(Thread.MIN_PRIORITY);
      try {
        thread.start();
        worker = thread;
      } catch (OutOfMemoryError e) {
        waiting.clear();
        LOG.warn("recovered entries are indexed when they are first used: {}", e.getMessage());
      }
    }
  }

  private void work() {
    for (PooledEntries store = next(); store != null; store = next()) {
      try {
        while (store.promoteSome(BATCH) && !isClosed()) {
          Thread.yield();
        }
      } catch (RuntimeException | Error e) {
        LOG.warn(
            "recovered entries of cache \"{}\" are indexed when they are first used, because"
                + " indexing them in the background failed",
            store.share().stored().name(),
            e);
      }
    }
  }

  private synchronized @Nullable PooledEntries next() {
    PooledEntries store = closed ? null : waiting.pollFirst();
    if (store == null) {
      worker = null;
    }
    return store;
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  /** Whether entries are being indexed. */
  synchronized boolean isRunning() {
    return worker != null;
  }

  /** Returns when no entry is being indexed any more; none will be. */
  @Override
  public void close() {
    Thread running;
    synchronized (this) {
      closed = true;
      running = worker;
    }
    if (running != null) {
      ThreadEnd.await(running);
    }
  }
}
