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
package org.jcachepmem.allocator.schedule;

import org.jcachepmem.allocator.layout.Bytes;

/**
 * Values that say in each byte whose they are, so that a torn or foreign one shows: number, key and
 * length first, then bytes that follow from number and place.
 */
public final class SelfDescribing {
  /** The shortest value. */
  public static final int LEAST_BYTES = 12;

  private SelfDescribing() {}

  /** Value number {@code number} of {@code key}, of at least {@link #LEAST_BYTES}. */
  public static byte[] value(String key, int number, int length) {
    byte[] bytes = new byte[Math.max(LEAST_BYTES, length)];
    Bytes.putInt(bytes, 0, number);
    Bytes.putInt(bytes, 4, key.hashCode());
    Bytes.putInt(bytes, 8, bytes.length);
    for (int i = LEAST_BYTES; i < bytes.length; i++) {
      bytes[i] = filler(number, i);
    }
    return bytes;
  }

  private static byte filler(int number, int at) {
    return (byte) (number * 0x9E37_79B1 >>> 24 ^ at * 37 ^ at >>> 8);
  }

  /** The number of the value, which must be a whole one of that key. */
  public static int number(String key, byte[] bytes) {
    if (bytes.length < LEAST_BYTES
        || Bytes.getInt(bytes, 4) != key.hashCode()
        || Bytes.getInt(bytes, 8) != bytes.length) {
      throw new Violation("a foreign value for " + key + ", " + bytes.length + " bytes");
    }
    int number = Bytes.getInt(bytes, 0);
    for (int i = LEAST_BYTES; i < bytes.length; i++) {
      if (bytes[i] != filler(number, i)) {
        throw new Violation("a torn value " + number + " of " + key + " at byte " + i);
      }
    }
    return number;
  }
}
