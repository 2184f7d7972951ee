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

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.CacheEntryRemovedListener;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheWriter;
import org.jcachepmem.allocator.medium.MediumFailedException;
import org.jcachepmem.index.PoolFixture;
import org.jcachepmem.index.ScarceHeap;

/**
 * A cache of which one call finds no room in the heap, and others go on after it. Loaded by a
 * {@link org.jcachepmem.index.ScarceHeapLoader}.
 */
final class ScarceHeapCalls {
  private static final int KEYS = 6;
  private static final int OTHERS = 1;
  private static final int POOL_BYTES = 1 << 20;
  private static final int NOTHING = 0;
  private static final int OTHER_VERSION = 2;
  private static final int LAST_VERSION = 3;
  private static final int LOADED_VERSION = 9;
  private static final int CHURN = 40;
  private static final Duration MOST_TIME = Duration.ofSeconds(3);

  /** What finds no room, and which keys it may change. */
  enum Call {
    PUT(cache -> cache.put(key(2), value(2, OTHER_VERSION)), 2),
    PUT_OF_A_LOCKED_KEY(ScarceHeapCalls::putWhileHeld, 2),
    GET_AND_PUT(cache -> cache.getAndPut(key(2), value(2, OTHER_VERSION)), 2),
    PUT_IF_ABSENT(cache -> cache.putIfAbsent(key(KEYS), value(KEYS, OTHER_VERSION)), KEYS),
    REPLACE(cache -> cache.replace(key(2), value(2, 1), value(2, OTHER_VERSION)), 2),
    PUT_ALL(cache -> cache.putAll(valuesOf(1, 2, 4, KEYS)), 1, 2, 4, KEYS),
    REMOVE(cache -> cache.remove(key(2)), 2),
    GET_AND_REMOVE(cache -> cache.getAndRemove(key(2)), 2),
    REMOVE_ALL_OF(cache -> cache.removeAll(valuesOf(1, 2, 4).keySet()), 1, 2, 4),
    REMOVE_ALL(Cache::removeAll, 0, 1, 2, 3, 4, 5),
    CLEAR(Cache::clear, 0, 1, 2, 3, 4, 5),
    GET(cache -> cache.get(key(2))),
    GET_THAT_LOADS(cache -> cache.get(key(KEYS)), KEYS),
    GET_ALL(cache -> cache.getAll(valuesOf(1, 2, KEYS).keySet()), KEYS),
    INVOKE_THAT_SETS(
        cache ->
            cache.invoke(
                key(2),
                (entry, arguments) -> {
                  entry.setValue(value(2, OTHER_VERSION));
                  return entry.getValue();
                }),
        2),
    INVOKE_THAT_REMOVES(
        cache ->
            cache.invoke(
                key(2),
                (entry, arguments) -> {
                  entry.remove();
                  return null;
                }),
        2),
    ITERATE(ScarceHeapCalls::removeFirst, 0, 1, 2, 3, 4, 5);

    private final Consumer<Cache<String, String>> code;
    private final Set<Integer> keys = new TreeSet<>();

    Call(Consumer<Cache<String, String>> code, int... keys) {
      this.code = code;
      IntStream.of(keys).forEach(this.keys::add);
    }

    /** Whether it does something else where a fence writes pages. */
    boolean sharesFences() {
      return this == PUT_ALL || this == REMOVE_ALL_OF || this == GET_ALL;
    }
  }

  /** Loads another version of each key, and takes all writes. */
  private static final class Source
      implements CacheLoader<String, String>, CacheWriter<String, String> {
    @Override
    public String load(String key) {
      return key + "/" + LOADED_VERSION;
    }

    @Override
    public Map<String, String> loadAll(Iterable<? extends String> keys) {
      Map<String, String> all = new HashMap<>();
      keys.forEach(key -> all.put(key, load(key)));
      return all;
    }

    @Override
    public void write(Cache.Entry<? extends String, ? extends String> entry) {}

    @Override
    public void writeAll(Collection<Cache.Entry<? extends String, ? extends String>> entries) {
      entries.clear();
    }

    @Override
    public void delete(Object key) {}

    @Override
    public void deleteAll(Collection<?> keys) {
      keys.clear();
    }
  }

  private static final class Listener
      implements CacheEntryCreatedListener<String, String>,
          CacheEntryRemovedListener<String, String> {
    @Override
    public void onCreated(Iterable<CacheEntryEvent<? extends String, ? extends String>> events) {}

    @Override
    public void onRemoved(Iterable<CacheEntryEvent<? extends String, ? extends String>> events) {}
  }

  private final Call call;
  private final PoolFixture pool;
  private PmemCachingProvider provider;
  private Cache<String, String> cache;
  private boolean isStopped;

  /** For each key what it may have. */
  private final List<Set<Integer>> possible = new ArrayList<>();

  private ScarceHeapCalls(Call call, PoolFixture pool) {
    this.call = call;
    this.pool = pool;
    open();
  }

  /**
   * Has the call find no room at each of its allocations in turn, and {@code times} in a row.
   * Returns how many allocations it has.
   */
  static int sweep(String name, boolean isPaged, int times) {
    for (int nth = 0; ; nth++) { // of 0 all succeed, and all classes are initialized
      PoolFixture pool =
          isPaged ? PoolFixture.paged(POOL_BYTES) : PoolFixture.recordingInOneStripe(POOL_BYTES);
      try {
        if (new ScarceHeapCalls(Call.valueOf(name), pool).live(nth, nth == 0 ? 0 : times) < nth) {
          return nth - 1;
        }
      } catch (Throwable e) {
        throw ScarceHeap.failure(nth, e);
      }
    }
  }

