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
 * Offsets inside a superblock. Two copies, A and B; the intact one with the higher version is
 * valid, and a change writes the other one.
 *
 * <pre>
 *    0 magic 8             | 8 format major 4, minor 4
 *   16 compat 8            | 24 ro-compat 8        | 32 incompat 8
 *   40 uuid 16
 *   56 version 8           | 64 pool bytes 8
 *   72 chunk bytes 4       | 76 cache ids 4
 *   80 salt 8              | 88 creation, ms since 1970 8
 *   96 counter bits 4      | 100 epoch bits 4
 *  104 generation bits 4   | 108 segments 4
 *  112 segments: {chunk table offset 8, first chunk 4, chunks 4} each, at most 128
 * 4092 crc32c 4 of bytes 0 to 4091
 * </pre>
 */
public final class SuperblockLayout {
  public static final int BYTES = 4096;
  public static final long OFFSET_A = 0;
  public static final long OFFSET_B = 4096;

  /** "JCPMEM", 0, 1 in file order. */
  public static final long MAGIC = 0x0100_4D45_4D50_434AL;

  public static final int FORMAT_MAJOR = 1;
  public static final int FORMAT_MINOR = 0;

  /** Feature bits that this version knows, of each kind: none yet. */
  public static final long KNOWN_RO_COMPAT = 0;

  public static final long KNOWN_INCOMPAT = 0;

  public static final int MAGIC_AT = 0;
  public static final int MAJOR_AT = 8;
  public static final int MINOR_AT = 12;
  public static final int COMPAT_AT = 16;
  public static final int RO_COMPAT_AT = 24;
  public static final int INCOMPAT_AT = 32;
  public static final int UUID_AT = 40;
  public static final int VERSION_AT = 56;
  public static final int POOL_BYTES_AT = 64;
  public static final int CHUNK_BYTES_AT = 72;
  public static final int CACHE_IDS_AT = 76;
  public static final int SALT_AT = 80;
  public static final int CREATION_AT = 88;
  public static final int COUNTER_BITS_AT = 96;
  public static final int EPOCH_BITS_AT = 100;
  public static final int GENERATION_BITS_AT = 104;
  public static final int SEGMENTS_AT = 108;
  public static final int SEGMENT_TABLE_AT = 112;
  public static final int SEGMENT_BYTES = 16;
  public static final int SEGMENT_TABLE_OFFSET_AT = 0;
  public static final int SEGMENT_FIRST_CHUNK_AT = 8;
  public static final int SEGMENT_CHUNKS_AT = 12;
  public static final int MAX_SEGMENTS = 128;
  public static final int CRC_AT = 4092;

  private SuperblockLayout() {}
}
