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
package org.jcachepmem.allocator.pool;

import static org.jcachepmem.allocator.layout.SuperblockLayout.*;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jcachepmem.allocator.layout.Bytes;
import org.jcachepmem.allocator.layout.Geometry;
import org.jcachepmem.allocator.layout.Segment;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.medium.MediumFailedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads and writes the pair of superblocks. A write goes to the copy that is not valid now, so that
 * a crash in it leaves the other.
 */
record Superblock(Geometry geometry, long version, boolean readOnly) {
  private static final Logger LOG = LoggerFactory.getLogger(Superblock.class);

  /** Stores {@code geometry} as {@code version} into the copy of that version's parity, durably. */
  static void write(Medium medium, Geometry geometry, long version) {
    byte[] block = encode(geometry, version);
    long offset = version % 2 == 0 ? OFFSET_A : OFFSET_B;
    medium.copyIn(offset, block, 0, BYTES);
    medium.flush(offset, BYTES);
    medium.fence();
  }

  /** The valid superblock. */
  static Superblock read(Medium medium) {
    if (medium.sizeBytes() < 2L * BYTES) {
      throw new PoolFormatException(
          "not a pool: "
              + medium.sizeBytes()
              + " bytes are too few for the superblocks; is the path right?");
    }
    byte @Nullable [] blockA = copyOut(medium, OFFSET_A);
    byte @Nullable [] blockB = copyOut(medium, OFFSET_B);
    Superblock a = blockA == null ? null : decode(blockA, OFFSET_A);
    Superblock b = blockB == null ? null : decode(blockB, OFFSET_B);
    Superblock valid = a == null ? b : b == null || a.version > b.version ? a : b;
    if (valid == null) {
      throw new PoolFormatException(
          isOfAPool(blockA) || isOfAPool(blockB)
              ? "both superblocks are damaged or can't be read: restore the pool file from a copy, or"
                  + " remove it to start anew"
              : "not a pool: no superblock at offset 0 or 4096; is the path right?");
    }
    if (valid.geometry.poolBytes() > medium.sizeBytes()) {
      throw new PoolFormatException(
          "the pool is truncated: its superblock says "
              + valid.geometry.poolBytes()
              + " bytes, the file has "
              + medium.sizeBytes()
              + "; restore the file from a copy, or remove it to start anew");
    }
    return valid;
  }

  private static byte[] encode(Geometry geometry, long version) {
    byte[] block = new byte[BYTES];
    Bytes.putLong(block, MAGIC_AT, MAGIC);
    Bytes.putInt(block, MAJOR_AT, FORMAT_MAJOR);
    Bytes.putInt(block, MINOR_AT, FORMAT_MINOR);
    Bytes.putLong(block, UUID_AT, geometry.uuid().getMostSignificantBits());
    Bytes.putLong(block, UUID_AT + 8, geometry.uuid().getLeastSignificantBits());
    Bytes.putLong(block, VERSION_AT, version);
    Bytes.putLong(block, POOL_BYTES_AT, geometry.poolBytes());
    Bytes.putInt(block, CHUNK_BYTES_AT, geometry.chunkBytes());
    Bytes.putInt(block, CACHE_IDS_AT, geometry.cacheIds());
    Bytes.putLong(block, SALT_AT, geometry.salt());
    Bytes.putLong(block, CREATION_AT, geometry.creationMillis());
    Bytes.putInt(block, COUNTER_BITS_AT, geometry.counterBits());
    Bytes.putInt(block, EPOCH_BITS_AT, geometry.epochBits());
    Bytes.putInt(block, GENERATION_BITS_AT, geometry.generationBits());
    Bytes.putInt(block, SEGMENTS_AT, geometry.segments().size());
    int at = SEGMENT_TABLE_AT;
    for (Segment segment : geometry.segments()) {
      Bytes.putLong(block, at + SEGMENT_TABLE_OFFSET_AT, segment.tableOffset());
      Bytes.putInt(block, at + SEGMENT_FIRST_CHUNK_AT, segment.firstChunk());
      Bytes.putInt(block, at + SEGMENT_CHUNKS_AT, segment.chunks());
      at += SEGMENT_BYTES;
    }
    Bytes.putInt(block, CRC_AT, crc(block));
    return block;
  }

