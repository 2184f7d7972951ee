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
package org.jcachepmem.allocator.simulator;

import java.util.Set;
import org.jcachepmem.allocator.record.PressureRelief;
import org.jspecify.annotations.Nullable;

/** Makes room in a world's pool, but not of caches to which something was done half way. */
final class CachesRelief implements PressureRelief {
  private final @Nullable DrivenCache[] caches;
  private final Set<Integer> unfinished;

  CachesRelief(@Nullable DrivenCache[] caches, Set<Integer> unfinished) {
    this.caches = caches;
    this.unfinished = unfinished;
  }

  @Override
  public boolean evict(long bytes) {
    long evicted = 0;
    for (DrivenCache cache : caches) {
      if (cache != null && evicted < bytes && !unfinished.contains(cache.number)) {
        evicted += cache.evict(bytes - evicted);
      }
    }
    return evicted > 0;
  }

  @Override
  public boolean vacate(int cacheId, byte[] key, long offset) {
    for (DrivenCache cache : caches) {
      if (cache != null && cache.stored.id() == cacheId) {
        return !unfinished.contains(cache.number) && cache.vacate(key, offset);
      }
    }
    return false;
  }
}
