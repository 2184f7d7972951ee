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

import org.jcachepmem.allocator.layout.Bytes;

/**
 * The 64-bit hash of a key's bytes that directory entries keep. Part of the format: two
 * multiply-rotate lanes over 8-byte little-endian words, the last one padded with zero bytes, and a
 * final mix with the length, so that keys of equal prefix and different length differ.
 */
public final class KeyHash {
  private static final long MULTIPLIER_1 = 0x9E37_79B9_7F4A_7C15L;
  private static final long MULTIPLIER_2 = 0xC2B2_AE3D_27D4_EB4FL;
  private static final long FINAL_1 = 0xBF58_476D_1CE4_E5B9L;
  private static final long FINAL_2 = 0x94D0_49BB_1331_11EBL;

  private KeyHash() {}

  /** The hash of all of {@code key}. */
  public static long of(byte[] key) {
    long hash = MULTIPLIER_1 ^ key.length;
    int at = 0;
    for (; at + Long.BYTES <= key.length; at += Long.BYTES) {
      hash = lane(hash, Bytes.getLong(key, at));
    }
    if (at < key.length) {
      long last = 0;
      for (int i = key.length - 1; i >= at; i--) {
        last = last << 8 | key[i] & 0xFF;
      }
      hash = lane(hash, last);
    }
    return mix(hash);
  }

  /** Spreads each bit of a word over all of it. */
  static long mix(long word) {
    long mixed = (word ^ word >>> 30) * FINAL_1;
    mixed = (mixed ^ mixed >>> 27) * FINAL_2;
    return mixed ^ mixed >>> 31;
  }

  private static long lane(long hash, long word) {
    return Long.rotateLeft((hash ^ word * MULTIPLIER_2) * MULTIPLIER_1, 29);
  }
}
