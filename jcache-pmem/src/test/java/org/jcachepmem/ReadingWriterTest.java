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

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryRemovedListener;
import javax.cache.expiry.Duration;
import javax.cache.expiry.ExpiryPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A writer may read its key through the cache, which loads the row that it is about to change. */
class ReadingWriterTest {

  private final CacheFixture fixture = new CacheFixture();
  private final Map<String, String> database = new HashMap<>();
  private final List<String> removed = new ArrayList<>();
  private Cache<String, String> cache;

  /** Updates expire at once if the new value says so. */
  private boolean expiresAtOnce;

  private final class Writer extends Rows {
    Writer() {
      super(database);
    }

    @Override
    public void write(Cache.Entry<? extends String, ? extends String> entry) {
      cache.get(entry.getKey());
      super.write(entry);
    }

    @Override
    public void delete(Object key) {
      cache.get((String) key);
      super.delete(key);
    }
  }

  private final class Policy implements ExpiryPolicy {
    @Override
    public Duration getExpiryForCreation() {
      return Duration.ETERNAL;
    }

    @Override
    public Duration getExpiryForAccess() {
      return null;
    }

    @Override
    public Duration getExpiryForUpdate() {
      return expiresAtOnce ? Duration.ZERO : null;
    }
  }

  @BeforeEach
  void open() {
    CacheEntryRemovedListener<String, String> listener =
        events -> events.forEach(event -> removed.add(event.getKey() + "=" + event.getValue()));
    cache =
        fixture.cache(
            CacheFixture.strings()
                .setReadThrough(true)
                .setCacheLoaderFactory(CacheFixture.of(new Rows(database)))
                .setWriteThrough(true)
                .setCacheWriterFactory(CacheFixture.of(new Writer()))
                .setExpiryPolicyFactory(CacheFixture.of(new Policy()))
                .addCacheEntryListenerConfiguration(
                    new MutableCacheEntryListenerConfiguration<>(
                        CacheFixture.of(listener), null, true, true)));
    cache.put("a", "1");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  static Stream<Named<Consumer<Cache<String, String>>>> removals() {
    return Stream.of(
        Named.of("remove", cache -> cache.remove("a")),
        Named.of("remove if", cache -> cache.remove("a", "1")),
        Named.of("getAndRemove", cache -> cache.getAndRemove("a")),
        Named.of("removeAll of keys", cache -> cache.removeAll(Set.of("a"))),
        Named.of("removeAll", Cache::removeAll),
        Named.of("invoke", cache -> cache.invoke("a", (entry, arguments) -> removed(entry))));
  }

  private static String removed(javax.cache.processor.MutableEntry<String, String> entry) {
    entry.remove();
    return "";
  }

  @ParameterizedTest
  @MethodSource("removals")
  void whatItDeletesIsGone(Consumer<Cache<String, String>> removal) {
    removal.accept(cache);
    assertEquals(Map.of(), database);
    assertFalse(cache.containsKey("a"));
    assertEquals(List.of("a=1"), removed);
  }

  static Stream<Named<Consumer<Cache<String, String>>>> updates() {
    return Stream.of(
        Named.of("put", cache -> cache.put("a", "2")),
        Named.of("putAll", cache -> cache.putAll(Map.of("a", "2"))));
  }

  @ParameterizedTest
  @MethodSource("updates")
  void whatItReplacesIsGoneIfTheNewValueExpiresAtOnce(Consumer<Cache<String, String>> update) {
    expiresAtOnce = true;
    update.accept(cache);
    assertEquals(Map.of("a", "2"), database);
    assertFalse(cache.containsKey("a"));
  }

  @ParameterizedTest
  @MethodSource("updates")
  void whatItReplacesIsReplaced(Consumer<Cache<String, String>> update) {
    update.accept(cache);
    assertEquals("2", cache.get("a"));
  }
}
