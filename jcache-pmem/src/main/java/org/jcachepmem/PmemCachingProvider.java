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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.WeakHashMap;
import java.util.function.LongSupplier;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.OptionalFeature;
import javax.cache.spi.CachingProvider;
import org.jspecify.annotations.Nullable;

/**
 * The JCache provider whose caches survive restarts. It keeps one manager for each URI and class
 * loader; several of them may share one pool.
 *
 * <p>A URI names a configuration file or class-path resource where it resolves to one, and is just
 * a name otherwise. The default is {@value #DEFAULT_URI}. Caches are stored by value only. Thread
 * safe.
 */
public class PmemCachingProvider implements CachingProvider {

  /** The URI of the manager that is asked for without one: a name that resolves to nothing. */
  public static final String DEFAULT_URI = "jcache-pmem:default";

  private final Foundation.Factory foundations;
  private final LongSupplier clock;
  private final Namesakes namesakes = new Namesakes();

  /** Guarded by itself, like the next. */
  private final Map<ClassLoader, Map<URI, PmemCacheManager>> managers = new WeakHashMap<>();

  /**
   * What is being opened, by whom, without the guard: a pool may have to be waited for, and that
   * delays nobody who wants another manager.
   */
  private final Map<Opening, Thread> openings = new HashMap<>();

  /** Called by {@link javax.cache.Caching}. */
  public PmemCachingProvider() {
    this(PoolFoundation::lay, System::currentTimeMillis);
  }

  PmemCachingProvider(Foundation.Factory foundations, LongSupplier clock) {
    this.foundations = foundations;
    this.clock = clock;
  }

  @Override
  public CacheManager getCacheManager(
      @Nullable URI uri, @Nullable ClassLoader classLoader, @Nullable Properties properties) {
    URI name = uri == null ? getDefaultURI() : uri;
    ClassLoader loader = classLoader == null ? getDefaultClassLoader() : classLoader;
    while (true) {
      PmemCacheManager manager = opened(new Opening(loader, name));
      if (manager == null) {
        return open(name, loader, properties);
      }
      if (!manager.isClosing()) {
        return manager;
      }
      // its caches may still be open in the pool: a new manager would not find their contents
      manager.awaitClosed();
    }
  }

  /** The manager, waited for if another thread opens it; or null if this thread is to open it. */
  private @Nullable PmemCacheManager opened(Opening opening) {
    boolean interrupted = false;
    synchronized (managers) {
      for (Thread other; (other = openings.get(opening)) != null; ) {
        if (other == Thread.currentThread()) {
          throw new IllegalStateException(
              "cache manager " + opening.uri() + " is asked for by what opens it");
        }
        try {
          managers.wait();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      Map<URI, PmemCacheManager> byUri = managers.get(opening.loader());
      PmemCacheManager manager = byUri == null ? null : byUri.get(opening.uri());
      if (manager == null) {
        openings.put(opening, Thread.currentThread());
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      return manager;
    }
  }

  private PmemCacheManager open(URI uri, ClassLoader loader, @Nullable Properties given) {
    PmemCacheManager manager = null;
    try {
      manager = newManager(uri, loader, given);
      return manager;
    } finally {
      synchronized (managers) {
        if (manager != null) {
          managers.computeIfAbsent(loader, key -> new HashMap<>()).put(uri, manager);
        }
        openings.remove(new Opening(loader, uri));
        managers.notifyAll();
      }
    }
  }

  private PmemCacheManager newManager(URI uri, ClassLoader loader, @Nullable Properties given) {
    Properties all = given == null ? new Properties() : given;
    Foundation foundation = foundations.lay(uri, loader, all);
    Properties properties = new Properties();
    all.stringPropertyNames().forEach(key -> properties.put(key, all.getProperty(key)));
    return new PmemCacheManager(this, uri, loader, properties, foundation, clock);
  }

  /**
   * The thread's context class loader, if it sees this class; otherwise this class's own. A thread
   * of a common pool has the system's, which sees nothing of an application in one jar.
   */
  @Override
  public ClassLoader getDefaultClassLoader() {
    ClassLoader own = PmemCachingProvider.class.getClassLoader();
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return context != null && sees(context) ? context : own;
  }

  private static boolean sees(ClassLoader loader) {
    try {
      return Class.forName(PmemCachingProvider.class.getName(), false, loader)
          == PmemCachingProvider.class;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  @Override
  public URI getDefaultURI() {
    return URI.create(DEFAULT_URI);
  }

  @Override
  public Properties getDefaultProperties() {
    return new Properties();
  }

  @Override
  public CacheManager getCacheManager(@Nullable URI uri, @Nullable ClassLoader classLoader) {
    return getCacheManager(uri, classLoader, getDefaultProperties());
  }

  @Override
  public CacheManager getCacheManager() {
    return getCacheManager(null, null);
  }

  /** Closes every manager. */
  @Override
  public void close() {
    closeAll(managersOf(null, null));
  }

  /** Closes the managers of a class loader, the default one for null. */
  @Override
  public void close(@Nullable ClassLoader classLoader) {
    closeAll(managersOf(classLoader == null ? getDefaultClassLoader() : classLoader, null));
  }

  /** Closes one manager; null stands for the default URI or class loader. */
  @Override
  public void close(@Nullable URI uri, @Nullable ClassLoader classLoader) {
    closeAll(
        managersOf(
            classLoader == null ? getDefaultClassLoader() : classLoader,
            uri == null ? getDefaultURI() : uri));
  }

  private List<PmemCacheManager> managersOf(@Nullable ClassLoader loader, @Nullable URI uri) {
    List<PmemCacheManager> found = new ArrayList<>();
    synchronized (managers) {
      managers.forEach(
          (ofLoader, byUri) -> {
            if (loader == null || ofLoader == loader) {
              byUri.forEach(
                  (name, manager) -> {
                    if (uri == null || name.equals(uri)) {
                      found.add(manager);
                    }
                  });
            }
          });
    }
    return found;
  }

  private static void closeAll(List<PmemCacheManager> open) {
    CacheException failure = new CacheException("Not every cache manager closed cleanly");
    for (PmemCacheManager manager : open) {
      try {
        manager.close();
      } catch (RuntimeException | Error e) {
        failure.addSuppressed(e);
      }
    }
    if (failure.getSuppressed().length > 0) {
      throw failure;
    }
  }

  Namesakes namesakes() {
    return namesakes;
  }

  /** Forgets a manager that closes. */
  void release(PmemCacheManager manager) {
    synchronized (managers) {
      Map<URI, PmemCacheManager> byUri = managers.get(manager.getClassLoader());
      if (byUri != null) {
        byUri.remove(manager.getURI(), manager);
        if (byUri.isEmpty()) {
          managers.remove(manager.getClassLoader());
        }
      }
    }
  }

  /**
   * Class loaders are compared as objects. A start of the JVM waits for the equality that a record
   * has unless it is written out.
   */
  private record Opening(ClassLoader loader, URI uri) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Opening that && loader.equals(that.loader) && uri.equals(that.uri);
    }

    @Override
    public int hashCode() {
      return 31 * loader.hashCode() + uri.hashCode();
    }
  }

  /** {@inheritDoc} There are none: {@code STORE_BY_REFERENCE} is not supported. */
  @Override
  public boolean isSupported(OptionalFeature optionalFeature) {
    return false;
  }
}
