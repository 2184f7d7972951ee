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
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.CacheEntryEventFilter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Listeners and filters are closed with their cache, whatever one of them throws then. */
class ClosedListenersTest {
  private final CacheFixture fixture = new CacheFixture();
  private final Cache<String, String> cache = fixture.cache(CacheFixture.strings());
  private final List<String> closed = new ArrayList<>();

  private class Part implements Closeable {
    private final String name;

    Part(String name) {
      this.name = name;
    }

    @Override
    public void close() throws IOException {
      closed.add(name);
      if (name.startsWith("IO")) {
        throw new IOException(name);
      }
      throw new AssertionError(name);
    }
  }

  private final class Listener extends Part implements CacheEntryCreatedListener<String, String> {
    Listener(String name) {
      super(name);
    }

    @Override
    public void onCreated(
        Iterable<CacheEntryEvent<? extends String, ? extends String>> ofWhichNoneIsWaitedFor) {}
  }

  private final class Filter extends Part implements CacheEntryEventFilter<String, String> {
    Filter(String name) {
      super(name);
    }

    @Override
    public boolean evaluate(CacheEntryEvent<? extends String, ? extends String> event) {
      return true;
    }
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private static MutableCacheEntryListenerConfiguration<String, String> configuration(
      Listener listener, Filter filter) {
    return new MutableCacheEntryListenerConfiguration<>(
        CacheFixture.of(listener), CacheFixture.of(filter), false, true);
  }

  @Test
  void allAreClosed() {
    cache.registerCacheEntryListener(configuration(new Listener("1"), new Filter("IO 2")));
    cache.registerCacheEntryListener(configuration(new Listener("IO 3"), new Filter("4")));
    assertThrows(Throwable.class, cache::close);
    assertEquals(List.of("1", "IO 2", "IO 3", "4"), closed);
  }

  @Test
  void aListenerWhoseFilterCanNotBeMadeIsClosed() {
    assertThrows(
        CacheException.class,
        () ->
            cache.registerCacheEntryListener(
                new MutableCacheEntryListenerConfiguration<>(
                    CacheFixture.of(new Listener("1")),
                    () -> {
                      throw new CacheException("no filter");
                    },
                    false,
                    true)));
    assertEquals(List.of("1"), closed);
  }
}
