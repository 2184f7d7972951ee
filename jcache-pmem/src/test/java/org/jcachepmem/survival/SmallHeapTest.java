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
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.cache.Cache;
import javax.cache.CacheManager;
import org.jcachepmem.PmemCachingProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A pool with more entries than the heap can index opens, says so, and keeps what fits. */
@Timeout(120)
class SmallHeapTest {

  private static final long ENTRIES = 120_000;
  private static final Pattern WARNING =
      Pattern.compile(
          "The pool holds (\\d+) entries; to index them all takes about (\\d+) MiB of heap, and"
              + " index.max-bytes is (\\d+) MiB.*-Xmx to at least (\\d+) MiB");

  @TempDir Path directory;

  private String fill() {
    String pool = directory.resolve("many.pool").toString();
    PmemCachingProvider provider = new PmemCachingProvider();
    try (CacheManager manager =
        provider.getCacheManager(null, null, CountingLife.properties(pool))) {
      Cache<Long, Long> cache = CountingLife.cache(manager);
      for (long key = 0; key < ENTRIES; key++) {
        cache.put(key, -key);
      }
    } finally {
      provider.close();
    }
    return pool;
  }

  @Test
  void keepsWhatFitsAndSaysWhatWouldKeepAll() throws Exception {
    String pool = fill();
    Path copy = Files.copy(Path.of(pool), directory.resolve("copy.pool"));
    String errors;
    try (Life small =
        Life.start(directory, Map.of(), "24m", CountingLife.class, pool, "25%", "" + ENTRIES)) {
      long kept = Long.parseLong(small.line());
      assertTrue(kept > ENTRIES / 8 && kept < ENTRIES / 2, () -> kept + " of " + ENTRIES);
      assertEquals("done", small.line());
      assertEquals(0, small.end());
      errors = small.errors();
    }
    assertFalse(errors.contains("OutOfMemoryError"), errors);
    Matcher said = WARNING.matcher(errors);
    assertTrue(said.find(), errors);
    assertEquals(ENTRIES, Long.parseLong(said.group(1)));
    String index = Long.parseLong(said.group(2)) + 1 + " MiB";
    try (Life advised =
        Life.start(
            directory, Map.of(), said.group(4) + "m", CountingLife.class, copy + "", index, "0")) {
      assertEquals(ENTRIES, Long.parseLong(advised.line()));
      assertEquals(0, advised.end());
    }
  }
}
