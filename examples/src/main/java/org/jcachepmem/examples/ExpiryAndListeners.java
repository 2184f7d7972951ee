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
package org.jcachepmem.examples;

import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryExpiredListener;
import javax.cache.event.CacheEntryListener;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;

/** Entries that live for half a second, and listeners that hear of their birth and death. */
public final class ExpiryAndListeners {

  private static final Duration HALF_A_SECOND = new Duration(TimeUnit.MILLISECONDS, 500);

  private ExpiryAndListeners() {}

  public static void main(String[] args) throws InterruptedException {
    try (CacheManager manager = Caching.getCachingProvider().getCacheManager()) {
      Cache<String, String> sessions =
          manager.createCache(
              "sessions",
              new MutableConfiguration<String, String>()
                  .setTypes(String.class, String.class)
                  .setExpiryPolicyFactory(CreatedExpiryPolicy.factoryOf(HALF_A_SECOND)));
      CacheEntryCreatedListener<String, String> created =
          events -> events.forEach(e -> System.out.println("created " + e.getKey()));
      CacheEntryExpiredListener<String, String> expired =
          events -> events.forEach(e -> System.out.println("expired " + e.getKey()));
      listen(sessions, created);
      listen(sessions, expired);

      sessions.put("anna", "logged in");
      System.out.println("anna: " + sessions.get("anna"));
      Thread.sleep(1_000);
      System.out.println("anna: " + sessions.get("anna"));
    }
  }

  /** Synchronous: the operation returns after its listeners have. */
  private static void listen(
      Cache<String, String> cache, CacheEntryListener<String, String> listener) {
    cache.registerCacheEntryListener(
        new MutableCacheEntryListenerConfiguration<>(() -> listener, null, false, true));
  }
}
