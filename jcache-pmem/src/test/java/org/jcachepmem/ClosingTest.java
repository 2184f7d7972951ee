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
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Closeable;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.Factory;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEvent;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What others may do with a cache while a thread closes it. */
@Timeout(30)
class ClosingTest {

  private final CacheFixture fixture = new CacheFixture();
  private final CountDownLatch hearing = new CountDownLatch(1);
  private final CountDownLatch finish = new CountDownLatch(1);
  private final List<String> refusals = Collections.synchronizedList(new ArrayList<>());

  /** Does as it is told when it hears of an entry, and when it is closed. */
  private final class Listener implements CacheEntryCreatedListener<String, String>, Closeable {
    private final Runnable heard;
    private final Runnable closed;

    Listener(Runnable heard, Runnable closed) {
      this.heard = heard;
      this.closed = closed;
    }

    @Override
    public void onCreated(Iterable<CacheEntryEvent<? extends String, ? extends String>> events) {
      hearing.countDown();
      await(finish);
      heard.run();
    }

    @Override
    public void close() {
      closed.run();
    }
  }

  @AfterEach
  void close() {
    finish.countDown(); // or a failure would hang here
    fixture.close();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static <T> FutureTask<T> start(Callable<T> task) {
    FutureTask<T> started = new FutureTask<>(task);
    new Thread(started).start();
    return started;
  }

  private static void assertWaits(FutureTask<?> task) {
    assertThrows(TimeoutException.class, () -> task.get(50, TimeUnit.MILLISECONDS));
  }

  private static MutableConfiguration<String, String> heardBy(
      Factory<? extends CacheEntryCreatedListener<String, String>> listener) {
    return CacheFixture.strings()
        .addCacheEntryListenerConfiguration(
            new MutableCacheEntryListenerConfiguration<>(listener, null, false, false));
  }

  /** A cache with an entry, which another thread closes; what it does on the way is given. */
  private FutureTask<?> closing(Runnable heard, Runnable closed) {
    CacheManager manager = fixture.manager();
    Cache<String, String> cache =
        fixture.cache(heardBy(CacheFixture.of(new Listener(heard, closed))));
    cache.put("a", "1");
    await(hearing);
    FutureTask<?> closer =
        start(
            () -> {
              cache.close();
              return null;
            });
    while (manager.getCache("cache") != null) {
      Thread.onSpinWait();
    }
    return closer;
  }

  private static void nothing() {
    // as most listeners do
  }

  private void createAgain() {
    refusals.add(
        assertThrows(CacheException.class, () -> fixture.cache(CacheFixture.strings()))
            .getMessage());
  }

  @Test
  void createdAgainItIsTheSameCache() throws Exception {
    FutureTask<?> closer = closing(ClosingTest::nothing, ClosingTest::nothing);
    FutureTask<String> reader = start(() -> fixture.cache(CacheFixture.strings()).get("a"));
    assertWaits(reader);
    finish.countDown();
    assertEquals("1", reader.get(10, TimeUnit.SECONDS));
    closer.get(10, TimeUnit.SECONDS);
  }

  @Test
  void destroyedItIsGone() throws Exception {
    FutureTask<?> closer = closing(ClosingTest::nothing, ClosingTest::nothing);
    FutureTask<?> destroyer =
        start(
            () -> {
              fixture.manager().destroyCache("cache");
              return null;
            });
    assertWaits(destroyer);
    finish.countDown();
    destroyer.get(10, TimeUnit.SECONDS);
    closer.get(10, TimeUnit.SECONDS);
    assertNull(fixture.cache(CacheFixture.strings()).get("a"));
  }

  @Test
  void itsManagerIsClosedAfterIt() throws Exception {
    FutureTask<?> closer = closing(ClosingTest::nothing, ClosingTest::nothing);
    CacheManager manager = fixture.manager();
    FutureTask<String> restarter =
        start(
            () -> {
              manager.close();
              return fixture.cache(CacheFixture.strings()).get("a");
            });
    assertWaits(restarter);
    FutureTask<?> another = start(() -> fixture.manager().isClosed());
    finish.countDown();
    assertEquals("1", restarter.get(10, TimeUnit.SECONDS));
    assertEquals(false, another.get(10, TimeUnit.SECONDS));
    closer.get(10, TimeUnit.SECONDS);
  }

  @Test
  void whoClosesItDoesNotWaitForIt() throws Exception {
    FutureTask<?> closer = closing(ClosingTest::nothing, this::createAgain);
    finish.countDown();
    closer.get(10, TimeUnit.SECONDS);
    assertTrue(refusals.get(0).contains("is being closed"), refusals::toString);
    assertEquals("1", fixture.cache(CacheFixture.strings()).get("a"));
  }

  @Test
  @Timeout(5) // closing it would wait twice as long for the listener
  void listenersThatAreStillToldDoNotWaitForIt() throws Exception {
    FutureTask<?> closer = closing(this::createAgain, ClosingTest::nothing);
    finish.countDown();
    closer.get();
    assertTrue(refusals.get(0).contains("is being closed"), refusals::toString);
  }

  /** Or it would be taken for a namesake, and stored apart. */
  @Test
  void newManagerRefusesWhatTheOneBeforeCouldNotWaitFor() throws Exception {
    CacheManager manager = fixture.manager();
    FutureTask<?> closer =
        closing(
            ClosingTest::nothing,
            () -> {
              manager.close();
              createAgain();
              refusals.add(
                  assertThrows(CacheException.class, () -> fixture.manager().destroyCache("cache"))
                      .getMessage());
            });
    finish.countDown();
    closer.get(10, TimeUnit.SECONDS);
    assertEquals(2, refusals.size());
    assertTrue(refusals.get(0).contains("still being opened or closed"), refusals::toString);
    assertEquals(refusals.get(0), refusals.get(1));
    assertEquals("1", fixture.cache(CacheFixture.strings()).get("a"));
  }

  @Test
  void destroyedThoughItDoesNotCloseCleanly() {
    finish.countDown();
    Listener broken =
        new Listener(
            ClosingTest::nothing,
            () -> {
              throw new IllegalStateException("can't");
            });
    fixture.cache(heardBy(CacheFixture.of(broken))).put("a", "1");
    assertThrows(CacheException.class, () -> fixture.manager().destroyCache("cache"));
    assertNull(fixture.cache(CacheFixture.strings()).get("a"));
  }

  private static Set<ObjectName> beans(String cacheName) throws Exception {
    return ManagementFactory.getPlatformMBeanServer()
        .queryNames(new ObjectName("javax.cache:Cache=" + cacheName + ",*"), null);
  }

  @Test
  void closedWhileItStartsItLeavesNoBeansAndNoListener() throws Exception {
    CountDownLatch listenerClosed = new CountDownLatch(1);
    CacheManager manager = fixture.manager();
    Factory<Listener> closing =
        () -> {
          manager.getCache("closed early").close();
          return new Listener(ClosingTest::nothing, listenerClosed::countDown);
        };
    assertThrows(
        IllegalStateException.class,
        () ->
            manager.createCache(
                "closed early",
                heardBy(closing).setStatisticsEnabled(true).setManagementEnabled(true)));
    assertEquals(0, listenerClosed.getCount());
    assertEquals(Set.of(), beans("closed early"));
    assertFalse(manager.getCacheNames().iterator().hasNext());
  }

  /** Or who puts then would be heard by nobody. */
  @Test
  void whatStartsIsFoundByOthersWhenItHasStarted() throws Exception {
    CountDownLatch starting = new CountDownLatch(1);
    Factory<Listener> slow =
        () -> {
          starting.countDown();
          await(finish);
          return new Listener(ClosingTest::nothing, ClosingTest::nothing);
        };
    CacheManager manager = fixture.manager();
    FutureTask<?> creator = start(() -> manager.createCache("slow", heardBy(slow)));
    await(starting);
    assertNull(manager.getCache("slow"));
    assertFalse(manager.getCacheNames().iterator().hasNext());
    finish.countDown();
    creator.get(10, TimeUnit.SECONDS);
    assertSame(creator.get(), manager.getCache("slow"));
  }

  @Test
  void anInterruptedThreadThatClosesHasQueuedEventsTold() throws Exception {
    AtomicInteger heard = new AtomicInteger();
    Cache<String, String> cache =
        fixture.cache(
            heardBy(CacheFixture.of(new Listener(heard::incrementAndGet, ClosingTest::nothing))));
    for (String key : List.of("a", "b", "c")) {
      cache.put(key, "1");
    }
    await(hearing);
    FutureTask<?> releaser =
        start(
            () -> {
              while (!cache.isClosed()) {
                Thread.onSpinWait();
              }
              finish.countDown();
              return null;
            });
    Thread.currentThread().interrupt();
    cache.close();
    assertTrue(Thread.interrupted());
    assertEquals(3, heard.get());
    releaser.get(10, TimeUnit.SECONDS);
  }

  @Test
  void whatIsEnabledTooLateRegistersNothing() throws Exception {
    PmemCache<?, ?> cache =
        (PmemCache<?, ?>)
            fixture
                .manager()
                .createCache("enabled late", CacheFixture.strings().setStatisticsEnabled(true));
    assertEquals(1, beans("enabled late").size());
    cache.close();
    cache.enableStatistics(true);
    cache.enableManagement(true);
    assertEquals(Set.of(), beans("enabled late"));
  }
}
