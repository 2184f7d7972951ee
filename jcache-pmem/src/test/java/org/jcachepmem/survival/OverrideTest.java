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
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import org.jcachepmem.PmemCachingProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code override-if-exists} that was left in a configuration: it warns, and replaces no pool in
 * use.
 */
class OverrideTest {

  private static final URI REPLACING = URI.create("app:replacing");

  @TempDir Path directory;
  private final PmemCachingProvider provider = new PmemCachingProvider();
  private Path pool;
  private Properties keeping;
  private Properties replacing;

  @BeforeEach
  void configure() {
    pool = directory.resolve("over.pool");
    keeping = WriteThroughLife.properties(pool.toString());
    replacing = WriteThroughLife.properties(pool.toString());
    replacing.put("jcache-pmem.pool.override-if-exists", "true");
  }

  @AfterEach
  void close() {
    provider.close();
  }

  private static Cache<String, String> cache(CacheManager manager, String name) {
    return manager.createCache(name, WriteThroughLife.strings());
  }

  private CacheManager replacing() {
    return provider.getCacheManager(REPLACING, null, replacing);
  }

  @Test
  void aPoolInUseInThisJvmIsNotReplaced() {
    URI uri = URI.create("app:keeping");
    Cache<String, String> kept = cache(provider.getCacheManager(uri, null, keeping), "kept");
    kept.put("key", "value");
    CacheException e = assertThrows(CacheException.class, this::replacing);
    for (String part : List.of(pool.toString(), uri.toString(), REPLACING.toString(), "another")) {
      assertTrue(e.getMessage().contains(part), () -> part + " in " + e.getMessage());
    }
    assertEquals("value", kept.get("key"));
    provider.close(uri, null);
    replacing();
    provider.close();
    assertNull(cache(provider.getCacheManager(uri, null, keeping), "kept").get("key"));
  }

  @Test
  void theSameConfigurationOfAnotherLoaderJoinsThePoolThatItHasReplaced() throws Exception {
    try (URLClassLoader loader = new URLClassLoader(new URL[0], getClass().getClassLoader());
        LogLines log = new LogLines()) {
      Cache<String, String> first = cache(replacing(), "first");
      first.put("key", "value");
      Cache<String, String> second =
          cache(provider.getCacheManager(REPLACING, loader, replacing), "second");
      second.put("key", "other");
      assertEquals("value", first.get("key"));
      assertEquals(2, log.with("override-if-exists is set").size());
      assertEquals(1, log.with("replaces nothing now").size());
    }
  }
}
