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

import java.util.Properties;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.spi.CachingProvider;

/** This project, through javax.cache, as the README shows. */
public final class PmemPeer extends JCachePeer {
  private static final String PROVIDER = "org.jcachepmem.PmemCachingProvider";

  /** Directory entry of a slot. */
  private static final int SLOT_HEADER_BYTES = 32;

  private static final long MIN_POOL_BYTES = 8L << 20;

  private PmemPeer(CacheManager manager, Cache<Object, byte[]> cache) {
    super(manager, cache);
  }

  /** Over a pool in the directory with room for the entries. */
  static Peer open(PeerSettings settings) {
    return open(settings, poolBytes(settings));
  }

  /** Over a pool of that size, opened if it exists, created if it does not. */
  public static Peer open(PeerSettings settings, long poolBytes) {
    CacheManager manager = manager(settings, poolBytes);
    return new PmemPeer(manager, cache(manager, settings.keys()));
  }

  /** The manager of {@link #open(PeerSettings, long)} alone: the pool is open, no cache is. */
  public static CacheManager manager(PeerSettings settings, long poolBytes) {
    CachingProvider provider = Caching.getCachingProvider(PROVIDER);
    Properties properties = new Properties();
    properties.setProperty(
        "jcache-pmem.pool.path", settings.directory().resolve("benchmark.pool").toString());
    properties.setProperty(
        "jcache-pmem.pool.create-if-missing-with-size", Long.toString(poolBytes));
    return provider.getCacheManager(
        provider.getDefaultURI(), provider.getDefaultClassLoader(), properties);
  }

  /** The cache that every run uses. */
  public static Cache<Object, byte[]> cache(CacheManager manager, KeyKind keys) {
    return manager.createCache(
        "benchmark",
        new MutableConfiguration<Object, byte[]>().setTypes(keys.type(), byte[].class));
  }

  /**
   * Room for the entries, for what is overwritten and not settled yet, and for half-full chunks.
   */
  public static long poolBytes(PeerSettings settings) {
    long slotBytes = settings.entryBytes() * 107 / 100 + 16 + SLOT_HEADER_BYTES;
    return MIN_POOL_BYTES + slotBytes * settings.entries() * 5 / 4;
  }
}
