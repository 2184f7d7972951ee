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

import com.github.benmanes.caffeine.jcache.configuration.CaffeineConfiguration;
import java.util.OptionalLong;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.spi.CachingProvider;

/** Caffeine's JCache provider, by value with its own copier, Java serialization. */
final class CaffeineJCachePeer {
  private static final String PROVIDER =
      "com.github.benmanes.caffeine.jcache.spi.CaffeineCachingProvider";

  private CaffeineJCachePeer() {}

  static Peer open(PeerSettings settings) {
    CachingProvider provider = Caching.getCachingProvider(PROVIDER);
    CacheManager manager = provider.getCacheManager();
    CaffeineConfiguration<Object, byte[]> configuration =
        new CaffeineConfiguration<Object, byte[]>()
            .setTypes(settings.keys().type(), byte[].class)
            .setStoreByValue(true)
            .setMaximumSize(OptionalLong.of(settings.entries()));
    return new JCachePeer(manager, manager.createCache("benchmark", configuration));
  }
}
