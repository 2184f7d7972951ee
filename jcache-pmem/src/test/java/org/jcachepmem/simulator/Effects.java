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
package org.jcachepmem.simulator;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jcachepmem.allocator.simulator.Content;
import org.jcachepmem.allocator.simulator.Key;
import org.jspecify.annotations.Nullable;

/** What one operation is to do to keys. */
final class Effects {
  /** What the keys that it changes become. */
  final Map<Key, Content> becomes = new LinkedHashMap<>();

  /** When the keys that it only looks at expire from now on. */
  final Map<Key, Content> touched = new LinkedHashMap<>();

  /** Of {@link #touched}, those that expire earlier than before. */
  final Set<Key> shortened = new LinkedHashSet<>();

  /** What they become instead if they are evicted before their turn comes. */
  final Map<Key, Content> ifEvicted = new LinkedHashMap<>();

  /** What the system of record is told: a value, or absent for a delete. */
  final Map<Key, Content> written = new LinkedHashMap<>();

  /** What is to be there again if the system of record fails. */
  final Map<Key, Content> restored = new LinkedHashMap<>();

  /** Before how many elements of a call the system of record fails; never if negative. */
  int failsAfter = -1;

  /** Every key that it may change. */
  Set<Key> keys() {
    Set<Key> keys = new LinkedHashSet<>(becomes.keySet());
    keys.addAll(touched.keySet());
    keys.addAll(ifEvicted.keySet());
    return keys;
  }

  /** The key becomes {@code after}; {@code before} is null if it is absent. */
  void change(Key key, @Nullable Content before, Content after) {
    becomes.put(key, after);
    restored.put(key, before == null ? Content.ABSENT : before);
  }

  /** The same for a key that is written through: the system of record is told {@code told}. */
  void change(Key key, @Nullable Content before, Content after, Content told) {
    change(key, before, after);
    written.put(key, told);
  }

  /** An access that has the entry expire at another time. */
  void touch(Key key, Content before, int expirySeconds) {
    if (expirySeconds != before.expirySeconds()) {
      touched.put(key, before.expiring(expirySeconds));
      if (Integer.compareUnsigned(expirySeconds, before.expirySeconds()) < 0) {
        shortened.add(key);
      }
    }
  }
}
