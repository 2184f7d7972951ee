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
package org.jcachepmem.survival;

import java.io.IOException;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.Factory;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.expiry.TouchedExpiryPolicy;

/** A JVM that fills caches of several kinds, and waits to be killed or to end. */
public final class UncleanLife {

  private UncleanLife() {}

  /** Cache {@code cleared} does not outlive a kill. */
  static Properties properties(String pool) {
    Properties properties = WriteThroughLife.properties(pool);
    properties.put("jcache-pmem.caches.cleared.on-unclean-open", "clear");
    return properties;
  }

  /** A cache that is named after its expiry. */
  static Cache<String, String> open(CacheManager manager, String name) {
    Factory<? extends ExpiryPolicy> expiry =
        switch (name) {
          case "brief" -> CreatedExpiryPolicy.factoryOf(new Duration(TimeUnit.SECONDS, 1));
          case "touched" -> TouchedExpiryPolicy.factoryOf(Duration.ONE_HOUR);
          default -> CreatedExpiryPolicy.factoryOf(Duration.ETERNAL);
        };
    return manager.createCache(name, WriteThroughLife.strings().setExpiryPolicyFactory(expiry));
  }

  /** Argument: the pool. */
  public static void main(String[] args) throws IOException {
    try (CacheManager manager =
        Caching.getCachingProvider().getCacheManager(null, null, properties(args[0]))) {
      for (String name : new String[] {"brief", "touched", "cleared", "eternal"}) {
        open(manager, name).put("key", name);
      }
      System.out.println("filled");
      while (System.in.read() >= 0) {
        Thread.onSpinWait();
      }
    }
  }
}