  private static String key(int number) {
    return "key" + number;
  }

  private static String value(int number, int version) {
    return key(number) + "/" + version;
  }

  private static Map<String, String> valuesOf(int... numbers) {
    Map<String, String> values = new LinkedHashMap<>();
    for (int number : numbers) {
      values.put(key(number), value(number, OTHER_VERSION));
    }
    return values;
  }

  private static void removeFirst(Cache<String, String> cache) {
    Iterator<Cache.Entry<String, String>> entries = cache.iterator();
    entries.next();
    entries.remove();
    entries.next();
  }

  /** Another thread has the key until this one waits for it, or has failed. */
  private static void putWhileHeld(Cache<String, String> cache) {
    Thread caller = Thread.currentThread();
    AtomicBoolean isHeld = new AtomicBoolean();
    AtomicBoolean isOver = new AtomicBoolean();
    CompletableFuture<Void> holding =
        CompletableFuture.runAsync(
            () ->
                cache.invoke(
                    key(2),
                    (entry, arguments) -> {
                      isHeld.set(true);
                      while (!isOver.get() && caller.getState() != Thread.State.TIMED_WAITING) {
                        Thread.onSpinWait();
                      }
                      return null;
                    }));
    while (!isHeld.get()) {
      Thread.onSpinWait();
    }
    try {
      cache.put(key(2), value(2, OTHER_VERSION));
    } finally {
      isOver.set(true);
      holding.join();
    }
  }

  private void open() {
    provider = new SessionCachingProvider(() -> pool.session("scarce"), System::currentTimeMillis);
    Source source = new Source();
    cache =
        provider
            .getCacheManager()
            .createCache(
                "cache",
                CacheFixture.strings()
                    .setReadThrough(true)
                    .setWriteThrough(true)
                    .setCacheLoaderFactory(CacheFixture.of(source))
                    .setCacheWriterFactory(CacheFixture.of(source))
                    .addCacheEntryListenerConfiguration(
                        new MutableCacheEntryListenerConfiguration<>(
                            CacheFixture.of(new Listener()), null, true, true)));
  }

  private int live(int nth, int times) {
    for (int number = 0; number < KEYS + OTHERS; number++) {
      possible.add(new TreeSet<>(Set.of(number < KEYS ? 1 : NOTHING)));
      if (number < KEYS) {
        cache.put(key(number), value(number, 1));
      }
    }
    int asked;
    ScarceHeap.arm(nth, times);
    try {
      call.code.accept(cache);
    } catch (OutOfMemoryError | CacheException e) {
      // one of them is what the sweep is about
    } finally {
      asked = ScarceHeap.disarm();
    }
    for (int number : call.keys) {
      possible.get(number).addAll(Set.of(NOTHING, OTHER_VERSION, LOADED_VERSION));
    }
    assertTimeoutPreemptively(MOST_TIME, this::goOn, "a lock is held for ever");
    if (nth % 2 == 0 || isStopped) {
      pool.kill();
      closeKilled();
    } else {
      provider.close();
      pool.restart(); // which takes an inventory
    }
    open();
    check("after a restart");
    provider.close();
    pool.close();
    return asked;
  }

  private void closeKilled() {
    try {
      provider.close();
    } catch (CacheException e) {
      if (!isStopped) {
        throw e;
      }
    }
  }

  /** What an application does next, and what it must find. */
  private void goOn() {
    check("at once");
    try {
      for (int number = 0; number < KEYS + OTHERS; number++) {
        Set<Integer> may = possible.get(number);
        int version = number % 2 == 0 ? NOTHING : LAST_VERSION;
        may.add(version);
        may.add(NOTHING); // what is refused is gone
        if (version == NOTHING) {
          cache.remove(key(number));
        } else {
          cache.put(key(number), value(number, version));
        }
        may.clear();
        may.add(version);
      }
      for (int i = 0; i < CHURN; i++) {
        cache.put("other" + i, value(i, 1));
      }
      for (int i = 0; i < CHURN; i += 2) {
        cache.remove("other" + i);
      }
    } catch (CacheException e) {
      if (!(e.getCause() instanceof MediumFailedException)) {
        throw e;
      }
      isStopped = true;
    }
    check("later");
  }

  private void check(String when) {
    Map<String, Integer> versions = new TreeMap<>();
    for (Cache.Entry<String, String> entry : cache) {
      String value = entry.getValue();
      int slash = value.indexOf('/');
      versions.put(entry.getKey(), Integer.valueOf(value.substring(slash + 1)));
    }
    Set<String> missed = new HashSet<>();
    for (int number = 0; number < KEYS + OTHERS; number++) {
      int version = versions.getOrDefault(key(number), NOTHING);
      int checked = number;
      assertTrue(
          possible.get(number).contains(version),
          () -> when + ", key " + checked + ": " + version + " of " + possible.get(checked));
      if (cache.containsKey(key(number)) != versions.containsKey(key(number))) {
        missed.add(key(number));
      }
    }
    assertTrue(missed.isEmpty(), () -> when + ", listed otherwise than found: " + missed);
  }
}
