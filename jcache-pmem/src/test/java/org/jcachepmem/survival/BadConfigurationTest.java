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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.configuration.OptionalFeature;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Configurations that can't be used: the key, what is wrong, and no file is made. */
class BadConfigurationTest {

  @TempDir Path directory;
  private Properties properties;

  @BeforeEach
  void configure() {
    properties = WriteThroughLife.properties(directory.resolve("bad.pool").toString());
  }

  @AfterEach
  void close() {
    Caching.getCachingProvider().close();
  }

  private CacheManager manager(URI uri) {
    return Caching.getCachingProvider().getCacheManager(uri, null, properties);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pool.pth                         | x       | pool.path",
        "pol                              | x       | pool",
        "pool.create-if-missing-with-size | lots    | lots",
        "pool.create-if-missing-with-size | 7 MiB   | at least 8 MiB",
        "pool.create-if-missing-with-size | 256     | A bare number is bytes",
        "pool.create-if-missing-with-size | -1      | -1",
        "pool.max-lag                     | -5 ms   | -5 ms",
        "pool.max-lag                     | soon    | soon",
        "locks.timeout                    | -1 s    | -1 s",
        "pool.on-locked                   | perhaps | fail, wait, volatile",
        "pool.medium                      | disk    | libpmem",
        "pool.durability                  | maybe   | on-close",
        "pool.override-if-exists          | perhaps | neither true nor false",
        "index.max-bytes                  | 120%    | 120%",
        "caches.some.quota                | much    | much",
        "caches.some.expiry.after         | -1 h    | -1 h",
        "caches.some.qota                 | 1 MiB   | quota"
      })
  void isNamedAndMakesNoFile(String key, String value, String part) throws IOException {
    String full = "jcache-pmem." + key;
    Object before = properties.put(full, value);
    CacheException e = assertThrows(CacheException.class, () -> manager(null));
    assertTrue(e.getMessage().contains(key), e.getMessage());
    assertTrue(e.getMessage().contains(part), e.getMessage());
    assertEquals(List.of(), files());
    if (before == null) {
      properties.remove(full);
    } else {
      properties.put(full, before);
    }
    manager(null).createCache("good", WriteThroughLife.strings()).put("key", "value");
  }

  @Test
  void aNumberAmongTheTextsIsRefused() throws IOException {
    properties.put("jcache-pmem.pool.grow-to", 1L << 30);
    CacheException e = assertThrows(CacheException.class, () -> manager(null));
    assertTrue(e.getMessage().contains("java.lang.Long"), e.getMessage());
    assertEquals(List.of(), files());
  }

  @Test
  void fileOfConfigurationIsNamedWithItsLine() throws IOException {
    Path file = directory.resolve("bad.conf");
    Files.writeString(file, "jcache-pmem {\n  pool.max-lag = -5 ms\n}\n");
    CacheException e = assertThrows(CacheException.class, () -> manager(file.toUri()));
    assertTrue(e.getMessage().contains("bad.conf: 2"), e.getMessage());
    assertTrue(e.getMessage().contains("pool.max-lag"), e.getMessage());
    Files.writeString(file, "jcache-pmem { pool {");
    e = assertThrows(CacheException.class, () -> manager(file.toUri()));
    assertTrue(e.getMessage().contains("bad.conf"), e.getMessage());
    assertEquals(List.of(file), files());
  }

  /** A manager's URI may be a mere name, so that it is none that tells. */
  @Test
  void missingFileOfConfigurationIsAName() {
    URI missing = directory.resolve("missing.conf").toUri();
    CacheManager manager = manager(missing);
    assertEquals(missing, manager.getURI());
    manager.createCache("cache", WriteThroughLife.strings()).put("key", "of the name");
    manager.close();
    assertFalse(
        manager(null).createCache("cache", WriteThroughLife.strings()).containsKey("key"),
        "a name is a namespace of its own");
    assertEquals(
        "of the name",
        manager(missing).createCache("cache", WriteThroughLife.strings()).get("key"));
  }

  @Test
  void storeByReferenceIsRefusedWithTheAlternative() {
    assertFalse(Caching.getCachingProvider().isSupported(OptionalFeature.STORE_BY_REFERENCE));
    MutableConfiguration<String, String> byReference =
        WriteThroughLife.strings().setStoreByValue(false);
    UnsupportedOperationException e =
        assertThrows(
            UnsupportedOperationException.class,
            () -> manager(null).createCache("cache", byReference));
    assertTrue(e.getMessage().contains("\"cache\""), e.getMessage());
    assertTrue(e.getMessage().contains("setStoreByValue(true)"), e.getMessage());
    manager(null).createCache("cache", WriteThroughLife.strings()).put("key", "value");
  }
}
