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

/** A canonical key of at most 8 bytes, or 9 with a tag, without an array. */
final class LongKey extends CanonicalKey {

  static final int MAX_BYTES = 9;

  private final long word;
  private final byte head;
  private final byte lengthBytes;

  private LongKey(long word, byte head, int lengthBytes) {
    this.word = word;
    this.head = head;
    this.lengthBytes = (byte) lengthBytes;
  }

  /** The key whose bytes are a little-endian word of this width. */
  static LongKey untagged(long word, int widthBytes) {
    return new LongKey(word, (byte) 0, widthBytes);
  }

  /** The key whose bytes are a tag and a word of this width. */
  static LongKey tagged(int tag, long word, int widthBytes) {
    return widthBytes == 8
        ? new LongKey(word, (byte) tag, 9)
        : new LongKey(word << 8 | (tag & 0xFF), (byte) 0, widthBytes + 1);
  }

  static LongKey of(byte[] bytes) {
    return bytes.length == MAX_BYTES
        ? new LongKey(Words.get(bytes, 1, 8), bytes[0], MAX_BYTES)
        : new LongKey(Words.get(bytes, 0, bytes.length), (byte) 0, bytes.length);
  }

  @Override
  public byte[] bytes() {
    byte[] bytes = new byte[lengthBytes];
    if (lengthBytes == MAX_BYTES) {
      bytes[0] = head;
      Words.put(bytes, 1, 8, word);
    } else {
      Words.put(bytes, 0, lengthBytes, word);
    }
    return bytes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LongKey key
        && word == key.word
        && head == key.head
        && lengthBytes == key.lengthBytes;
  }

  @Override
  public int hashCode() {
    return Hashes.spread(word + (head << 8 | lengthBytes) * Hashes.GOLDEN);
  }
}
