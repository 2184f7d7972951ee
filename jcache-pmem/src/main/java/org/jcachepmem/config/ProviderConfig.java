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
package org.jcachepmem.config;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.jcachepmem.codec.SerializationRules;
import org.jspecify.annotations.Nullable;

/**
 * Everything configured for one cache manager. {@code reference.conf} describes each setting.
 * Immutable.
 *
 * @param source the file, URL or resource that the manager's URI named; null if it named none
 * @param indexMaxBytes most heap bytes for the index
 * @param locksTimeout how long an operation waits for the lock of one key
 * @param codecs codec class names by class name of the type
 * @param templates finds the settings of a cache; see {@link #cacheTemplate}
 */
public record ProviderConfig(
    @Nullable String source,
    PoolConfig pool,
    long indexMaxBytes,
    Duration locksTimeout,
    SerializationRules serialization,
    Map<String, String> codecs,
    CacheTemplates templates) {

  /** Copies the codecs. */
  public ProviderConfig {
    codecs = Map.copyOf(codecs);
  }

  /**
   * Reads and checks all layers.
   *
   * @param uri the manager's URI; one that resolves to nothing is just a name
   * @param loader finds {@code application.conf} and class-path resources
   * @param properties the strongest layer
   * @throws ConfigurationException if a key is unknown or a setting can't be used
   */
  public static ProviderConfig load(URI uri, ClassLoader loader, Properties properties) {
    UriSource ofUri = UriSource.find(uri, loader);
    Layers layers = Layers.of(ofUri, loader, System.getProperties(), properties);
    KnownKeys.check(layers.user(), layers.reference());
    return new ProviderReader(layers).read(uri, ofUri);
  }

  /**
   * The settings of the cache of this name: its own, else of matching patterns, else the default's.
   */
  public CacheConfig cacheTemplate(String cacheName) {
    return templates.of(cacheName);
  }
}
