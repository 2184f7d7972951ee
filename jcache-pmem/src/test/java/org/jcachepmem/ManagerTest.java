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

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Closeable;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Date;
import java.util.Iterator;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.Configuration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.configuration.OptionalFeature;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.integration.CacheLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Caches and managers from opening to closing. */
@SuppressWarnings("unchecked") // the API takes a raw class for a configuration
class ManagerTest {

  private final CacheFixture fixture = new CacheFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void contentsSurviveTheClosingOfEverything() {
    fixture.cache(CacheFixture.strings()).put("a", "1");
    fixture.restart();
    assertNull(fixture.manager().getCache("cache"), "nobody created it in this manager");
    assertFalse(fixture.manager().getCacheNames().iterator().hasNext());
    assertEquals("1", fixture.cache(CacheFixture.strings()).get("a"));
  }

  @Test
  void destroyingDeletesAlsoWhatIsNotOpen() {
    fixture.cache(CacheFixture.strings()).put("a", "1");
    fixture.restart();
    fixture.manager().destroyCache("cache");
    assertNull(fixture.cache(CacheFixture.strings()).get("a"));
    fixture.manager().destroyCache("never heard of");
  }

  @Test
  void openNameIsRefusedUntilItIsClosed() {
    Cache<String, String> cache = fixture.cache(CacheFixture.strings());
    assertThrows(CacheException.class, () -> fixture.cache(CacheFixture.strings()));
    cache.close();
    cache.close();
    assertThrows(IllegalStateException.class, () -> cache.get("a"));
    assertNotSame(cache, fixture.cache(CacheFixture.strings()));
  }

  @Test
  void storeByReferenceIsRefusedInWords() {
    assertFalse(fixture.provider().isSupported(OptionalFeature.STORE_BY_REFERENCE));
    UnsupportedOperationException e =
        assertThrows(
            UnsupportedOperationException.class,
            () -> fixture.cache(CacheFixture.strings().setStoreByValue(false)));
    assertTrue(e.getMessage().contains("by value only"), e.getMessage());
  }

  @Test
  void keysAndValuesAreCopies() {
    Cache<Date, Date> cache =
        fixture.cache(new MutableConfiguration<Date, Date>().setTypes(Date.class, Date.class));
    Date key = new Date(1);
    Date value = new Date(2);
    cache.put(key, value);
    key.setTime(9);
    value.setTime(9);
    assertEquals(new Date(2), cache.get(new Date(1)));
    cache.get(new Date(1)).setTime(9);
    cache.iterator().next().getKey().setTime(9);
    assertEquals(new Date(2), cache.get(new Date(1)));
    assertTrue(cache.remove(new Date(1), new Date(2)));
  }

  @Test
  void byteArraysCompareByContent() {
    Cache<byte[], byte[]> cache =
        fixture.cache(
            new MutableConfiguration<byte[], byte[]>().setTypes(byte[].class, byte[].class));
    cache.put(new byte[] {1}, new byte[] {2});
    assertTrue(cache.containsKey(new byte[] {1}));
    assertTrue(cache.replace(new byte[] {1}, new byte[] {2}, new byte[] {3}));
    assertTrue(cache.remove(new byte[] {1}, new byte[] {3}));
  }

  @Test
  void iteratorSkipsWhatWentAndRemoves() {
    Cache<String, String> cache = fixture.cache(CacheFixture.strings());
    for (String key : Set.of("a", "b", "c")) {
      cache.put(key, key);
    }
    Iterator<Cache.Entry<String, String>> entries = cache.iterator();
    assertThrows(IllegalStateException.class, entries::remove);
    Cache.Entry<String, String> first = entries.next();
    entries.remove();
    assertThrows(IllegalStateException.class, entries::remove);
    assertFalse(cache.containsKey(first.getKey()));
    assertEquals(PmemCacheEntry.class, first.unwrap(PmemCacheEntry.class).getClass());
    cache.clear();
    List<String> rest = new ArrayList<>();
    entries.forEachRemaining(entry -> rest.add(entry.getKey()));
    assertTrue(rest.size() <= 1, "only the one that was reached before clear");
  }

