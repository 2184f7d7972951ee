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
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.CacheEntryRemovedListener;
import javax.cache.event.CacheEntryUpdatedListener;
import javax.cache.expiry.Duration;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheWriter;
import javax.cache.integration.CompletionListenerFuture;
import org.jcachepmem.index.PoolFixture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever of an application's code throws, and at whichever of its calls: equals and hashCode of
 * keys and values, their serialization, an expiry policy, a writer, a loader, a listener. No key
 * has a value that it never had, none but the operation's own changes, nothing comes back at the
 * next start, and no byte is lost.
 */
class ForeignThrowSweepTest {
  private static final int KEYS = 4;
  private static final int OTHERS = 1;
  private static final int POOL_BYTES = 1 << 20;

  /** When the application's code throws. Everything here is one thread. */
  private static final Faults FAULTS = new Faults();

  private static final class Faults {
    private int calls;
    private int throwAt;
    private boolean asError;
    private boolean hasThrown;

    void arm(int nth, boolean error) {
      calls = 0;
      throwAt = nth;
      asError = error;
      hasThrown = false;
    }

    int disarm() {
      throwAt = -1;
      return calls;
    }

    void call() {
      if (throwAt >= 0 && ++calls == throwAt) {
        hasThrown = true;
        if (asError) {
          throw new PlantedError();
        }
        throw new PlantedException();
      }
    }
  }

  private static final class PlantedException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private static final class PlantedError extends Error {
    private static final long serialVersionUID = 1;
  }

  /** Two keys share each hash. */
  private static final class Key implements Serializable {
    private static final long serialVersionUID = 1;
    private int number;

    Key(int number) {
      this.number = number;
    }

    @Override
    public boolean equals(Object other) {
      FAULTS.call();
      return other instanceof Key key && key.number == number;
    }

    @Override
    public int hashCode() {
      FAULTS.call();
      return number / 2;
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
      FAULTS.call();
      out.writeInt(number);
    }

    private void readObject(ObjectInputStream in) throws IOException {
      FAULTS.call();
      number = in.readInt();
    }

    @Override
    public String toString() {
      return "key " + number;
    }
  }

  /** A value of a length of its own for each version. */
  private static final class Value implements Serializable {
    private static final long serialVersionUID = 1;
    private int key;
    private int version;

    Value(int key, int version) {
      this.key = key;
      this.version = version;
    }

    @Override
    public boolean equals(Object other) {
      FAULTS.call();
      return other instanceof Value value && value.key == key && value.version == version;
    }

    @Override
    public int hashCode() {
      return version;
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
      FAULTS.call();
      out.writeInt(key);
      out.writeInt(version);
      out.write(new byte[200 * version]);
    }

    private void readObject(ObjectInputStream in) throws IOException {
      FAULTS.call();
      key = in.readInt();
      version = in.readInt();
    }
  }

  private static final class Eternal implements ExpiryPolicy {
    @Override
    public Duration getExpiryForCreation() {
      FAULTS.call();
      return Duration.ETERNAL;
    }

    @Override
    public Duration getExpiryForAccess() {
      FAULTS.call();
      return null;
    }

    @Override
    public Duration getExpiryForUpdate() {
      FAULTS.call();
      return null;
    }
  }

  /** Loads the version 9 of each key. */
  private static final class Source implements CacheLoader<Key, Value>, CacheWriter<Key, Value> {
    @Override
    public Value load(Key key) {
      FAULTS.call();
      return new Value(key.number, 9);
    }

    @Override
    public Map<Key, Value> loadAll(Iterable<? extends Key> keys) {
      FAULTS.call();
      Map<Key, Value> all = new HashMap<>();
      keys.forEach(key -> all.put(key, load(key)));
      return all;
    }

    @Override
    public void write(Cache.Entry<? extends Key, ? extends Value> entry) {
      FAULTS.call();
    }

    @Override
    public void writeAll(Collection<Cache.Entry<? extends Key, ? extends Value>> entries) {
      FAULTS.call();
      entries.clear();
    }

    @Override
    public void delete(Object key) {
      FAULTS.call();
    }

    @Override
    public void deleteAll(Collection<?> keys) {
      FAULTS.call();
      keys.clear();
    }
  }

