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
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jcachepmem.allocator.record.ThreadEnd;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down from time to time that the caches with a maximum downtime are in use, so that a kill
 * does not look like a longer downtime than it was: of each cache a quarter of its downtime apart,
 * and at most a minute. Too old a time only clears a cache that need not be; so a failure is logged
 * and tried again when the next time is due. One thread for a pool, begun with the first such
 * cache. Thread safe.
 */
final class LastUses implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LastUses.class);
  private static final long MOST_MILLIS = 60_000;
  private static final long LEAST_MILLIS = 100;
  private static final int TIMES_IN_DOWNTIME = 4;

  private final LongSupplier clock;

  /** Added to under this, so that the thread, which waits under it, misses none. */
  private final Map<Share, Schedule> schedules = new ConcurrentHashMap<>();

  /** Guarded by this, like the next. */
  private @Nullable Thread thread;

  private boolean closed;

  /**
   * @param clock wall-clock milliseconds
   */
  LastUses(LongSupplier clock) {
    this.clock = clock;
  }

  /** From now on the cache is in use, as was written down when it was examined. */
  void begin(Share share, long maxDowntimeMillis) {
    if (maxDowntimeMillis == 0) {
      return;
    }
    synchronized (this) {
      schedules.put(share, new Schedule(maxDowntimeMillis, System.nanoTime()));
      if (thread == null && !closed) {
        Thread made = new Thread(this::run, "jcache-pmem-last-uses");
        made.setDaemon(true);
        made.setContextClassLoader(null);
        made.start(); // or there is none, and the next cache tries again
        thread = made;
      }
      notifyAll();
    }
  }

  /** It no longer is; this is written down if {@code last}. */
  void end(Share share, boolean last) {
    if (schedules.remove(share) != null && last) {
      write(share);
    }
  }

  private void write(Share share) {
    long now = clock.getAsLong();
    share.change(stored -> stored.withProvenance(stored.provenance().usedAt(now)));
  }

  private void run() {
    while (!pause()) {
      schedules.forEach(this::writeIfDue);
    }
  }

  private void writeIfDue(Share share, Schedule schedule) {
    if (schedule.leftNanos(System.nanoTime()) > 0) {
      return;
    }
    try {
      write(share);
      schedule.written();
    } catch (RuntimeException | Error e) {
      schedule.failed(share.stored().name(), e);
    }
    schedule.next(System.nanoTime());
  }

  /** Waits until a time is due, or may be; true if it is over. */
  private synchronized boolean pause() {
    long now = System.nanoTime();
    long left = TimeUnit.MILLISECONDS.toNanos(MOST_MILLIS);
    for (Schedule schedule : schedules.values()) {
      left = Math.min(left, schedule.leftNanos(now));
    }
    if (!closed && left > 0) {
      try {
        wait(TimeUnit.NANOSECONDS.toMillis(left) + 1);
      } catch (InterruptedException e) {
        closed = true;
      }
    }
    return closed;
  }

  /** When a cache's last use is written down next. But for its making, the thread's own. */
  private static final class Schedule {
    private final long periodNanos;
    private long dueNanos;
    private boolean failed;

    Schedule(long maxDowntimeMillis, long nowNanos) {
      long millis =
          Math.max(LEAST_MILLIS, Math.min(MOST_MILLIS, maxDowntimeMillis / TIMES_IN_DOWNTIME));
      periodNanos = TimeUnit.MILLISECONDS.toNanos(millis);
      next(nowNanos);
    }

    long leftNanos(long nowNanos) {
      return dueNanos - nowNanos;
    }

    void next(long nowNanos) {
      dueNanos = nowNanos + periodNanos;
    }

    void written() {
      failed = false;
    }

    /** Warns of the first of several failures in a row. */
    void failed(String cacheName, Throwable failure) {
      if (failed) {
        LOG.debug(
            "That cache \"{}\" is in use could again not be written down", cacheName, failure);
      } else {
        LOG.warn(
            "That cache \"{}\" is in use could not be written down, which is tried again: if this"
                + " process is killed, max-downtime counts from the last time that was",
            cacheName,
            failure);
      }
      failed = true;
    }
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
