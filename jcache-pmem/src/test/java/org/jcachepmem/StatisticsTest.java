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

import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CompletionListenerFuture;
import javax.cache.management.CacheStatisticsMXBean;
import javax.management.JMX;
import javax.management.ObjectName;
import org.jcachepmem.management.PmemCacheStatisticsMXBean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The specification's table of statistics, line by line: hits, misses, puts, removals. */
class StatisticsTest {

  private record Line(
      String operation,
      Consumer<Cache<String, String>> call,
      int hits,
      int misses,
      int puts,
      int removals) {
    @Override
    public String toString() {
      return operation;
    }
  }

  private static Line line(
      String operation, Consumer<Cache<String, String>> call, int... expected) {
    return new Line(operation, call, expected[0], expected[1], expected[2], expected[3]);
  }

  /** The cache holds old=1. */
  static Stream<Line> table() {
    return Stream.of(
        line("get, there", c -> c.get("old"), 1, 0, 0, 0),
        line("get, not there", c -> c.get("new"), 0, 1, 0, 0),
        line("getAll", c -> c.getAll(Set.of("old", "new")), 1, 1, 0, 0),
        line("containsKey", c -> c.containsKey("old"), 0, 0, 0, 0),
        line("put, there", c -> c.put("old", "2"), 0, 0, 1, 0),
        line("put, not there", c -> c.put("new", "2"), 0, 0, 1, 0),
        line("putAll", c -> c.putAll(Map.of("old", "2", "new", "2")), 0, 0, 2, 0),
        line("getAndPut, there", c -> c.getAndPut("old", "2"), 1, 0, 1, 0),
        line("getAndPut, not there", c -> c.getAndPut("new", "2"), 0, 1, 1, 0),
        line("putIfAbsent, there", c -> c.putIfAbsent("old", "2"), 1, 0, 0, 0),
        line("putIfAbsent, not there", c -> c.putIfAbsent("new", "2"), 0, 1, 1, 0),
        line("replace, there", c -> c.replace("old", "2"), 1, 0, 1, 0),
        line("replace, not there", c -> c.replace("new", "2"), 0, 1, 0, 0),
        line("replace, equal", c -> c.replace("old", "1", "2"), 1, 0, 1, 0),
        line("replace, other value", c -> c.replace("old", "9", "2"), 1, 0, 0, 0),
        line("replace equal, not there", c -> c.replace("new", "1", "2"), 0, 1, 0, 0),
        line("getAndReplace, there", c -> c.getAndReplace("old", "2"), 1, 0, 1, 0),
        line("getAndReplace, not there", c -> c.getAndReplace("new", "2"), 0, 1, 0, 0),
        line("remove, there", c -> c.remove("old"), 0, 0, 0, 1),
        line("remove, not there", c -> c.remove("new"), 0, 0, 0, 0),
        line("remove, equal", c -> c.remove("old", "1"), 1, 0, 0, 1),
        line("remove, other value", c -> c.remove("old", "9"), 1, 0, 0, 0),
        line("remove equal, not there", c -> c.remove("new", "1"), 0, 1, 0, 0),
        line("getAndRemove, there", c -> c.getAndRemove("old"), 1, 0, 0, 1),
        line("getAndRemove, not there", c -> c.getAndRemove("new"), 0, 1, 0, 0),
        line("removeAll of keys", c -> c.removeAll(Set.of("old", "new")), 0, 0, 0, 1),
        line("removeAll", c -> c.removeAll(), 0, 0, 0, 1),
        line("clear", c -> c.clear(), 0, 0, 0, 0),
        line("iterator", c -> c.forEach(e -> {}), 1, 0, 0, 0),
        line("invoke, nothing", c -> c.invoke("old", (e, a) -> ""), 1, 0, 0, 0),
        line("invoke, not there", c -> c.invoke("new", (e, a) -> ""), 0, 1, 0, 0),
        line("invoke, set", c -> c.invoke("old", (e, a) -> set(e)), 1, 0, 1, 0),
        line("invoke, create", c -> c.invoke("new", (e, a) -> set(e)), 0, 1, 1, 0),
        line("invoke, remove", c -> c.invoke("old", (e, a) -> removed(e)), 1, 0, 0, 1));
  }

  private static String set(javax.cache.processor.MutableEntry<String, String> entry) {
    entry.setValue("2");
    return "";
  }

  private static String removed(javax.cache.processor.MutableEntry<String, String> entry) {
    entry.remove();
    return "";
  }

  @ParameterizedTest
  @MethodSource("table")
  void isAsTheTableSays(Line line) throws Exception {
    try (CacheFixture fixture = new CacheFixture()) {
      Cache<String, String> cache = fixture.cache(CacheFixture.strings());
      cache.put("old", "1");
      fixture.manager().enableStatistics("cache", true);
      line.call().accept(cache);
      CacheStatisticsMXBean bean = bean("cache");
      assertEquals(
          List.of(line.hits(), line.misses(), line.puts(), line.removals()),
          List.of(
              (int) bean.getCacheHits(),
              (int) bean.getCacheMisses(),
              (int) bean.getCachePuts(),
              (int) bean.getCacheRemovals()));
      assertEquals(line.hits() + line.misses(), bean.getCacheGets());
    }
  }

