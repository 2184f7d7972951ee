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

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.Configuration;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEvent;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheLoaderException;
import javax.cache.integration.CacheWriter;
import javax.cache.integration.CompletionListenerFuture;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.EntryProcessorException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Entry processors and loaders hold their own key and nothing else. */
@Timeout(30)
class ForeignCodeTest {

  private final PmemCachingProvider provider = provider();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  PmemCachingProvider provider() {
    return new MemoryCachingProvider();
  }

  @AfterEach
  void close() throws InterruptedException {
    threads.shutdownNow();
    assertTrue(threads.awaitTermination(10, TimeUnit.SECONDS));
    provider.close();
  }

  private <K, V> Cache<K, V> cacheOf(Configuration<K, V> configuration) {
    return provider.getCacheManager().createCache("cache", configuration);
  }

  @Test
  void slowProcessorDelaysOnlyItsKey() throws Exception {
    Cache<String, String> cache = cacheOf(CacheFixture.strings());
    cache.put("slow", "old");
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch finish = new CountDownLatch(1);
    EntryProcessor<String, String, String> slow =
        (entry, arguments) -> {
          running.countDown();
          await(finish);
          entry.setValue("new");
          return "done";
        };
    Future<String> processor = threads.submit(() -> cache.invoke("slow", slow));
    running.await();
    cache.put("other", "1");
    assertEquals("old", cache.get("slow"), "lookups do not wait");
    Future<?> waiting = threads.submit(() -> cache.put("slow", "later"));
    finish.countDown();
    assertEquals("done", processor.get(10, TimeUnit.SECONDS));
    waiting.get(10, TimeUnit.SECONDS);
    assertEquals("later", cache.get("slow"));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void nestingCrosswiseOverTheSameKeysEndsForOneAndPassesForTheOther() throws Exception {
    Cache<String, String> cache = cacheOf(CacheFixture.strings());
    CyclicBarrier bothInside = new CyclicBarrier(2);
    AtomicInteger runs = new AtomicInteger();
    List<Future<String>> both =
        List.of(
            threads.submit(nesting(cache, "a", "b", bothInside, runs)),
            threads.submit(nesting(cache, "b", "a", bothInside, runs)));
    int failures = 0;
    for (Future<String> each : both) {
      try {
        each.get(10, TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        failures++;
        Throwable cause = e.getCause().getCause();
        assertEquals(CacheException.class, cause.getClass());
        assertTrue(cause.getMessage().contains("\"a\""), cause.getMessage());
        assertTrue(cause.getMessage().contains("\"b\""), cause.getMessage());
      }
    }
    assertEquals(1, failures);
    assertEquals(2, runs.get(), "each processor ran once");
  }

  private static Callable<String> nesting(
      Cache<String, String> cache,
      String outer,
      String inner,
      CyclicBarrier both,
      AtomicInteger runs) {
    return () ->
        cache.invoke(
            outer,
            (entry, arguments) -> {
              runs.incrementAndGet();
              try {
                both.await();
              } catch (Exception e) {
                throw new EntryProcessorException(e);
              }
              cache.put(inner, "from " + outer);
              return "";
            });
  }

  @Test
  void nestingCrosswiseOverDifferentKeysPasses() throws Exception {
    Cache<String, String> cache = cacheOf(CacheFixture.strings());
    CyclicBarrier bothInside = new CyclicBarrier(2);
    AtomicInteger runs = new AtomicInteger();
    passes(
        nesting(cache, "a", "to b", bothInside, runs),
        nesting(cache, "b", "to a", bothInside, runs));
    assertEquals("from a", cache.get("to b"));
    assertEquals("from b", cache.get("to a"));
    assertEquals(2, runs.get());
  }

  @Test
  void loadersWritersAndListenersMayUseOtherKeysOfTheCacheAtTheSameTime() throws Exception {
    CyclicBarrier bothInside = new CyclicBarrier(2);
    AtomicReference<Cache<String, String>> self = new AtomicReference<>();
    Nesting nesting = new Nesting(self, bothInside);
    Cache<String, String> cache =
        cacheOf(
            CacheFixture.strings()
                .setReadThrough(true)
                .setCacheLoaderFactory(CacheFixture.of(nesting))
                .setWriteThrough(true)
                .setCacheWriterFactory(CacheFixture.of(nesting))
                .addCacheEntryListenerConfiguration(
                    new MutableCacheEntryListenerConfiguration<>(
                        CacheFixture.of(nesting), null, false, true)));
    self.set(cache);
    passes(() -> cache.get("load a"), () -> cache.get("load b"));
    assertEquals("loaded load a", cache.get("inside load a"));
    passes(() -> putFor(cache, "write a"), () -> putFor(cache, "write b"));
    assertEquals("from write b", cache.get("inside write b"));
    passes(() -> putFor(cache, "hear a"), () -> putFor(cache, "hear b"));
    assertEquals("from hear a", cache.get("inside hear a"));
  }

  private static String putFor(Cache<String, String> cache, String key) {
    cache.put(key, key);
    return key;
  }

  private void passes(Callable<String> one, Callable<String> other) throws Exception {
    for (Future<String> each : List.of(threads.submit(one), threads.submit(other))) {
      each.get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void processorMayChangeItsOwnKeyThroughTheCache() {
    Cache<String, String> cache = cacheOf(CacheFixture.strings());
    cache.invoke(
        "a",
        (entry, arguments) -> {
          cache.put("a", "nested");
          entry.setValue("outer");
          return "";
        });
    assertEquals("outer", cache.get("a"));
  }

  @Test
  void failedProcessorChangesNothing() {
    Cache<String, String> cache = cacheOf(CacheFixture.strings());
    EntryProcessor<String, String, String> failing =
        (entry, arguments) -> {
          entry.setValue("new");
          throw new IllegalStateException("no");
        };
    assertThrows(EntryProcessorException.class, () -> cache.invoke("a", failing));
    assertNull(cache.get("a"));
    assertThrows(
        EntryProcessorException.class, () -> cache.invokeAll(Set.of("a"), failing).get("a").get());
  }

  /** Foreign code that puts another key, while another thread is in the same code. */
  private static final class Nesting
      implements CacheLoader<String, String>,
          CacheWriter<String, String>,
          CacheEntryCreatedListener<String, String> {
    private final AtomicReference<Cache<String, String>> cache;
    private final CyclicBarrier both;

    Nesting(AtomicReference<Cache<String, String>> cache, CyclicBarrier both) {
      this.cache = cache;
      this.both = both;
    }

    private void nest(String kind, String key) {
      if (key.startsWith(kind)) {
        try {
          both.await();
        } catch (Exception e) {
          throw new CacheException(e);
        }
        cache.get().put("inside " + key, (kind.equals("load") ? "loaded " : "from ") + key);
      }
    }

    @Override
    public String load(String key) {
      nest("load", key);
      return "loaded " + key;
    }

    @Override
    public Map<String, String> loadAll(Iterable<? extends String> keys) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void write(Cache.Entry<? extends String, ? extends String> entry) {
      nest("write", entry.getKey());
    }

    @Override
    public void onCreated(Iterable<CacheEntryEvent<? extends String, ? extends String>> events) {
      events.forEach(event -> nest("hear", event.getKey()));
    }

    @Override
    public void writeAll(Collection<Cache.Entry<? extends String, ? extends String>> entries) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void delete(Object key) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void deleteAll(Collection<?> keys) {
      throw new UnsupportedOperationException();
    }
  }

  private static class Loader implements CacheLoader<String, String> {
    final AtomicInteger loads = new AtomicInteger();

    @Override
    public String load(String key) {
      loads.incrementAndGet();
      if (key.equals("broken")) {
        throw new IllegalStateException(key);
      }
      return key.equals("none") ? null : "loaded " + key;
    }

    @Override
    public Map<String, String> loadAll(Iterable<? extends String> keys) {
      Map<String, String> all = new java.util.HashMap<>();
      keys.forEach(key -> all.put(key, load(key)));
      return all;
    }
  }

  @Test
  void missesAreLoadedOnceHoweverManyAsk() throws Exception {
    Loader loader = new Loader();
    Cache<String, String> cache = cache(loader);
    CyclicBarrier together = new CyclicBarrier(8);
    List<Future<String>> all =
        java.util.stream.IntStream.range(0, 8)
            .mapToObj(
                i ->
                    threads.submit(
                        () -> {
                          together.await();
                          return cache.get("a");
                        }))
            .toList();
    for (Future<String> each : all) {
      assertEquals("loaded a", each.get(10, TimeUnit.SECONDS));
    }
    assertEquals(1, loader.loads.get());
  }

  private Cache<String, String> cache(Loader loader) {
    return cacheOf(
        CacheFixture.strings().setReadThrough(true).setCacheLoaderFactory(CacheFixture.of(loader)));
  }

  @Test
  void loaderThatFailsOrHasNothing() {
    Cache<String, String> cache = cache(new Loader());
    assertNull(cache.get("none"));
    assertEquals(
        "broken",
        assertThrows(CacheLoaderException.class, () -> cache.get("broken"))
            .getCause()
            .getMessage());
    assertEquals(Map.of("a", "loaded a"), cache.getAll(Set.of("a", "none")));
  }

  @Test
  void loadAllReplacesOnlyWhenAsked() throws Exception {
    Loader loader = new Loader();
    Cache<String, String> cache = cache(loader);
    cache.put("a", "mine");
    CompletionListenerFuture first = new CompletionListenerFuture();
    cache.loadAll(Set.of("a", "b", "none"), false, first);
    first.get(10, TimeUnit.SECONDS);
    assertEquals("mine", cache.get("a"));
    assertTrue(cache.containsKey("b"));
    CompletionListenerFuture second = new CompletionListenerFuture();
    cache.loadAll(Set.of("a"), true, second);
    second.get(10, TimeUnit.SECONDS);
    assertEquals("loaded a", cache.get("a"));
    CompletionListenerFuture third = new CompletionListenerFuture();
    cache.loadAll(Set.of("broken"), true, third);
    ExecutionException e =
        assertThrows(ExecutionException.class, () -> third.get(10, TimeUnit.SECONDS));
    assertEquals(CacheLoaderException.class, e.getCause().getClass());
  }

  /** Loads that are queued behind the threads that wait for them would never run. */
  @Test
  void loadersOfAllThreadsMayLoadOtherCaches() throws Exception {
    int atOnce = Math.max(2, Runtime.getRuntime().availableProcessors());
    CyclicBarrier allLoad = new CyclicBarrier(atOnce);
    Cache<String, String> inner = cache(new Loader());
    Loader outerLoader =
        new Loader() {
          @Override
          public String load(String key) {
            CompletionListenerFuture nested = new CompletionListenerFuture();
            try {
              allLoad.await();
              inner.loadAll(Set.of(key), true, nested);
              nested.get();
            } catch (Exception e) {
              throw new CacheLoaderException(e);
            }
            return inner.get(key);
          }
        };
    Cache<String, String> outer =
        provider
            .getCacheManager()
            .createCache(
                "outer",
                CacheFixture.strings().setCacheLoaderFactory(CacheFixture.of(outerLoader)));
    Map<String, CompletionListenerFuture> loads = new java.util.HashMap<>();
    for (int i = 0; i < atOnce; i++) {
      CompletionListenerFuture load = new CompletionListenerFuture();
      loads.put("key " + i, load);
      outer.loadAll(Set.of("key " + i), true, load);
    }
    for (Map.Entry<String, CompletionListenerFuture> load : loads.entrySet()) {
      load.getValue().get(10, TimeUnit.SECONDS);
      assertEquals("loaded " + load.getKey(), outer.get(load.getKey()));
    }
  }
}
