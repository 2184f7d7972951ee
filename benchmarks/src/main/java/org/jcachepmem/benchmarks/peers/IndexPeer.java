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

import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.index.IndexAlone;
import org.jcachepmem.index.PoolOverMedium;
import org.jcachepmem.key.KeyIdentities;
import org.jcachepmem.key.KeyIdentity;
import org.jspecify.annotations.Nullable;

/**
 * The index alone, from key identity to handle. A get finds the handle and gives the same array
 * each time; a put maps the key to a new handle.
 */
final class IndexPeer implements Peer {
  private static final int SLOT_STEP_BYTES = 16;

  private final KeyIdentities<Object> keys;
  private final byte[] value;
  private final IndexAlone index;

  private IndexPeer(PeerSettings settings) {
    keys = PoolOverMedium.identities(settings.keys().type());
    value = new byte[settings.valueBytes()];
    index = new IndexAlone(keys, PmemPeer.poolBytes(settings));
  }

  static Peer open(PeerSettings settings) {
    return new IndexPeer(settings);
  }

  @Override
  public byte @Nullable [] get(Object key) {
    return index.get(keys.indexKey(key)) == null ? null : value;
  }

  @Override
  public void put(Object key, byte[] given) {
    KeyIdentity identity = keys.of(key);
    index.put(
        identity.detached(),
        EntryRef.of(place(identity), Long.BYTES, given.length, EntryRef.ETERNAL, true));
  }

  /** Some offset that a slot could have. */
  private static long place(KeyIdentity identity) {
    return (identity.hashCode() & 0xFFFFFL) * SLOT_STEP_BYTES;
  }

  @Override
  public void close() {}
}