  private static PmemCacheStatisticsMXBean bean(String cacheInName) throws Exception {
    ObjectName name =
        new ObjectName(
            "javax.cache:type=CacheStatistics,CacheManager=jcache-pmem.default,Cache="
                + cacheInName);
    return JMX.newMXBeanProxy(
        ManagementFactory.getPlatformMBeanServer(), name, PmemCacheStatisticsMXBean.class);
  }

  @Test
  void namesWithSpecialCharactersAreMadeSafe() throws Exception {
    try (CacheFixture fixture = new CacheFixture()) {
      fixture
          .manager()
          .createCache("a,b=c:d*e?f\"g", CacheFixture.strings().setStatisticsEnabled(true));
      assertEquals(0, bean("a.b.c.d.e.f.g").getCacheHits());
    }
  }

  @Test
  void namesakesInOtherClassLoadersHaveBeansOfTheirOwn() throws Exception {
    try (CacheFixture fixture = new CacheFixture();
        java.net.URLClassLoader other =
            new java.net.URLClassLoader(new java.net.URL[0], getClass().getClassLoader())) {
      Cache<String, String> one = fixture.cache(CacheFixture.strings().setStatisticsEnabled(true));
      Cache<String, String> two =
          fixture
              .provider()
              .getCacheManager(null, other)
              .createCache("cache", CacheFixture.strings().setStatisticsEnabled(true));
      one.put("a", "1");
      two.get("a");
      assertEquals(1, bean("cache").getCachePuts());
      assertEquals(1, bean("cache,instance=2").getCacheMisses());
    }
  }

  @Test
  void valueThatNoLongerDecodesIsACountedMiss() throws Exception {
    try (CacheFixture fixture = new CacheFixture()) {
      Cache<Object, Object> cache =
          fixture.cache(
              new javax.cache.configuration.MutableConfiguration<>().setStatisticsEnabled(true));
      cache.put("a", List.of("value"));
      fixture
          .pool
          .cellsOf("cache")
          .replaceAll(
              (key, cell) -> new MemoryPool.MemoryStore.Cell(cell.entry(), new byte[] {1, 2, 3}));
      assertEquals(null, cache.get("a"));
      assertEquals(false, cache.containsKey("a"));
      assertEquals(1, bean("cache").getDecodeFailures());
      assertEquals(1, bean("cache").getCacheMisses());
    }
  }

  /** After a deployment that changed a class: what can't be read is not there, for nobody. */
  @Test
  void valueThatNoLongerDecodesIsInNobodysWay() throws Exception {
    try (CacheFixture fixture = new CacheFixture()) {
      Cache<Object, Object> cache =
          fixture.cache(
              new MutableConfiguration<>()
                  .setCacheLoaderFactory(
                      CacheFixture.of(
                          new CacheLoader<Object, Object>() {
                            @Override
                            public Object load(Object key) {
                              return List.of("loaded");
                            }

                            @Override
                            public Map<Object, Object> loadAll(Iterable<?> keys) {
                              Map<Object, Object> loaded = new HashMap<>();
                              keys.forEach(key -> loaded.put(key, load(key)));
                              return loaded;
                            }
                          })));
      for (String key : List.of("put", "replaced", "loaded")) {
        cache.put(key, List.of("value"));
      }
      fixture
          .pool
          .cellsOf("cache")
          .replaceAll(
              (key, cell) -> new MemoryPool.MemoryStore.Cell(cell.entry(), new byte[] {1, 2, 3}));
      assertTrue(cache.putIfAbsent("put", List.of("new")));
      assertEquals(List.of("new"), cache.get("put"));
      assertFalse(cache.replace("replaced", List.of("new")));
      CompletionListenerFuture done = new CompletionListenerFuture();
      cache.loadAll(Set.of("loaded"), false, done);
      done.get(10, TimeUnit.SECONDS);
      assertEquals(List.of("loaded"), cache.get("loaded"));
    }
  }

  private record Link(int number, @Nullable Link next) implements Serializable {
    static Link chain(int length) {
      Link chain = null;
      for (int i = 0; i < length; i++) {
        chain = new Link(i, chain);
      }
      return Objects.requireNonNull(chain);
    }

    @Override
    public String toString() {
      return "link " + number; // a failing assertion must not recurse
    }
  }

  private static <T> T withStack(long bytes, Callable<T> call) throws Exception {
    FutureTask<T> task = new FutureTask<>(call);
    new Thread(null, task, "stack of " + bytes, bytes).start();
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  @Test
  void valueThatIsTooDeepForTheStackOfOneThreadStaysForTheOthers() throws Exception {
    long small = 192 << 10;
    long large = 16 << 20;
    try (CacheFixture fixture = new CacheFixture()) {
      Cache<Object, Object> cache =
          fixture.cache(
              new javax.cache.configuration.MutableConfiguration<>().setStatisticsEnabled(true));
      withStack(
          large,
          () -> {
            cache.put("a", Link.chain(900));
            return null;
          });
      CacheException e =
          assertThrows(CacheException.class, () -> withStack(small, () -> cache.get("a")));
      assertTrue(e.getMessage().contains("stack of thread"), e.getMessage());
      assertEquals(899, withStack(large, () -> ((Link) cache.get("a")).number()));
      assertEquals(0, bean("cache").getDecodeFailures());
    }
  }
}
