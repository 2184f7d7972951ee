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

import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;

/** Counts how often it was started. The count is in the pool, and outlives the JVM. */
public final class HelloCache {

  private HelloCache() {}

  public static void main(String[] args) {
    try (CacheManager manager = Caching.getCachingProvider().getCacheManager()) {
      Cache<String, Integer> starts =
          manager.createCache(
              "starts",
              new MutableConfiguration<String, Integer>().setTypes(String.class, Integer.class));
      Integer before = starts.get("hello");
      int now = before == null ? 1 : before + 1;
      starts.put("hello", now); // on the medium when it returns
      System.out.println("Start number " + now + " over this pool.");
    }
  }
}