  private static final class Listener
      implements CacheEntryCreatedListener<Key, Value>,
          CacheEntryUpdatedListener<Key, Value>,
          CacheEntryRemovedListener<Key, Value> {
    @Override
    public void onCreated(Iterable<CacheEntryEvent<? extends Key, ? extends Value>> events) {
      FAULTS.call();
    }

    @Override
    public void onUpdated(Iterable<CacheEntryEvent<? extends Key, ? extends Value>> events) {
      FAULTS.call();
    }

    @Override
    public void onRemoved(Iterable<CacheEntryEvent<? extends Key, ? extends Value>> events) {
      FAULTS.call();
    }
  }

  /**
   * An operation.
   *
   * @param keys whose entries it may change; those below {@link #KEYS} exist before
   */
  private record Operation(String name, Set<Integer> keys, Consumer<Cache<Key, Value>> code) {}

  private static Operation of(String name, int key, Consumer<Cache<Key, Value>> code) {
    return new Operation(name, Set.of(key), code);
  }

  private static Operation ofAll(String name, Consumer<Cache<Key, Value>> code) {
    Set<Integer> all = new TreeSet<>();
    for (int key = 0; key < KEYS + OTHERS; key++) {
      all.add(key);
    }
    return new Operation(name, all, code);
  }

  private static Key key(int number) {
    return new Key(number);
  }

  private static Value value(int key, int version) {
    return new Value(key, version);
  }

  private static Map<Key, Value> values(int version) {
    Map<Key, Value> values = new LinkedHashMap<>();
    for (int key = 1; key < KEYS + OTHERS; key++) {
      values.put(key(key), value(key, version));
    }
    return values;
  }

  private static List<Operation> operations() {
    return List.of(
        of("put", 1, cache -> cache.put(key(1), value(1, 2))),
        of("put of the same length", 1, cache -> cache.put(key(1), value(1, 1))),
        of("put of a new key", KEYS, cache -> cache.put(key(KEYS), value(KEYS, 2))),
        ofAll("putAll", cache -> cache.putAll(values(2))),
        of("getAndPut", 1, cache -> cache.getAndPut(key(1), value(1, 2))),
        of("putIfAbsent", KEYS, cache -> cache.putIfAbsent(key(KEYS), value(KEYS, 2))),
        of("replace", 1, cache -> cache.replace(key(1), value(1, 2))),
        of("replace if", 1, cache -> cache.replace(key(1), value(1, 1), value(1, 2))),
        of("getAndReplace", 1, cache -> cache.getAndReplace(key(1), value(1, 2))),
        of("remove", 1, cache -> cache.remove(key(1))),
        of("remove if", 1, cache -> cache.remove(key(1), value(1, 1))),
        of("getAndRemove", 1, cache -> cache.getAndRemove(key(1))),
        ofAll("removeAll of keys", cache -> cache.removeAll(values(1).keySet())),
        ofAll("removeAll", Cache::removeAll),
        of("get", 1, cache -> cache.get(key(1))),
        of("get that loads", KEYS, cache -> cache.get(key(KEYS))),
        ofAll("getAll", cache -> cache.getAll(values(1).keySet())),
        of("containsKey", 1, cache -> cache.containsKey(key(1))),
        of(
            "invoke that sets",
            1,
            cache ->
                cache.invoke(
                    key(1),
                    (entry, arguments) -> {
                      FAULTS.call();
                      entry.setValue(value(1, 2));
                      FAULTS.call();
                      return null;
                    })),
        of(
            "invoke that removes",
            1,
            cache ->
                cache.invoke(
                    key(1),
                    (entry, arguments) -> {
                      entry.getValue();
                      entry.remove();
                      FAULTS.call();
                      return null;
                    })),
        ofAll("loadAll", ForeignThrowSweepTest::loadAll),
        ofAll("iteration that removes", ForeignThrowSweepTest::removeSome));
  }

