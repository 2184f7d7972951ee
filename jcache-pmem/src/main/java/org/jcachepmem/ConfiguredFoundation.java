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

import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.Configuration;
import org.jcachepmem.codec.Codec;
import org.jcachepmem.codec.CodecRegistry;
import org.jcachepmem.config.CacheConfig;
import org.jcachepmem.config.OnUncleanOpen;
import org.jcachepmem.config.ProviderConfig;
import org.jcachepmem.index.Freshness;
import org.jcachepmem.index.PoolSession;
import org.jcachepmem.key.CodecKeys;
import org.jcachepmem.key.KeyIdentities;

/** What configuration makes of a session on a pool. */
final class ConfiguredFoundation implements Foundation {

  private final ProviderConfig config;
  private final ClassLoader loader;
  private final PoolSession session;
  private final CodecRegistry codecs;

  /** Takes over {@code session}. */
  ConfiguredFoundation(ProviderConfig config, ClassLoader loader, PoolSession session) {
    this.config = config;
    this.loader = loader;
    this.session = session;
    this.codecs = new CodecRegistry(loader, config.serialization(), config.codecs());
  }

  @Override
  public PoolSession session() {
    return session;
  }

  @Override
  public String namespace() {
    return config.pool().namespace();
  }

  @Override
  public <T> Codec<T> codec(Class<T> type) {
    return codecs.codec(type);
  }

  @Override
  public <K> KeyIdentities<K> identities(Codec<K> codec) {
    return CodecKeys.of(codec);
  }

  @Override
  public <K, V> CompleteConfiguration<K, V> complete(String cacheName, Configuration<K, V> given) {
    return TemplateConfiguration.complete(
        cacheName, config.cacheTemplate(cacheName), loader, given);
  }

  @Override
  public Placement placement(String cacheName) {
    CacheConfig cache = config.cacheTemplate(cacheName);
    return new Placement(cache.quotaBytes(), cache.pinned(), freshness(cache));
  }

  private Freshness freshness(CacheConfig cache) {
    String livesWith = cache.livesWith();
    return new Freshness(
        cache.onUncleanOpen() == OnUncleanOpen.CLEAR,
        cache.dataVersion(),
        cache.maxDowntime().toMillis(),
        livesWith == null
            ? null
            : new Freshness.Companion(livesWith, freshness(config.cacheTemplate(livesWith))));
  }

  @Override
  public long lockTimeoutMillis() {
    return config.locksTimeout().toMillis();
  }

  @Override
  public void closing() {
    session.closing();
  }

  @Override
  public void close() {
    session.close();
  }
}
