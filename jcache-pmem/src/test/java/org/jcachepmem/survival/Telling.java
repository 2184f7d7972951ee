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

/** Values that tell their cache, key and version, every byte of them. */
final class Telling {

  private static final int HEADER_BYTES = 16;

  private Telling() {}

  /** The value of a version, of at least 16, mostly few and less than {@code most} bytes. */
  static byte[] value(int cache, int key, long version, int most) {
    SplittableRandom random = new SplittableRandom(version * 31 + key);
    int limit = random.nextInt(8) == 0 ? most : Math.min(most, 3_000);
    byte[] value = new byte[HEADER_BYTES + random.nextInt(limit - HEADER_BYTES)];
    random.nextBytes(value);
    ByteBuffer.wrap(value).putInt(cache).putInt(key).putLong(version);
    return value;
  }

  /** The version that {@code value} tells; fails if it is torn or another key's. */
  static long version(int cache, int key, byte[] value, int most) {
    if (value.length < HEADER_BYTES) {
      throw new AssertionError("Key " + key + " has a value of " + value.length + " bytes");
    }
    long version = ByteBuffer.wrap(value).getLong(Long.BYTES);
    if (!Arrays.equals(value, value(cache, key, version, most))) {
      throw new AssertionError(
          "Key " + key + " of cache " + cache + " has a torn value, or another's: " + version);
    }
    return version;
  }
}
