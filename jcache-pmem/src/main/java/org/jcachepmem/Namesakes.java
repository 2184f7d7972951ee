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
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Tells apart the open caches that have one name in managers of one URI. Such managers differ by
 * class loader, and the specification has their caches be different ones; but a stored cache is
 * identified by namespace and name, and open in one manager at a time. So the first is the cache of
 * that name, and one that is created while it is open gets a number, which becomes part of its
 * namespace. Thread safe.
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

  private final Map<Name, BitSet> taken = new HashMap<>();

  /** The lowest free number of the name, from 1, taken until it is given back. */
  synchronized int take(URI uri, String cacheName) {
    BitSet numbers = taken.computeIfAbsent(new Name(uri, cacheName), name -> new BitSet());
    int number = numbers.nextClearBit(1);
    numbers.set(number);
    return number;
  }

  /** Gives a number back. */
  synchronized void give(URI uri, String cacheName, int number) {
    Name name = new Name(uri, cacheName);
    BitSet numbers = taken.get(name);
    if (numbers != null) {
      numbers.clear(number);
      if (numbers.isEmpty()) {
        taken.remove(name);
      }
    }
  }

  /** Whether a cache of that name is open in any manager of the URI. */
  synchronized boolean isTaken(URI uri, String cacheName) {
    return taken.containsKey(new Name(uri, cacheName));
  }

  /** The namespace of the cache with that number. */
  static String namespace(String namespace, int number) {
    return number == 1 ? namespace : namespace + "#" + number;
  }
}
