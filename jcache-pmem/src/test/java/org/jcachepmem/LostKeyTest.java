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
import java.util.List;
import java.util.Properties;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.CacheEntryRemovedListener;
import org.jcachepmem.index.PoolFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A key that nothing can be decoded from any more, as its class is denied or gone. */
class LostKeyTest {
  private final PoolFixture pool = PoolFixture.recordingInOneStripe(512 << 10);
  private PmemCachingProvider provider = provider();
  private final List<Object> removed = new ArrayList<>();

  enum Shape {
    ROUND
  }

  private final class Listener implements CacheEntryRemovedListener<Object, Object> {
    @Override
    public void onRemoved(Iterable<CacheEntryEvent<? extends Object, ? extends Object>> events) {
      events.forEach(event -> removed.add(event.getKey()));
    }
  }

  private PmemCachingProvider provider() {
    return new SessionCachingProvider(() -> pool.session("lost"), System::currentTimeMillis);
  }

  private Cache<Object, Object> cache(Properties properties) {
    CacheManager manager =
        provider.getCacheManager(
            provider.getDefaultURI(), provider.getDefaultClassLoader(), properties);
    return manager.createCache("cache", new MutableConfiguration<>());
  }

  private Cache<Object, Object> withoutShape() {
    Cache<Object, Object> cache = cache(new Properties());
    cache.put(Shape.ROUND, "r");
    cache.put("x", "y");
    provider.close();
    pool.restart();
    provider = provider();
    Properties denying = new Properties();
    denying.setProperty("jcache-pmem.serialization.deny", Shape.class.getName());
    return cache(denying);
  }

  @AfterEach
  void close() {
    provider.close();
    pool.close();
  }

  @Test
  void theIteratorPassesItOver() {
    Cache<Object, Object> cache = withoutShape();
    List<Object> keys = new ArrayList<>();
    cache.forEach(entry -> keys.add(entry.getKey()));
    assertEquals(List.of("x"), keys);
  }

  @Test
  void removeAllRemovesIt() {
    Cache<Object, Object> cache = withoutShape();
    cache.registerCacheEntryListener(
        new MutableCacheEntryListenerConfiguration<>(
            CacheFixture.of(new Listener()), null, false, true));
    cache.removeAll();
    assertEquals(List.of("x"), removed);
    assertFalse(cache.iterator().hasNext());
  }
}
