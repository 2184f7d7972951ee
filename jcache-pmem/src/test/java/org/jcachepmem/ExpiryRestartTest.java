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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.cache.Cache;
import javax.cache.configuration.Factory;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.expiry.EternalExpiryPolicy;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.expiry.TouchedExpiryPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Times of expiry over restarts, by a clock that the test moves. */
class ExpiryRestartTest {

  private static final Duration MINUTE = new Duration(TimeUnit.SECONDS, 60);

  @TempDir Path directory;
  private final AtomicLong clock = new AtomicLong(System.currentTimeMillis());
  private final Properties properties = new Properties();
  private PmemCachingProvider provider = start();

  @BeforeEach
  void configure() {
    properties.put("jcache-pmem.pool.path", directory.resolve("expiry.pool").toString());
    properties.put("jcache-pmem.pool.create-if-missing-with-size", "8 MiB");
  }

  @AfterEach
  void close() {
    provider.close();
  }

  private PmemCachingProvider start() {
    return new PmemCachingProvider(PoolFoundation::lay, clock::get);
  }

  private Cache<String, String> open(Factory<? extends ExpiryPolicy> expiry) {
    return provider
        .getCacheManager(null, null, properties)
        .createCache("cache", CacheFixture.strings().setExpiryPolicyFactory(expiry));
  }

  private Cache<String, String> reopenAfter(int seconds, Factory<? extends ExpiryPolicy> expiry) {
    provider.close();
    pass(seconds);
    provider = start();
    return open(expiry);
  }

  private void pass(int seconds) {
    clock.addAndGet(TimeUnit.SECONDS.toMillis(seconds));
  }

  @Test
  void entriesExpireWhileNobodyRuns() {
    Factory<ExpiryPolicy> created = CreatedExpiryPolicy.factoryOf(MINUTE);
    Cache<String, String> cache = open(created);
    cache.put("first", "1");
    pass(30);
    cache.put("second", "2");
    cache = reopenAfter(31, created);
    assertNull(cache.get("first"));
    assertEquals("2", cache.get("second"));
    cache.put("first", "new");
    cache = reopenAfter(31, created);
    assertEquals("new", cache.get("first"));
    assertFalse(cache.containsKey("second"));
    assertFalse(reopenAfter(60, created).iterator().hasNext());
  }

  @Test
  void accessesAndUpdatesBeforeARestartCount() {
    Factory<ExpiryPolicy> touched = TouchedExpiryPolicy.factoryOf(MINUTE);
    Cache<String, String> cache = open(touched);
    cache.put("read", "1");
    cache.put("written", "1");
    cache.put("left", "1");
    pass(40);
    assertEquals("1", cache.get("read"));
    cache.put("written", "2");
    cache = reopenAfter(40, touched);
    assertEquals("1", cache.get("read"));
    assertEquals("2", cache.get("written"));
    assertNull(cache.get("left"));
    cache = reopenAfter(40, touched);
    assertEquals("1", cache.get("read"), "an access after the restart counts too");
    pass(61);
    assertNull(cache.get("read"));
  }

  /**
   * Entries that were never to expire do, once a policy counts accesses; and the other way round.
   */
  @Test
  void anAccessUnderAnotherPolicyThanBeforeCounts() {
    Cache<String, String> cache = open(EternalExpiryPolicy.factoryOf());
    cache.put("read", "1");
    cache.put("left", "1");
    Factory<ExpiryPolicy> accessed = OnceRead::new;
    cache = reopenAfter(0, accessed);
    assertEquals("1", cache.get("read"));
    pass(61);
    assertNull(cache.get("read"));
    assertEquals("1", cache.get("left"));
    cache = reopenAfter(30, EternalExpiryPolicy.factoryOf());
    assertEquals("1", cache.get("left"));
    pass(31);
    assertNull(cache.get("left"));
  }

  @Test
  void anAccessThatShortensTheLifeOutlivesARestart() {
    Factory<ExpiryPolicy> once = OnceRead::new;
    Cache<String, String> cache = open(once);
    cache.put("read", "1");
    cache.put("left", "1");
    assertEquals("1", cache.get("read"));
    cache = reopenAfter(61, once);
    assertNull(cache.get("read"));
    assertEquals("1", cache.get("left"));
  }

  /** A day for what nobody has read, and a minute after that. */
  private static final class OnceRead implements ExpiryPolicy {

    @Override
    public Duration getExpiryForCreation() {
      return Duration.ONE_DAY;
    }

    @Override
    public Duration getExpiryForAccess() {
      return MINUTE;
    }

    @Override
    public Duration getExpiryForUpdate() {
      return Duration.ONE_DAY;
    }
  }
}
