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
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Closeable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import javax.cache.Cache;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.CacheEntryEventFilter;
import javax.cache.event.CacheEntryListenerException;
import javax.cache.event.CacheEntryRemovedListener;
import javax.cache.event.CacheEntryUpdatedListener;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ListenerTest {

  private final CacheFixture fixture = new CacheFixture();
  private final List<String> seen = Collections.synchronizedList(new ArrayList<>());
  private boolean closed;

  /** Records events as {@code CREATED key=value old}. */
  private final class Recorder
      implements CacheEntryCreatedListener<String, String>,
          CacheEntryUpdatedListener<String, String>,
          CacheEntryRemovedListener<String, String>,
          Closeable {

    private void record(Iterable<CacheEntryEvent<? extends String, ? extends String>> events) {
      events.forEach(
          e ->
              seen.add(
                  e.getEventType()
                      + " "
                      + e.getKey()
                      + "="
                      + e.getValue()
                      + (e.isOldValueAvailable() ? " was " + e.getOldValue() : "")));
    }

    @Override
    public void onCreated(Iterable<CacheEntryEvent<? extends String, ? extends String>> events) {
      record(events);
    }

    @Override
    public void onUpdated(Iterable<CacheEntryEvent<? extends String, ? extends String>> events) {
      record(events);
    }

    @Override
    public void onRemoved(Iterable<CacheEntryEvent<? extends String, ? extends String>> events) {
      record(events);
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  /** The configuration may be changed for another cache. */
  @Test
  void aListenerStaysWhatItWasRegisteredAs() {
    MutableCacheEntryListenerConfiguration<String, String> changing =
        new MutableCacheEntryListenerConfiguration<>(
            CacheFixture.of(new Recorder()), null, true, true);
    Cache<String, String> cache = fixture.cache(CacheFixture.strings());
    cache.registerCacheEntryListener(changing);
    changing.setSynchronous(false).setOldValueRequired(false);
    cache.put("a", "1");
    cache.put("a", "2");
    assertEquals(List.of("CREATED a=1", "UPDATED a=2 was 1"), List.copyOf(seen));
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private CacheEntryListenerConfiguration<String, String> listener(
      @Nullable CacheEntryEventFilter<String, String> filter, boolean old, boolean sync) {
    return new MutableCacheEntryListenerConfiguration<>(
        CacheFixture.of(new Recorder()),
        filter == null ? null : CacheFixture.of(filter),
        old,
        sync);
  }

  private Cache<String, String> cache(CacheEntryListenerConfiguration<String, String> listener) {
    return fixture.cache(CacheFixture.strings().addCacheEntryListenerConfiguration(listener));
  }

  @Test
  void synchronousOnesHaveHeardWhenTheCallReturns() {
    Cache<String, String> cache = cache(listener(null, true, true));
    cache.put("a", "1");
    assertEquals(List.of("CREATED a=1"), seen);
    cache.put("a", "2");
    cache.putAll(Map.of("a", "3"));
    cache.remove("a");
    cache.remove("a");
    assertEquals(
        List.of("CREATED a=1", "UPDATED a=2 was 1", "UPDATED a=3 was 2", "REMOVED a=3 was 3"),
        seen);
  }

  @Test
  void oldValuesAreReadOnlyForThoseWhoAsk() {
    Cache<String, String> cache = cache(listener(null, false, true));
    cache.put("a", "1");
    cache.put("a", "2");
    assertEquals(List.of("CREATED a=1", "UPDATED a=2"), seen);
  }

  @Test
  void filtersDecide() {
    Cache<String, String> cache = cache(listener(e -> e.getKey().equals("b"), true, true));
    cache.put("a", "1");
    cache.put("b", "1");
    assertEquals(List.of("CREATED b=1"), seen);
  }

  @Test
  void asynchronousOnesHearInOrderAndAllBeforeTheCacheIsClosed() {
    Cache<String, String> cache = cache(listener(null, false, false));
    List<String> expected = new ArrayList<>();
    IntStream.range(0, 500)
        .forEach(
            i -> {
              cache.put("a", "" + i);
              expected.add((i == 0 ? "CREATED" : "UPDATED") + " a=" + i);
            });
    cache.close();
    assertEquals(expected, seen);
    assertTrue(closed);
  }

  @Test
  void clearTellsNobody() {
    Cache<String, String> cache = cache(listener(null, true, true));
    cache.put("a", "1");
    cache.clear();
    assertEquals(List.of("CREATED a=1"), seen);
    cache.put("a", "1");
    cache.removeAll();
    assertEquals("REMOVED a=1 was 1", seen.get(2));
  }

  @Test
  void failingOneThrowsAfterTheOthersHeardAndTheChangeStays() {
    CacheEntryCreatedListener<String, String> broken =
        events -> {
          throw new IllegalStateException("broken");
        };
    Cache<String, String> cache =
        fixture.cache(
            CacheFixture.strings()
                .addCacheEntryListenerConfiguration(
                    new MutableCacheEntryListenerConfiguration<>(
                        CacheFixture.of(broken), null, false, true)));
    cache.registerCacheEntryListener(listener(null, false, true));
    CacheEntryListenerException e =
        assertThrows(CacheEntryListenerException.class, () -> cache.put("a", "1"));
    assertEquals("broken", e.getCause().getMessage());
    assertEquals("1", cache.get("a"));
    assertEquals(List.of("CREATED a=1"), seen);
  }

  @Test
  void registeringTwiceIsRefusedAndDeregisteringEndsIt() {
    CacheEntryListenerConfiguration<String, String> listener = listener(null, false, true);
    Cache<String, String> cache = cache(listener);
    assertThrows(IllegalArgumentException.class, () -> cache.registerCacheEntryListener(listener));
    cache.deregisterCacheEntryListener(listener);
    cache.put("a", "1");
    assertTrue(seen.isEmpty());
    cache.registerCacheEntryListener(listener);
    cache.put("b", "1");
    assertFalse(seen.isEmpty());
  }

  @Test
  void listenersGetCopies() {
    List<Date> heard = new ArrayList<>();
    CacheEntryCreatedListener<String, Date> listener =
        events -> events.forEach(e -> heard.add(e.getValue()));
    Cache<String, Date> cache =
        fixture.cache(
            new MutableConfiguration<String, Date>()
                .setTypes(String.class, Date.class)
                .addCacheEntryListenerConfiguration(
                    new MutableCacheEntryListenerConfiguration<>(
                        CacheFixture.of(listener), null, false, true)));
    Date mine = new Date(1);
    cache.put("a", mine);
    assertNotSame(mine, heard.get(0));
    heard.get(0).setTime(5);
    assertEquals(new Date(1), cache.get("a"));
  }

  @Test
  @Timeout(5)
  void asynchronousOneMayCloseTheCache() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    CacheEntryCreatedListener<String, String> closing =
        events -> {
          fixture.manager().getCache("cache").close();
          done.countDown();
        };
    Cache<String, String> cache =
        fixture.cache(
            CacheFixture.strings()
                .addCacheEntryListenerConfiguration(
                    new MutableCacheEntryListenerConfiguration<>(
                        CacheFixture.of(closing), null, false, false)));
    cache.put("a", "1");
    done.await();
    assertTrue(cache.isClosed());
  }
}
