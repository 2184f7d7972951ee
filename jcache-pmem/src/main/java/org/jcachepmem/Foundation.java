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

import java.net.URI;
import java.util.Properties;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.Configuration;
import org.jcachepmem.codec.Codec;
import org.jcachepmem.index.Freshness;
import org.jcachepmem.index.PoolSession;
import org.jcachepmem.key.KeyIdentities;

/**
 * What a manager stands on: its pool, its codecs and what its configuration says of caches. Thread
 * safe.
 */
interface Foundation extends AutoCloseable {

  /** The session on the pool, open until {@link #close()}. */
  PoolSession session();

  /** With a cache's name the identity of the stored cache. */
  String namespace();

  /** The codec of keys or values declared with {@code type}. */
  <T> Codec<T> codec(Class<T> type);

  /** The identities of keys that {@code codec} writes. */
  <K> KeyIdentities<K> identities(Codec<K> codec);

  /** What was given for the cache, completed with what the configuration says of it. */
  <K, V> CompleteConfiguration<K, V> complete(String cacheName, Configuration<K, V> given);

  /** How the cache lives in the pool. */
  Placement placement(String cacheName);

  /** How long an operation waits for the lock of a key, in milliseconds. */
  long lockTimeoutMillis();

  /** Says that {@link #close} follows, before the caches of the manager are closed. */
  void closing();

  @Override
  void close();

  /**
   * How a cache lives in the pool.
   *
   * @param quotaBytes most pool bytes that it may take, 0 for no quota
   * @param pinned whether its entries are never evicted
   * @param freshness when its entries are dropped as it is opened
   */
  record Placement(long quotaBytes, boolean pinned, Freshness freshness) {}

  /** Lays foundations. */
  @FunctionalInterface
  interface Factory {
    /**
     * Reads the configuration and opens the pool.
     *
     * @throws javax.cache.CacheException if the configuration or the pool can't be used, saying why
     */
    Foundation lay(URI uri, ClassLoader loader, Properties properties);
  }
}
