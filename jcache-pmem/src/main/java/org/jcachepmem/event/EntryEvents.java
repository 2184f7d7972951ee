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
package org.jcachepmem.event;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.cache.Cache;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryListenerException;
import javax.cache.event.EventType;
import org.jcachepmem.index.Failures;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cache's listeners. Synchronous ones run on the thread that made the change, which holds the
 * key's lock, so that the events of a key come in order. Asynchronous ones run on one thread of the
 * cache, in the order in which they were published; a slow one delays the others and lets the queue
 * grow.
 *
 * <p>All listeners are called even if one fails; a synchronous failure is then thrown to the caller
 * of the operation, which has happened nevertheless, and an asynchronous one is logged. Thread
 * safe.
 */
public final class EntryEvents<K, V> implements Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(EntryEvents.class);
  private static final long IDLE_SECONDS = 5;
  private static final long CLOSE_SECONDS = 10;

  private final Cache<K, V> source;
  private final String cacheName;
  private final CopyOnWriteArrayList<Registration<K, V>> registrations =
      new CopyOnWriteArrayList<>();
  private final ThreadPoolExecutor background;
  private volatile @Nullable Thread worker;
  private boolean closed;

  /**
   * The events of {@code source}, which need not be ready yet, without listeners.
   *
   * @param loader the context class loader of the thread that calls asynchronous listeners
   */
  public EntryEvents(Cache<K, V> source, String cacheName, ClassLoader loader) {
    this.source = source;
    this.cacheName = cacheName;
    this.background =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "jcache-pmem listeners of " + cacheName);
              thread.setDaemon(true);
              thread.setContextClassLoader(loader);
              worker = thread;
              return thread;
            },
            new ThreadPoolExecutor.DiscardPolicy()); // the cache was closed while the operation ran
    background.allowCoreThreadTimeOut(true);
  }

  /**
   * Makes and adds the listener of {@code configuration}. It is made without the monitor, so that
   * closing does not wait for foreign code.
   *
   * @throws IllegalArgumentException if it is registered already
   * @throws IllegalStateException if the cache was closed meanwhile; then so is the listener
   */
  public void register(CacheEntryListenerConfiguration<K, V> configuration) {
    refuseSecond(configuration);
    Registration<K, V> made = new Registration<>(configuration);
    synchronized (this) {
      if (!closed) {
        refuseSecond(configuration);
        registrations.add(made);
        return;
      }
    }
    IllegalStateException late = new IllegalStateException("Cache \"" + cacheName + "\" is closed");
    try {
      made.close();
    } catch (Throwable e) { // foreign code may throw anything
      late.addSuppressed(e);
    }
    throw late;
  }

  private void refuseSecond(CacheEntryListenerConfiguration<K, V> configuration) {
    for (Registration<K, V> registration : registrations) {
      if (registration.configuration().equals(configuration)) {
        throw new IllegalArgumentException(
            "This listener configuration is registered with cache \"" + cacheName + "\" already");
      }
    }
  }

  /** Removes the listener of {@code configuration}, if there is one. */
  public synchronized void deregister(CacheEntryListenerConfiguration<K, V> configuration) {
    registrations.removeIf(registration -> registration.configuration().equals(configuration));
  }

  /** Whether there is any listener; to ask that allocates nothing. */
  public boolean isHeard() {
    return !registrations.isEmpty();
  }

  /** Whether anybody listens to events of this type. */
  public boolean wants(EventType type) {
    for (Registration<K, V> registration : registrations) {
      if (registration.wants(type)) {
        return true;
      }
    }
    return false;
  }

  /** Whether anybody listens to events of this type and asks for old values. */
  public boolean wantsOldValue(EventType type) {
    for (Registration<K, V> registration : registrations) {
      if (registration.wantsOldValue(type)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Tells the listeners. The key's lock is held.
   *
   * @param key makes the key, called once if anybody listens
   * @throws CacheEntryListenerException if a synchronous listener failed, after all were told
   */
  public void publish(EventType type, Supplier<K> key, @Nullable V value, @Nullable V oldValue) {
    EntryEvent<K, V> event = null;
    CacheEntryListenerException failure = null;
    for (Registration<K, V> registration : registrations) {
      if (!registration.wants(type)) {
        continue;
      }
      if (event == null) {
        event = new EntryEvent<>(source, type, key.get(), value, oldValue);
      }
      if (!registration.isSynchronous()) {
        enqueue(registration, event);
        continue;
      }
      try {
        registration.deliver(event);
      } catch (CacheEntryListenerException e) {
        failure = Failures.join(failure, e);
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private void enqueue(Registration<K, V> registration, EntryEvent<K, V> event) {
    background.execute(
        () -> {
          try {
            registration.deliver(event);
          } catch (CacheEntryListenerException e) {
            LOG.warn("An asynchronous listener failed on {}", event, e);
          }
        });
  }

  /** Tells what is queued, for at most 10 seconds, then closes the listeners and filters. */
  @Override
  public void close() throws IOException {
    synchronized (this) {
      closed = true; // from here on nobody is added
    }
    drain(background);
    Failures failures = new Failures();
    for (Registration<K, V> registration : List.copyOf(registrations)) {
      failures.during(registration::close);
    }
    registrations.clear();
    failures.throwFirst();
  }

  /** Whether asynchronous listeners are told on that thread. */
  public boolean tellsOn(Thread thread) {
    return thread == worker;
  }

  private void drain(ExecutorService executor) {
    executor.shutdown();
    if (tellsOn(Thread.currentThread())) {
      return; // a listener closes the cache: it can't wait for itself
    }
    if (!awaitEnd(executor)) {
      LOG.warn(
          "Listeners of cache \"{}\" did not finish within {} s of its closing: {} events are lost",
          cacheName,
          CLOSE_SECONDS,
          executor.shutdownNow().size());
    }
  }

  /** Whether all was told in time; an interrupt is kept for later. */
  private static boolean awaitEnd(ExecutorService executor) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(CLOSE_SECONDS);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return executor.awaitTermination(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
