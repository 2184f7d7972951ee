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

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The honest baseline: the fastest cache on the heap, by value as JCache has it. */
public final class CaffeinePeer implements Peer {
  private final Cache<Object, byte[]> cache;

  private CaffeinePeer(long entries) {
    cache = Caffeine.newBuilder().maximumSize(entries).build();
  }

  static Peer open(PeerSettings settings) {
    return holding(settings.entries());
  }

  /** One that holds so many entries. */
  public static Peer holding(long entries) {
    return new CaffeinePeer(entries);
  }

  @Override
  public byte @Nullable [] get(Object key) {
    byte[] value = cache.getIfPresent(key);
    return value == null ? null : value.clone();
  }

  @Override
  public void put(Object key, byte[] value) {
    cache.put(key, value.clone());
  }

  @Override
  public Map<Object, byte[]> getAll(Set<Object> keys) {
    Map<Object, byte[]> found = new HashMap<>(cache.getAllPresent(keys));
    found.replaceAll((key, value) -> value.clone());
    return found;
  }

  @Override
  public void increment(Object key) {
    cache
        .asMap()
        .computeIfPresent(
            key,
            (k, value) -> {
              byte[] changed = value.clone();
              changed[0]++;
              return changed;
            });
  }

  @Override
  public void close() {
    cache.invalidateAll();
  }
}
