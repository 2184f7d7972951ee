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

import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;

/** The caches that are written and killed: one for each kind of key, and one that overflows. */
enum Subject {
  /** Canonical keys; never evicted. */
  KEPT(String.class, 48, 20_000, true) {
    @Override
    Object key(int number) {
      return "key " + number;
    }
  },
  /** Keys by Java serialization, equal ones of which have different bytes; never evicted. */
  LOOSE(Object.class, 24, 4_000, true) {
    @Override
    Object key(int number) {
      String text = "key " + number;
      return number % 2 == 0 || Math.random() < 0.5
          ? new ArrayList<>(List.of(text, text))
          : new ArrayList<>(List.of(text, new String(text.toCharArray())));
    }
  },
  /** More than the pool holds, large values among them. */
  EVICTED(Long.class, 1_000, 400_000, false) {
    @Override
    Object key(int number) {
      return (long) number;
    }
  };

  private final Class<?> keyType;
  private final int keys;
  private final int mostBytes;
  private final boolean pinned;

  Subject(Class<?> keyType, int keys, int mostBytes, boolean pinned) {
    this.keyType = keyType;
    this.keys = keys;
    this.mostBytes = mostBytes;
    this.pinned = pinned;
  }

  abstract Object key(int number);

  int keys() {
    return keys;
  }

  int mostBytes() {
    return mostBytes;
  }

  boolean isPinned() {
    return pinned;
  }

  String cacheName() {
    return name();
  }

  @SuppressWarnings("unchecked") // every key of the subject is of its type
  Cache<Object, byte[]> open(CacheManager manager) {
    MutableConfiguration<Object, byte[]> configuration = new MutableConfiguration<>();
    configuration.setTypes((Class<Object>) keyType, byte[].class);
    return manager.createCache(cacheName(), configuration);
  }

  /** The configuration of a pool of 8 MiB for all of them. */
  static Properties properties(String pool) {
    Properties properties = new Properties();
    properties.put("jcache-pmem.pool.path", pool);
    properties.put("jcache-pmem.pool.create-if-missing-with-size", "8 MiB");
    for (Subject subject : values()) {
      String pinned = "jcache-pmem.caches." + subject.cacheName() + ".pinned";
      properties.put(pinned, Boolean.toString(subject.pinned));
    }
    return properties;
  }
}
