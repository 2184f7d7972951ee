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

import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;

/**
 * H2's MVStore as its manual opens it. It keeps recent pages as objects on the heap, so that a copy
 * is made here, as of every value on the heap.
 */
final class MvStorePeer implements Peer {
  private final MVStore store;
  private final MVMap<Object, byte[]> map;

  private MvStorePeer(MVStore store) {
    this.store = store;
    map = store.openMap("benchmark");
  }

  static Peer open(PeerSettings settings) {
    return new MvStorePeer(
        new MVStore.Builder()
            .fileName(settings.directory().resolve("benchmark.mv.db").toString())
            .open());
  }

  @Override
  public byte @Nullable [] get(Object key) {
    byte[] value = map.get(key);
    return value == null ? null : value.clone();
  }

  @Override
  public void put(Object key, byte[] value) {
    map.put(key, value.clone());
  }

  @Override
  public void close() {
    store.close();
  }
}
