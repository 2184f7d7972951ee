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
package org.jcachepmem.allocator.layout;

import java.util.zip.CRC32C;

/**
 * An 8-byte word that carries its own check, so that one atomic store changes it and damage shows.
 *
 * <pre>
 *  63                     40 39                                      0
 * +-------------------------+-----------------------------------------+
 * | check: 24 bits          | value: 40 bits                          |
 * +-------------------------+-----------------------------------------+
 * </pre>
 *
 * The check is the low 24 bits of CRC-32C over (salt, offset of the word, value), each 8 bytes
 * little endian, so that a word that was lost to zero bits shows as damage.
 */
public final class SealedWord {
  public static final int VALUE_BITS = 40;
  public static final long VALUE_MASK = (1L << VALUE_BITS) - 1;

  private SealedWord() {}

  /** The word that stands for {@code value} at {@code offset} of the pool with that salt. */
  public static long seal(long salt, long offset, long value) {
    if (value < 0 || value > VALUE_MASK) {
      throw new IllegalArgumentException(
          "value " + value + " has more than " + VALUE_BITS + " bits");
    }
    return check(salt, offset, value) << VALUE_BITS | value;
  }

  /** Whether {@code word} is a sealed value. */
  public static boolean isIntact(long salt, long offset, long word) {
    return word >>> VALUE_BITS == check(salt, offset, word & VALUE_MASK);
  }

  /** The value of an intact word. */
  public static long value(long word) {
    return word & VALUE_MASK;
  }

  private static long check(long salt, long offset, long value) {
    CRC32C crc = new CRC32C();
    byte[] bytes = new byte[24];
    Bytes.putLong(bytes, 0, salt);
    Bytes.putLong(bytes, 8, offset);
    Bytes.putLong(bytes, 16, value);
    crc.update(bytes, 0, bytes.length);
    return crc.getValue() & 0xFFFFFF;
  }
}
