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
package org.jcachepmem.benchmarks.peers;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one door to everything that is measured: bytes by key, by value. A value that {@link #get}
 * returns belongs to the caller, and a value given to {@link #put} still does. Keys are of the kind
 * that the peer was opened with. Thread safe.
 */
public interface Peer extends AutoCloseable {

  /** A fresh copy of the value, or null if there is none. */
  byte @Nullable [] get(Object key);

  /** Stores a copy of the value, new or replacing. */
  void put(Object key, byte[] value);

  /** The values of those keys that there are; one by one where the peer has nothing better. */
  default Map<Object, byte[]> getAll(Set<Object> keys) {
    Map<Object, byte[]> found = new HashMap<>();
    for (Object key : keys) {
      byte[] value = get(key);
      if (value != null) {
        found.put(key, value);
      }
    }
    return found;
  }

  /** Stores all; one by one where the peer has nothing better. */
  default void putAll(Map<Object, byte[]> entries) {
    entries.forEach(this::put);
  }

  /**
   * Removes those keys.
   *
   * @throws UnsupportedOperationException if that is not measured of the peer
   */
  default void removeAll(Set<Object> keys) {
    throw new UnsupportedOperationException(getClass().getSimpleName() + " removes nothing here");
  }

  /**
   * Adds one to the first byte of a value as one step.
   *
   * @throws UnsupportedOperationException if the peer has no such operation
   */
  default void increment(Object key) {
    throw new UnsupportedOperationException(getClass().getSimpleName() + " has no invoke");
  }

  /** Closes it; its files stay. */
  @Override
  void close();
}
