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
package org.jcachepmem.index;

import java.util.concurrent.ThreadLocalRandom;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.key.KeyIdentities;
import org.jcachepmem.key.KeyIdentity;
import org.jspecify.annotations.Nullable;

/** The product's index over no pool: handles by key, and which uses count. Thread safe. */
public final class IndexAlone {
  private final CaffeineIndex index;

  /** An empty one, for entries that weigh so much together. */
  public IndexAlone(KeyIdentities<?> keys, long poolBytes) {
    index =
        new CaffeineIndex(
            entry -> entry.keyLength() + entry.valueLength(),
            keys::identity,
            (key, entry) -> {},
            error -> {
              throw error;
            });
    index.maximum(poolBytes);
  }

  /** The handle of the key with that index key, or null; it may count as a use of it. */
  public @Nullable EntryRef get(Object indexKey) {
    return index.get(indexKey, ThreadLocalRandom.current().nextInt());
  }

  /** Maps a key, which must be detached. */
  public void put(KeyIdentity key, EntryRef entry) {
    index.publish(key, entry);
  }
}
