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
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheLoaderException;
import javax.cache.processor.EntryProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an entry processor does last counts, also after it has had its entry loaded. */
class ProcessedLoadTest {
  private final CacheFixture fixture = new CacheFixture();
  private final Map<String, String> database = new HashMap<>(Map.of("a", "row"));
  private final Cache<String, String> cache =
      fixture.cache(
          CacheFixture.strings()
              .setReadThrough(true)
              .setWriteThrough(true)
              .setCacheLoaderFactory(CacheFixture.of(new Rows(database)))
              .setCacheWriterFactory(CacheFixture.of(new Rows(database))));

  @AfterEach
  void close() {
    fixture.close();
  }

  private void invoke(EntryProcessor<String, String, String> processor) {
    cache.invoke("a", processor);
  }

  @Test
  void aRemovalOfWhatWasLoadedDeletesTheRow() {
    invoke(
        (entry, arguments) -> {
          assertEquals("row", entry.getValue());
          entry.remove();
          return null;
        });
    assertEquals(Map.of(), database);
    assertNull(cache.get("a"));
  }

  @Test
  void soDoesOneOfWhatWasLoadedAndSet() {
    invoke(
        (entry, arguments) -> {
          entry.setValue(entry.getValue() + "s");
          entry.remove();
          return null;
        });
    assertEquals(Map.of(), database);
  }

  @Test
  void whatWasRemovedIsNotLoadedAgain() {
    invoke(
        (entry, arguments) -> {
          entry.setValue("set");
          entry.remove();
          assertNull(entry.getValue());
          assertFalse(entry.exists());
          return null;
        });
    assertFalse(cache.containsKey("a"));
    assertEquals(Map.of("a", "row"), database); // nothing was done
  }

  @Test
  void theLoaderIsAskedOnce() {
    invoke(
        (entry, arguments) -> {
          database.clear();
          assertNull(entry.getValue());
          database.put("a", "late");
          assertNull(entry.getValue());
          return null;
        });
  }

  /** Nobody knows whether there is a row until the loader has said so. */
  @Test
  void aLoaderThatFailedIsAskedAgain() {
    AtomicInteger calls = new AtomicInteger();
    CacheLoader<String, String> loader =
        new Rows(database) {
          @Override
          public String load(String key) {
            if (calls.incrementAndGet() == 1) {
              throw new CacheLoaderException("planted");
            }
            return super.load(key);
          }
        };
    Cache<String, String> failing =
        fixture
            .manager()
            .createCache(
                "failing",
                CacheFixture.strings()
                    .setReadThrough(true)
                    .setCacheLoaderFactory(CacheFixture.of(loader)));
    EntryProcessor<String, String, String> insisting =
        (entry, arguments) -> {
          assertThrows(CacheLoaderException.class, entry::getValue);
          return entry.getValue();
        };
    assertEquals("row", failing.invoke("a", insisting));
  }

  /** A cache of objects, each of which {@code loaded} makes. */
  private Cache<String, Object> loading(Supplier<Object> loaded) {
    CacheLoader<String, Object> loader =
        new CacheLoader<>() {
          @Override
          public Object load(String key) {
            return loaded.get();
          }

          @Override
          public Map<String, Object> loadAll(Iterable<? extends String> keys) {
            return Map.of();
          }
        };
    return fixture
        .manager()
        .createCache(
            "objects",
            new MutableConfiguration<String, Object>()
                .setTypes(String.class, Object.class)
                .setReadThrough(true)
                .setCacheLoaderFactory(CacheFixture.of(loader)));
  }

  /** By value: what is done to the object afterwards is done to a copy, as it is once cached. */
  @Test
  void whatWasLoadedIsKeptAsItWas() {
    Cache<String, Object> lists = loading(() -> new ArrayList<>(List.of(1)));
    EntryProcessor<String, Object, Integer> adding =
        (entry, arguments) -> {
          ((List<?>) entry.getValue()).add(null);
          return ((List<?>) entry.getValue()).size();
        };
    assertEquals(2, lists.invoke("a", adding));
    assertEquals(List.of(1), lists.get("a"));
  }

  @Test
  void whatCantBeKeptMayBeReplaced() {
    Cache<String, Object> threads = loading(Thread::currentThread);
    EntryProcessor<String, Object, String> naming =
        (entry, arguments) -> {
          entry.setValue(((Thread) entry.getValue()).getName());
          return null;
        };
    threads.invoke("a", naming);
    assertEquals(Thread.currentThread().getName(), threads.get("a"));
    assertThrows(
        CacheException.class, () -> threads.invoke("b", (entry, arguments) -> entry.getValue()));
  }

  @Test
  void whatWasRemovedAndSetAgainIsThere() {
    invoke(
        (entry, arguments) -> {
          entry.getValue();
          entry.remove();
          entry.setValue("new");
          assertEquals("new", entry.getValue());
          return null;
        });
    assertEquals("new", cache.get("a"));
    assertEquals(Map.of("a", "new"), database);
  }
}
