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

import java.util.List;
import java.util.Map;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.pool.FormatOptions;
import org.jcachepmem.allocator.pool.Pool;
import org.jcachepmem.allocator.record.RecordOptions;
import org.jcachepmem.allocator.record.RecordStore;
import org.jcachepmem.codec.CodecRegistry;
import org.jcachepmem.codec.SerializationRules;
import org.jcachepmem.flight.PoolEvents;
import org.jcachepmem.index.PoolSession.StoredCache;
import org.jcachepmem.key.CodecKeys;
import org.jcachepmem.key.KeyIdentities;

/**
 * A pool on any medium, with one cache of byte[] values: what an application's pool is from the
 * index down, on a medium that counts, or that leaves out some of the work. Closing it closes the
 * medium. Thread safe.
 *
 * @param <K> the keys
 */
public final class PoolOverMedium<K> implements AutoCloseable {
  private static final int DEPTH = 1000;

  private final Medium medium;
  private final PoolSession session;
  private final KeyIdentities<K> keys;
  private final EntryStore store;

  /** Makes a new one. The medium is zero-filled. */
  public static <K> PoolOverMedium<K> create(Medium medium, Class<K> keyType) {
    Pool.format(medium, FormatOptions.standard(System.currentTimeMillis()));
    return new PoolOverMedium<>(medium, keyType);
  }

  private PoolOverMedium(Medium medium, Class<K> keyType) {
    this.medium = medium;
    RecordStore records = RecordStore.open(Pool.mount(medium), RecordOptions.standard());
    long indexMaxBytes = Runtime.getRuntime().maxMemory() / 2;
    session =
        new SharedPoolSession(
            new SharedPool(records, indexMaxBytes, PoolEvents.NONE),
            new PoolDescription(null, "volatile"),
            "benchmark",
            park -> records.close());
    keys = identities(keyType);
    store = session.attach(cache(keyType), keys);
  }

  /** What the pool keeps of a cache with such keys. */
  static StoredCache cache(Class<?> keyType) {
    return new StoredCache(
        "benchmarks", "benchmark", keyType.getName(), "key/1", "[B", "bytes/1", 0, false, false);
  }

  /** Makes identities of keys as an application's cache does. */
  public static <K> KeyIdentities<K> identities(Class<K> keyType) {
    SerializationRules rules =
        new SerializationRules(
            List.of(), List.of(), List.of(), List.of(), true, DEPTH, DEPTH, DEPTH);
    ClassLoader loader = PoolOverMedium.class.getClassLoader();
    return CodecKeys.of(new CodecRegistry(loader, rules, Map.of()).codec(keyType));
  }

  /** The entries. */
  public EntryStore store() {
    return store;
  }

  /** Makes identities of the cache's keys. */
  public KeyIdentities<K> keys() {
    return keys;
  }

  @Override
  public void close() {
    session.close();
    medium.close();
  }
}
