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

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.Configuration;
import org.jcachepmem.index.PoolFigures;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The caches of one URI and class loader, on one pool. Thread safe; creating, destroying and
 * closing wait for each other, and for caches of that name that are being closed.
 *
 * <p>Contents survive {@link #close()}. {@link #getCache(String)} finds what was created in this
 * manager only: a stored cache that nobody created here is not open.
 */
public final class PmemCacheManager implements CacheManager {

  private static final Logger LOG = LoggerFactory.getLogger(PmemCacheManager.class);
  private static final int MOST_NAME_BYTES = 1024;

  private final PmemCachingProvider provider;
  private final URI uri;
  private final ClassLoader loader;
  private final Properties properties;
  private final Foundation foundation;
  private final LongSupplier clock;
  private final ExecutorService loads;
  private final ManagedCaches caches = new ManagedCaches();

  /** Held while a cache is created or destroyed; who has it waits for no cache to be closed. */
  private final Object changing = new Object();

  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile @Nullable Thread closer;
  private volatile boolean closed;

  PmemCacheManager(
      PmemCachingProvider provider,
      URI uri,
      ClassLoader loader,
      Properties properties,
      Foundation foundation,
      LongSupplier clock) {
    this.provider = provider;
    this.uri = uri;
    this.loader = loader;
    this.properties = properties;
    this.foundation = foundation;
    this.clock = clock;
    this.loads = LoadThreads.of(uri, loader);
  }

  @Override
  public PmemCachingProvider getCachingProvider() {
    return provider;
  }

  @Override
  public URI getURI() {
    return uri;
  }

  @Override
  public ClassLoader getClassLoader() {
    return loader;
  }

  /** A copy of the properties that the manager was made with. */
  @Override
  public Properties getProperties() {
    Properties copy = new Properties();
    copy.putAll(properties);
    return copy;
  }

  /**
   * {@inheritDoc}
   *
   * @throws UnsupportedOperationException if the configuration asks for store by reference
   */
  @Override
  public <K, V, C extends Configuration<K, V>> Cache<K, V> createCache(String name, C given) {
    checkOpen();
    checkName(name);
    if (given == null) {
      throw new NullPointerException("The configuration of cache \"" + name + "\" is null");
    }
    CompleteConfiguration<K, V> configuration = foundation.complete(name, given);
    if (!configuration.isStoreByValue()) {
      throw new UnsupportedOperationException(
          "Cache \""
              + name
              + "\" asks for store by reference; jcache-pmem stores by value only: use"
              + " setStoreByValue(true), the default");
    }
    return change(name, () -> create(name, configuration));
  }

  /** Makes a change while nobody else makes one, and no cache of that name is being closed. */
  private <T> T change(String name, Supplier<T> made) {
    while (true) {
      caches.awaitClosed(name, !Thread.holdsLock(changing), foundation.lockTimeoutMillis());
      synchronized (changing) {
        checkOpen();
        if (!caches.isClosing(name)) {
          return made.get();
        }
      }
    }
  }

  private <K, V> PmemCache<K, V> create(String name, CompleteConfiguration<K, V> configuration) {
    if (caches.get(name) != null) {
      throw new CacheException("Cache \"" + name + "\" exists in the cache manager " + uri);
    }
    PmemCache<K, V> cache = open(name, configuration);
    caches.add(cache);
    startOrClose(cache);
    return cache;
  }

  private <K, V> PmemCache<K, V> open(String name, CompleteConfiguration<K, V> configuration) {
    int number = provider.namesakes().take(uri, loader, name);
    String namespace = Namesakes.namespace(foundation.namespace(), number);
    if (number > 1) {
      LOG.warn(
          "Cache \"{}\" is open in another cache manager of {}, which has another class loader: this"
              + " one is stored apart from it, in namespace \"{}\"",
          name,
          uri,
          namespace);
    }
    boolean opened = false;
    try {
      CacheAssembly<K, V> assembly =
          new CacheAssembly<>(namespace, name, configuration, foundation, loads, clock);
      assembly.closeLast(() -> provider.namesakes().give(uri, loader, name));
      opened = true;
      return new PmemCache<>(this, namespace, configuration, assembly);
    } finally {
      if (!opened) {
        provider.namesakes().give(uri, loader, name);
      }
    }
  }

  private static void startOrClose(PmemCache<?, ?> cache) {
    try {
      cache.start();
    } catch (RuntimeException | Error e) {
      try {
        cache.close();
      } catch (RuntimeException other) {
        e.addSuppressed(other);
      }
      throw e;
    }
  }

  @Override
  @SuppressWarnings("unchecked") // checked against the configured types
  public <K, V> @Nullable Cache<K, V> getCache(String name, Class<K> keyType, Class<V> valueType) {
    checkOpen();
    checkName(name);
    if (keyType == null || valueType == null) {
      throw new NullPointerException(
          "The " + (keyType == null ? "key" : "value") + " type is null");
    }
    PmemCache<K, V> cache = (PmemCache<K, V>) caches.get(name);
    if (cache != null) {
      Configuration<K, V> types = cache.types();
      checkType(name, "keys", types.getKeyType(), keyType);
      checkType(name, "values", types.getValueType(), valueType);
    }
    return cache;
  }

  private static void checkType(String name, String what, Class<?> configured, Class<?> asked) {
    if (!configured.equals(asked)) {
      throw new ClassCastException(
          "Cache \""
              + name
              + "\" has "
              + what
              + " of "
              + configured.getName()
              + ", not of "
              + asked.getName());
    }
  }

  @Override
  @SuppressWarnings("unchecked") // the specification leaves the types to the caller
  public <K, V> @Nullable Cache<K, V> getCache(String name) {
    checkOpen();
    checkName(name);
    return (PmemCache<K, V>) caches.get(name);
  }

  /** The names of the open caches, as they are now. */
  @Override
  public Iterable<String> getCacheNames() {
    checkOpen();
    return Collections.unmodifiableSet(caches.names());
  }

  /** {@inheritDoc} A stored cache that is open nowhere is deleted too. */
  @Override
  public void destroyCache(String name) {
    checkOpen();
    checkName(name);
    boolean destroyed = false;
    while (!destroyed) {
      destroyed = change(name, () -> destroy(name));
    }
  }

  /** Whether it is done; otherwise another thread has just begun to close the cache. */
  private boolean destroy(String name) {
    PmemCache<?, ?> cache = caches.get(name);
    if (cache == null) {
      if (!provider.namesakes().isTaken(uri, loader, name)) {
        foundation.session().destroy(foundation.namespace(), name);
      }
      return true;
    }
    if (!cache.beginClosing()) {
      return false;
    }
    try {
      cache.finishClosing();
    } finally {
      foundation.session().destroy(cache.namespace(), name);
    }
    return true;
  }

  /** The pool of this manager in figures. */
  public PoolFigures poolFigures() {
    checkOpen();
    return foundation.session().figures();
  }

  @Override
  public void enableManagement(String name, boolean enabled) {
    checkOpen();
    checkName(name);
    PmemCache<?, ?> cache = caches.get(name);
    if (cache != null) {
      cache.enableManagement(enabled);
    }
  }

  @Override
  public void enableStatistics(String name, boolean enabled) {
    checkOpen();
    checkName(name);
    PmemCache<?, ?> cache = caches.get(name);
    if (cache != null) {
      cache.enableStatistics(enabled);
    }
  }

  @Override
  public void close() {
    if (!beginClosing()) {
      if (isClosing()) {
        awaitClosed();
      }
      return;
    }
    try {
      closeParts();
    } finally {
      provider.release(this);
      ended.countDown();
    }
  }

  private boolean beginClosing() {
    synchronized (changing) {
      if (closed) {
        return false;
      }
      closer = Thread.currentThread();
      closed = true;
      return true;
    }
  }

  private void closeParts() {
    CacheException failure = new CacheException("Cache manager " + uri + " did not close cleanly");
    closeOne(foundation::closing, failure);
    for (PmemCache<?, ?> cache : caches.all()) {
      closeCache(cache);
    }
    if (!Thread.holdsLock(changing)) {
      closeOne(() -> caches.awaitAllClosed(foundation.lockTimeoutMillis()), failure);
    }
    closeOne(loads::shutdown, failure);
    closeOne(foundation::close, failure);
    if (failure.getSuppressed().length > 0) {
      throw failure;
    }
  }

  /** Whether other threads are closing it, so that a new manager has to wait. */
  boolean isClosing() {
    return closed && closer != Thread.currentThread() && !caches.areClosedHere();
  }

  /** Waits until the thread that closes it is done. */
  void awaitClosed() {
    boolean interrupted = false;
    while (true) {
      try {
        ended.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** The specification has the manager ignore what a cache's closing throws. */
  private void closeCache(PmemCache<?, ?> cache) {
    try {
      cache.close();
    } catch (RuntimeException | Error e) {
      LOG.warn("Cache \"{}\" of cache manager {} did not close cleanly", cache.getName(), uri, e);
    }
  }

  private static void closeOne(Runnable part, CacheException failure) {
    try {
      part.run();
    } catch (RuntimeException | Error e) {
      failure.addSuppressed(e);
    }
  }

  /** Where a cache says that it is being closed, and that it is closed. */
  ManagedCaches caches() {
    return caches;
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public <T> T unwrap(Class<T> type) {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    throw new IllegalArgumentException(getClass().getName() + " is no " + type.getName());
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("Cache manager " + uri + " is closed");
    }
  }

  private static void checkName(@Nullable String name) {
    if (name == null) {
      throw new NullPointerException("The cache name is null");
    }
    int bytes = name.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MOST_NAME_BYTES) {
      throw new CacheException(
          "A cache name of "
              + bytes
              + " bytes is too long: at most "
              + MOST_NAME_BYTES
              + " bytes of UTF-8 fit the pool's catalogue. It begins with \""
              + name.substring(0, 32)
              + "\"");
    }
  }
}
