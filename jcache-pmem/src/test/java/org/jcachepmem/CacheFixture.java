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
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.Configuration;
import javax.cache.configuration.Factory;
import javax.cache.configuration.MutableConfiguration;

/** A provider over a pool in the heap that records calls, with a clock that the test moves. */
final class CacheFixture implements AutoCloseable {

  final MemoryPool pool = new MemoryPool();
  final AtomicLong clock = new AtomicLong(1_700_000_000_000L);
  private PmemCachingProvider provider = new MemoryCachingProvider(pool, clock::get);

  CacheManager manager() {
    return provider.getCacheManager();
  }

  PmemCachingProvider provider() {
    return provider;
  }

  /** Closes everything and starts anew, as another process would. */
  void restart() {
    provider.close();
    provider = new MemoryCachingProvider(pool, clock::get);
  }

  <K, V> Cache<K, V> cache(Configuration<K, V> configuration) {
    return manager().createCache("cache", configuration);
  }

  static MutableConfiguration<String, String> strings() {
    return new MutableConfiguration<String, String>().setTypes(String.class, String.class);
  }

  /** A factory of one object, which needs no serialization. */
  static <T> Factory<T> of(T object) {
    return () -> object;
  }

  /** What was asked of the store since the last call, but for lookups. */
  List<String> changes() {
    Predicate<String> lookup =
        call -> call.startsWith("find") || call.startsWith("peek") || call.equals("read");
    List<String> changes = new ArrayList<>(pool.calls);
    pool.calls.clear();
    changes.removeIf(lookup);
    return changes;
  }

  @Override
  public void close() {
    provider.close();
  }
}
