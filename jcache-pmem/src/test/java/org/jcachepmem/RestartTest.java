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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Date;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The provider as applications have it, over a pool file on the JDK's mapping. */
class RestartTest {

  @TempDir Path directory;
  private final Properties properties = new Properties();
  private PmemCachingProvider provider = new PmemCachingProvider();

  @BeforeEach
  void configure() {
    properties.put("jcache-pmem.pool.path", directory.resolve("test.pool").toString());
    properties.put("jcache-pmem.pool.create-if-missing-with-size", "8 MiB");
    properties.put("jcache-pmem.pool.medium", "jdk");
  }

  @AfterEach
  void close() {
    provider.close();
  }

  private CacheManager manager() {
    return provider.getCacheManager(null, null, properties);
  }

  private void restart() {
    provider.close();
    provider = new PmemCachingProvider();
  }

  @Test
  void entriesOfAllKindsOfKeysAreThereAgain() {
    MutableConfiguration<Object, Object> any = new MutableConfiguration<>();
    Cache<Object, Object> cache = manager().createCache("any", any);
    List<Object> keys = List.of("text", 7L, 7, List.of("a", "b"), new Date(3), 'c');
    keys.forEach(key -> cache.put(key, "value of " + key));
    cache.put("gone", "1");
    cache.remove("gone");
    restart();
    Cache<Object, Object> again = manager().createCache("any", any);
    keys.forEach(key -> assertEquals("value of " + key, again.get(key)));
    assertNull(again.get("gone"));
    assertTrue(again.remove(List.of("a", "b")));
    restart();
    assertNull(manager().createCache("any", any).get(List.of("a", "b")));
  }

  @Test
  void expiryIsByTheWallClock() throws InterruptedException {
    MutableConfiguration<String, String> brief =
        CacheFixture.strings()
            .setExpiryPolicyFactory(
                CreatedExpiryPolicy.factoryOf(new Duration(TimeUnit.SECONDS, 1)));
    manager().createCache("brief", brief).put("a", "1");
    restart();
    Thread.sleep(1_100);
    assertNull(manager().createCache("brief", brief).get("a"));
  }

  @Test
  void otherTypesAreRefusedByNameWhileThereAreEntries() {
    manager().createCache("typed", CacheFixture.strings()).put("a", "1");
    restart();
    MutableConfiguration<Long, Long> longs =
        new MutableConfiguration<Long, Long>().setTypes(Long.class, Long.class);
    CacheException e =
        assertThrows(CacheException.class, () -> manager().createCache("typed", longs));
    assertTrue(
        e.getMessage().contains("String") && e.getMessage().contains("Long"), e.getMessage());
    assertEquals("1", manager().createCache("typed", CacheFixture.strings()).get("a"));
  }

  @Test
  void managersOfTwoLoadersShareThePool() throws Exception {
    try (URLClassLoader loader = new URLClassLoader(new URL[0], getClass().getClassLoader())) {
      Cache<String, String> one = manager().createCache("one", CacheFixture.strings());
      Cache<String, String> two =
          provider
              .getCacheManager(null, loader, properties)
              .createCache("two", CacheFixture.strings());
      one.put("a", "1");
      two.put("a", "2");
      provider.close(loader);
      assertEquals("1", one.get("a"));
      assertEquals("2", manager().createCache("two", CacheFixture.strings()).get("a"));
    }
  }

  @Test
  void storedCacheIsOpenInOneManagerAtATime() {
    properties.put("jcache-pmem.pool.namespace", "shared");
    manager().createCache("mine", CacheFixture.strings());
    CacheManager other = provider.getCacheManager(URI.create("another:manager"), null, properties);
    CacheException e =
        assertThrows(CacheException.class, () -> other.createCache("mine", CacheFixture.strings()));
    assertTrue(e.getMessage().contains(PmemCachingProvider.DEFAULT_URI), e.getMessage());
  }

  @Test
  void unusablePoolIsACacheExceptionThatNamesIt() throws Exception {
    Files.writeString(directory.resolve("test.pool"), "no pool at all");
    CacheException e = assertThrows(CacheException.class, this::manager);
    assertTrue(e.getMessage().contains("test.pool"), e.getMessage());
    assertEquals("no pool at all", Files.readString(directory.resolve("test.pool")));
  }

  @Test
  void valueThatDoesNotSerialiseIsRefusedAndChangesNothing() {
    Cache<String, Object> cache =
        manager()
            .createCache(
                "any",
                new MutableConfiguration<String, Object>().setTypes(String.class, Object.class));
    cache.put("a", "1");
    assertThrows(CacheException.class, () -> cache.put("a", new Object()));
    assertEquals("1", cache.get("a"));
    assertEquals(Set.of("a"), cache.getAll(Set.of("a", "b")).keySet());
  }
}