  private static void loadAll(Cache<Key, Value> cache) {
    CompletionListenerFuture done = new CompletionListenerFuture();
    cache.loadAll(values(1).keySet(), true, done);
    try {
      done.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void removeSome(Cache<Key, Value> cache) {
    for (Iterator<Cache.Entry<Key, Value>> entries = cache.iterator(); entries.hasNext(); ) {
      if (entries.next().getKey().number % 2 == 0) {
        entries.remove();
      }
    }
  }

  static Stream<Arguments> sweeps() {
    IntFunction<PoolFixture> oneByOne = PoolFixture::recordingInOneStripe;
    IntFunction<PoolFixture> together = PoolFixture::paged;
    return Stream.concat(
        operations().stream().map(operation -> Arguments.of(operation, oneByOne)),
        operations().stream()
            .filter(operation -> operation.name().equals("putAll"))
            .map(operation -> Arguments.of(operation, together)));
  }

  private PoolFixture pool;
  private PmemCachingProvider provider;

  private Cache<Key, Value> open() {
    provider = new SessionCachingProvider(() -> pool.session("foreign"), System::currentTimeMillis);
    Source source = new Source();
    return provider
        .getCacheManager()
        .createCache(
            "cache",
            new MutableConfiguration<Key, Value>()
                .setTypes(Key.class, Value.class)
                .setExpiryPolicyFactory(CacheFixture.of(new Eternal()))
                .setReadThrough(true)
                .setWriteThrough(true)
                .setCacheLoaderFactory(CacheFixture.of(source))
                .setCacheWriterFactory(CacheFixture.of(source))
                .addCacheEntryListenerConfiguration(
                    new MutableCacheEntryListenerConfiguration<>(
                        CacheFixture.of(new Listener()), null, true, true)));
  }

  @ParameterizedTest
  @MethodSource("sweeps")
  void nothingIsHalfDone(Operation operation, IntFunction<PoolFixture> pools) {
    pool = pools.apply(POOL_BYTES);
    Cache<Key, Value> cache = open();
    int uses = 1;
    for (int nth = 1; nth <= uses; nth++) {
      cache.clear();
      for (int key = 0; key < KEYS; key++) {
        cache.put(key(key), value(key, 1));
      }
      FAULTS.arm(nth, nth % 2 == 0);
      Throwable thrown = null;
      try {
        operation.code().accept(cache);
      } catch (Throwable e) {
        thrown = e;
      }
      int calls = FAULTS.disarm();
      if (!FAULTS.hasThrown) {
        assertTrue(thrown == null, () -> "by itself it fails");
        continue;
      }
      uses = nth + 1;
      String when = operation.name() + ", call " + nth + " of " + calls;
      // Of an expiry policy, or of an old value that a listener wants, it is logged instead.
      if (thrown != null && !isPlanted(thrown)) {
        fail(when, thrown);
      }
      Map<Integer, Integer> versions = versions(cache);
      for (int key = 0; key < KEYS + OTHERS; key++) {
        Integer before = key < KEYS ? 1 : null;
        boolean isChanged = !Objects.equals(before, versions.get(key));
        assertTrue(!isChanged || operation.keys().contains(key), when + ", key " + key);
      }
      provider.close();
      pool.restart();
      cache = open();
      assertEquals(versions, versions(cache), when + ", after a restart");
    }
    assertTrue(uses > 1, "no code of an application's was called");
    provider.close();
    pool.close();
  }

  private static boolean isPlanted(Throwable thrown) {
    for (Throwable each = thrown; each != null; each = each.getCause()) {
      if (each instanceof PlantedException || each instanceof PlantedError) {
        return true;
      }
      for (Throwable suppressed : each.getSuppressed()) {
        if (isPlanted(suppressed)) {
          return true;
        }
      }
    }
    return false;
  }

  /** What a reader who does not load finds. */
  private static Map<Integer, Integer> versions(Cache<Key, Value> cache) {
    Map<Integer, Integer> versions = new TreeMap<>();
    for (Cache.Entry<Key, Value> entry : cache) {
      assertEquals(entry.getKey().number, entry.getValue().key);
      Integer twice = versions.put(entry.getKey().number, entry.getValue().version);
      assertTrue(twice == null, () -> entry.getKey() + " is there twice");
    }
    List<Integer> missing = new ArrayList<>();
    for (int key = 0; key < KEYS + OTHERS; key++) {
      if (cache.containsKey(key(key)) != versions.containsKey(key)) {
        missing.add(key);
      }
    }
    assertEquals(List.of(), missing);
    return versions;
  }
}
