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

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheWriter;
import javax.cache.integration.CacheWriterException;
import org.jcachepmem.index.PoolFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A writer that fails has the old value put back, but for one that was removed meanwhile by who
 * removes everything.
 */
@Timeout(30)
class FailedWriterTest {
  private static final int POOL_BYTES = 512 << 10;

  private final PoolFixture pool = PoolFixture.recordingInOneStripe(POOL_BYTES);
  private final Map<String, String> database = new ConcurrentHashMap<>();
  private PmemCachingProvider provider = provider();
  private Cache<String, String> cache;

  private PmemCachingProvider provider() {
    return new SessionCachingProvider(() -> pool.session("writing"), System::currentTimeMillis);
  }

  /** What else happens while the writer is at work; the writer fails afterwards. */
  private volatile Runnable meanwhile = () -> {};

  private volatile boolean isFailing;

  /** Of the keys that it is asked for at first only; what others do meanwhile succeeds. */
  private final class Writer implements CacheWriter<String, String> {

    private boolean fails() {
      if (!isFailing) {
        return false;
      }
      isFailing = false;
      meanwhile.run();
      return true;
    }

    private void call(Runnable change) {
      if (fails()) {
        throw new IllegalStateException("no");
      }
      change.run();
    }

    @Override
    public void write(Cache.Entry<? extends String, ? extends String> entry) {
      call(() -> database.put(entry.getKey(), entry.getValue()));
    }

    @Override
    public void writeAll(Collection<Cache.Entry<? extends String, ? extends String>> entries) {
      call(() -> entries.forEach(entry -> database.put(entry.getKey(), entry.getValue())));
    }

    @Override
    public void delete(Object key) {
      call(() -> database.remove(key));
    }

    @Override
    public void deleteAll(Collection<?> keys) {
      call(() -> keys.forEach(database::remove));
    }
  }

  @BeforeEach
  void open() {
    cache =
        provider
            .getCacheManager()
            .createCache(
                "cache",
                CacheFixture.strings()
                    .setWriteThrough(true)
                    .setCacheWriterFactory(CacheFixture.of(new Writer())));
    cache.putAll(Map.of("a", "old", "b", "old"));
    isFailing = true;
  }

  @AfterEach
  void close() {
    provider.close();
    pool.close();
  }

  static Stream<Named<Consumer<Cache<String, String>>>> changes() {
    return Stream.of(
        Named.of("put", cache -> cache.put("a", "new")),
        Named.of("remove", cache -> cache.remove("a")),
        Named.of("putAll", cache -> cache.putAll(Map.of("a", "new", "b", "new"))),
        Named.of("removeAll of keys", cache -> cache.removeAll(Set.of("a", "b"))),
        Named.of("removeAll", Cache::removeAll));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void whatAClearHasRemovedIsNotPutBack(Consumer<Cache<String, String>> change) {
    meanwhile = () -> inAnotherThread(cache::clear);
    assertThrows(CacheWriterException.class, () -> change.accept(cache));
    assertFalse(cache.iterator().hasNext());
    provider.close();
    pool.restart();
    provider = provider();
    cache = provider.getCacheManager().createCache("cache", CacheFixture.strings());
    assertFalse(cache.iterator().hasNext());
  }

  @ParameterizedTest
  @MethodSource("changes")
  void whatWasThereOtherwiseIsPutBack(Consumer<Cache<String, String>> change) {
    assertThrows(CacheWriterException.class, () -> change.accept(cache));
    assertEquals("old", cache.get("a"));
    assertEquals("old", cache.get("b"));
  }

  /** Making room moves entries without a lock on their keys, for as long as a processor runs. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatWasMovedMeanwhileIsPutBack(boolean removes) {
    assertThrows(
        CacheException.class,
        () ->
            cache.invoke(
                "a",
                (entry, arguments) -> {
                  pool.moveAll();
                  if (removes) {
                    entry.remove();
                  } else {
                    entry.setValue("new");
                  }
                  return null;
                }));
    assertEquals("old", cache.get("a"));
    assertEquals("old", cache.get("b"));
  }

  private static void inAnotherThread(Runnable work) {
    Thread thread = new Thread(work, "meanwhile");
    thread.start();
    join(thread);
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Goes on when the thread waits, or has ended. */
  private static void awaitWaiting(Thread thread) {
    Set<Thread.State> waits =
        Set.of(Thread.State.WAITING, Thread.State.TIMED_WAITING, Thread.State.TERMINATED);
    while (!waits.contains(thread.getState())) {
      Thread.onSpinWait();
    }
  }

  @ParameterizedTest
  @MethodSource("changes")
  void removeAllTakesWhatIsBeingWritten(Consumer<Cache<String, String>> change) {
    Thread removing = new Thread(cache::removeAll, "removing");
    meanwhile =
        () -> {
          removing.start();
          awaitWaiting(removing);
        };
    assertThrows(CacheWriterException.class, () -> change.accept(cache));
    join(removing);
    assertFalse(cache.containsKey("a"));
    assertFalse(cache.containsKey("b"));
    assertEquals(Map.of(), database);
  }

  /** The key is waited for all the same: its entry could be put back. */
  @Test
  void removeAllLeavesTheRowOfAKeyAloneThatIsLockedAndNotThere() {
    database.put("c", "row");
    cache.close();
    isFailing = false;
    Thread removing = new Thread(() -> cache.removeAll(), "removing");
    CacheLoader<String, String> loader =
        new Rows(database) {
          @Override
          public String load(String key) {
            removing.start();
            awaitWaiting(removing);
            return null;
          }
        };
    cache =
        provider
            .getCacheManager()
            .createCache(
                "cache",
                CacheFixture.strings()
                    .setWriteThrough(true)
                    .setCacheWriterFactory(CacheFixture.of(new Writer()))
                    .setReadThrough(true)
                    .setCacheLoaderFactory(CacheFixture.of(loader)));
    cache.get("c");
    join(removing);
    assertEquals(Map.of("c", "row"), database);
  }
}
