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
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import javax.cache.Cache;
import javax.cache.CacheManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A copy of the file of a closed pool is a pool, as {@code docs/backup.md} says. */
class CopiedPoolTest {

  @TempDir Path directory;

  private CacheManager manager(PmemCachingProvider provider, Path pool) {
    Properties properties = new Properties();
    properties.put("jcache-pmem.pool.path", pool.toString());
    properties.put("jcache-pmem.pool.create-if-missing-with-size", "8 MiB");
    return provider.getCacheManager(null, null, properties);
  }

  @Test
  void aCopyOfAClosedPoolIsAPoolOfItsOwn() throws IOException {
    Path original = directory.resolve("app.pool");
    Path copy = directory.resolve("app.pool.copy");
    try (PmemCachingProvider provider = new PmemCachingProvider();
        CacheManager manager = manager(provider, original)) {
      manager.createCache("cache", CacheFixture.strings()).put("key", "first");
    }
    Files.copy(original, copy);
    Files.setPosixFilePermissions(copy, Files.getPosixFilePermissions(original));
    try (PmemCachingProvider one = new PmemCachingProvider();
        PmemCachingProvider other = new PmemCachingProvider();
        CacheManager ofOriginal = manager(one, original);
        CacheManager ofCopy = manager(other, copy)) {
      Cache<String, String> left = ofOriginal.createCache("cache", CacheFixture.strings());
      Cache<String, String> right = ofCopy.createCache("cache", CacheFixture.strings());
      assertEquals("first", right.get("key"));
      left.put("key", "second");
      right.remove("key");
      assertEquals("second", left.get("key"));
      assertNull(right.get("key"));
    }
  }
}
