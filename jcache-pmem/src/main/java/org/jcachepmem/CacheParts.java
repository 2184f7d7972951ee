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

import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jcachepmem.codec.Codec;
import org.jcachepmem.event.EntryEvents;
import org.jcachepmem.expiry.ExpiryRules;
import org.jcachepmem.index.EntryStore;
import org.jcachepmem.integration.ReadThrough;
import org.jcachepmem.integration.WriteThrough;
import org.jcachepmem.key.KeyIdentities;
import org.jcachepmem.key.KeyLocks;
import org.jcachepmem.management.CacheStatistics;

/**
 * What the operations of one cache work with.
 *
 * @param clock wall-clock milliseconds
 * @param loads runs {@code loadAll}
 */
record CacheParts<K, V>(
    String name,
    EntryStore store,
    KeyIdentities<K> keys,
    Codec<V> values,
    ExpiryRules expiry,
    EntryEvents<K, V> events,
    ReadThrough<K, V> loader,
    WriteThrough<K, V> writer,
    CacheStatistics statistics,
    KeyLocks locks,
    LongSupplier clock,
    Executor loads) {

  long now() {
    return clock.getAsLong();
  }

  /**
   * When a change is made, for the expiry policy; any time if that does not ask. Reading the clock
   * makes the processor wait for all that it has looked up ahead.
   */
  long changeMillis() {
    return expiry.isEternal() ? Long.MIN_VALUE : now();
  }
}
