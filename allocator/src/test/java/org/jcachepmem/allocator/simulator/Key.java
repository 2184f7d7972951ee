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
package org.jcachepmem.allocator.simulator;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jcachepmem.allocator.layout.Bytes;

/**
 * A key of the simulation.
 *
 * @param number its place among the keys of all caches
 * @param cache which cache it belongs to
 * @param hash of its identity: which stripe it has
 * @param spellings its bytes; several, of different length, for a key that compares as an object
 */
public record Key(int number, int cache, int hash, byte[][] spellings) {
  private static final long Q_INVERSE = inverse(0xC2B2_AE3D_27D4_EB4FL);

  /** Whether equal keys have equal bytes. */
  public boolean isCanonical() {
    return spellings.length == 1;
  }

  byte[] bytes() {
    return spellings[0];
  }

  @Override
  public String toString() {
    return (isCanonical() ? "key " : "loose key ") + number + " of cache " + cache;
  }

  /**
   * The keys of {@code caches} caches, {@code perCache} each. The first two of a cache have equal
   * hashes and different bytes; some are short or long; all are loose if {@code loose}. The last
   * cache has one key only: it comes and goes.
   */
  static List<Key> make(int caches, int perCache, boolean loose) {
    List<Key> keys = new ArrayList<>();
    for (int cache = 0; cache < caches; cache++) {
      for (int i = 0; i < (cache == caches - 1 ? 1 : perCache); i++) {
        int number = keys.size();
        byte[][] spellings = loose ? loose(number) : new byte[][] {canonical(cache, i)};
        keys.add(new Key(number, cache, i * 0x85EB_CA6B, spellings));
      }
    }
    return keys;
  }

  private static byte[] canonical(int cache, int i) {
    return switch (i) {
      case 0 -> colliding(1);
      case 1 -> colliding(2);
      case 2 -> new byte[] {(byte) cache};
      case 3 ->
          ("a key of some length, number " + i + " of cache " + cache)
              .getBytes(StandardCharsets.UTF_8);
      case 5 ->
          ("a key of several lines, of cache " + cache + ' ')
              .repeat(5)
              .getBytes(StandardCharsets.UTF_8);
      default -> ("k" + i).getBytes(StandardCharsets.UTF_8);
    };
  }

  private static byte[][] loose(int number) {
    String text = "key" + number;
    return new byte[][] {
      text.getBytes(StandardCharsets.UTF_8),
      (text.toUpperCase(Locale.ROOT) + " ").getBytes(StandardCharsets.UTF_8),
      (" " + text + "  ").getBytes(StandardCharsets.UTF_8)
    };
  }

  /**
   * 16 bytes that hash to the same, whatever {@code first} is: the second word undoes the first.
   */
  private static byte[] colliding(long first) {
    long h = 0x9E37_79B9_7F4A_7C15L ^ 16;
    long after = Long.rotateLeft((h ^ first * 0xC2B2_AE3D_27D4_EB4FL) * 0x9E37_79B9_7F4A_7C15L, 29);
    byte[] key = new byte[16];
    Bytes.putLong(key, 0, first);
    Bytes.putLong(key, 8, after * Q_INVERSE);
    return key;
  }

  /** Of an odd number, modulo 2^64. */
  private static long inverse(long odd) {
    long inverse = odd;
    for (int i = 0; i < 6; i++) {
      inverse *= 2 - odd * inverse;
    }
    return inverse;
  }
}
