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
import org.ehcache.Cache;
import org.ehcache.CacheManager;
import org.ehcache.config.builders.CacheConfigurationBuilder;
import org.ehcache.config.builders.CacheManagerBuilder;
import org.ehcache.config.builders.ResourcePoolsBuilder;
import org.ehcache.config.units.MemoryUnit;
import org.jspecify.annotations.Nullable;

/** Ehcache 3 with one tier below the heap, as "single tier setups" of its manual shows. */
final class EhcachePeer implements Peer {
  private static final String NAME = "benchmark";

  private final CacheManager manager;
  private final Cache<Object, byte[]> cache;

  private EhcachePeer(CacheManager manager, KeyKind keys) {
    this.manager = manager;
    cache = manager.getCache(NAME, keys.type(), byte[].class);
  }

  static Peer openOffHeap(PeerSettings settings) {
    var pools = ResourcePoolsBuilder.newResourcePoolsBuilder().offheap(mebibytes(settings), MB);
    return new EhcachePeer(
        CacheManagerBuilder.newCacheManagerBuilder()
            .withCache(NAME, configuration(settings, pools))
            .build(true),
        settings.keys());
  }

  static Peer openDisk(PeerSettings settings) {
    var pools = ResourcePoolsBuilder.newResourcePoolsBuilder().disk(mebibytes(settings), MB, true);
    return new EhcachePeer(
        CacheManagerBuilder.newCacheManagerBuilder()
            .with(CacheManagerBuilder.persistence(settings.directory().toFile()))
            .withCache(NAME, configuration(settings, pools))
            .build(true),
        settings.keys());
  }

  private static final MemoryUnit MB = MemoryUnit.MB;

  private static CacheConfigurationBuilder<Object, byte[]> configuration(
      PeerSettings settings, ResourcePoolsBuilder pools) {
    return CacheConfigurationBuilder.newCacheConfigurationBuilder(
        settings.keys().type(), byte[].class, pools);
  }

  /** Its segments grow in powers of two, so that it needs more room than it fills. */
  private static long mebibytes(PeerSettings settings) {
    return 32 + ((settings.userBytes() + 64L * settings.entries()) * 2 >> 20);
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
  public void close() {
    manager.close();
  }
}
