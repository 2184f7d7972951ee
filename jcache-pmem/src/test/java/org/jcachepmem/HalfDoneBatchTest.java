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
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.integration.CacheWriter;
import javax.cache.integration.CacheWriterException;
import org.jcachepmem.index.PoolFixture;
import org.jcachepmem.management.PmemCacheStatisticsMXBean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A bulk operation that fails half way has told, counted and left what it has done. */
class HalfDoneBatchTest {
  private static final int POOL_BYTES = 512 << 10;
  private static final String LARGE = "large";
  private static final String UNWRITTEN = "unwritten";

  private final Set<String> created = new TreeSet<>();
  private PoolFixture pool;
  private PmemCachingProvider provider;

  private Cache<String, byte[]> open(
      IntFunction<PoolFixture> pools, MutableConfiguration<String, byte[]> configuration) {
    pool = pools.apply(POOL_BYTES);
    provider = new SessionCachingProvider(() -> pool.session("half"), System::currentTimeMillis);
    CacheEntryCreatedListener<String, byte[]> listener =
        events -> events.forEach(event -> created.add(event.getKey()));
    return provider
        .getCacheManager()
        .createCache(
            "cache",
            configuration
                .setTypes(String.class, byte[].class)
                .setStatisticsEnabled(true)
                .addCacheEntryListenerConfiguration(
                    new MutableCacheEntryListenerConfiguration<>(
                        CacheFixture.of(listener), null, false, true)));
  }

  @AfterEach
  void close() {
    provider.close();
    pool.close();
  }

  static Stream<Named<IntFunction<PoolFixture>>> pools() {
    return Stream.of(
        Named.of("one by one", PoolFixture::recordingInOneStripe),
        Named.of("together", PoolFixture::paged));
  }

  private static Map<String, byte[]> batch(String... others) {
    Map<String, byte[]> batch = new HashMap<>();
    for (int i = 0; i < 50; i++) {
      batch.put("key " + i, new byte[10]);
    }
    for (String other : others) {
      batch.put(other, new byte[10]);
    }
    batch.put(LARGE, new byte[2 * POOL_BYTES]);
    return batch;
  }

  private static Set<String> keys(Cache<String, byte[]> cache) {
    Set<String> keys = new TreeSet<>();
    cache.forEach(entry -> keys.add(entry.getKey()));
    return keys;
  }

  private void assertToldAndCounted(Cache<String, byte[]> cache) {
    long puts = cache.unwrap(PmemCacheStatisticsMXBean.class).getCachePuts();
    Set<String> keys = keys(cache);
    assertTrue(!keys.isEmpty() && keys.size() <= 50, keys::toString);
    assertEquals(keys, created);
    assertEquals(keys.size(), puts);
  }

  @ParameterizedTest
  @MethodSource("pools")
  void whatWasStoredIsToldAndCounted(IntFunction<PoolFixture> pools) {
    Cache<String, byte[]> cache = open(pools, new MutableConfiguration<>());
    assertThrows(CacheException.class, () -> cache.putAll(batch()));
    assertToldAndCounted(cache);
  }

  /** Fails with that; then one key, the first it sees or {@link #UNWRITTEN}, was not done. */
  private static final class Writer implements CacheWriter<String, byte[]> {
    private Throwable failure;

    @Override
    public void write(Cache.Entry<? extends String, ? extends byte[]> entry) {}

    @Override
    public void delete(Object key) {}

    @Override
    public void writeAll(Collection<Cache.Entry<? extends String, ? extends byte[]>> entries) {
      entries.removeIf(entry -> !entry.getKey().equals(UNWRITTEN));
      fail();
    }

    @Override
    public void deleteAll(Collection<?> keys) {
      keys.removeIf(key -> !key.equals(UNWRITTEN));
      fail();
    }

    private void fail() {
      if (failure instanceof Error error) {
        throw error;
      }
      if (failure instanceof RuntimeException exception) {
        throw exception;
      }
    }
  }

  private static MutableConfiguration<String, byte[]> through(Writer writer) {
    return new MutableConfiguration<String, byte[]>()
        .setWriteThrough(true)
        .setCacheWriterFactory(CacheFixture.of(writer));
  }

  @ParameterizedTest
  @MethodSource("pools")
  void aFailureOfTheStoreHidesNoneOfTheWriters(IntFunction<PoolFixture> pools) {
    Writer writer = new Writer();
    writer.failure = new CacheWriterException("writer");
    Cache<String, byte[]> cache = open(pools, through(writer));
    CacheWriterException e =
        assertThrows(CacheWriterException.class, () -> cache.putAll(batch(UNWRITTEN)));
    assertInstanceOf(CacheException.class, e.getSuppressed()[0]);
    assertToldAndCounted(cache);
  }

  @ParameterizedTest
  @MethodSource("pools")
  void whatAWriterLeavesUndoneIsPutBackWhateverItThrows(IntFunction<PoolFixture> pools) {
    Writer writer = new Writer();
    Cache<String, byte[]> cache = open(pools, through(writer));
    cache.putAll(Map.of("a", new byte[1], UNWRITTEN, new byte[1]));
    writer.failure = new AssertionError("writer");
    assertThrows(
        AssertionError.class, () -> cache.putAll(Map.of("a", new byte[2], UNWRITTEN, new byte[2])));
    assertEquals(2, cache.get("a").length);
    assertEquals(1, cache.get(UNWRITTEN).length);
    assertThrows(AssertionError.class, () -> cache.removeAll(Set.of("a", UNWRITTEN)));
    assertEquals(Set.of(UNWRITTEN), keys(cache));
    assertThrows(AssertionError.class, cache::removeAll);
    assertEquals(Set.of(UNWRITTEN), keys(cache));
  }
}
