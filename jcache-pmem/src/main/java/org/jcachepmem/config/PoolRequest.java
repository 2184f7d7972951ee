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

import org.jcachepmem.index.SessionSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a configuration asks of a pool, in the pool's own words. */
public final class PoolRequest {
  private static final Logger LOG = LoggerFactory.getLogger(PoolRequest.class);

  private PoolRequest() {}

  /**
   * The settings for opening a session.
   *
   * @param holder names the cache manager in messages to others: its URI
   */
  public static SessionSettings of(ProviderConfig config, String holder) {
    PoolConfig pool = config.pool();
    if (pool.overrideIfExists()) {
      LOG.warn(
          "{} is set in {}: pool {} starts empty each time",
          "pool.override-if-exists",
          pool.overrideOrigin(),
          pool.path());
    }
    return new SessionSettings(pool.options(), holder, config.indexMaxBytes());
  }
}
