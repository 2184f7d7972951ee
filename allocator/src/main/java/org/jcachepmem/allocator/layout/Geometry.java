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

import java.util.List;
import java.util.UUID;

/**
 * The numbers that a pool was made with. They are in its superblock and never change, but for the
 * size and the segments, which grow.
 *
 * @param poolBytes bytes of the pool
 * @param chunkBytes bytes of a chunk, a power of two
 * @param cacheIds cache ids, the catalogue's own (0) included
 * @param salt random, part of every checksum, so that bytes of another pool never pass
 * @param creationMillis when the pool was made, wall clock
 * @param counterBits bits of the counter in a sequence number
 * @param epochBits bits of the epoch in a sequence number
 * @param generationBits bits of a chunk's generation
 */
public record Geometry(
    UUID uuid,
    long poolBytes,
    int chunkBytes,
    int cacheIds,
    long salt,
    long creationMillis,
    int counterBits,
    int epochBits,
    int generationBits,
    List<Segment> segments) {

  public Geometry {
    segments = List.copyOf(segments);
    check(
        Integer.bitCount(chunkBytes) == 1 && chunkBytes >= 4096 && chunkBytes <= 2 << 20,
        "chunk bytes",
        chunkBytes);
    check(cacheIds >= 2 && cacheIds <= 1 << DirectoryLayout.CACHE_ID_BITS, "cache ids", cacheIds);
    check(
        counterBits >= 1
            && epochBits >= 1
            && (long) counterBits + epochBits <= DirectoryLayout.SEQUENCE_BITS
            && epochBits < SealedWord.VALUE_BITS,
        "counter and epoch bits",
        (long) counterBits + epochBits);
    check(
        generationBits >= 1 && generationBits <= ChunkLayout.MAX_GENERATION_BITS,
        "generation bits",
        generationBits);
    check(
        !segments.isEmpty() && segments.size() <= SuperblockLayout.MAX_SEGMENTS,
        "segments",
        segments.size());
    long end = HotWordLayout.end(cacheIds);
    for (Segment segment : segments) {
      // Each is checked before it is used in a sum: these numbers may come from a hostile file.
      check(
          segment.tableOffset() >= end
              && segment.tableOffset() <= poolBytes
              && segment.tableOffset() % ChunkLayout.LINE_BYTES == 0,
          "chunk table",
          segment.tableOffset());
      check(
          segment.firstChunk() >= 0
              && segment.chunks() >= 1
              && (long) segment.firstChunk() + segment.chunks()
                  <= Math.min(Integer.MAX_VALUE, poolBytes / chunkBytes),
          "chunks",
          segment.chunks());
      check(
          segment.line(segment.endChunk()) <= (long) segment.firstChunk() * chunkBytes,
          "first chunk",
          segment.firstChunk());
      end = (long) segment.endChunk() * chunkBytes;
    }
  }

  private static void check(boolean holds, String what, long found) {
    if (!holds) {
      throw new IllegalArgumentException("impossible geometry: " + what + " = " + found);
    }
  }

  /** Log2 of the chunk size: an offset shifted right by it is a chunk number. */
  public int chunkShift() {
    return Integer.numberOfTrailingZeros(chunkBytes);
  }

  /** The number behind the last chunk. */
  public int endChunk() {
    return segments.get(segments.size() - 1).endChunk();
  }

  /** How many chunks there are. */
  public int chunks() {
    int chunks = 0;
    for (Segment segment : segments) {
      chunks += segment.chunks();
    }
    return chunks;
  }

  /** The highest epoch that a sequence number can hold. */
  public long maxEpoch() {
    return (1L << epochBits) - 1;
  }

  /** The highest counter that a sequence number can hold. */
  public long maxCounter() {
    return (1L << counterBits) - 1;
  }

  /** The sequence number of {@code counter} in {@code epoch}. */
  public long sequence(long epoch, long counter) {
    return epoch << counterBits | counter;
  }

  /** The epoch of a sequence number. */
  public long epoch(long sequence) {
    return sequence >>> counterBits;
  }

  /** The same numbers of another pool. */
  public Geometry renamed(UUID newUuid) {
    return with(newUuid, poolBytes, segments);
  }

  /** The same pool with one more segment. */
  public Geometry grown(long newPoolBytes, Segment segment) {
    List<Segment> more = new java.util.ArrayList<>(segments);
    more.add(segment);
    return with(uuid, newPoolBytes, more);
  }

  private Geometry with(UUID newUuid, long newPoolBytes, List<Segment> newSegments) {
    return new Geometry(
        newUuid,
        newPoolBytes,
        chunkBytes,
        cacheIds,
        salt,
        creationMillis,
        counterBits,
        epochBits,
        generationBits,
        newSegments);
  }
}
