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

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.Test;

/** A cache that grows from nothing while two threads put keeps what both put. */
class FirstPutsTest {

  private static final int CACHES = 300;
  private static final int PUTS = 120;

  @Test
  void nothingIsEvictedFromAnAllButEmptyPool() throws Exception {
    Properties settings = new Properties();
    settings.setProperty("jcache-pmem.pool.medium", "heap");
    settings.setProperty("jcache-pmem.pool.create-if-missing-with-size", "8 MiB");
    var loader = getClass().getClassLoader();
    ExecutorService second = Executors.newSingleThreadExecutor();
    try (CacheManager manager =
        Caching.getCachingProvider()
            .getCacheManager(URI.create("urn:first-puts"), loader, settings)) {
      CyclicBarrier start = new CyclicBarrier(2);
      List<String> lost = new ArrayList<>();
      for (int n = 0; n < CACHES; n++) {
        Cache<String, byte[]> cache =
            manager.createCache(
                "cache-" + n,
                new MutableConfiguration<String, byte[]>().setTypes(String.class, byte[].class));
        Future<?> other =
            second.submit(
                () -> {
                  start.await();
                  put(cache, "b");
                  return null;
                });
        start.await();
        put(cache, "a");
        other.get();
        for (int i = 0; i < PUTS; i++) {
          for (String thread : List.of("a", "b")) {
            if (!cache.containsKey(thread + i)) {
              lost.add(cache.getName() + ": " + thread + i);
            }
          }
        }
        manager.destroyCache(cache.getName());
      }
      assertEquals(List.of(), lost);
    } finally {
      second.shutdownNow();
    }
  }

  private static void put(Cache<String, byte[]> cache, String thread) {
    for (int i = 0; i < PUTS; i++) {
      cache.put(thread + i, new byte[16_000]);
    }
  }
}
