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
import static org.junit.jupiter.api.Assertions.assertSame;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;
import javax.cache.Cache;
import javax.cache.CacheManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The settings that say when entries may still be served, as applications have them. */
class FreshnessSettingsTest {

  @TempDir Path directory;
  private final Properties properties = new Properties();

  private String[] contents(Consumer<CacheManager> meanwhile) {
    properties.put("jcache-pmem.pool.path", directory.resolve("fresh.pool").toString());
    properties.put("jcache-pmem.pool.create-if-missing-with-size", "8 MiB");
    try (PmemCachingProvider provider = new PmemCachingProvider();
        CacheManager manager = provider.getCacheManager(null, null, properties)) {
      Cache<String, String> times = manager.createCache("times", CacheFixture.strings());
      Cache<String, String> results = manager.createCache("results", CacheFixture.strings());
      String[] found = {times.get("key"), results.get("key")};
      times.put("key", "time");
      results.put("key", "result");
      meanwhile.accept(manager);
      if (!times.isClosed() && !times.containsKey("key")) {
        assertEquals(null, results.get("key"), "results without times");
      }
      return found;
    }
  }

  private void assertContents(String times, String results) {
    String[] found = contents(manager -> {});
    assertEquals(times, found[0]);
    assertEquals(results, found[1]);
  }

  @Test
  void aDataVersionIsOfTheApplication() {
    properties.put("jcache-pmem.caches.times.data-version", "1");
    assertContents(null, null);
    assertContents("time", "result");
    properties.put("jcache-pmem.caches.times.data-version", "2");
    assertContents(null, "result");
    properties.put("jcache-pmem.caches.results.lives-with", "times");
    assertContents("time", null);
    properties.put("jcache-pmem.caches.times.data-version", "3");
    assertContents(null, null);
    assertContents("time", "result");
  }

  @Test
  void aMaximumDowntimeIsByTheWallClock() throws InterruptedException {
    properties.put("jcache-pmem.caches.results.max-downtime", "1 s");
    assertContents(null, null);
    Thread.sleep(1_100);
    assertContents("time", null);
  }

  @Test
  void whoeverClearsACacheClearsWhatLivesWithItBefore() {
    properties.put("jcache-pmem.caches.results.lives-with", "times");
    contents(manager -> manager.getCache("times").clear());
    assertContents(null, null);
    contents(manager -> manager.getCache("times").removeAll());
    assertContents(null, null);
    contents(manager -> manager.destroyCache("times"));
    assertContents(null, null);
    contents(manager -> manager.getCache("results").clear());
    assertContents("time", null);
  }

  @Test
  void whatIsNotOpenLearnsThatItsCompanionWasClearedMeanwhile() {
    properties.put("jcache-pmem.caches.results.lives-with", "times");
    for (Consumer<Cache<?, ?>> clear :
        List.<Consumer<Cache<?, ?>>>of(Cache::clear, Cache::removeAll)) {
      contents(
          manager -> {
            manager.getCache("results").close();
            Cache<String, String> times = manager.getCache("times");
            clear.accept(times);
            times.put("key", "another time");
          });
      assertContents("another time", null);
    }
  }

  @Test
  void whoeverDestroysAClosedCacheClearsWhatLivesWithIt() {
    properties.put("jcache-pmem.caches.results.lives-with", "times");
    contents(
        manager -> {
          manager.getCache("times").close();
          manager.destroyCache("times");
          assertEquals(null, manager.getCache("results").get("key"));
        });
  }

  @Test
  void aContextClassLoaderThatDoesNotSeeTheProviderIsPassedOver() throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (PmemCachingProvider provider = new PmemCachingProvider();
        URLClassLoader blind = new URLClassLoader(new URL[0], null);
        URLClassLoader seeing = new URLClassLoader(new URL[0], before)) {
      thread.setContextClassLoader(blind);
      assertSame(PmemCachingProvider.class.getClassLoader(), provider.getDefaultClassLoader());
      thread.setContextClassLoader(null);
      assertSame(PmemCachingProvider.class.getClassLoader(), provider.getDefaultClassLoader());
      thread.setContextClassLoader(seeing);
      assertSame(seeing, provider.getDefaultClassLoader());
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