  @Test
  void managersAreOneForEachUriAndLoader() throws Exception {
    PmemCachingProvider provider = fixture.provider();
    URI uri = URI.create("some:name");
    try (URLClassLoader loader = new URLClassLoader(new URL[0])) {
      CacheManager one = provider.getCacheManager(uri, null);
      assertSame(one, provider.getCacheManager(uri, null));
      CacheManager two = provider.getCacheManager(uri, loader);
      assertNotSame(one, two);
      provider.close(loader);
      assertAll(() -> assertTrue(two.isClosed()), () -> assertFalse(one.isClosed()));
      provider.close(uri, null);
      assertTrue(one.isClosed());
      assertThrows(IllegalStateException.class, one::getCacheNames);
      assertNotSame(one, provider.getCacheManager(uri, null));
    }
  }

  @Test
  void namesakesOfOtherLoadersAreOtherCaches() throws Exception {
    try (URLClassLoader loader = new URLClassLoader(new URL[0], getClass().getClassLoader())) {
      Cache<String, String> one = fixture.cache(CacheFixture.strings());
      CacheManager second = fixture.provider().getCacheManager(null, loader);
      second.destroyCache("cache"); // not its cache
      Cache<String, String> two = second.createCache("cache", CacheFixture.strings());
      one.put("a", "1");
      assertNull(two.get("a"));
      second.destroyCache("cache");
      assertEquals("1", one.get("a"));
    }
  }

  @Test
  void namesHaveALimitInBytes() {
    CacheManager manager = fixture.manager();
    manager.createCache("\u00e9".repeat(512), CacheFixture.strings()).put("a", "1");
    assertThrows(
        CacheException.class,
        () -> manager.createCache("\u00e9".repeat(512) + "x", CacheFixture.strings()));
    assertThrows(
        NullPointerException.class, () -> manager.createCache(null, CacheFixture.strings()));
  }

  @Test
  void typesMustMatchWhenAskedFor() {
    Cache<String, String> cache = fixture.cache(CacheFixture.strings());
    assertSame(cache, fixture.manager().getCache("cache", String.class, String.class));
    assertSame(cache, fixture.manager().getCache("cache"));
    assertThrows(
        ClassCastException.class,
        () -> fixture.manager().getCache("cache", String.class, Long.class));
  }

  @Test
  void bareConfigurationIsEnough() {
    Configuration<String, Long> bare =
        new Configuration<>() {
          private static final long serialVersionUID = 1L;

          @Override
          public Class<String> getKeyType() {
            return String.class;
          }

          @Override
          public Class<Long> getValueType() {
            return Long.class;
          }

          @Override
          public boolean isStoreByValue() {
            return true;
          }
        };
    Cache<String, Long> cache = fixture.cache(bare);
    cache.put("a", 1L);
    assertEquals(1L, cache.get("a"));
  }

  @Test
  void configurationIsACopyBothWays() {
    MutableConfiguration<String, String> mine = CacheFixture.strings();
    Cache<String, String> cache = fixture.cache(mine);
    mine.setStatisticsEnabled(true);
    CompleteConfiguration<String, String> seen =
        cache.getConfiguration(CompleteConfiguration.class);
    assertFalse(seen.isStatisticsEnabled());
    fixture.manager().enableStatistics("cache", true);
    assertTrue(cache.getConfiguration(CompleteConfiguration.class).isStatisticsEnabled());
  }

  @Test
  void templatesOfTheConfigurationApply() {
    Properties properties = new Properties();
    properties.put("jcache-pmem.caches.\"short*\".expiry.policy", "created");
    properties.put("jcache-pmem.caches.\"short*\".expiry.after", "10 ms");
    properties.put("jcache-pmem.caches.\"short*\".statistics", "true");
    CacheManager manager =
        fixture.provider().getCacheManager(URI.create("with:templates"), null, properties);
    Cache<String, String> cache = manager.createCache("short-lived", CacheFixture.strings());
    CompleteConfiguration<String, String> seen =
        cache.getConfiguration(CompleteConfiguration.class);
    assertTrue(seen.isStatisticsEnabled());
    cache.put("a", "1");
    fixture.clock.addAndGet(10);
    assertNull(cache.get("a"));
    Cache<String, String> own =
        manager.createCache(
            "short-own",
            CacheFixture.strings()
                .setExpiryPolicyFactory(CreatedExpiryPolicy.factoryOf(Duration.ONE_DAY)));
    own.put("a", "1");
    fixture.clock.addAndGet(10);
    assertEquals("1", own.get("a"), "the application's own policy wins");
  }

