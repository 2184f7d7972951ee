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

/**
 * A directory entry: 32 bytes, four words, never straddling a cache line.
 *
 * <pre>
 *  w0   63..62 state | 61..0 sequence number = epoch | counter (bits: superblock);
 *       some of its bits turned in a tombstone, all zero in a VOID entry
 *  w1   hash of the key's bytes
 *  w2   63..44 value length | 43..27 key length | 26..14 cache id | 13..0 chunk generation
 *  w3   63..32 expiry, seconds since the pool's creation, rounded down | 31..0 crc32c
 * </pre>
 *
 * A value length of all ones says that the slot holds an extent list ({@link ExtentLayout}). The
 * CRC covers salt, slot offset, sequence number, w1, w2 and the slot's used bytes; not the state
 * and not the expiry. A damaged state does not make a record of a tombstone or of a VOID entry all
 * the same: the sequence number would be another one, and the CRC would not match.
 */
public final class DirectoryLayout {
  public static final int ENTRY_BYTES = 32;
  public static final int W1_AT = 8;
  public static final int W2_AT = 16;
  public static final int W3_AT = 24;
  public static final int EXPIRY_AT = 28;

  public static final long VOID = 0;
  public static final long LIVE = 1L << 62;
  public static final long DEAD = 2L << 62;
  public static final long STATE_MASK = 3L << 62;
  public static final long SEQUENCE_MASK = ~STATE_MASK;
  public static final int SEQUENCE_BITS = 62;

  /**
   * The bits of the sequence number that are turned in a tombstone: in no order, so that no simple
   * damage turns them, and the highest among them, so that what is left looks like the far future.
   */
  public static final long DEAD_TURNS = 0x3A5C_96E1_7B2D_C48FL;

  public static final int VALUE_LENGTH_BITS = 20;
  public static final int KEY_LENGTH_BITS = 17;
  public static final int CACHE_ID_BITS = 13;
  public static final int GENERATION_BITS = 14;

  /** The value length that stands for an extent list. */
  public static final int EXTENTS = (1 << VALUE_LENGTH_BITS) - 1;

  /** The most bytes a key may have: 64 KiB. */
  public static final int MAX_KEY_BYTES = 1 << 16;

  /** The expiry that never comes. */
  public static final int ETERNAL_SECONDS = -1;

  private static final int CACHE_ID_SHIFT = GENERATION_BITS;
  private static final int KEY_LENGTH_SHIFT = CACHE_ID_SHIFT + CACHE_ID_BITS;
  private static final int VALUE_LENGTH_SHIFT = KEY_LENGTH_SHIFT + KEY_LENGTH_BITS;

  private DirectoryLayout() {}

  /** w0 of a record. */
  public static long live(long sequence) {
    return LIVE | sequence;
  }

  /** w0 of the tombstone of a record. */
  public static long dead(long sequence) {
    return DEAD | sequence ^ DEAD_TURNS;
  }

  /** The state in w0. */
  public static long state(long w0) {
    return w0 & STATE_MASK;
  }

  /** The sequence number of a record or of its tombstone. */
  public static long sequence(long w0) {
    long bits = w0 & SEQUENCE_MASK;
    return state(w0) == DEAD ? bits ^ DEAD_TURNS : bits;
  }

  /** w2 of a record. */
  public static long lengths(int valueLength, int keyLength, int cacheId, int generation) {
    return (long) valueLength << VALUE_LENGTH_SHIFT
        | (long) keyLength << KEY_LENGTH_SHIFT
        | (long) cacheId << CACHE_ID_SHIFT
        | generation;
  }

  /** Bytes of the value, or {@link #EXTENTS}. */
  public static int valueLength(long w2) {
    return (int) (w2 >>> VALUE_LENGTH_SHIFT);
  }

  /** Bytes of the key. */
  public static int keyLength(long w2) {
    return (int) (w2 >>> KEY_LENGTH_SHIFT) & ((1 << KEY_LENGTH_BITS) - 1);
  }

  /** The cache that the record belongs to; 0 is the catalogue. */
  public static int cacheId(long w2) {
    return (int) (w2 >>> CACHE_ID_SHIFT) & ((1 << CACHE_ID_BITS) - 1);
  }

  /** The generation of the chunk when the record was written. */
  public static int generation(long w2) {
    return (int) w2 & ((1 << GENERATION_BITS) - 1);
  }

  /** w3 of a record. */
  public static long seal(int crc, int expirySeconds) {
    return (long) expirySeconds << 32 | crc & 0xFFFF_FFFFL;
  }

  /** The checksum in w3. */
  public static int crc(long w3) {
    return (int) w3;
  }

  /** The expiry in w3, unsigned seconds since creation, or {@link #ETERNAL_SECONDS}. */
  public static int expirySeconds(long w3) {
    return (int) (w3 >>> 32);
  }
}
