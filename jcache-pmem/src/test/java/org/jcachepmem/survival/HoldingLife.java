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
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.Caching;

/** A JVM, or a class loader, that opens a pool and tells what it got. */
public final class HoldingLife {

  private HoldingLife() {}

  /**
   * Opens the pool, puts and gets, closes. Returns what was got, or the message of the exception.
   */
  public static String tryOpen(String pool) {
    Properties properties = WriteThroughLife.properties(pool);
    ClassLoader loader = HoldingLife.class.getClassLoader();
    try (CacheManager manager =
        Caching.getCachingProvider(loader).getCacheManager(null, loader, properties)) {
      return use(manager);
    } catch (CacheException e) {
      return e.getMessage();
    }
  }

  private static String use(CacheManager manager) {
    Cache<String, String> cache = manager.createCache("held", WriteThroughLife.strings());
    String before = cache.get("key");
    cache.put("key", "held");
    return "before " + before + ", now " + cache.get("key");
  }

  /** Argument: the pool, or none for no configuration at all. Holds it until the input ends. */
  public static void main(String[] args) throws IOException {
    Properties properties =
        args.length == 0 ? new Properties() : WriteThroughLife.properties(args[0]);
    try (CacheManager manager =
        Caching.getCachingProvider().getCacheManager(null, null, properties)) {
      System.out.println(use(manager));
      while (System.in.read() >= 0) {
        Thread.onSpinWait();
      }
    }
  }
}
