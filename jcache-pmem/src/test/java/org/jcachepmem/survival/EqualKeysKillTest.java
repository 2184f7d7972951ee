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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.cache.Cache;
import org.jcachepmem.PmemCachingProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Keys that are equal are one key, though their bytes differ, before and after kill -9. */
@Timeout(60)
class EqualKeysKillTest {

  @TempDir Path directory;

  private String pool() {
    return directory.resolve("equal.pool").toString();
  }

  private void liveAndDie(String run) throws Exception {
    Map<String, String> environment = Map.of("PMEM_IS_PMEM_FORCE", "1");
    try (Life life = Life.start(directory, environment, EqualKeysLife.class, pool(), run)) {
      assertEquals("done", life.line());
    }
  }

  private PmemCachingProvider open() {
    PmemCachingProvider provider = new PmemCachingProvider();
    EqualKeysLife.open(provider.getCacheManager(null, null, WriteThroughLife.properties(pool())));
    return provider;
  }

  private static void assertEntries(PmemCachingProvider provider, Map<String, String> expected) {
    Cache<Object, String> cache = provider.getCacheManager().getCache("equal");
    Map<String, String> found = new TreeMap<>();
    for (Cache.Entry<Object, String> entry : cache) {
      String key = ((List<?>) entry.getKey()).get(0).toString();
      assertNull(found.put(key, entry.getValue()), () -> "two entries for " + key);
    }
    assertEquals(expected, found);
    expected.forEach(
        (key, value) -> {
          assertEquals(value, cache.get(EqualKeysLife.shared(key)));
          assertEquals(value, cache.get(EqualKeysLife.apart(key)));
        });
    assertFalse(cache.containsKey(EqualKeysLife.shared("removed")));
    assertFalse(cache.containsKey(EqualKeysLife.apart("removed")));
  }

  @Test
  void oneEntryAfterEachKill() throws Exception {
    liveAndDie("first");
    try (PmemCachingProvider provider = open()) {
      assertEntries(
          provider,
          Map.of(
              "hit",
              "first",
              "overwritten",
              "first",
              "removed later",
              "first",
              "concurrent",
              "first"));
    }
    liveAndDie("second"); // which finds the entries by keys with the other bytes
    try (PmemCachingProvider provider = open()) {
      assertEntries(
          provider, Map.of("hit", "second", "overwritten", "second", "concurrent", "second"));
      Cache<Object, String> cache = provider.getCacheManager().getCache("equal");
      assertTrue(cache.remove(EqualKeysLife.shared("hit")));
      assertFalse(cache.remove(EqualKeysLife.apart("hit")));
    }
    try (PmemCachingProvider provider = open()) {
      assertEntries(provider, Map.of("overwritten", "second", "concurrent", "second"));
    }
  }
}
