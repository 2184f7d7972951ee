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
package org.jcachepmem.allocator.checker;

import java.util.HashMap;
import java.util.Map;

/** What one thread would see of a cache of versions: the specification of those that many share. */
public final class Versions {
  private final Map<Integer, Integer> versions = new HashMap<>();

  public void put(int key, int version) {
    versions.put(key, version);
  }

  public int get(int key) {
    return versions.getOrDefault(key, 0);
  }

  public boolean remove(int key) {
    return versions.remove(key) != null;
  }

  /** Eviction, and expiry. */
  public void evict(int key) {
    versions.remove(key);
  }

  public void clear() {
    versions.clear();
  }

  /** Changes nothing that can be seen. */
  public void settle() {}
}
