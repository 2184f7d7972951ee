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

import java.security.SecureRandom;
import java.util.List;
import java.util.UUID;
import org.jcachepmem.allocator.layout.Geometry;
import org.jcachepmem.allocator.layout.HotWordLayout;
import org.jcachepmem.allocator.layout.Segment;

/**
 * What a new pool is made with. The widths of counters are narrowed only by tests, to see them
 * wrap.
 *
 * @param chunkBytes a power of two from 4 KiB to 2 MiB, or 0: pool size / 512, between 64 KiB and 2
 *     MiB
 * @param caches how many caches the pool can hold
 */
public record FormatOptions(
    int chunkBytes,
    int caches,
    int counterBits,
    int epochBits,
    int generationBits,
    long salt,
    long creationMillis,
    UUID uuid) {
  private static final int MIN_CHUNK = 64 << 10;
  private static final int MAX_CHUNK = 2 << 20;

  /** The format of a product pool. */
  public static FormatOptions standard(long nowMillis) {
    return new FormatOptions(
        0, 4096, 28, 34, 14, new SecureRandom().nextLong(), nowMillis, UUID.randomUUID());
  }

  /** A small pool with 4 KiB chunks, for tests: the same code on 64 KiB. */
  public static FormatOptions small(long salt) {
    return new FormatOptions(4096, 16, 28, 34, 14, salt, 1_700_000_000_000L, new UUID(1, salt));
  }

  /** The same with narrower counters. */
  public FormatOptions narrowed(int newCounterBits, int newEpochBits, int newGenerationBits) {
    return new FormatOptions(
        chunkBytes,
        caches,
        newCounterBits,
        newEpochBits,
        newGenerationBits,
        salt,
        creationMillis,
        uuid);
  }

  Geometry geometry(long poolBytes) {
    int chunk = chunkBytes;
    if (chunk == 0) {
      long wanted = Math.max(MIN_CHUNK, Math.min(MAX_CHUNK, poolBytes / 512));
      chunk = (int) Long.highestOneBit(wanted);
    }
    int cacheIds = caches + 1;
    Segment segment = Segment.between(HotWordLayout.end(cacheIds), poolBytes, chunk);
    if (segment.chunks() < 2) {
      throw new PoolFormatException(
          "a pool of "
              + poolBytes
              + " bytes has no room for two chunks of "
              + chunk
              + " bytes: make it larger");
    }
    return new Geometry(
        uuid,
        poolBytes,
        chunk,
        cacheIds,
        salt,
        creationMillis,
        counterBits,
        epochBits,
        generationBits,
        List.of(segment));
  }
}
