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
package org.jcachepmem.benchmarks.peers;

import java.util.Map;
import java.util.Set;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.processor.EntryProcessor;
import org.jspecify.annotations.Nullable;

/** A cache of any JCache provider, used as an application uses it. */
class JCachePeer implements Peer {
  private static final EntryProcessor<Object, byte[], Void> INCREMENT =
      (entry, arguments) -> {
        byte[] value = entry.getValue();
        value[0]++;
        entry.setValue(value);
        return null;
      };

  private final CacheManager manager;
  private final Cache<Object, byte[]> cache;

  JCachePeer(CacheManager manager, Cache<Object, byte[]> cache) {
    this.manager = manager;
    this.cache = cache;
  }

  @Override
  public byte @Nullable [] get(Object key) {
    return cache.get(key);
  }

  @Override
  public void put(Object key, byte[] value) {
    cache.put(key, value);
  }

  @Override
  public Map<Object, byte[]> getAll(Set<Object> keys) {
    return cache.getAll(keys);
  }

  @Override
  public void putAll(Map<Object, byte[]> entries) {
    cache.putAll(entries);
  }

  @Override
  public void removeAll(Set<Object> keys) {
    cache.removeAll(keys);
  }

  @Override
  public void increment(Object key) {
    cache.invoke(key, INCREMENT);
  }

  @Override
  public void close() {
    manager.getCachingProvider().close();
  }
}
