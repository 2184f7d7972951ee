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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.CacheEntryExpiredListener;
import javax.cache.event.CacheEntryListener;
import javax.cache.event.CacheEntryListenerException;
import javax.cache.event.CacheEntryRemovedListener;
import javax.cache.event.CacheEntryUpdatedListener;
import javax.cache.expiry.Duration;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheWriter;
import javax.cache.integration.CacheWriterException;
import javax.cache.integration.CompletionListenerFuture;
import org.jcachepmem.index.PoolFixture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A listener that fails prevents nothing: neither the operation nor another event. */
class FailingListenerTest {

  private static final Duration TEN = new Duration(TimeUnit.MILLISECONDS, 10);

  private final CacheFixture fixture = new CacheFixture();
  private final Map<String, String> database = new TreeMap<>();
  private final List<String> seen = new ArrayList<>();
  private @Nullable Duration forAccess;
  private @Nullable Duration forUpdate;
  private boolean isFailing;
  private Cache<String, String> cache;
  private CacheEntryListenerConfiguration<String, String> listening;

  private final class Policy implements ExpiryPolicy {
    @Override
    public Duration getExpiryForCreation() {
      return TEN;
    }

    @Override
    public @Nullable Duration getExpiryForAccess() {
      return forAccess;
    }

    @Override
    public @Nullable Duration getExpiryForUpdate() {
      return forUpdate;
    }
  }

  private final class System implements CacheLoader<String, String>, CacheWriter<String, String> {
    @Override
    public String load(String key) {
      return "loaded";
    }

    @Override
    public Map<String, String> loadAll(Iterable<? extends String> keys) {
      Map<String, String> all = new HashMap<>();
      keys.forEach(key -> all.put(key, "loaded"));
      return all;
    }

    @Override
    public void write(Cache.Entry<? extends String, ? extends String> entry) {
      if (isFailing) {
        throw new IllegalStateException("no");
      }
      database.put(entry.getKey(), entry.getValue());
    }

    @Override
    public void writeAll(Collection<Cache.Entry<? extends String, ? extends String>> entries) {
      entries.forEach(this::write);
    }

    @Override
    public void delete(Object key) {
      database.put((String) key, "deleted");
    }

    @Override
    public void deleteAll(Collection<?> keys) {
      keys.forEach(this::delete);
    }
  }

  /** Always fails, and always with the same exception. */
  private final class Listener
      implements CacheEntryCreatedListener<String, String>,
          CacheEntryUpdatedListener<String, String>,
          CacheEntryRemovedListener<String, String>,
          CacheEntryExpiredListener<String, String> {
    private final CacheEntryListenerException failure = new CacheEntryListenerException("no");

    private void fail(Iterable<CacheEntryEvent<? extends String, ? extends String>> events) {
      events.forEach(e -> seen.add(e.getEventType() + " " + e.getKey() + "=" + e.getValue()));
      throw failure;
    }

    @Override
    public void onCreated(Iterable<CacheEntryEvent<? extends String, ? extends String>> events) {
      fail(events);
    }

    @Override
    public void onUpdated(Iterable<CacheEntryEvent<? extends String, ? extends String>> events) {
      fail(events);
    }

    @Override
    public void onRemoved(Iterable<CacheEntryEvent<? extends String, ? extends String>> events) {
      fail(events);
    }

    @Override
    public void onExpired(Iterable<CacheEntryEvent<? extends String, ? extends String>> events) {
      fail(events);
    }
  }

