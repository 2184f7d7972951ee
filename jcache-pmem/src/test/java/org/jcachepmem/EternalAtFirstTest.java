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

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.FactoryBuilder;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.event.CacheEntryExpiredListener;
import javax.cache.event.CacheEntryUpdatedListener;
import javax.cache.expiry.Duration;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.integration.CacheWriter;
import javax.cache.integration.CacheWriterException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Entries that never expire, until somebody reads them. */
class EternalAtFirstTest {
  private static final Duration MINUTE = new Duration(TimeUnit.SECONDS, 60);

  @TempDir Path directory;
  private final PmemCachingProvider provider = new PmemCachingProvider();
  private final List<String> told = new ArrayList<>();
  private boolean refuses;

  @AfterEach
  void close() {
    provider.close();
  }

  private Cache<String, String> open(Duration forAccess) {
    Properties properties = new Properties();
    properties.put("jcache-pmem.pool.path", directory.resolve("eternal.pool").toString());
    properties.put("jcache-pmem.pool.create-if-missing-with-size", "8 MiB");
    MutableConfiguration<String, String> configuration = CacheFixture.strings();
    configuration
        .setExpiryPolicyFactory(() -> new AtFirst(forAccess))
        .setWriteThrough(true)
        .setCacheWriterFactory(new FactoryBuilder.SingletonFactory<>(new Refusing()))
        .addCacheEntryListenerConfiguration(
            new MutableCacheEntryListenerConfiguration<>(
                () ->
                    (CacheEntryExpiredListener<String, String>)
                        events -> events.forEach(event -> told.add("expired " + event.getValue())),
                null,
                true,
                true))
        .addCacheEntryListenerConfiguration(
            new MutableCacheEntryListenerConfiguration<>(
                () ->
                    (CacheEntryUpdatedListener<String, String>)
                        events ->
                            events.forEach(
                                event -> told.add(event.getOldValue() + " to " + event.getValue())),
                null,
                true,
                true));
    return provider.getCacheManager(null, null, properties).createCache("cache", configuration);
  }

  @Test
  void anAccessThatEndsTheLifeIsToldBeforeItReturns() {
    Cache<String, String> cache = open(Duration.ZERO);
    cache.put("key", "1");
    assertEquals("1", cache.get("key"));
    assertEquals(List.of("expired 1"), told);
    assertNull(cache.get("key"));
    assertEquals(1, told.size());
  }

  @Test
  void aProcessorThatReadsTheKeyMeanwhileChangesWhatWasThere() {
    Cache<String, String> cache = open(MINUTE);
    cache.put("key", "1");
    readAndChange(cache);
    assertEquals(List.of("1 to 2"), told);
  }

  @Test
  void whatAProcessorReadMeanwhileIsThereAfterAWriterThatRefuses() {
    Cache<String, String> cache = open(MINUTE);
    cache.put("key", "1");
    refuses = true;
    assertThrows(CacheException.class, () -> readAndChange(cache));
    assertEquals("1", cache.get("key"));
    assertEquals(List.of(), told);
  }

  private static void readAndChange(Cache<String, String> cache) {
    cache.invoke(
        "key",
        (entry, arguments) -> {
          cache.get("key");
          entry.setValue("2");
          return "done";
        });
  }

  /** Writes nothing, and refuses to if the test says so. */
  private final class Refusing implements CacheWriter<String, String> {
    @Override
    public void write(Cache.Entry<? extends String, ? extends String> entry) {
      if (refuses) {
        throw new CacheWriterException("refused");
      }
    }

    @Override
    public void writeAll(Collection<Cache.Entry<? extends String, ? extends String>> entries) {
      entries.forEach(this::write);
    }

    @Override
    public void delete(Object key) {}

    @Override
    public void deleteAll(Collection<?> keys) {}
  }

  /** For ever, and so long from an access on. */
  private record AtFirst(Duration forAccess) implements ExpiryPolicy {
    @Override
    public Duration getExpiryForCreation() {
      return Duration.ETERNAL;
    }

    @Override
    public Duration getExpiryForAccess() {
      return forAccess;
    }

    @Override
    public @Nullable Duration getExpiryForUpdate() {
      return null;
    }
  }
}
