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

import javax.cache.Cache;
import javax.cache.CacheManager;
import org.jcachepmem.PmemCachingProvider;

/** Makes everything happen that Flight Recorder would be told. Argument: the pool. */
final class UnrecordedLife {

  private UnrecordedLife() {}

  public static void main(String[] args) {
    PmemCachingProvider provider = new PmemCachingProvider();
    CacheManager manager =
        provider.getCacheManager(null, null, WriteThroughLife.properties(args[0]));
    Cache<String, String> cache = manager.createCache("a", WriteThroughLife.strings());
    cache.put("one", "1");
    cache.clear();
    cache.put("two", "2");
    String value = cache.get("two");
    provider.close();
    System.out.println(value + ", recorder: " + recorder());
  }

  private static String recorder() {
    return ModuleLayer.boot().findModule("jdk.jfr").isEmpty() ? "absent" : "present";
  }
}
