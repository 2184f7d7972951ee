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
package org.jcachepmem.management;

import javax.cache.CacheException;
import org.jcachepmem.index.PoolView;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers a bean for each open pool. A pool whose bean can't be registered works without it, and
 * the log says so.
 */
public final class PoolBeans {
  private static final Logger LOG = LoggerFactory.getLogger(PoolBeans.class);

  private PoolBeans() {}

  /** See {@link org.jcachepmem.index.PoolWatcher#opened}. */
  public static Runnable register(PoolView pool) {
    try {
      BeanRegistration registration = BeanRegistration.pool(new PoolBean(pool));
      registration.enable(true);
      return () -> unregister(registration);
    } catch (CacheException e) {
      LOG.warn("A pool can't be watched over JMX", e);
    }
    return () -> {};
  }

  private static void unregister(BeanRegistration registration) {
    try {
      registration.enable(false);
    } catch (CacheException e) {
      LOG.warn("The bean of a closed pool is still registered", e);
    }
  }
}
