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
package org.jcachepmem.examples.powercut;

import java.nio.ByteBuffer;
import java.util.Random;
import javax.cache.Cache;
import org.jspecify.annotations.Nullable;

/**
 * One sequence of puts, overwrites and removes, the same in each run: operation n is on key n
 * modulo {@link #KEYS}. So what a cache holds after operation n is known without a list of it.
 */
final class Operations {

  static final int KEYS = 1_000;

  /** Shares no factor with {@link #KEYS}, so that each key is removed now and then. */
  private static final int REMOVE_EVERY = 7;

  /** From 8 bytes to 64 KiB, and as often each. */
  private static final int LENGTHS = 14;

  private Operations() {}

  static void perform(Cache<Long, byte[]> cache, long n) {
    byte[] value = value(n);
    if (value == null) {
      cache.remove(n % KEYS);
    } else {
      cache.put(n % KEYS, value);
    }
  }

  /** What {@code key} reads as after operation {@code last}; null if absent. */
  static byte @Nullable [] expected(long key, long last) {
    long n = last - Math.floorMod(last - key, KEYS);
    return n < 0 ? null : value(n);
  }

  /** The operation that put this value. */
  static long number(byte[] value) {
    return ByteBuffer.wrap(value).getLong();
  }

  private static byte @Nullable [] value(long n) {
    if (n % REMOVE_EVERY == REMOVE_EVERY - 1) {
      return null;
    }
    byte[] bytes = new byte[Long.BYTES << n % LENGTHS];
    new Random(n).nextBytes(bytes);
    ByteBuffer.wrap(bytes).putLong(n);
    return bytes;
  }
}
