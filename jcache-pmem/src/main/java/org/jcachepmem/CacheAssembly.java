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

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.Factory;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheWriter;
import org.jcachepmem.codec.Codec;
import org.jcachepmem.event.EntryEvents;
import org.jcachepmem.expiry.ExpiryRules;
import org.jcachepmem.index.EntryStore;
import org.jcachepmem.index.PoolSession;
import org.jcachepmem.index.PoolSession.StoredCache;
import org.jcachepmem.integration.ReadThrough;
import org.jcachepmem.integration.WriteThrough;
import org.jcachepmem.key.KeyIdentities;
import org.jcachepmem.key.KeyLocks;
import org.jcachepmem.management.CacheStatistics;
import org.jspecify.annotations.Nullable;

/**
 * Puts the parts of one cache together, and takes them apart again in reverse order: beans,
 * listeners, expiry policy, writer and loader where they can be closed, then the store. What was
 * made before a failure is closed at once. For one thread.
 */
final class CacheAssembly<K, V> {

  private final String namespace;
  private final String name;
  private final CompleteConfiguration<K, V> configuration;
  private final Executor loads;
  private final LongSupplier clock;
  private final long lockTimeoutMillis;
  private final List<Closeable> closeables = new ArrayList<>();
  private final ReadThrough<K, V> loader;
  private final WriteThrough<K, V> writer;
  private final ExpiryRules expiry;
  private final KeyIdentities<K> keys;
  private final Codec<V> values;
  private final EntryStore store;
  private final PoolSession session;

  CacheAssembly(
      String namespace,
      String name,
      CompleteConfiguration<K, V> configuration,
      Foundation foundation,
      Executor loads,
      LongSupplier clock) {
    this.namespace = namespace;
    this.name = name;
    this.configuration = configuration;
    this.loads = loads;
    this.clock = clock;
    this.lockTimeoutMillis = foundation.lockTimeoutMillis();
    try {
      Codec<K> keyCodec = foundation.codec(configuration.getKeyType());
      this.values = foundation.codec(configuration.getValueType());
      this.keys = foundation.identities(keyCodec);
      this.loader = new ReadThrough<>(loader(), configuration.isReadThrough());
      this.writer = new WriteThrough<>(writer());
      this.expiry = new ExpiryRules(name, configuration.getExpiryPolicyFactory().create());
      closeables.add(expiry);
      Foundation.Placement placement = foundation.placement(name);
      this.session = foundation.session();
      EntryStore attached =
          session.attach(stored(placement, configuration, keyCodec, values), keys);
      closeLast(() -> session.detach(attached));
      this.store = new TellingStore(name, attached);
    } catch (RuntimeException | Error e) {
      closeAfter(e);
      throw e;
    }
  }

  private StoredCache stored(
      Foundation.Placement placement,
      CompleteConfiguration<K, V> of,
      Codec<K> keyCodec,
      Codec<V> valueCodec) {
    return new StoredCache(
        namespace,
        name,
        of.getKeyType().getName(),
        storedName(keyCodec),
        of.getValueType().getName(),
        storedName(valueCodec),
        placement.quotaBytes(),
        placement.pinned(),
        placement.freshness(),
        expiry.mayCountAccesses());
  }

  private static String storedName(Codec<?> codec) {
    return codec.id() + "/" + codec.version();
  }

  private @Nullable CacheLoader<K, V> loader() {
    Factory<CacheLoader<K, V>> factory = configuration.getCacheLoaderFactory();
    return factory == null ? null : closedLater(factory.create());
  }

  private @Nullable CacheWriter<? super K, ? super V> writer() {
    Factory<CacheWriter<? super K, ? super V>> factory = configuration.getCacheWriterFactory();
    CacheWriter<? super K, ? super V> made = factory == null ? null : closedLater(factory.create());
    return configuration.isWriteThrough() ? made : null;
  }

  /** See {@link PoolSession#lose}. */
  void lose(Runnable loss) {
    session.lose(namespace, name, loss);
  }

  /** Adds what is done when everything else is closed. */
  void closeLast(Closeable last) {
    closeables.add(0, last);
  }

  /** Adds what is closed before everything that is there. */
  <T extends Closeable> T closedFirst(T part) {
    closeables.add(part);
    return part;
  }

  private <T> T closedLater(T part) {
    if (part instanceof Closeable closeable) {
      closeables.add(closeable);
    }
    return part;
  }

  /** The parts of {@code cache}; called once. */
  CacheParts<K, V> parts(Cache<K, V> cache) {
    EntryEvents<K, V> events =
        new EntryEvents<>(cache, name, cache.getCacheManager().getClassLoader());
    closeables.add(events);
    return new CacheParts<>(
        name,
        store,
        keys,
        values,
        expiry,
        events,
        loader,
        writer,
        new CacheStatistics(store::counters, store::count),
        new KeyLocks(name, lockTimeoutMillis, store::awaitRecovery),
        clock,
        loads);
  }

  /**
   * Closes all parts, even if one fails.
   *
   * @throws CacheException the first failure, with the others suppressed in it
   */
  void close() {
    CacheException failure = new CacheException("Cache \"" + name + "\" did not close cleanly");
    closeAfter(failure);
    if (failure.getSuppressed().length > 0) {
      throw failure;
    }
  }

  private void closeAfter(Throwable failure) {
    Collections.reverse(closeables);
    for (Closeable closeable : closeables) {
      try {
        closeable.close();
      } catch (IOException | RuntimeException | Error e) { // of a class that is gone, perhaps
        failure.addSuppressed(e);
      }
    }
    closeables.clear();
  }
}
