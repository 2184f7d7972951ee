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
package org.jcachepmem.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Strings, without loss: a form byte, then one byte per character if all are below 256, else two,
 * little endian. UTF-8 would lose unpaired surrogates, and with them the difference between two
 * keys.
 */
final class StringCodec extends CanonicalCodec<String> {

  static final byte LATIN1 = 0;
  static final byte UTF16 = 1;

  private static final int LOOP_CHARS = 256;
  private static final int BLOCK_CHARS = 4096;

  StringCodec() {
    super("string", 1, String.class);
  }

  @Override
  byte[] write(String string, int headroom) {
    int start = headroom + 1;
    int chars = string.length();
    if (isLatin1(string)) {
      byte[] bytes = new byte[Math.addExact(start, chars)];
      copyLowBytes(string, bytes, start);
      bytes[headroom] = LATIN1;
      return bytes;
    }
    byte[] bytes = new byte[Math.addExact(start, Math.multiplyExact(chars, 2))];
    bytes[headroom] = UTF16;
    ByteBuffer.wrap(bytes, start, 2 * chars)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asCharBuffer()
        .put(string);
    return bytes;
  }

  /**
   * The bulk copy of the JDK: deprecated because it drops high bytes, of which there are none here.
   */
  @SuppressWarnings("deprecation")
  private static void copyLowBytes(String string, byte[] bytes, int start) {
    string.getBytes(0, string.length(), bytes, start);
  }

  private static boolean isLatin1(String string) {
    int chars = string.length();
    if (chars <= LOOP_CHARS) {
      for (int i = 0; i < chars; i++) {
        if (string.charAt(i) > 0xFF) {
          return false;
        }
      }
      return true;
    }
    for (int from = 0; from < chars; from += BLOCK_CHARS) {
      // Copies and comparisons of whole arrays, which the JVM does many times faster than a loop.
      String block = string.substring(from, Math.min(chars, from + BLOCK_CHARS));
      byte[] latin1 = block.getBytes(StandardCharsets.ISO_8859_1);
      if (!new String(latin1, StandardCharsets.ISO_8859_1).equals(block)) {
        return false;
      }
    }
    return true;
  }

  @Override
  String read(byte[] bytes, int from, int to) {
    int start = from + 1;
    if (start > to) {
      throw new IllegalArgumentException("no form byte");
    }
    if (bytes[from] == LATIN1) {
      return new String(bytes, start, to - start, StandardCharsets.ISO_8859_1);
    }
    if (bytes[from] != UTF16 || (to - start) % 2 != 0) {
      throw new IllegalArgumentException(
          "form byte " + bytes[from] + ", " + (to - start) + " more bytes");
    }
    return ByteBuffer.wrap(bytes, start, to - start)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asCharBuffer()
        .toString();
  }
}
