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
import org.jcachepmem.allocator.medium.Medium;

/**
 * A copy, one flush of it, one of a line beside it, and one fence, at the place that the key's
 * number gives: what a durable put can't do without, and nothing else. For Long keys from 0 on.
 */
final class PersistPeer implements Peer {
  private static final int LINE_BYTES = 64;
  private static final int HEADER_BYTES = 32;
  private static final int NON_TEMPORAL_FROM_BYTES = 4096;

  private final Medium medium;
  private final int valueBytes;
  private final long slotBytes;
  private final long headersAt;

  private PersistPeer(Medium medium, int valueBytes, long slotBytes, long headersAt) {
    this.medium = medium;
    this.valueBytes = valueBytes;
    this.slotBytes = slotBytes;
    this.headersAt = headersAt;
  }

  static Peer open(PeerSettings settings) throws IOException {
    if (settings.keys() != KeyKind.LONG) {
      throw new IllegalArgumentException("without an index keys are LONG, not " + settings.keys());
    }
    long slotBytes = (settings.valueBytes() + LINE_BYTES - 1L) / LINE_BYTES * LINE_BYTES;
    long headersAt = slotBytes * settings.entries();
    Medium medium =
        MediumFile.create(
            settings.directory().resolve("persist"),
            headersAt + (long) HEADER_BYTES * settings.entries());
    return new PersistPeer(medium, settings.valueBytes(), slotBytes, headersAt);
  }

  @Override
  public byte[] get(Object key) {
    byte[] value = new byte[valueBytes];
    medium.copyOut((Long) key * slotBytes, value, 0, valueBytes);
    return value;
  }

  @Override
  public void put(Object key, byte[] value) {
    long slot = (Long) key * slotBytes;
    long header = headersAt + (Long) key * HEADER_BYTES;
    for (int at = 0; at < HEADER_BYTES; at += Long.BYTES) {
      medium.putLong(header + at, slot);
    }
    if (value.length < NON_TEMPORAL_FROM_BYTES) {
      medium.copyIn(slot, value, 0, value.length);
      medium.flush(slot, value.length);
    } else {
      medium.copyInAndFlush(slot, value, 0, value.length);
    }
    medium.flush(header, HEADER_BYTES);
    medium.fence();
  }

  @Override
  public void close() {
    medium.close();
  }
}
