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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CompletionListenerFuture;
import org.jcachepmem.PmemCachingProvider;
import org.jcachepmem.management.PmemCacheStatisticsMXBean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What pinned caches and quotas promise, before and after a restart. */
class PinnedAndQuotaTest {

  private static final int MIB = 1 << 20;
  private static final int KIB = 1 << 10;

  @TempDir Path directory;
  private Properties properties;
  private PmemCachingProvider provider = new PmemCachingProvider();

  @BeforeEach
  void configure() {
    properties = WriteThroughLife.properties(directory.resolve("pinned.pool").toString());
    properties.put("jcache-pmem.caches.pinned.pinned", "true");
    properties.put("jcache-pmem.caches.limited.quota", "1 MiB");
    properties.put("jcache-pmem.caches.both.pinned", "true");
    properties.put("jcache-pmem.caches.both.quota", "256 KiB");
  }

  @AfterEach
  void close() {
    provider.close();
  }

  private void restart() {
    provider.close();
    provider = new PmemCachingProvider();
  }

  private Cache<Integer, byte[]> open(String name) {
    CacheManager manager = provider.getCacheManager(null, null, properties);
    return manager.createCache(
        name, new MutableConfiguration<Integer, byte[]>().setTypes(Integer.class, byte[].class));
  }

  /** Puts more than the pool holds. */
  private static void flood(Cache<Integer, byte[]> cache) {
    put(cache, 32 * MIB, 64 * KIB);
  }

  private static void put(Cache<Integer, byte[]> cache, int bytes, int valueBytes) {
    for (int i = 0; i < bytes; i += valueBytes) {
      cache.put(i, new byte[valueBytes]);
    }
  }

  private static int count(Cache<Integer, byte[]> cache) {
    int count = 0;
    for (Cache.Entry<Integer, byte[]> entry : cache) {
      count += entry.getValue().length > 0 ? 1 : 0;
    }
    return count;
  }

  @Test
  void pinnedEntriesAreNeverEvicted() {
    Cache<Integer, byte[]> pinned = open("pinned");
    for (int i = 0; i < 100; i++) {
      pinned.put(i, new byte[10 * KIB]);
    }
    flood(open("flood"));
    assertEquals(100, count(pinned));
    restart();
    Cache<Integer, byte[]> flood = open("flood");
    flood(flood); // before the pinned cache has been opened
    pinned = open("pinned");
    assertEquals(100, count(pinned));
    flood(flood);
    assertEquals(100, count(pinned));
    assertTrue(count(flood) > 100, "the others have the rest of the pool");
  }

  @Test
  void quotaBoundsACacheAndTakesNothingFromOthers() {
    Cache<Integer, byte[]> other = open("other");
    for (int i = 0; i < 300; i++) {
      other.put(i, new byte[8 * KIB]);
    }
    put(open("limited"), 4 * MIB, 8 * KIB);
    assertEquals(300, count(other));
    restart();
    Cache<Integer, byte[]> limited = open("limited");
    int kept = count(limited);
    assertTrue(kept > 64 && kept <= 128, kept + " of 8 KiB in 1 MiB");
    assertEquals(300, count(open("other")));
    put(limited, 4 * MIB, 8 * KIB);
    kept = count(limited);
    assertTrue(kept > 64 && kept <= 128, kept + " of 8 KiB in 1 MiB");
  }

  /** Reading is no reason to fail: the value is there, only not kept. */
  @Test
  void whatALoaderGivesIsGivenAlsoIfThereIsNoRoomToKeepIt() {
    CacheLoader<Integer, byte[]> loader =
        new CacheLoader<>() {
          @Override
          public byte[] load(Integer key) {
            return new byte[key < 0 ? 2 * MIB : 8 * KIB];
          }

          @Override
          public Map<Integer, byte[]> loadAll(Iterable<? extends Integer> keys) {
            Map<Integer, byte[]> loaded = new HashMap<>();
            keys.forEach(key -> loaded.put(key, load(key)));
            return loaded;
          }
        };
    Cache<Integer, byte[]> both =
        provider
            .getCacheManager(null, null, properties)
            .createCache(
                "both",
                new MutableConfiguration<Integer, byte[]>()
                    .setTypes(Integer.class, byte[].class)
                    .setReadThrough(true)
                    .setCacheLoaderFactory(() -> loader));
    for (int i = 0; i < 100; i++) {
      assertEquals(8 * KIB, both.get(i).length);
    }
    int kept = count(both);
    assertTrue(kept >= 24 && kept <= 32, kept + " of 8 KiB in 256 KiB");
    assertEquals(2 * MIB, both.get(-1).length);
    Integer length = both.invoke(200, (entry, arguments) -> entry.getValue().length);
    assertEquals(8 * KIB, length);
    PmemCacheStatisticsMXBean statistics = both.unwrap(PmemCacheStatisticsMXBean.class);
    long refused = statistics.getRefusedPuts();
    assertEquals(4, both.getAll(Set.of(0, -2, 300, 301)).size());
    assertEquals(refused + 2, statistics.getRefusedPuts());
    assertEquals(kept, count(both));
    CompletionListenerFuture failed = new CompletionListenerFuture();
    both.loadAll(Set.of(400), false, failed);
    assertThrows(ExecutionException.class, () -> failed.get(10, TimeUnit.SECONDS));
  }

  @Test
  void fullPinnedCacheSaysSoAndKeepsWhatItHas() {
    Cache<Integer, byte[]> both = open("both");
    CacheException e =
        assertThrows(
            CacheException.class,
            () -> {
              for (int i = 0; i < 100; i++) {
                both.put(i, new byte[8 * KIB]);
              }
            });
    assertTrue(e.getMessage().contains("\"both\""), e.getMessage());
    assertTrue(e.getMessage().contains("quota"), e.getMessage());
    int kept = count(both);
    assertTrue(kept >= 24 && kept <= 32, kept + " of 8 KiB in 256 KiB");
    for (int i = 0; i < kept; i++) {
      assertEquals(8 * KIB, both.get(i).length);
    }
    both.remove(0);
    both.put(1000, new byte[8 * KIB]);
    restart();
    assertEquals(kept, count(open("both")));
  }
}
