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
package org.jcachepmem.allocator.record;

import java.util.zip.CRC32C;
import org.jcachepmem.allocator.layout.Bytes;

/**
 * CRC-32C of a record: salt, slot offset, sequence number, w1 and w2, 8 bytes each, then the slot's
 * used bytes. The state and the expiry are left out, because they change under a live record.
 */
final class RecordChecksum {
  private final CRC32C crc = new CRC32C();

  RecordChecksum(long salt, long offset, long sequence, long w1, long w2) {
    byte[] header = new byte[5 * Long.BYTES];
    Bytes.putLong(header, 0, salt);
    Bytes.putLong(header, 8, offset);
    Bytes.putLong(header, 16, sequence);
    Bytes.putLong(header, 24, w1);
    Bytes.putLong(header, 32, w2);
    crc.update(header, 0, header.length);
  }

  RecordChecksum update(byte[] bytes) {
    crc.update(bytes, 0, bytes.length);
    return this;
  }

  int value() {
    return (int) crc.getValue();
  }

  /** The plain CRC-32C of a piece of an extent list. */
  static int ofPiece(byte[] bytes, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }
}
