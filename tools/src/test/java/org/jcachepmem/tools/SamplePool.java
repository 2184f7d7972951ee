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
package org.jcachepmem.tools;

import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import org.jcachepmem.PmemCachingProvider;

/** A pool as an application would fill it: keys and values of many kinds, in two namespaces. */
final class SamplePool {
  static final UUID ID = UUID.fromString("01234567-89ab-cdef-0123-456789abcdef");

  private SamplePool() {}

  /** Opens a manager over the pool at {@code path}, of 8 MiB if it is to be made. */
  static CacheManager manager(Path path, String namespace) {
    return manager(path, namespace, Map.of());
  }

  /** The same with more settings, named from {@code jcache-pmem.} on. */
  static CacheManager manager(Path path, String namespace, Map<String, String> settings) {
    Properties properties = new Properties();
    settings.forEach((name, value) -> properties.setProperty("jcache-pmem." + name, value));
    properties.setProperty("jcache-pmem.pool.path", path.toString());
    properties.setProperty("jcache-pmem.pool.create-if-missing-with-size", "8 MiB");
    properties.setProperty("jcache-pmem.pool.medium", "jdk");
    properties.setProperty("jcache-pmem.pool.durability", "on-close");
    properties.setProperty("jcache-pmem.pool.namespace", namespace);
    return new PmemCachingProvider()
        .getCacheManager(
            URI.create("sample:" + namespace), SamplePool.class.getClassLoader(), properties);
  }

  static <K, V> Cache<K, V> cache(
      CacheManager manager, String name, Class<K> keys, Class<V> values) {
    return manager.createCache(name, new MutableConfiguration<K, V>().setTypes(keys, values));
  }

  /** Makes it, closed cleanly. */
  static Path make(Path path) {
    try (CacheManager manager = manager(path, "shop")) {
      fill(manager);
    }
    try (CacheManager manager = manager(path, "other")) {
      cache(manager, "cities", String.class, String.class).put("Basel", "another one");
    }
    return path;
  }

  static void fill(CacheManager manager) {
    Cache<String, String> cities = cache(manager, "cities", String.class, String.class);
    cities.put("Basel", "Rhein");
    cities.put("Zürich", "Limmat\n\"See\"");
    cities.put("東京", "隅田川");
    cities.put("long", "x".repeat(5_000));
    Cache<Long, byte[]> blobs = cache(manager, "blobs", Long.class, byte[].class);
    for (long key = 0; key < 100; key++) {
      blobs.put(key, new byte[(int) key * 37]);
    }
    blobs.put(-1L, new byte[700_000]);
    Cache<UUID, Customer> customers = cache(manager, "customers", UUID.class, Customer.class);
    customers.put(ID, new Customer(7, "Ann \"A\" Müller"));
    Cache<Object, Object> any = cache(manager, "any", Object.class, Object.class);
    any.put("text", 1);
    any.put(2L, Instant.parse("2026-11-26T10:00:00.5Z"));
    any.put(Customer.Rank.LOYAL, List.of("one", 2, 3.5));
    any.put(new Customer(1, "key"), new Customer(2, "value"));
    any.put(ID, new int[][] {{1, 2}, {}});
    Cache<String, String> sessions =
        manager.createCache(
            "sessions",
            new MutableConfiguration<String, String>()
                .setTypes(String.class, String.class)
                .setExpiryPolicyFactory(
                    CreatedExpiryPolicy.factoryOf(new Duration(TimeUnit.HOURS, 1))));
    sessions.put("ann", "logged in");
    Cache<String, String> empty = cache(manager, "empty", String.class, String.class);
    empty.put("gone", "soon");
    empty.remove("gone");
  }

  /** Makes the pool named by the argument; for a look at it from the command line. */
  public static void main(String[] arguments) {
    make(Path.of(arguments[0]));
  }
}
