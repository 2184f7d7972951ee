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
package org.jcachepmem.survival;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Values that tell their cache, key and stamp, every byte of them. A stamp is a version, which is
 * used once, and a counter, which an increment takes over from the value before.
 */
final class Telling {

  private static final int HEADER_BYTES = 16;
  private static final int COUNTER_BITS = 16;
  private static final long COUNTER_MASK = (1L << COUNTER_BITS) - 1;

  private Telling() {}

  static long stamp(long version, long counter) {
    return version << COUNTER_BITS | (counter & COUNTER_MASK);
  }

  static long versionOf(long stamp) {
    return stamp >>> COUNTER_BITS;
  }

  /**
   * The stamp of an increment with {@code stamp} of a value with the stamp {@code before}, or 0.
   */
  static long increment(long stamp, long before) {
    return stamp(versionOf(stamp), (before & COUNTER_MASK) + 1);
  }

  /** The value of a stamp, of at least 16, mostly few and less than {@code most} bytes. */
  static byte[] value(int cache, int key, long stamp, int most) {
    SplittableRandom random = new SplittableRandom(stamp * 31 + key);
    int limit = random.nextInt(8) == 0 ? most : Math.min(most, 3_000);
    byte[] value = new byte[HEADER_BYTES + random.nextInt(limit - HEADER_BYTES)];
    random.nextBytes(value);
    ByteBuffer.wrap(value).putInt(cache).putInt(key).putLong(stamp);
    return value;
  }

  /** The stamp that {@code value} tells; fails if it is torn or another key's. */
  static long stamp(int cache, int key, byte[] value, int most) {
    if (value.length < HEADER_BYTES) {
      throw new AssertionError("Key " + key + " has a value of " + value.length + " bytes");
    }
    long stamp = ByteBuffer.wrap(value).getLong(Long.BYTES);
    if (!Arrays.equals(value, value(cache, key, stamp, most))) {
      throw new AssertionError(
          "Key %d of cache %d has a torn value, or another's: %x".formatted(key, cache, stamp));
    }
    return stamp;
  }
}
