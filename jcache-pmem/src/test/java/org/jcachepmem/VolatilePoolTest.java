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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.MutableConfiguration;
import org.jcachepmem.index.PoolFigures;
import org.jcachepmem.management.PmemCacheStatisticsMXBean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A cache over {@code pool.medium = volatile}: all of a cache, and nothing of it is kept. */
class VolatilePoolTest {
  private static final int POOL_BYTES = 8 << 20;
  private static final int VALUE_BYTES = 16_000;

  @TempDir Path directory;
  private final PmemCachingProvider provider = new PmemCachingProvider();

  @AfterEach
  void close() {
    provider.close();
  }

  private final Properties settings = new Properties();

  private PmemCacheManager manager(String uri, String medium) {
    settings.setProperty("jcache-pmem.pool.path", directory.resolve("pool").toString());
    settings.setProperty("jcache-pmem.pool.medium", medium);
    settings.setProperty(
        "jcache-pmem.pool.create-if-missing-with-size", Integer.toString(POOL_BYTES));
    settings.setProperty("jcache-pmem.caches.default.statistics", "true");
    return (PmemCacheManager) provider.getCacheManager(URI.create(uri), null, settings);
  }

  private static Cache<String, byte[]> cache(PmemCacheManager manager) {
    return manager.createCache(
        "bytes", new MutableConfiguration<String, byte[]>().setTypes(String.class, byte[].class));
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  @Test
  void isEvictedAndCountedAsAnyOther() {
    PmemCacheManager manager = manager("app:one", "volatile");
    Cache<String, byte[]> cache = cache(manager);
    int puts = 3 * POOL_BYTES / VALUE_BYTES;
    int found = 0;
    for (int i = 0; i < puts; i++) {
      cache.put("key " + i, new byte[VALUE_BYTES]);
      found += cache.get("key " + i) == null ? 0 : 1;
    }
    assertEquals(puts, found);
    int kept = 0;
    for (Cache.Entry<String, byte[]> entry : cache) {
      assertEquals(VALUE_BYTES, entry.getValue().length);
      kept++;
    }
    assertTrue(kept > puts / 5 && kept < puts / 2, kept + " of " + puts);

    var statistics = cache.unwrap(PmemCacheStatisticsMXBean.class);
    assertEquals(puts, statistics.getCachePuts());
    assertEquals(puts - kept, statistics.getCacheEvictions());
    PoolFigures figures = manager.poolFigures();
    assertNull(figures.path());
    assertEquals("volatile", figures.durability());
    assertTrue(figures.medium().contains("volatile"), figures.medium());
    assertEquals(POOL_BYTES, figures.sizeBytes());
    assertTrue(
        figures.space().usedBytes() > POOL_BYTES / 2,
        () -> figures.space().usedBytes() + " bytes used");
    assertTrue(figures.work().fences() >= puts, () -> figures.work().fences() + " fences");
    assertEquals(0, figures.work().nativeCalls());
    assertEquals(0, figures.commits().commits());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void noFileIsInTheDirectoryWhileItIsOpen() throws IOException {
    cache(manager("app:one", "volatile")).put("key", new byte[1]);
    assertEquals(List.of(), files());
  }

  @Test
  void growsAsAnyOther() throws IOException {
    settings.setProperty("jcache-pmem.pool.grow-to", Integer.toString(2 * POOL_BYTES));
    PmemCacheManager manager = manager("app:one", "volatile");
    assertEquals(2 * POOL_BYTES, manager.poolFigures().sizeBytes());
    Cache<String, byte[]> cache = cache(manager);
    int puts = 3 * POOL_BYTES / 2 / VALUE_BYTES;
    for (int i = 0; i < puts; i++) {
      cache.put("key " + i, new byte[VALUE_BYTES]);
    }
    assertTrue(manager.poolFigures().space().usedBytes() > POOL_BYTES);
  }

  @Test
  void isEmptyAfterARestart() throws IOException {
    cache(manager("app:one", "volatile")).put("key", new byte[1]);
    provider.close();
    assertEquals(List.of(), files());
    Cache<String, byte[]> again = cache(manager("app:one", "volatile"));
    assertFalse(again.containsKey("key"));
  }

  @Test
  void eachManagerHasItsOwnBesideThePoolOfThatPath() {
    Cache<String, byte[]> kept = cache(manager("app:kept", "jdk"));
    Cache<String, byte[]> one = cache(manager("app:one", "volatile"));
    Cache<String, byte[]> other = cache(manager("app:other", "volatile"));
    kept.put("key", new byte[] {1});
    one.put("key", new byte[] {2});
    assertFalse(other.containsKey("key"));
    other.put("key", new byte[] {3});
    assertEquals(1, kept.get("key")[0]);
    assertEquals(2, one.get("key")[0]);
    assertEquals(3, other.get("key")[0]);
    provider.close(URI.create("app:one"), null);
    assertThrows(IllegalStateException.class, () -> one.get("key"));
    assertEquals(3, other.get("key")[0]);
  }

  @Test
  void aDirectoryThatIsNotThereIsRefused() throws IOException {
    Files.delete(directory);
    CacheException e = assertThrows(CacheException.class, () -> manager("app:one", "volatile"));
    assertTrue(e.getMessage().contains("the directory " + directory), e.getMessage());
    Files.createDirectory(directory);
  }
}
