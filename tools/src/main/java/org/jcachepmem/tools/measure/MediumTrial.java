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
package org.jcachepmem.tools.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import org.jcachepmem.allocator.medium.Medium;

/**
 * Runs on one medium what puts and gets do to it, at random places so that no line or page is met
 * twice in a row. One thread.
 */
public final class MediumTrial {
  private static final int LINE_BYTES = 64;
  private static final int PAGE_BYTES = 4096;
  private static final int LARGE_BYTES = 1 << 20;
  private static final int MOST_RUNS = 1 << 20;
  private static final int FEWEST_RUNS = 20;
  private static final double P99 = 0.99;

  private final Medium medium;
  private final long nanosEach;
  private final IntConsumer progress;
  private final SplittableRandom random = new SplittableRandom(1);
  private final byte[] bytes = new byte[LARGE_BYTES];
  private final List<Figure> figures = new ArrayList<>();

  private MediumTrial(Medium medium, long nanosEach, IntConsumer progress) {
    this.medium = medium;
    this.nanosEach = nanosEach;
    this.progress = progress;
    random.nextBytes(bytes);
  }

  /** How many figures there will be. */
  public static final int FIGURES = 7;

  /**
   * Measures.
   *
   * @param nanosEach how long each figure may take, about
   * @param progress is told of each figure
   */
  public static List<Figure> run(Medium medium, long nanosEach, IntConsumer progress) {
    return new MediumTrial(medium, nanosEach, progress).run();
  }

  private List<Figure> run() {
    fill();
    measure("fence with nothing to flush", 0, place -> medium.fence());
    measure("store 8 B, flush, fence", 0, place -> durable(place, Long.BYTES));
    measure("store 1 KiB, flush, fence", 1024, place -> durable(place, 1024));
    measure("store 4 KiB, flush, fence", PAGE_BYTES, place -> durable(place, PAGE_BYTES));
    measure("store 1 MiB, flush, fence", LARGE_BYTES, place -> durable(place, LARGE_BYTES));
    byte[] target = new byte[LARGE_BYTES];
    measure("copy 1 KiB out", 1024, place -> medium.copyOut(place, target, 0, 1024));
    measure("copy 1 MiB out", LARGE_BYTES, place -> medium.copyOut(place, target, 0, LARGE_BYTES));
    return figures;
  }

  /** Every page is there before it is measured. */
  private void fill() {
    for (long at = 0; at < medium.sizeBytes(); at += LARGE_BYTES) {
      medium.copyIn(at, bytes, 0, (int) Math.min(LARGE_BYTES, medium.sizeBytes() - at));
    }
    medium.flush(0, medium.sizeBytes());
    medium.fence();
  }

  private void durable(long place, int lengthBytes) {
    if (lengthBytes == Long.BYTES) {
      medium.putLong(place, random.nextLong());
      medium.flush(place, Long.BYTES);
    } else {
      medium.copyInAndFlush(place, bytes, 0, lengthBytes);
    }
    medium.fence();
  }

  /** Does something at a place. */
  private interface Step {
    void at(long place);
  }

  private void measure(String what, int lengthBytes, Step step) {
    long unit = lengthBytes > LINE_BYTES ? Math.min(lengthBytes, PAGE_BYTES) : LINE_BYTES;
    long places = (medium.sizeBytes() - Math.max(lengthBytes, LINE_BYTES)) / unit + 1;
    long end = System.nanoTime() + nanosEach / 4;
    repeat(i -> System.nanoTime() < end || i < FEWEST_RUNS / 4, places * unit, unit, step);
    long stop = System.nanoTime() + nanosEach;
    long[] nanos =
        repeat(i -> System.nanoTime() < stop || i < FEWEST_RUNS, places * unit, unit, step);
    Arrays.sort(nanos);
    figures.add(
        new Figure(
            what,
            lengthBytes,
            nanos.length,
            nanos[nanos.length / 2],
            nanos[(int) (nanos.length * P99)]));
    progress.accept(1);
  }

  private long[] repeat(IntPredicate goOn, long bytesOfPlaces, long unit, Step step) {
    long[] nanos = new long[MOST_RUNS];
    int runs = 0;
    for (; runs < MOST_RUNS && goOn.test(runs); runs++) {
      long place = random.nextLong(bytesOfPlaces / unit) * unit;
      long start = System.nanoTime();
      step.at(place);
      nanos[runs] = System.nanoTime() - start;
    }
    return Arrays.copyOf(nanos, runs);
  }
}
