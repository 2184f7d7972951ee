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

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import javax.cache.Cache;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.Configuration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.integration.CompletionListener;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.EntryProcessorException;
import javax.cache.processor.EntryProcessorResult;
import org.jcachepmem.management.BeanRegistration;
import org.jcachepmem.management.CacheSettingsBean;
import org.jcachepmem.management.PmemCacheStatisticsMXBean;
import org.jcachepmem.processor.ProcessorResult;
import org.jspecify.annotations.Nullable;

/**
 * A cache whose values are in the pool of its manager, by value only. Each method checks and
 * delegates; what it means is in the classes that it delegates to. Thread safe.
 *
 * <p>Closing a cache leaves its contents in the pool; {@code CacheManager.destroyCache} deletes
 * them. After closing every method but {@link #getName}, {@link #getCacheManager}, {@link
 * #isClosed}, {@link #close} and {@link #unwrap} throws {@link IllegalStateException}.
 */
public final class PmemCache<K, V> implements Cache<K, V> {

  private final PmemCacheManager manager;
  private final String namespace;
  private final CacheParts<K, V> parts;
  private final Lookup<K, V> lookup;
  private final KeyOperations<K, V> single;
  private final BulkOperations<K, V> bulk;
  private final BulkLoads<K, V> loads;
  private final CacheAssembly<K, V> assembly;
  private final BeanRegistration statisticsBean;
  private final BeanRegistration settingsBean;
  private MutableConfiguration<K, V> configuration;
  private volatile boolean closed;

  /** Who registers its listeners and beans, and so far is the only one to find it. */
  private volatile @Nullable Thread starter = Thread.currentThread();

  /** A cache that takes over {@code assembly}, and closes it when it is closed. */
  PmemCache(
      PmemCacheManager manager,
      String namespace,
      CompleteConfiguration<K, V> configuration,
      CacheAssembly<K, V> assembly) {
    this.manager = manager;
    this.namespace = namespace;
    this.configuration = new MutableConfiguration<>(configuration);
    this.assembly = assembly;
    this.parts = assembly.parts(this);
    this.lookup = new Lookup<>(parts);
    this.single = new KeyOperations<>(parts, lookup);
    this.bulk = new BulkOperations<>(parts, lookup);
    this.loads = new BulkLoads<>(parts, lookup, single);
    String uri = manager.getURI().toString();
    this.statisticsBean =
        assembly.closedFirst(BeanRegistration.statistics(parts.statistics(), uri, parts.name()));
    this.settingsBean =
        assembly.closedFirst(
            BeanRegistration.settings(new CacheSettingsBean(this::snapshot), uri, parts.name()));
  }

  /** Registers the configured listeners and beans; the last step of making a cache. */
  void start() {
    MutableConfiguration<K, V> now = snapshot();
    now.getCacheEntryListenerConfigurations().forEach(parts.events()::register);
    enableStatistics(now.isStatisticsEnabled());
    enableManagement(now.isManagementEnabled());
    checkOpen(); // a listener's factory may have closed it
    starter = null;
  }

  /** Whether another thread has not started it to the end: then it is not to be found. */
  boolean isStartedElsewhere() {
    Thread thread = starter;
    return thread != null && thread != Thread.currentThread();
  }

  @Override
  public @Nullable V get(K key) {
    check(key, "key");
    return single.get(key);
  }

  @Override
  public Map<K, V> getAll(Set<? extends K> keys) {
    checkAll(keys);
    return loads.getAll(keys);
  }

  @Override
  public boolean containsKey(K key) {
    check(key, "key");
    return single.containsKey(key);
  }

  @Override
  public void loadAll(
      Set<? extends K> keys, boolean replaceExistingValues, @Nullable CompletionListener listener) {
    checkAll(keys);
    if (parts.loader().hasLoader()) {
      loads.loadAll(keys, replaceExistingValues, listener);
    } else if (listener != null) {
      listener.onCompletion();
    }
  }

  @Override
  public void put(K key, V value) {
    check(key, "key");
    check(value, "value");
    single.put(key, value);
  }

  @Override
  public @Nullable V getAndPut(K key, V value) {
    check(key, "key");
    check(value, "value");
    return single.getAndPut(key, value);
  }

  @Override
  public void putAll(Map<? extends K, ? extends V> map) {
    check(map, "map");
    map.forEach(
        (key, value) -> {
          check(key, "key");
          check(value, "value");
        });
    bulk.putAll(map);
  }

  @Override
  public boolean putIfAbsent(K key, V value) {
    check(key, "key");
    check(value, "value");
    return single.putIfAbsent(key, value);
  }

  @Override
  public boolean remove(K key) {
    check(key, "key");
    return single.remove(key);
  }

  @Override
  public boolean remove(K key, V oldValue) {
    check(key, "key");
    check(oldValue, "old value");
    return single.remove(key, oldValue);
  }

  @Override
  public @Nullable V getAndRemove(K key) {
    check(key, "key");
    return single.getAndRemove(key);
  }

  @Override
  public boolean replace(K key, V oldValue, V newValue) {
    check(key, "key");
    check(oldValue, "old value");
    check(newValue, "new value");
    return single.replace(key, oldValue, newValue);
  }