  /** A loader whose closing is seen. */
  private static class ClosingLoader implements CacheLoader<String, String>, Closeable {
    boolean closed;

    @Override
    public String load(String key) {
      return key;
    }

    @Override
    public java.util.Map<String, String> loadAll(Iterable<? extends String> keys) {
      return java.util.Map.of();
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  @Test
  void closingClosesWhatCanBeClosed() {
    ClosingLoader loader = new ClosingLoader();
    fixture.cache(CacheFixture.strings().setCacheLoaderFactory(CacheFixture.of(loader)));
    fixture.manager().close();
    assertTrue(loader.closed);
  }

  /** As when an application was undeployed before its caches were closed. */
  @Test
  void whatThrowsWhenItIsClosedKeepsNothingOpen() {
    ClosingLoader loader =
        new ClosingLoader() {
          @Override
          public void close() {
            throw new NoClassDefFoundError("undeployed");
          }
        };
    CacheManager manager = fixture.manager();
    fixture.cache(CacheFixture.strings().setCacheLoaderFactory(CacheFixture.of(loader)));
    manager.createCache("other", CacheFixture.strings());
    manager.close(); // "the exception will be ignored", says the specification
    assertTrue(manager.isClosed());
    fixture.manager().createCache("other", CacheFixture.strings()).put("a", "1");
    fixture.cache(CacheFixture.strings()).put("a", "1");
  }

  @Test
  void failedCreationLeavesNothingOpen() {
    ClosingLoader loader = new ClosingLoader();
    MutableConfiguration<String, String> broken =
        CacheFixture.strings()
            .setCacheLoaderFactory(CacheFixture.of(loader))
            .setExpiryPolicyFactory(
                () -> {
                  throw new IllegalArgumentException("no policy");
                });
    assertThrows(IllegalArgumentException.class, () -> fixture.cache(broken));
    assertTrue(loader.closed);
    assertNull(fixture.manager().getCache("cache"));
    fixture.cache(CacheFixture.strings()).put("a", "1");
  }

  /** A loader that is being closed is not beside one that was opened meanwhile. */
  @Test
  void theContentsAreLeftWhenAllElseOfACacheIsClosed() {
    List<String> refusals = new ArrayList<>();
    try (PmemCachingProvider other = new MemoryCachingProvider(fixture.pool, fixture.clock::get)) {
      ClosingLoader loader =
          new ClosingLoader() {
            @Override
            public void close() {
              CacheManager manager = other.getCacheManager();
              refusals.add(
                  assertThrows(
                          CacheException.class,
                          () -> manager.createCache("cache", CacheFixture.strings()))
                      .getMessage());
            }
          };
      fixture.cache(CacheFixture.strings().setCacheLoaderFactory(CacheFixture.of(loader))).close();
      assertEquals(1, refusals.size(), () -> "refused: " + refusals);
      other.getCacheManager().createCache("cache", CacheFixture.strings()).close();
    }
  }

  @Test
  @Timeout(30)
  void newManagerWaitsForTheClosingOne() throws Exception {
    CountDownLatch closing = new CountDownLatch(1);
    CountDownLatch finish = new CountDownLatch(1);
    CacheLoader<String, String> slow =
        new ClosingLoader() {
          @Override
          public void close() {
            closing.countDown();
            try {
              finish.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
        };
    try {
      fixture
          .cache(CacheFixture.strings().setCacheLoaderFactory(CacheFixture.of(slow)))
          .put("a", "1");
      Thread closer = new Thread(fixture.manager()::close);
      closer.start();
      closing.await();
      FutureTask<String> reader =
          new FutureTask<>(() -> fixture.cache(CacheFixture.strings()).get("a"));
      new Thread(reader).start();
      assertThrows(TimeoutException.class, () -> reader.get(50, TimeUnit.MILLISECONDS));
      finish.countDown();
      closer.join();
      assertEquals("1", reader.get(10, TimeUnit.SECONDS));
    } finally {
      finish.countDown(); // or a failure would hang when the fixture closes
    }
  }
}
