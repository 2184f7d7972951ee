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
package org.jcachepmem.survival;

import java.util.Properties;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;

/**
 * The JVM that opens a pool with more entries than its heap can index, reads them all, and adds.
 */
public final class CountingLife {

  private CountingLife() {}

  static Properties properties(String pool) {
    Properties properties = WriteThroughLife.properties(pool);
    properties.put("jcache-pmem.pool.create-if-missing-with-size", "16 MiB");
    properties.put("jcache-pmem.pool.durability", "on-close");
    properties.put("jcache-pmem.pool.medium", "jdk");
    return properties;
  }

  static Cache<Long, Long> cache(CacheManager manager) {
    return manager.createCache(
        "many", new MutableConfiguration<Long, Long>().setTypes(Long.class, Long.class));
  }

  /** Arguments: the pool, {@code index.max-bytes}, how many keys from 0 on to put at the end. */
  public static void main(String[] args) {
    Properties properties = properties(args[0]);
    properties.put("jcache-pmem.index.max-bytes", args[1]);
    try (CacheManager manager =
        Caching.getCachingProvider().getCacheManager(null, null, properties)) {
      Cache<Long, Long> cache = cache(manager);
      long right = 0;
      for (Cache.Entry<Long, Long> entry : cache) {
        right += entry.getValue() == -entry.getKey() ? 1 : 0;
      }
      System.out.println(right);
      for (long key = 0; key < Long.parseLong(args[2]); key++) {
        cache.put(key, -key);
      }
      System.out.println("done");
    }
  }
}
