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
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/**
 * Tells apart the open caches that have one name in managers of one URI. Such managers differ by
 * class loader, and the specification has their caches be different ones; but a stored cache is
 * identified by namespace and name, and open in one manager at a time. So the first is the cache of
 * that name, and one that is created while it is open gets a number, which becomes part of its
 * namespace.
 *
 * <p>A class loader is never its own namesake: where it has a number of the name already, a cache
 * of a manager that is gone is still being closed, or one is made inside its own making. Thread
 * safe.
 */
final class Namesakes {

  /** A start of the JVM waits for the equality that a record has unless it is written out. */
  private record Name(URI uri, String cacheName) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Name that && uri.equals(that.uri) && cacheName.equals(that.cacheName);
    }

    @Override
    public int hashCode() {
      return 31 * uri.hashCode() + cacheName.hashCode();
    }
  }

  private final Map<Name, Map<ClassLoader, Integer>> taken = new HashMap<>();

  /**
   * The lowest free number of the name, from 1, taken until it is given back.
   *
   * @throws CacheException if the class loader has one already
   */
  synchronized int take(URI uri, ClassLoader loader, String cacheName) {
    Map<ClassLoader, Integer> numbers =
        taken.computeIfAbsent(new Name(uri, cacheName), name -> new IdentityHashMap<>());
    refuseOwn(numbers, uri, loader, cacheName);
    int number = 1;
    while (numbers.containsValue(number)) {
      number++;
    }
    numbers.put(loader, number);
    return number;
  }

  private static void refuseOwn(
      @Nullable Map<ClassLoader, Integer> numbers, URI uri, ClassLoader loader, String cacheName) {
    if (numbers != null && numbers.containsKey(loader)) {
      throw new CacheException(
          "Cache \""
              + cacheName
              + "\" of the cache manager "
              + uri
              + " is still being opened or closed by another thread, or by this one");
    }
  }

  /** Gives a number back. */
  synchronized void give(URI uri, ClassLoader loader, String cacheName) {
    taken.computeIfPresent(
        new Name(uri, cacheName),
        (name, numbers) -> {
          numbers.remove(loader);
          return numbers.isEmpty() ? null : numbers;
        });
  }

  /**
   * Whether a cache of that name is open in another manager of the URI.
   *
   * @throws CacheException if the class loader has one itself
   */
  synchronized boolean isTaken(URI uri, ClassLoader loader, String cacheName) {
    Map<ClassLoader, Integer> numbers = taken.get(new Name(uri, cacheName));
    refuseOwn(numbers, uri, loader, cacheName);
    return numbers != null;
  }

  /** The namespace of the cache with that number. */
  static String namespace(String namespace, int number) {
    return number == 1 ? namespace : namespace + "#" + number;
  }
}
