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

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jcachepmem.allocator.pool.Durability;
import org.jcachepmem.allocator.pool.FormatOptions;
import org.jcachepmem.allocator.pool.VerifyReads;
import org.jcachepmem.allocator.record.RecordOptions;

/**
 * What a simulation runs with; all of it follows from a model and a seed.
 *
 * @param poolBytes bytes of the pool when it is made
 * @param mostBytes bytes that it may grow to
 * @param lengths of values
 * @param loose whether equal keys have different bytes
 */
record Settings(
    CrashModel model,
    long seed,
    int poolBytes,
    int mostBytes,
    int stripes,
    Durability durability,
    boolean loose,
    int keysPerCache,
    int[] lengths,
    FormatOptions format) {

  static final int CACHES = 3;
  static final long CREATION_MILLIS = 1_700_000_000_000L;
  private static final long NOW_MILLIS = CREATION_MILLIS + 1_000_000_000L;

  private static final int TINY_POOL = 40 << 10;

  private static final int[] TINY = {0, 1, 5, 8, 12, 16};
  private static final int[] MIXED = {0, 1, 7, 16, 40, 100, 300, 471, 472, 500};

  private static final int[] LARGE = {3, 30, 440, 520, 1200, 4056, 4064, 5000, 9000};

  /** Eight of most fill a chunk: then none of its entries was never used. */
  private static final int[] FULL_CHUNKS = {
    452, 456, 460, 461, 464, 465, 468, 472, 300, 1200, 5000
  };

  /** Of chunks of 64 KiB: from 4 KiB on a record in one slot is copied in another way. */
  private static final int[] IN_LARGE_CHUNKS = {3, 4000, 4097, 6000, 8000, 20_000};

  private static final int CHUNK_BYTES = 4 << 10;
  private static final int LARGE_CHUNK_BYTES = 64 << 10;
  private static final int LARGE_CHUNKS_KIB = 480;

  private static final int[] ONE_CLASS = {40, 41, 42, 43, 44, 45, 46, 47};

  /** The settings of that seed, for a pool of at most {@code mostBytes}. */
  static Settings of(CrashModel model, long seed) {
    SplittableRandom random = new SplittableRandom(seed * 0x9E37_79B9L + model.ordinal());
    int[] lengths =
        pick(
            random,
            TINY,
            TINY,
            TINY,
            MIXED,
            MIXED,
            MIXED,
            LARGE,
            LARGE,
            ONE_CLASS,
            ONE_CLASS,
            FULL_CHUNKS,
            FULL_CHUNKS,
            IN_LARGE_CHUNKS);
    int poolKib = lengths == LARGE ? 64 : new int[] {40, 44, 64, 64}[random.nextInt(4)];
    FormatOptions format = FormatOptions.small(seed);
    // With as many caches as there can be, the last of their words matters, too.
    int most = random.nextBoolean() ? CACHES : format.caches();
    format = with(format, format.chunkBytes(), most);
    if (lengths == IN_LARGE_CHUNKS) {
      poolKib = LARGE_CHUNKS_KIB;
      format = with(format, LARGE_CHUNK_BYTES, most);
    }
    if (random.nextInt(3) == 0) {
      format = format.narrowed(2 + random.nextInt(2), 24, 1 + random.nextInt(2));
    }
    boolean loose = random.nextInt(3) == 0;
    Durability durability =
        random.nextInt(model.isPaged || loose ? 2 : 4) == 0 ? Durability.ON_CLOSE : Durability.SYNC;
    return new Settings(
        model,
        seed,
        poolKib << 10,
        random.nextInt(4) == 0 ? Math.max(96, poolKib) << 10 : poolKib << 10,
        1 << random.nextInt(3),
        durability,
        loose,
        lengths == TINY ? 5 : 7,
        lengths,
        format);
  }

  private static FormatOptions with(FormatOptions format, int chunkBytes, int caches) {
    return new FormatOptions(
        chunkBytes,
        caches,
        format.counterBits(),
        format.epochBits(),
        format.generationBits(),
        format.salt(),
        format.creationMillis(),
        format.uuid());
  }

  private static int[] pick(SplittableRandom random, int[]... from) {
    return from[random.nextInt(from.length)];
  }

  /** The same on a pool of that size. */
  Settings withPool(int newPoolBytes) {
    return new Settings(
        model,
        seed,
        newPoolBytes,
        newPoolBytes,
        stripes,
        durability,
        loose,
        keysPerCache,
        lengths,
        format);
  }

  /** Whether the chunks are larger than the pool of most seeds. */
  boolean isInLargeChunks() {
    return format.chunkBytes() == LARGE_CHUNK_BYTES;
  }

  /** The same with chunks that are. */
  Settings inLargeChunks() {
    return new Settings(
        model,
        seed,
        LARGE_CHUNKS_KIB << 10,
        LARGE_CHUNKS_KIB << 10,
        stripes,
        durability,
        loose,
        keysPerCache,
        IN_LARGE_CHUNKS,
        with(format, LARGE_CHUNK_BYTES, format.caches()));
  }

  /** The same with few keys and short values, so that a crash point has few images. */
  Settings tiny() {
    return new Settings(
        model,
        seed,
        TINY_POOL,
        TINY_POOL,
        stripes,
        durability,
        loose,
        2,
        TINY,
        with(format, CHUNK_BYTES, format.caches()));
  }

  boolean isRelaxed() {
    return durability != Durability.SYNC;
  }

  List<Key> keys() {
    return Key.make(CACHES, keysPerCache, loose);
  }

  /** Compares a pool with an oracle of these keys. */
  Inspection inspection(List<Key> keys) {
    List<String> caches = IntStream.range(0, CACHES).mapToObj(DrivenCache::name).toList();
    return new Inspection(options(), DrivenCache.NAMESPACE, caches, keys);
  }

  RecordOptions options() {
    return new RecordOptions(
        stripes, VerifyReads.FIRST, () -> NOW_MILLIS, durability, 0, false, 2, 1);
  }

  @Override
  public String toString() {
    return String.format(
        "%s, seed %d: pool %d KiB of at most %d, %d stripes, %s, %s keys, values up to %d, counters %d/%d/%d",
        model,
        seed,
        poolBytes >> 10,
        mostBytes >> 10,
        stripes,
        durability,
        loose ? "loose" : "canonical",
        java.util.Arrays.stream(lengths).max().orElse(0),
        format.counterBits(),
        format.epochBits(),
        format.generationBits());
  }
}
