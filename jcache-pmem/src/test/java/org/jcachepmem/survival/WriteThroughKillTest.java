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

import java.nio.file.Path;
import java.util.Map;
import javax.cache.Cache;
import javax.cache.CacheManager;
import org.jcachepmem.PmemCachingProvider;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Who dies inside a CacheWriter does not know whether the system of record has the new value, so
 * that the old one must be gone from the cache.
 */
@Timeout(60)
class WriteThroughKillTest {

  @TempDir Path directory;

  private PmemCachingProvider open(PmemCachingProvider provider) {
    String pool = directory.resolve("through.pool").toString();
    CacheManager manager = provider.getCacheManager(null, null, WriteThroughLife.properties(pool));
    manager.createCache("through", WriteThroughLife.strings());
    return provider;
  }

  private static Cache<String, String> cache(PmemCachingProvider provider) {
    return provider.getCacheManager().getCache("through");
  }

  @ParameterizedTest
  @CsvSource({
    "WRITE,true",
    "WRITE,false",
    "DELETE,true",
    "DELETE,false",
    "WRITE_ALL,true",
    "DELETE_ALL,true",
    "INVOKE,true"
  })
  void theOldValueIsNeverThereAgain(WriteThroughLife.Act act, boolean halting) throws Exception {
    try (PmemCachingProvider provider = open(new PmemCachingProvider())) {
      cache(provider).putAll(Map.of("key", "old", "other", "old", "bystander", "old"));
    }
    String pool = directory.resolve("through.pool").toString();
    try (Life life =
        Life.start(
            directory,
            Map.of("PMEM_IS_PMEM_FORCE", "1"),
            WriteThroughLife.class,
            pool,
            act.name(),
            Boolean.toString(halting))) {
      if (halting) {
        assertEquals(9, life.join(), life::failure);
      } else {
        assertEquals("in the writer", life.line());
        life.kill();
      }
    }
    try (PmemCachingProvider provider = open(new PmemCachingProvider())) {
      Cache<String, String> cache = cache(provider);
      assertNull(cache.get("key"));
      boolean bulk = act.name().endsWith("_ALL");
      assertEquals(bulk ? null : "old", cache.get("other"));
      assertEquals("old", cache.get("bystander"));
      cache.put("key", "newest");
      assertEquals("newest", cache.get("key"));
    }
  }
}
