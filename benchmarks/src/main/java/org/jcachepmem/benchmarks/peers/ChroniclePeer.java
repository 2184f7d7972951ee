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
import net.openhft.chronicle.map.ChronicleMap;
import org.jspecify.annotations.Nullable;

/** Chronicle Map persisted to a file, values of one size, as its tutorial recommends for them. */
final class ChroniclePeer implements Peer {
  private final ChronicleMap<Object, byte[]> map;

  private ChroniclePeer(ChronicleMap<Object, byte[]> map) {
    this.map = map;
  }

  static Peer open(PeerSettings settings) throws IOException {
    var builder =
        ChronicleMap.of(settings.keys().type(), byte[].class)
            .name("benchmark")
            .entries(settings.entries())
            .putReturnsNull(true)
            .constantValueSizeBySample(new byte[settings.valueBytes()]);
    if (settings.keys() == KeyKind.STRING) {
      builder.averageKey(settings.keys().key(0));
    }
    return new ChroniclePeer(
        builder.createPersistedTo(settings.directory().resolve("benchmark.dat").toFile()));
  }

  @Override
  public byte @Nullable [] get(Object key) {
    return map.get(key);
  }

  @Override
  public void put(Object key, byte[] value) {
    map.put(key, value);
  }

  @Override
  public void close() {
    map.close();
  }
}
