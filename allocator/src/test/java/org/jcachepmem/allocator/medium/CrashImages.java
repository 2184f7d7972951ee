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
package org.jcachepmem.allocator.medium;

import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * The contents that a medium may have after a power loss: its durable bytes and, of each pending
 * line, one of the states that the line may be in.
 *
 * <p>All of them when they are few enough; otherwise none, all, each line alone, all lines but one,
 * and seeded samples up to the limit.
 */
final class CrashImages {
  private final byte[] durable;
  private final List<Integer> offsets;
  private final List<RecordedLine> lines;
  private final int maxImages;
  private final Consumer<HeapMedium> consumer;
  private int made;

  CrashImages(
      byte[] durable,
      List<Integer> offsets,
      List<RecordedLine> lines,
      int maxImages,
      Consumer<HeapMedium> consumer) {
    this.durable = durable;
    this.offsets = offsets;
    this.lines = lines;
    this.maxImages = maxImages;
    this.consumer = consumer;
  }

  /** Hands the images over; returns how many. */
  int make(long seed) {
    if (combinations() <= maxImages) {
      makeAll();
    } else {
      makeSome(new Random(seed));
    }
    return made;
  }

  private long combinations() {
    long product = 1;
    for (RecordedLine line : lines) {
      product *= line.states();
      if (product > maxImages) {
        return Long.MAX_VALUE;
      }
    }
    return product;
  }

  private void makeAll() {
    long[] states = new long[lines.size()];
    do {
      emit(states);
    } while (advance(states));
  }

  private boolean advance(long[] states) {
    for (int i = 0; i < states.length; i++) {
      if (++states[i] < lines.get(i).states()) {
        return true;
      }
      states[i] = 0;
    }
    return false;
  }

  private void makeSome(Random random) {
    long[] none = new long[lines.size()];
    long[] all = new long[lines.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = lines.get(i).states() - 1;
    }
    emit(none);
    emit(all);
    for (int i = 0; i < all.length && made < maxImages; i++) {
      long[] alone = none.clone();
      alone[i] = all[i];
      emit(alone);
      long[] without = all.clone();
      without[i] = 0;
      emit(without);
    }
    while (made < maxImages) {
      // How much of the medium got through differs from crash to crash, so samples differ in it,
      // too.
      double share = random.nextDouble();
      long[] sample = new long[all.length];
      for (int i = 0; i < all.length; i++) {
        boolean partly = random.nextInt(4) == 0;
        sample[i] = partly ? random.nextLong(all[i] + 1) : random.nextDouble() < share ? all[i] : 0;
      }
      emit(sample);
    }
  }

  private void emit(long[] states) {
    if (made >= maxImages) {
      return;
    }
    byte[] image = durable.clone();
    for (int i = 0; i < states.length; i++) {
      lines.get(i).apply(states[i], image, offsets.get(i));
    }
    made++;
    consumer.accept(new HeapMedium(image));
  }
}
