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

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CompletionListenerFuture;
import org.jcachepmem.allocator.pool.GatedPools;
import org.jcachepmem.allocator.pool.RecoveryMiss;
import org.jcachepmem.config.ProviderConfig;
import org.jcachepmem.index.GatedSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A miss that only means "not found yet" is never taken for the absence of an entry by an operation
 * that looks before it writes.
 */
@Timeout(60)
class RecoveryMissTest {
  private static final long KEY = 7;

  @TempDir Path directory;
  private Path file;
  private URI uri;

  /** Loads what a cache does not have. */
  private static final class Loader implements CacheLoader<Long, String> {
    @Override
    public String load(Long key) {
      return "loaded";
    }

    @Override
    public Map<Long, String> loadAll(Iterable<? extends Long> keys) {
      return Map.of(KEY, "loaded");
    }
  }

  @BeforeEach
  void store() {
    file = directory.resolve("test.pool");
    try (PmemCachingProvider provider = new PmemCachingProvider()) {
      CacheManager manager = KeptPool.manager(provider, file);
      manager.createCache("cache", types()).put(KEY, "old");
      uri = manager.getURI();
    }
  }

  private static MutableConfiguration<Long, String> types() {
    return new MutableConfiguration<Long, String>().setTypes(Long.class, String.class);
  }

  /** What it does, what it must return, and what the entry's value must be then. */
  private static Stream<Arguments> operations() {
    return Stream.of(
        operation("putIfAbsent", cache -> cache.putIfAbsent(KEY, "new"), false, "old"),
        operation("replace", cache -> cache.replace(KEY, "new"), true, "new"),
        operation("replace a value", cache -> cache.replace(KEY, "old", "new"), true, "new"),
        operation("getAndPut", cache -> cache.getAndPut(KEY, "new"), "old", "new"),
        operation("getAndReplace", cache -> cache.getAndReplace(KEY, "new"), "old", "new"),
        operation("getAndRemove", cache -> cache.getAndRemove(KEY), "old", null),
        operation("remove", cache -> cache.remove(KEY), true, null),
        operation("remove a value", cache -> cache.remove(KEY, "old"), true, null),
        operation(
            "invoke",
            cache -> cache.invoke(KEY, (entry, arguments) -> entry.exists()),
            true,
            "old"),
        operation("read-through", cache -> cache.get(KEY), "old", "old"),
        operation("loadAll", RecoveryMissTest::loadAll, "loaded all", "old"));
  }

  private static Arguments operation(
      String name,
      Function<Cache<Long, String>, Object> operation,
      Object result,
      @Nullable String value) {
    return Arguments.of(name, operation, result, value);
  }

  private static String loadAll(Cache<Long, String> cache) {
    CompletionListenerFuture loaded = new CompletionListenerFuture();
    cache.loadAll(Set.of(KEY), false, loaded);
    try {
      loaded.get();
      return "loaded all";
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("operations")
  void whoeverLooksBeforeItWritesWaitsForRecovery(
      String name,
      Function<Cache<Long, String>, Object> operation,
      Object result,
      @Nullable String value)
      throws Exception {
    GatedPools pools = new GatedPools(0);
    ClassLoader loader = getClass().getClassLoader();
    ProviderConfig config = ProviderConfig.load(uri, loader, new Properties());
    try (SessionCachingProvider provider =
        new SessionCachingProvider(
            config,
            () -> GatedSession.open(pools, file, RecoveryMiss.MISS),
            System::currentTimeMillis)) {
      Cache<Long, String> cache =
          provider
              .getCacheManager()
              .createCache(
                  "cache", types().setReadThrough(true).setCacheLoaderFactory(Loader::new));
      assertFalse(cache.containsKey(KEY), "a plain lookup takes the miss");
      CompletableFuture<Object> returned = new CompletableFuture<>();
      Thread thread = new Thread(() -> run(() -> operation.apply(cache), returned));
      thread.start();
      while (thread.isAlive() && !areWaiting(thread)) {
        Thread.sleep(1);
      }
      pools.passAll();
      assertEquals(result, returned.get(30, TimeUnit.SECONDS));
      assertEquals(value, cache.containsKey(KEY) ? cache.get(KEY) : null);
    } finally {
      pools.passAll();
    }
  }

  private static void run(Supplier<Object> operation, CompletableFuture<Object> returned) {
    try {
      returned.complete(operation.get());
    } catch (Throwable e) {
      returned.completeExceptionally(e);
    }
  }

  /** Whether the thread has come to wait, and those that work for it. */
  private static boolean areWaiting(Thread thread) {
    List<Thread> threads =
        Thread.getAllStackTraces().keySet().stream()
            .filter(each -> each == thread || each.getName().startsWith("jcache-pmem loads"))
            .toList();
    return threads.stream()
        .map(Thread::getState)
        .allMatch(state -> state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING);
  }
}
