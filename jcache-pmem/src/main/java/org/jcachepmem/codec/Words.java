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

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Little-endian words of 1 to 8 bytes in byte arrays. */
public final class Words {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Words() {}

  /** Writes the low {@code widthBytes} bytes of {@code word}. */
  public static void put(byte[] bytes, int offset, int widthBytes, long word) {
    if (widthBytes == 8) {
      LONGS.set(bytes, offset, word);
      return;
    }
    for (int i = 0; i < widthBytes; i++) {
      bytes[offset + i] = (byte) (word >>> (8 * i));
    }
  }

  /** Reads {@code widthBytes} bytes, zero-extended. */
  public static long get(byte[] bytes, int offset, int widthBytes) {
    if (widthBytes == 8) {
      return (long) LONGS.get(bytes, offset);
    }
    int before = offset + widthBytes - 8;
    if (before >= 0 && widthBytes > 0) {
      // One load that ends where the word ends; what lies before it is shifted out.
      return (long) LONGS.get(bytes, before) >>> (64 - 8 * widthBytes);
    }
    long word = 0;
    for (int i = 0; i < widthBytes; i++) {
      word |= (bytes[offset + i] & 0xFFL) << (8 * i);
    }
    return word;
  }
}
