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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.cache.Cache;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.event.CacheEntryExpiredListener;
import javax.cache.event.CacheEntryListenerException;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CompletionListenerFuture;
import org.jcachepmem.management.PmemCacheStatisticsMXBean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A loader is asked for all keys of a call that are not there, in one call of its own. */
class LoadedTogetherTest {
  private final CacheFixture fixture = new CacheFixture();
  private final List<Set<String>> calls = new ArrayList<>();
  private final Map<String, String> database = new HashMap<>();

  /** Rows that note what they are asked for together. */
  private final class NotedRows extends Rows {
    NotedRows() {
      super(database);
    }

    @Override
    public Map<String, String> loadAll(Iterable<? extends String> keys) {
      Set<String> asked = new TreeSet<>();
      keys.forEach(asked::add);
      calls.add(asked);
      return super.loadAll(keys);
    }
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private MutableConfiguration<String, String> readThrough() {
    return CacheFixture.strings()
        .setReadThrough(true)
        .setStatisticsEnabled(true)
        .setCacheLoaderFactory(CacheFixture.of(new NotedRows()));
  }

  @Test
  void getAllLoadsWhatIsNotThere() {
    database.putAll(Map.of("a", "row a", "b", "row b", "c", "row c"));
    Cache<String, String> cache = fixture.cache(readThrough());
    cache.put("a", "mine");
    assertEquals(
        Map.of("a", "mine", "b", "row b", "c", "row c"),
        cache.getAll(Set.of("a", "b", "c", "none")));
    assertEquals(List.of(Set.of("b", "c", "none")), calls);
    assertTrue(cache.containsKey("b") && cache.containsKey("c"));
    PmemCacheStatisticsMXBean statistics = cache.unwrap(PmemCacheStatisticsMXBean.class);
    assertEquals(1, statistics.getCacheHits());
    assertEquals(3, statistics.getCacheMisses());
    assertEquals(1, statistics.getCachePuts());
    assertEquals(Map.of("b", "row b"), cache.getAll(Set.of("b")));
    assertEquals(1, calls.size());
  }

  @Test
  void manyKeysAreAskedForInBatches() {
    IntStream.range(0, 600).forEach(i -> database.put("key " + i, "row " + i));
    Cache<String, String> cache = fixture.cache(readThrough());
    assertEquals(database, cache.getAll(database.keySet()));
    assertEquals(List.of(256, 256, 88), calls.stream().map(Set::size).toList());
  }

  @Test
  void whatHasExpiredIsLoadedThoughItsListenerFails() {
    database.putAll(Map.of("a", "row a", "b", "row b"));
    Cache<String, String> cache =
        fixture.cache(
            readThrough()
                .setExpiryPolicyFactory(CreatedExpiryPolicy.factoryOf(Duration.ONE_MINUTE)));
    CacheEntryExpiredListener<String, String> failing =
        events -> {
          throw new CacheEntryListenerException("planted");
        };
    cache.registerCacheEntryListener(
        new MutableCacheEntryListenerConfiguration<>(CacheFixture.of(failing), null, false, true));
    cache.put("a", "old");
    fixture.clock.addAndGet(TimeUnit.MINUTES.toMillis(2));
    Set<String> both = Set.of("a", "b");
    assertThrows(CacheEntryListenerException.class, () -> cache.getAll(both));
    assertEquals(List.of(both), calls);
    assertEquals(Map.of("a", "row a", "b", "row b"), cache.getAll(both));
  }

  /** As databases do, it answers with keys of its own. */
  private static final class ArrayRows implements CacheLoader<byte[], byte[]> {
    @Override
    public byte[] load(byte[] key) {
      return key.clone();
    }

    @Override
    public Map<byte[], byte[]> loadAll(Iterable<? extends byte[]> keys) {
      Map<byte[], byte[]> loaded = new HashMap<>();
      for (byte[] key : keys) {
        loaded.put(key.clone(), load(key));
      }
      return loaded;
    }
  }

  private Cache<byte[], byte[]> arrays() {
    return fixture.cache(
        new MutableConfiguration<byte[], byte[]>()
            .setTypes(byte[].class, byte[].class)
            .setReadThrough(true)
            .setCacheLoaderFactory(CacheFixture.of(new ArrayRows())));
  }

  @Test
  void loadAllStoresUnderArraysThatTheLoaderHasMade() throws Exception {
    Cache<byte[], byte[]> cache = arrays();
    CompletionListenerFuture loaded = new CompletionListenerFuture();
    cache.loadAll(Set.of(new byte[] {1}), false, loaded);
    loaded.get(10, TimeUnit.SECONDS);
    assertTrue(cache.containsKey(new byte[] {1}));
  }

  @Test
  void getAllAnswersWithTheArraysOfItsCaller() {
    Cache<byte[], byte[]> cache = arrays();
    Set<byte[]> keys = Collections.newSetFromMap(new IdentityHashMap<>());
    keys.addAll(List.of(new byte[] {1}, new byte[] {1}, new byte[] {2}));
    Map<byte[], byte[]> values = cache.getAll(keys);
    assertEquals(3, values.size());
    keys.forEach(key -> assertArrayEquals(key, values.get(key)));
  }
}
