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
package org.jcachepmem.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.jcachepmem.allocator.record.EntryRef;
import org.jspecify.annotations.Nullable;

/**
 * Feeds a pool with many times its size, in phases that differ in the sizes of the values, so that
 * what one phase has filled the next must take over chunk by chunk. Each eighth value is read back
 * from a random key and must be whole.
 *
 * <p>The sizes of a phase are spread evenly over its octaves. The keys of a phase are so many that
 * half of them fit the pool: half of the puts are overwrites, often of a value of another size.
 */
final class SteadyFeed {
  /** Smallest and largest value of each phase, and its share in percent of the bytes of a round. */
  private static final int[][] PHASES = {
    {16, 256, 5},
    {64 << 10, 1 << 20, 35},
    {256, 4 << 10, 10},
    {4 << 10, 64 << 10, 25},
    {16, 1 << 20, 25},
  };

  private static final int THREADS = 2;
  private static final int READ_EVERY = 8;

  private final FilePool pool;
  private final long poolBytes;
  private final Random seeds;
  private final byte[] noise = new byte[2 << 20];
  private final List<Phase> phases = new ArrayList<>();

  /** What a phase has shown. */
  record Phase(
      int fromBytes,
      int toBytes,
      long puts,
      long bytes,
      long nanos,
      long longestPutNanos,
      long entries,
      double usedShare) {

    @Override
    public String toString() {
      return String.format(
          "%7d to %7d B: %8d puts of %5d MiB in %5.2f s, longest put %6.1f ms,"
              + " then %7d entries, %.2f of the pool in use",
          fromBytes,
          toBytes,
          puts,
          bytes >> 20,
          nanos / 1e9,
          longestPutNanos / 1e6,
          entries,
          usedShare);
    }
  }

  SteadyFeed(FilePool pool, long seed) {
    this.pool = pool;
    this.poolBytes = pool.figures().sizeBytes();
    this.seeds = new Random(seed);
    seeds.nextBytes(noise);
  }

  /** Puts {@code bytes} in two rounds over all phases; returns what each has shown. */
  List<Phase> run(long bytes) {
    for (int round = 0; round < 2; round++) {
      for (int[] phase : PHASES) {
        Phase done = run(phase[0], phase[1], bytes / 200 * phase[2]);
        System.out.println(done);
        phases.add(done);
      }
    }
    assertEquals(0, pool.store().counters().refused(), "refused puts");
    assertEquals(0, pool.store().counters().damaged(), "damaged entries");
    assertTrue(pool.store().counters().evictions() > 0);
    return phases;
  }

  private Phase run(int from, int to, long bytes) {
    double mean = (to - from) / Math.log((double) to / from);
    long keys = Math.max(16, (long) (2 * poolBytes / (mean + 64)));
    AtomicLong left = new AtomicLong(bytes);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    long start = System.nanoTime();
    long puts = 0;
    long longest = 0;
    try {
      List<Future<long[]>> done = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        Random random = new Random(seeds.nextLong());
        done.add(threads.submit(() -> feed(random, from, to, keys, left)));
      }
      for (Future<long[]> each : done) {
        puts += each.get()[0];
        longest = Math.max(longest, each.get()[1]);
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError("a thread that feeds the pool failed", e);
    } finally {
      threads.shutdownNow();
    }
    long nanos = System.nanoTime() - start;
    double used = (double) pool.figures().space().usedBytes() / poolBytes;
    return new Phase(from, to, puts, bytes, nanos, longest, pool.store().count(), used);
  }

  private long[] feed(Random random, int from, int to, long keys, AtomicLong left) {
    EntryStore store = pool.store();
    double octaves = Math.log((double) to / from);
    long puts = 0;
    long longest = 0;
    for (; left.get() > 0; puts++) {
      int length = (int) (from * Math.exp(random.nextDouble() * octaves));
      long key = (long) (random.nextDouble() * keys);
      byte[] value = value(key, length);
      long start = System.nanoTime();
      store.put(FilePool.KEYS.of(key), value, EntryRef.ETERNAL);
      longest = Math.max(longest, System.nanoTime() - start);
      left.addAndGet(-length);
      if (puts % READ_EVERY == 0) {
        check((long) (random.nextDouble() * keys));
      }
    }
    return new long[] {puts, longest};
  }

  /** The noise from a place on that depends on the key. */
  private byte[] value(long key, int length) {
    int at = at(key);
    return Arrays.copyOfRange(noise, at, at + length);
  }

  private int at(long key) {
    return (int) (key * 0x9E37_79B9_7F4A_7C15L >>> 44);
  }

  private void check(long key) {
    byte @Nullable [] value = Values.read(pool.store(), FilePool.KEYS.of(key));
    int at = at(key);
    assertTrue(
        value == null || Arrays.equals(value, 0, value.length, noise, at, at + value.length),
        "torn, or of another key: " + key);
  }
}
