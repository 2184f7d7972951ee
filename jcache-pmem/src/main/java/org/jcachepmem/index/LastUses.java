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

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jcachepmem.allocator.record.ThreadEnd;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down from time to time that the caches with a maximum downtime are in use, so that a kill
 * does not look like a longer downtime than it was. Too old a time only clears a cache that need
 * not be. One thread for a pool, begun with the first such cache. Thread safe.
 */
final class LastUses implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LastUses.class);
  private static final long MOST_MILLIS = 60_000;
  private static final long LEAST_MILLIS = 100;
  private static final int TIMES_IN_DOWNTIME = 4;

  private final LongSupplier clock;
  private final Map<Share, Long> maxDowntimes = new ConcurrentHashMap<>();

  /** Guarded by this, like the next. */
  private @Nullable Thread thread;

  private boolean closed;

  /**
   * @param clock wall-clock milliseconds
   */
  LastUses(LongSupplier clock) {
    this.clock = clock;
  }

  /** From now on the cache is in use. */
  void begin(Share share, long maxDowntimeMillis) {
    if (maxDowntimeMillis == 0) {
      return;
    }
    maxDowntimes.put(share, maxDowntimeMillis);
    synchronized (this) {
      if (thread == null && !closed) {
        thread = new Thread(this::run, "jcache-pmem-last-uses");
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        thread.start();
      }
      notifyAll();
    }
  }

  /** It no longer is; this is written down if {@code last}. */
  void end(Share share, boolean last) {
    if (maxDowntimes.remove(share) != null && last) {
      write(share);
    }
  }

  private void write(Share share) {
    long now = clock.getAsLong();
    share.change(stored -> stored.withProvenance(stored.provenance().usedAt(now)));
  }

  private void run() {
    try {
      while (!pause()) {
        maxDowntimes.keySet().forEach(this::write);
      }
    } catch (RuntimeException | InternalError e) {
      LOG.warn(
          "That caches are in use is no longer written down; max-downtime will count from now on: {}",
          e.getMessage());
    }
  }

  /** Waits until it is time; true if it is over. */
  private synchronized boolean pause() {
    long shortest = MOST_MILLIS * TIMES_IN_DOWNTIME;
    for (long maxDowntime : maxDowntimes.values()) {
      shortest = Math.min(shortest, maxDowntime);
    }
    if (!closed) {
      try {
        wait(Math.max(LEAST_MILLIS, shortest / TIMES_IN_DOWNTIME));
      } catch (InterruptedException e) {
        closed = true;
      }
    }
    return closed;
  }

  /** Returns when nothing more is written. */
  @Override
  public void close() {
    Thread running;
    synchronized (this) {
      closed = true;
      notifyAll();
      running = thread;
    }
    if (running != null) {
      ThreadEnd.await(running);
    }
  }
}