  @Override
  public boolean replace(K key, V value) {
    check(key, "key");
    check(value, "value");
    return single.replace(key, value);
  }

  @Override
  public @Nullable V getAndReplace(K key, V value) {
    check(key, "key");
    check(value, "value");
    return single.getAndReplace(key, value);
  }

  @Override
  public void removeAll(Set<? extends K> keys) {
    checkAll(keys);
    bulk.removeAll(keys);
  }

  @Override
  public void removeAll() {
    checkOpen();
    assembly.lose(bulk::removeAll);
  }

  @Override
  public void clear() {
    checkOpen();
    assembly.lose(parts.store()::clear);
  }

  @Override
  public <T> @Nullable T invoke(
      K key, EntryProcessor<K, V, T> processor, @Nullable Object... arguments) {
    check(key, "key");
    check(processor, "entry processor");
    return single.invoke(key, processor, arguments);
  }

  @Override
  public <T> Map<K, EntryProcessorResult<T>> invokeAll(
      Set<? extends K> keys, EntryProcessor<K, V, T> processor, @Nullable Object... arguments) {
    checkAll(keys);
    check(processor, "entry processor");
    Map<K, EntryProcessorResult<T>> results = new HashMap<>();
    for (K key : keys) {
      try {
        T result = single.invoke(key, processor, arguments);
        if (result != null) {
          results.put(key, new ProcessorResult<>(result, null));
        }
      } catch (EntryProcessorException e) {
        results.put(key, new ProcessorResult<>(null, e));
      } catch (RuntimeException e) {
        results.put(key, new ProcessorResult<>(null, new EntryProcessorException(e)));
      }
    }
    return results;
  }

  @Override
  public Iterator<Cache.Entry<K, V>> iterator() {
    checkOpen();
    return new EntryIterator<>(parts, lookup, single, this::checkOpen);
  }

  @Override
  public void registerCacheEntryListener(CacheEntryListenerConfiguration<K, V> listener) {
    check(listener, "listener configuration");
    parts.events().register(listener);
    change(now -> now.addCacheEntryListenerConfiguration(listener));
  }

  @Override
  public void deregisterCacheEntryListener(CacheEntryListenerConfiguration<K, V> listener) {
    check(listener, "listener configuration");
    parts.events().deregister(listener);
    change(now -> now.removeCacheEntryListenerConfiguration(listener));
  }

  /** With the name what identifies the stored cache. */
  String namespace() {
    return namespace;
  }

  void enableStatistics(boolean on) {
    parts.statistics().enable(on);
    statisticsBean.enable(on);
    change(now -> now.setStatisticsEnabled(on));
  }

  void enableManagement(boolean on) {
    settingsBean.enable(on);
    change(now -> now.setManagementEnabled(on));
  }

  private synchronized void change(UnaryOperator<MutableConfiguration<K, V>> by) {
    configuration = by.apply(configuration);
  }

  private synchronized MutableConfiguration<K, V> snapshot() {
    return new MutableConfiguration<>(configuration);
  }

  /** Of keys and values, also once the cache is closed. */
  Configuration<K, V> types() {
    return snapshot();
  }

  /** A copy of the configuration; changing it changes nothing. */
  @Override
  public <C extends Configuration<K, V>> C getConfiguration(Class<C> type) {
    checkOpen();
    MutableConfiguration<K, V> copy = snapshot();
    if (type.isInstance(copy)) {
      return type.cast(copy);
    }
    throw new IllegalArgumentException(
        "The configuration is no " + type.getName() + " but a " + copy.getClass().getName());
  }

  @Override
  public String getName() {
    return parts.name();
  }

  @Override
  public PmemCacheManager getCacheManager() {
    return manager;
  }

  @Override
  public void close() {
    if (beginClosing()) {
      finishClosing();
    }
  }

  /** Whether the caller is the one that has to {@link #finishClosing}. */
  boolean beginClosing() {
    synchronized (assembly) {
      if (closed) {
        return false;
      }
      closed = true;
      manager.caches().closing(this);
      return true;
    }
  }

  void finishClosing() {
    try {
      assembly.close();
    } finally {
      manager.caches().closed(this);
    }
  }

  /** Whether asynchronous listeners are told on that thread. */
  boolean tellsOn(Thread thread) {
    return parts.events().tellsOn(thread);
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  /**
   * {@inheritDoc} It is a {@code Cache}, a {@code PmemCache}, and has a {@link
   * PmemCacheStatisticsMXBean}, whether or not that is registered.
   */
  @Override
  public <T> T unwrap(Class<T> type) {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    if (type == PmemCacheStatisticsMXBean.class) {
      return type.cast(parts.statistics());
    }
    throw new IllegalArgumentException(getClass().getName() + " is no " + type.getName());
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("Cache \"" + parts.name() + "\" is closed");
    }
  }

  private void check(@Nullable Object argument, String what) {
    checkOpen();
    if (argument == null) {
      throw new NullPointerException("The " + what + " is null, in cache \"" + parts.name() + "\"");
    }
  }

  private void checkAll(@Nullable Set<? extends K> keys) {
    check(keys, "set of keys");
    for (K key : keys) {
      check(key, "key");
    }
  }
}
