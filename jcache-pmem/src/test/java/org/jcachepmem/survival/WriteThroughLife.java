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

import java.util.Collection;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.Factory;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.integration.CacheWriter;
import javax.cache.processor.EntryProcessor;

/** A JVM that dies inside its cache's writer. */
public final class WriteThroughLife {

  /** What the JVM dies in. */
  enum Act {
    WRITE,
    DELETE,
    WRITE_ALL,
    DELETE_ALL,
    INVOKE
  }

  /** The moment in the writer: to halt there, or to wait to be killed. */
  private static final class DyingWriter implements CacheWriter<String, String> {

    private final boolean halting;

    DyingWriter(boolean halting) {
      this.halting = halting;
    }

    private void die() {
      if (halting) {
        Runtime.getRuntime().halt(9);
      }
      System.out.println("in the writer");
      try {
        Thread.sleep(60_000);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void write(Cache.Entry<? extends String, ? extends String> entry) {
      die();
    }

    @Override
    public void writeAll(Collection<Cache.Entry<? extends String, ? extends String>> entries) {
      die();
    }

    @Override
    public void delete(Object key) {
      die();
    }

    @Override
    public void deleteAll(Collection<?> keys) {
      die();
    }
  }

  private WriteThroughLife() {}

  static Properties properties(String pool) {
    Properties properties = new Properties();
    properties.put("jcache-pmem.pool.path", pool);
    properties.put("jcache-pmem.pool.create-if-missing-with-size", "8 MiB");
    return properties;
  }

  static MutableConfiguration<String, String> strings() {
    return new MutableConfiguration<String, String>().setTypes(String.class, String.class);
  }

  /** Arguments: pool, act, whether to halt in the writer. */
  public static void main(String[] args) {
    DyingWriter writer = new DyingWriter(Boolean.parseBoolean(args[2]));
    Factory<CacheWriter<String, String>> writers = () -> writer;
    CacheManager manager =
        Caching.getCachingProvider().getCacheManager(null, null, properties(args[0]));
    Cache<String, String> cache =
        manager.createCache(
            "through", strings().setWriteThrough(true).setCacheWriterFactory(writers));
    EntryProcessor<String, String, Boolean> set =
        (entry, arguments) -> {
          entry.setValue("new");
          return true;
        };
    switch (Act.valueOf(args[1])) {
      case WRITE -> cache.put("key", "new");
      case DELETE -> cache.remove("key");
      case WRITE_ALL -> cache.putAll(Map.of("key", "new", "other", "new"));
      case DELETE_ALL -> cache.removeAll(Set.of("key", "other"));
      case INVOKE -> cache.invoke("key", set);
    }
    System.out.println("it lives");
  }
}
