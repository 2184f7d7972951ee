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

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an operation that makes room may have evicted. */
final class Evictions {
  private final List<Key> keys;
  private final @Nullable DrivenCache[] caches;
  private final Oracle oracle;
  private boolean doubtful;

  Evictions(List<Key> keys, @Nullable DrivenCache[] caches, Oracle oracle) {
    this.keys = keys;
    this.caches = caches;
    this.oracle = oracle;
  }

  /** An operation failed: its entry may be read now and vanish later. */
  void doubt() {
    doubtful = true;
  }

  boolean isDoubtful() {
    return doubtful;
  }

  /** Making room may evict any entry: until the operation has returned it may be gone. */
  void begin() {
    keys.forEach(key -> oracle.pending(key, Content.ABSENT));
  }

  /** What is still there was not evicted: it may not vanish in a crash. */
  void settle() {
    if (doubtful) {
      return;
    }
    for (DrivenCache cache : caches) {
      if (cache != null) {
        for (Key key : cache.present()) {
          oracle.stillThere(key);
        }
      }
    }
  }
}
