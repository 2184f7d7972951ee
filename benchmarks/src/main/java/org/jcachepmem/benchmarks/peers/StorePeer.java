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

import java.io.IOException;
import java.util.Set;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.index.EntryStore;
import org.jcachepmem.index.PoolOverMedium;
import org.jcachepmem.key.KeyIdentities;
import org.jspecify.annotations.Nullable;

/** The project below javax.cache: index, records and medium, with or without some layers. */
final class StorePeer implements Peer {
  private final PoolOverMedium<Object> pool;
  private final KeyIdentities<Object> keys;
  private final EntryStore store;

  private StorePeer(PoolOverMedium<Object> pool) {
    this.pool = pool;
    keys = pool.keys();
    store = pool.store();
  }

  static Peer open(PeerSettings settings, Set<Layer> leftOut) throws IOException {
    Medium whole =
        MediumFile.create(
            settings.directory().resolve("benchmark.pool"), PmemPeer.poolBytes(settings));
    if (leftOut.isEmpty()) {
      return new StorePeer(PoolOverMedium.create(whole, settings.keys().type()));
    }
    LayeredMedium medium = new LayeredMedium(whole);
    StorePeer opened = new StorePeer(PoolOverMedium.create(medium, settings.keys().type()));
    medium.leaveOut(leftOut);
    return opened;
  }

  @Override
  public byte @Nullable [] get(Object key) {
    Object indexKey = keys.indexKey(key);
    EntryRef indexed = store.findIndexed(indexKey);
    EntryRef entry = indexed == null ? store.find(keys.identity(indexKey)) : indexed;
    return entry == null ? null : store.read(entry);
  }

  @Override
  public void put(Object key, byte[] value) {
    store.put(keys.of(key), value, EntryRef.ETERNAL);
  }

  @Override
  public void close() {
    pool.close();
  }
}
