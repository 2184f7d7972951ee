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
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.Factory;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.CacheEntryEventFilter;
import javax.cache.event.CacheEntryExpiredListener;
import javax.cache.event.CacheEntryListener;
import javax.cache.event.CacheEntryListenerException;
import javax.cache.event.CacheEntryRemovedListener;
import javax.cache.event.CacheEntryUpdatedListener;
import javax.cache.event.EventType;
import org.jcachepmem.index.Failures;
import org.jspecify.annotations.Nullable;

/** One registered listener with its filter, and the kinds of event that it listens to. */
final class Registration<K, V> {

  private final CacheEntryListenerConfiguration<K, V> configuration;
  private final boolean isSynchronous;
  private final boolean isOldValueRequired;
  private final CacheEntryListener<? super K, ? super V> listener;
  private final @Nullable CacheEntryEventFilter<? super K, ? super V> filter;
  private final Map<EventType, Consumer<Iterable<CacheEntryEvent<? extends K, ? extends V>>>>
      handlers = new EnumMap<>(EventType.class);

  Registration(CacheEntryListenerConfiguration<K, V> configuration) {
    this.configuration = configuration;
    this.isSynchronous = configuration.isSynchronous(); // now: it may be changed for the next one
    this.isOldValueRequired = configuration.isOldValueRequired();
    this.listener = configuration.getCacheEntryListenerFactory().create();
    Factory<CacheEntryEventFilter<? super K, ? super V>> filters =
        configuration.getCacheEntryEventFilterFactory();
    this.filter = filters == null ? null : filter(filters, listener);
    if (listener instanceof CacheEntryCreatedListener<? super K, ? super V> created) {
      handlers.put(EventType.CREATED, events -> created.onCreated(cast(events)));
    }
    if (listener instanceof CacheEntryUpdatedListener<? super K, ? super V> updated) {
      handlers.put(EventType.UPDATED, events -> updated.onUpdated(cast(events)));
    }
    if (listener instanceof CacheEntryRemovedListener<? super K, ? super V> removed) {
      handlers.put(EventType.REMOVED, events -> removed.onRemoved(cast(events)));
    }
    if (listener instanceof CacheEntryExpiredListener<? super K, ? super V> expired) {
      handlers.put(EventType.EXPIRED, events -> expired.onExpired(cast(events)));
    }
  }

  /** A listener whose filter can't be made is closed. */
  private static <F> F filter(Factory<F> filters, Object listener) {
    try {
      return filters.create();
    } catch (Throwable e) { // foreign code may throw anything
      try {
        closeIfCloseable(listener);
      } catch (Throwable second) {
        e.addSuppressed(second);
      }
      throw e;
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // listeners read events only
  private static <T> T cast(Iterable<?> events) {
    return (T) (Iterable) events;
  }

  CacheEntryListenerConfiguration<K, V> configuration() {
    return configuration;
  }

  boolean isSynchronous() {
    return isSynchronous;
  }

  boolean wants(EventType type) {
    return handlers.containsKey(type);
  }

  boolean wantsOldValue(EventType type) {
    return wants(type) && isOldValueRequired;
  }

  /** Calls the filter and the listener, on this thread. */
  void deliver(EntryEvent<K, V> event) {
    Consumer<Iterable<CacheEntryEvent<? extends K, ? extends V>>> handler =
        handlers.get(event.getEventType());
    try {
      if (handler != null && (filter == null || filter.evaluate(event))) {
        handler.accept(List.of(event));
      }
    } catch (CacheEntryListenerException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new CacheEntryListenerException("A cache entry listener failed on " + event, e);
    }
  }

  /** Closes the listener and the filter, whatever either throws. */
  void close() {
    Failures failures = new Failures();
    failures.during(() -> closeIfCloseable(listener));
    failures.during(() -> closeIfCloseable(filter));
    failures.throwFirst();
  }

  private static void closeIfCloseable(@Nullable Object foreign) throws IOException {
    if (foreign instanceof Closeable closeable) {
      closeable.close();
    }
  }
}
