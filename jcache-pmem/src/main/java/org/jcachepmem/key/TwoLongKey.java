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
package org.jcachepmem.key;

import org.jcachepmem.codec.Words;

/** A canonical key of 10 to 16 bytes, or 17 with a tag, without an array. */
final class TwoLongKey extends CanonicalKey {

  static final int MAX_BYTES = 17;

  private final long first;
  private final long second;
  private final byte head;
  private final byte lengthBytes;

  private TwoLongKey(long first, long second, byte head, int lengthBytes) {
    this.first = first;
    this.second = second;
    this.head = head;
    this.lengthBytes = (byte) lengthBytes;
  }

  /** The key whose bytes are two little-endian words. */
  static TwoLongKey untagged(long first, long second) {
    return new TwoLongKey(first, second, (byte) 0, 16);
  }

  /** The key whose bytes are a tag and two words. */
  static TwoLongKey tagged(int tag, long first, long second) {
    return new TwoLongKey(first, second, (byte) tag, MAX_BYTES);
  }

  static TwoLongKey of(byte[] bytes) {
    assert bytes.length > LongKey.MAX_BYTES && bytes.length <= MAX_BYTES;
    int start = bytes.length == MAX_BYTES ? 1 : 0;
    return new TwoLongKey(
        Words.get(bytes, start, 8),
        Words.get(bytes, start + 8, bytes.length - start - 8),
        start == 1 ? bytes[0] : 0,
        bytes.length);
  }

  @Override
  public byte[] bytes() {
    byte[] bytes = new byte[lengthBytes];
    int start = lengthBytes == MAX_BYTES ? 1 : 0;
    if (start == 1) {
      bytes[0] = head;
    }
    Words.put(bytes, start, 8, first);
    Words.put(bytes, start + 8, lengthBytes - start - 8, second);
    return bytes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TwoLongKey key
        && first == key.first
        && second == key.second
        && head == key.head
        && lengthBytes == key.lengthBytes;
  }

  @Override
  public int hashCode() {
    long mixed = (first * Hashes.GOLDEN) ^ Long.rotateLeft(second * Hashes.GOLDEN, 32);
    return Hashes.spread(mixed + (head << 8 | lengthBytes));
  }
}
