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
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Pools that earlier versions wrote, kept in {@code src/test/resources/pools}, open and have every
 * entry. {@link KeptPool} makes them, with one command that it names; a directory that is here is
 * never changed.
 */
class KeptPoolTest {

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({"format-1.0, closed.pool", "format-1.0, killed.pool"})
  void everyEntryOfAKeptPoolIsFoundAndThePoolCanBeUsed(String version, String name)
      throws IOException {
    Path pool = directory.resolve(name);
    try (InputStream in = new GZIPInputStream(open(version, name + ".gz"))) {
      Files.copy(in, pool);
    }
    TreeMap<String, List<String[]>> expected = new TreeMap<>();
    for (String line : text(open(version, "entries.txt"))) {
      String[] entry = line.split("\t", -1);
      expected.computeIfAbsent(entry[0], cache -> new ArrayList<>()).add(entry);
    }
    assertTrue(expected.size() > 20, "caches");
    check(pool, expected, 0);
    check(pool, expected, 1);
  }

  private static InputStream open(String version, String name) {
    InputStream in = KeptPoolTest.class.getResourceAsStream("/pools/" + version + "/" + name);
    assertNotNull(in, version + "/" + name);
    return in;
  }

  private static List<String> text(InputStream stream) throws IOException {
    try (InputStream in = stream) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  /** Finds every entry, and adds a cache with one. */
  private static void check(Path pool, Map<String, List<String[]>> expected, int added) {
    try (PmemCachingProvider provider = new PmemCachingProvider()) {
      var manager = KeptPool.manager(provider, pool);
      expected.forEach(
          (name, entries) -> {
            Cache<Object, Object> cache =
                manager.createCache(name, types(entries.get(0)[1], entries.get(0)[2]));
            assertEquals(listed(entries), found(cache), name);
          });
      MutableConfiguration<String, String> strings =
          new MutableConfiguration<String, String>().setTypes(String.class, String.class);
      for (int i = 0; i < added; i++) {
        assertEquals("value", manager.createCache("added" + i, strings).get("key"));
      }
      manager.createCache("added" + added, strings).put("key", "value");
    }
  }

  @SuppressWarnings("unchecked") // by the names that were written with the entries
  private static MutableConfiguration<Object, Object> types(String keys, String values) {
    try {
      return new MutableConfiguration<Object, Object>()
          .setTypes((Class<Object>) Class.forName(keys), (Class<Object>) Class.forName(values));
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> listed(List<String[]> entries) {
    List<String> listed = new ArrayList<>();
    for (String[] entry : entries) {
      if (!entry[3].equals("-")) {
        listed.add(entry[3] + " -> " + entry[4]);
      }
    }
    Collections.sort(listed);
    return listed;
  }

  private static List<String> found(Cache<Object, Object> cache) {
    List<String> found = new ArrayList<>();
    for (Cache.Entry<Object, Object> entry : cache) {
      Object value = cache.get(entry.getKey());
      assertNotNull(value, "iterated, but not found");
      found.add(KeptPool.describe(entry.getKey()) + " -> " + KeptPool.describe(value));
    }
    Collections.sort(found);
    return found;
  }
}
