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
import javax.cache.CacheException;
import org.jcachepmem.allocator.pool.PoolException;
import org.jcachepmem.config.PoolConfig;
import org.jcachepmem.config.ProviderConfig;
import org.jcachepmem.index.PoolSession;
import org.jcachepmem.index.PoolSessions;
import org.jcachepmem.index.SessionSettings;
import org.jcachepmem.management.PoolBeans;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lays the foundation of a manager: reads its configuration and opens its pool. */
final class PoolFoundation {

  private static final Logger LOG = LoggerFactory.getLogger(PoolFoundation.class);

  private PoolFoundation() {}

  /** See {@link Foundation.Factory#lay}. */
  static Foundation lay(URI uri, ClassLoader loader, Properties properties) {
    ProviderConfig config = ProviderConfig.load(uri, loader, properties);
    PoolSession session = open(config, uri);
    try {
      return new ConfiguredFoundation(config, loader, session);
    } catch (RuntimeException | Error e) {
      session.close();
      throw e;
    }
  }

  private static PoolSession open(ProviderConfig config, URI uri) {
    PoolConfig pool = config.pool();
    tell(pool);
    try {
      return PoolSessions.open(
          new SessionSettings(
              pool.options(), uri.toString(), config.indexMaxBytes(), PoolBeans::register));
    } catch (PoolException e) {
      throw new CacheException(e.getMessage(), e);
    }
  }

  private static void tell(PoolConfig pool) {
    if (pool.medium().isVolatile()) {
      return; // there is no pool file
    }
    if (pool.overrideIfExists()) {
      LOG.warn(
          "override-if-exists is set ({}): pool {} starts empty, whatever it holds. Remove the setting"
              + " to keep contents over restarts.",
          pool.overrideOrigin(),
          pool.path());
    }
    if (pool.isDefaulted()) {
      LOG.info(
          "No jcache-pmem.pool.path is configured: using {}, created with {} MiB if it is missing",
          pool.path() == null ? null : pool.path().toAbsolutePath(),
          pool.createIfMissingWithSizeBytes() >> 20);
    }
  }
}