  /** The bytes at {@code offset}, or null if they can't be read: the other copy may serve. */
  private static byte @Nullable [] copyOut(Medium medium, long offset) {
    byte[] block = new byte[BYTES];
    try {
      medium.copyOut(offset, block, 0, BYTES);
      return block;
    } catch (MediumFailedException | InternalError e) {
      LOG.warn("the superblock at offset {} can't be read: {}", offset, e.getMessage());
      return null;
    }
  }

  /** Whether this was a superblock once, as far as anyone can tell. */
  private static boolean isOfAPool(byte @Nullable [] block) {
    return block == null || Bytes.getLong(block, MAGIC_AT) == MAGIC;
  }

  /**
   * The superblock that was read at {@code offset}, or null if it is not intact. Refuses an intact
   * one of another format.
   */
  private static @Nullable Superblock decode(byte[] block, long offset) {
    if (Bytes.getLong(block, MAGIC_AT) != MAGIC || Bytes.getInt(block, CRC_AT) != crc(block)) {
      return null;
    }
    int major = Bytes.getInt(block, MAJOR_AT);
    long incompat = Bytes.getLong(block, INCOMPAT_AT);
    if (major != FORMAT_MAJOR || (incompat & ~KNOWN_INCOMPAT) != 0) {
      throw new PoolFormatException(
          "the pool has format "
              + major
              + "."
              + Bytes.getInt(block, MINOR_AT)
              + " with features 0x"
              + Long.toHexString(incompat)
              + ", this version reads format "
              + FORMAT_MAJOR
              + " with features 0x"
              + Long.toHexString(KNOWN_INCOMPAT)
              + ": open it with a newer version");
    }
    int count = Bytes.getInt(block, SEGMENTS_AT);
    if (count < 1 || count > MAX_SEGMENTS) {
      return null;
    }
    List<Segment> segments = new ArrayList<>();
    for (int at = SEGMENT_TABLE_AT; segments.size() < count; at += SEGMENT_BYTES) {
      segments.add(
          new Segment(
              Bytes.getLong(block, at + SEGMENT_TABLE_OFFSET_AT),
              Bytes.getInt(block, at + SEGMENT_FIRST_CHUNK_AT),
              Bytes.getInt(block, at + SEGMENT_CHUNKS_AT)));
    }
    try {
      Geometry geometry =
          new Geometry(
              new UUID(Bytes.getLong(block, UUID_AT), Bytes.getLong(block, UUID_AT + 8)),
              Bytes.getLong(block, POOL_BYTES_AT),
              Bytes.getInt(block, CHUNK_BYTES_AT),
              Bytes.getInt(block, CACHE_IDS_AT),
              Bytes.getLong(block, SALT_AT),
              Bytes.getLong(block, CREATION_AT),
              Bytes.getInt(block, COUNTER_BITS_AT),
              Bytes.getInt(block, EPOCH_BITS_AT),
              Bytes.getInt(block, GENERATION_BITS_AT),
              segments);
      boolean readOnly = (Bytes.getLong(block, RO_COMPAT_AT) & ~KNOWN_RO_COMPAT) != 0;
      return new Superblock(geometry, Bytes.getLong(block, VERSION_AT), readOnly);
    } catch (IllegalArgumentException e) {
      throw new PoolFormatException(
          "the superblock at offset "
              + offset
              + " is intact but says what can't be ("
              + e.getMessage()
              + "): restore the pool file from a copy, or remove it to start anew",
          e);
    }
  }

  private static int crc(byte[] block) {
    CRC32C crc = new CRC32C();
    crc.update(block, 0, CRC_AT);
    return (int) crc.getValue();
  }
}