  @BeforeEach
  void open() {
    System system = new System();
    cache =
        fixture.cache(
            CacheFixture.strings()
                .setReadThrough(true)
                .setCacheLoaderFactory(CacheFixture.of(system))
                .setWriteThrough(true)
                .setCacheWriterFactory(CacheFixture.of(system))
                .setStatisticsEnabled(true)
                .setExpiryPolicyFactory(CacheFixture.of(new Policy())));
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private void listen(CacheEntryListener<String, String> listener) {
    listening = synchronously(listener);
    cache.registerCacheEntryListener(listening);
  }

  private static CacheEntryListenerConfiguration<String, String> synchronously(
      CacheEntryListener<String, String> listener) {
    return new MutableCacheEntryListenerConfiguration<>(
        CacheFixture.of(listener), null, false, true);
  }

  private void listenToExpiry() {
    listen(toExpiry());
  }

  /** Created entries are fine. */
  private CacheEntryExpiredListener<String, String> toExpiry() {
    return new Listener()::onExpired;
  }

  /**
   * An operation on a, or on a and b, of which the entries have expired.
   *
   * @param inCache the value that a has afterwards
   * @param inDatabase what the writer did for a
   */
  private record Operation(
      String name,
      Consumer<Cache<String, String>> code,
      @Nullable String inCache,
      @Nullable String inDatabase) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Operation> operations() {
    return Stream.of(
        new Operation("get", cache -> cache.get("a"), "loaded", null),
        new Operation("put", cache -> cache.put("a", "new"), "new", "new"),
        new Operation("getAndPut", cache -> cache.getAndPut("a", "new"), "new", "new"),
        new Operation("putIfAbsent", cache -> cache.putIfAbsent("a", "new"), "new", "new"),
        new Operation("replace", cache -> cache.replace("a", "new"), null, null),
        new Operation("replace if", cache -> cache.replace("a", "old", "new"), null, null),
        new Operation("getAndReplace", cache -> cache.getAndReplace("a", "new"), null, null),
        new Operation("remove", cache -> cache.remove("a"), null, "deleted"),
        new Operation("remove if", cache -> cache.remove("a", "old"), null, null),
        new Operation("getAndRemove", cache -> cache.getAndRemove("a"), null, "deleted"),
        new Operation("containsKey", cache -> cache.containsKey("a"), null, null),
        new Operation(
            "putAll", cache -> cache.putAll(Map.of("a", "new", "b", "new")), "new", "new"),
        new Operation(
            "removeAll of keys", cache -> cache.removeAll(Set.of("a", "b")), null, "deleted"),
        new Operation("removeAll", Cache::removeAll, null, "deleted"),
        new Operation("loadAll", cache -> loadAll(cache, Set.of("a", "b")), "loaded", null),
        new Operation("invoke that reads", cache -> invoke(cache, null), "loaded", null),
        new Operation("invoke that sets", cache -> invoke(cache, "new"), "new", "new"));
  }

  private static void loadAll(Cache<String, String> cache, Set<String> keys) {
    CompletionListenerFuture done = new CompletionListenerFuture();
    cache.loadAll(keys, false, done);
    try {
      done.get();
    } catch (ExecutionException e) {
      throw (CacheEntryListenerException) e.getCause();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void invoke(Cache<String, String> cache, @Nullable String value) {
    cache.invoke(
        "a",
        (entry, arguments) -> {
          if (value == null) {
            return entry.getValue();
          }
          entry.setValue(value);
          return value;
        });
  }

  @ParameterizedTest
  @MethodSource("operations")
  void whatMeetsAnExpiredEntryHappensAllTheSame(Operation operation) {
    cache.putAll(Map.of("a", "old", "b", "old"));
    database.clear();
    listenToExpiry();
    fixture.clock.addAndGet(10);
    assertThrows(CacheEntryListenerException.class, () -> operation.code().accept(cache));
    assertTrue(seen.contains("EXPIRED a=old"), seen::toString);
    assertEquals(operation.inDatabase(), database.get("a"));
    cache.deregisterCacheEntryListener(listening);
    Map<String, String> found = new HashMap<>();
    cache.forEach(entry -> found.put(entry.getKey(), entry.getValue()));
    assertEquals(operation.inCache(), found.get("a"));
  }

  @Test
  void aWritersFailureHasThatOfTheListenerWithIt() {
    cache.put("a", "old");
    listenToExpiry();
    fixture.clock.addAndGet(10);
    isFailing = true;
    Exception e = assertThrows(CacheWriterException.class, () -> cache.put("a", "new"));
    assertEquals(CacheEntryListenerException.class, e.getSuppressed()[0].getClass());
    isFailing = false;
    cache.put("a", "old");
    isFailing = true;
    fixture.clock.addAndGet(10);
    e = assertThrows(CacheWriterException.class, () -> cache.putAll(Map.of("a", "new")));
    assertEquals(CacheEntryListenerException.class, e.getSuppressed()[0].getClass());
    assertFalse(cache.containsKey("a"));
  }

  @Test
  void bothEventsOfAnUpdateThatExpiresAtOnceAreTold() {
    cache.put("a", "old");
    listen(new Listener());
    forUpdate = Duration.ZERO;
    assertThrows(CacheEntryListenerException.class, () -> cache.put("a", "new"));
    assertEquals(List.of("UPDATED a=new", "EXPIRED a=new"), seen);
  }

  @Test
  void allKeysAreToldOfThoughOneExceptionIsThrownAgainAndAgain() {
    listen(new Listener());
    assertThrows(CacheEntryListenerException.class, () -> cache.putAll(numbered(5)));
    assertEquals(5, seen.size());
    assertThrows(CacheEntryListenerException.class, () -> cache.removeAll(numbered(5).keySet()));
    assertEquals(10, seen.size());
  }

  private static Map<String, String> numbered(int keys) {
    return IntStream.range(0, keys)
        .boxed()
        .collect(Collectors.toMap(number -> "key " + number, number -> "value"));
  }

  @Test
  void allBatchesAreWorkedOn() {
    Cache<String, String> plain =
        fixture
            .manager()
            .createCache(
                "plain",
                CacheFixture.strings().setCacheLoaderFactory(CacheFixture.of(new System())));
    plain.registerCacheEntryListener(synchronously(new Listener()));
    Map<String, String> many = numbered(600);
    assertThrows(CacheEntryListenerException.class, () -> plain.putAll(many));
    assertEquals(600, fixture.pool.cellsOf("plain").size());
    assertThrows(CacheEntryListenerException.class, () -> plain.removeAll(many.keySet()));
    assertEquals(0, fixture.pool.cellsOf("plain").size());
    assertThrows(CacheEntryListenerException.class, () -> loadAll(plain, many.keySet()));
    assertEquals(600, fixture.pool.cellsOf("plain").size());
    assertThrows(CacheEntryListenerException.class, () -> plain.removeAll());
    assertEquals(0, fixture.pool.cellsOf("plain").size());
    assertEquals(4 * 600, seen.size());
  }

  /** Which counts what is there, if nobody need be told of each. */
  @Test
  void aCacheIsClearedThoughAnExpiredEntryIsMet() {
    Cache<String, String> plain =
        fixture
            .manager()
            .createCache(
                "plain",
                CacheFixture.strings()
                    .setStatisticsEnabled(true)
                    .setExpiryPolicyFactory(CacheFixture.of(new Policy())));
    plain.registerCacheEntryListener(synchronously(toExpiry()));
    plain.put("a", "old");
    fixture.clock.addAndGet(10);
    plain.put("b", "new");
    assertThrows(CacheEntryListenerException.class, () -> plain.removeAll());
    assertFalse(plain.containsKey("b"));
  }

  @Test
  void anIterationHasTheEntryThatExpiresAsItIsReached() {
    PoolFixture pool = PoolFixture.recordingInOneStripe(512 << 10);
    PmemCachingProvider provider =
        new SessionCachingProvider(() -> pool.session("walking"), fixture.clock::get);
    Cache<String, String> walked =
        provider
            .getCacheManager()
            .createCache(
                "cache",
                CacheFixture.strings().setExpiryPolicyFactory(CacheFixture.of(new Policy())));
    walked.put("a", "old");
    walked.registerCacheEntryListener(synchronously(toExpiry()));
    forAccess = Duration.ZERO;
    Iterator<Cache.Entry<String, String>> entries = walked.iterator();
    assertThrows(CacheEntryListenerException.class, () -> entries.hasNext());
    assertEquals("a", entries.next().getKey());
    assertFalse(entries.hasNext());
    assertFalse(walked.containsKey("a"));
    provider.close();
    pool.close();
  }
}
