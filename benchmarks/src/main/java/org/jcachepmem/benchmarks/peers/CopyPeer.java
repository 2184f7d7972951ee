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
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;

/**
 * Values in a mapped file, at the place that the key's number gives: {@code new byte[n]} and a
 * copy, and nothing else. For Long keys from 0 on, and at most 2 GiB of values.
 */
final class CopyPeer implements Peer {
  private final int valueBytes;
  private final MappedByteBuffer mapped;

  private CopyPeer(int valueBytes, MappedByteBuffer mapped) {
    this.valueBytes = valueBytes;
    this.mapped = mapped;
  }

  static Peer open(PeerSettings settings) throws IOException {
    if (settings.keys() != KeyKind.LONG) {
      throw new IllegalArgumentException(
          "the copy has no index: keys are LONG, not " + settings.keys());
    }
    try (FileChannel file =
        FileChannel.open(
            settings.directory().resolve("copy"),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      long sizeBytes = (long) settings.valueBytes() * settings.entries();
      return new CopyPeer(
          settings.valueBytes(), file.map(FileChannel.MapMode.READ_WRITE, 0, sizeBytes));
    }
  }

  @Override
  public byte[] get(Object key) {
    byte[] value = new byte[valueBytes];
    mapped.get(place(key), value);
    return value;
  }

  @Override
  public void put(Object key, byte[] value) {
    mapped.put(place(key), value);
  }

  private int place(Object key) {
    return Math.toIntExact((Long) key * valueBytes);
  }

  @Override
  public void close() {
    mapped.force();
  }
}
