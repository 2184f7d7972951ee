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

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/**
 * The caches of one manager by name: those that are open, and those that are being closed. A cache
 * is found no longer as soon as its closing begins, but what is stored of it is free only when that
 * has ended: its listeners are told what is queued, and what it was made of is closed, which is
 * foreign code and may take its time. Who wants the name waits for that.
 *
 * <p>Threads that have a part in a closing wait for none, or two could wait for each other. Thread
 * safe.
 */
final class ManagedCaches {

  /** A cache that is being closed, and by whom. */
  private record Closing(PmemCache<?, ?> cache, Thread thread) {
    /** Whether the closing waits for what that thread does. */
    boolean waitsFor(Thread other) {
      return other == thread || cache.tellsOn(other);
    }
  }

  private final Map<String, PmemCache<?, ?>> open = new LinkedHashMap<>();
  private final Map<String, Closing> closing = new HashMap<>();

  /** The open cache of that name, unless another thread is still starting it. */
  synchronized @Nullable PmemCache<?, ?> get(String name) {
    PmemCache<?, ?> cache = open.get(name);
    return cache == null || cache.isStartedElsewhere() ? null : cache;
  }

  /** The names of the caches that {@link #get} finds, sorted. */
  synchronized Set<String> names() {
    Set<String> names = new TreeSet<>();
    open.forEach(
        (name, cache) -> {
          if (!cache.isStartedElsewhere()) {
            names.add(name);
          }
        });
    return names;
  }

  /** The open caches in the order in which they were created, those that start included. */
  synchronized List<PmemCache<?, ?>> all() {
    return new ArrayList<>(open.values());
  }

  synchronized void add(PmemCache<?, ?> cache) {
    assert !closing.containsKey(cache.getName()) : cache.getName();
    open.put(cache.getName(), cache);
  }

  /** The calling thread begins to close the cache. */
  synchronized void closing(PmemCache<?, ?> cache) {
    open.remove(cache.getName(), cache);
    closing.put(cache.getName(), new Closing(cache, Thread.currentThread()));
  }

  /** Everything of the cache is closed. */
  synchronized void closed(PmemCache<?, ?> cache) {
    closing.remove(cache.getName());
    notifyAll();
  }

  synchronized boolean isClosing(String name) {
    return closing.containsKey(name);
  }

  /** Whether a cache that is being closed waits for what the calling thread does. */
  synchronized boolean areClosedHere() {
    Thread current = Thread.currentThread();
    return closing.values().stream().anyMatch(one -> one.waitsFor(current));
  }

  /**
   * Waits until no cache of that name is being closed.
   *
   * @param mayWait whether the caller is free to wait
   * @throws CacheException if one is and this thread must not wait, or did for too long
   */
  synchronized void awaitClosed(String name, boolean mayWait, long timeoutMillis) {
    if (!isClosing(name)) {
      return;
    }
    if (!mayWait || areClosedHere()) {
      throw new CacheException(
          "Cache \""
              + name
              + "\" is being closed, and this thread can't wait for the end of that: it creates,"
              + " destroys or closes a cache itself, or tells listeners of one that is being closed");
    }
    if (!await(() -> !isClosing(name), timeoutMillis)) {
      throw new CacheException(
          "Cache \"" + name + "\" is still being closed after " + timeoutMillis + " ms");
    }
  }

  /**
   * Waits until no cache is being closed, if this thread has no part in that.
   *
   * @throws CacheException if one still is after that time
   */
  synchronized void awaitAllClosed(long timeoutMillis) {
    if (!areClosedHere() && !await(closing::isEmpty, timeoutMillis)) {
      throw new CacheException(
          "Caches " + closing.keySet() + " are still being closed after " + timeoutMillis + " ms");
    }
  }

  /** Under the monitor. Whether it came true in time; an interrupt is kept for later. */
  private boolean await(BooleanSupplier condition, long timeoutMillis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    boolean interrupted = false;
    try {
      while (!condition.getAsBoolean()) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0) {
          return false;
        }
        try {
          wait(left);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      return true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
