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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The stores of one unit that are not certainly on the medium, in the order of execution, and what
 * each thread has flushed of them.
 *
 * <p>Stores between two ordering points (a release store, a store-store fence, a fence) form a
 * <i>group</i>: the compiler may have reordered them. A line keeps all groups up to one, and any
 * subset of the stores of that one.
 */
final class PendingUnit {
  /** Groups of up to that many stores are enumerated, larger ones sampled. */
  private static final int EXHAUSTIVE_STORES = 8;

  private static final int SAMPLES = 64;

  final int number;
  private int count;
  private int[] at = new int[8];
  private byte[] length = new byte[8];
  private long[] word = new long[8];
  private long[] group = new long[8];

  /** Threads that flushed the unit, with how many of the stores there were then. */
  private final Map<Thread, Integer> flushed = new IdentityHashMap<>(2);

  /** Whether an error marked the unit clean though it is not on the medium. */
  boolean isStuck;

  private byte @Nullable [] @Nullable [] contents;
  private boolean capped;

  PendingUnit(int number) {
    this.number = number;
  }

  /** A unit with the same stores, flushed by nobody. */
  PendingUnit unflushed() {
    PendingUnit copy = new PendingUnit(number);
    copy.count = count;
    copy.at = at.clone();
    copy.length = length.clone();
    copy.word = word.clone();
    copy.group = group.clone();
    copy.isStuck = isStuck;
    return copy;
  }

  /** Adds a store of {@code bytes} low bytes of {@code value} at {@code where} of the unit. */
  void add(int where, int bytes, long value, long inGroup) {
    if (count == at.length) {
      at = Arrays.copyOf(at, count * 2);
      length = Arrays.copyOf(length, count * 2);
      word = Arrays.copyOf(word, count * 2);
      group = Arrays.copyOf(group, count * 2);
    }
    at[count] = where;
    length[count] = (byte) bytes;
    word[count] = value;
    group[count] = inGroup;
    count++;
    contents = null;
  }

  int stores() {
    return count;
  }

  void flush(Thread thread) {
    flushed.put(thread, count);
  }

  void forgetFlushes() {
    flushed.clear();
  }

  /**
   * Writes to {@code durable} what {@code thread} has flushed; of a page, all that is there.
   *
   * @return whether anything was written
   */
  boolean persist(Thread thread, boolean whole, byte[] durable, int unitBytes) {
    Integer flushedStores = flushed.remove(thread);
    int upTo = flushedStores == null ? 0 : whole ? count : flushedStores;
    if (upTo == 0 || isStuck) {
      return false;
    }
    for (int i = 0; i < upTo; i++) {
      apply(i, durable, number * unitBytes);
    }
    int left = count - upTo;
    System.arraycopy(at, upTo, at, 0, left);
    System.arraycopy(length, upTo, length, 0, left);
    System.arraycopy(word, upTo, word, 0, left);
    System.arraycopy(group, upTo, group, 0, left);
    count = left;
    flushed.replaceAll((other, stores) -> Math.max(0, stores - upTo));
    contents = null;
    return true;
  }

  private void apply(int store, byte[] bytes, int unitStart) {
    for (int i = 0; i < length[store]; i++) {
      bytes[unitStart + at[store] + i] = (byte) (word[store] >>> (8 * i));
    }
  }

  /** Whether {@link #contents} left some out. */
  boolean isCapped() {
    return capped;
  }

  /**
   * The different contents that a crash may leave of the unit: the first is what is durable, the
   * last what was executed.
   */
  byte[][] contents(byte[] durable, CrashModel model) {
    byte[][] known = contents;
    if (known == null) {
      Contents made = new Contents(durable, model.unitBytes());
      if (model.isPaged) {
        made.versions();
      } else {
        made.subsets();
      }
      known = made.distinct.toArray(byte[][]::new);
      contents = known;
    }
    return known;
  }

  /** Collects the contents. */
  private final class Contents {
    private final List<byte[]> distinct = new ArrayList<>();
    private byte[] current;

    Contents(byte[] durable, int unitBytes) {
      current = Arrays.copyOfRange(durable, number * unitBytes, (number + 1) * unitBytes);
      distinct.add(current);
      capped = false;
    }

    /** After each store. */
    void versions() {
      for (int i = 0; i < count; i++) {
        current = current.clone();
        apply(i, current, 0);
        addCurrent();
      }
    }

    void subsets() {
      for (int from = 0; from < count; ) {
        int to = from + 1;
        while (to < count && group[to] == group[from]) {
          to++;
        }
        group(from, to);
        from = to;
      }
    }

    private void group(int from, int to) {
      byte[] before = current;
      int size = to - from;
      if (size <= EXHAUSTIVE_STORES) {
        for (int mask = 1; mask < 1 << size; mask++) {
          subset(before, from, mask, size);
        }
        return;
      }
      capped = true;
      SplittableRandom random = new SplittableRandom(number * 31L + size);
      for (int i = 0; i < SAMPLES; i++) {
        subset(before, from, random.nextLong() & random.nextLong(), size);
      }
      for (int i = 0; i < size && i < Long.SIZE; i++) {
        subset(before, from, 1L << i, size);
        subset(before, from, ~(1L << i), size);
      }
      subset(before, from, -1, size);
    }

    private void subset(byte[] before, int from, long mask, int size) {
      current = before.clone();
      for (int i = 0; i < size; i++) {
        if (i >= Long.SIZE || (mask >>> i & 1) != 0) {
          apply(from + i, current, 0);
        }
      }
      addCurrent();
    }

    /** The newest content becomes the last one; an equal one does not stay twice. */
    private void addCurrent() {
      for (int i = distinct.size() - 1; i > 0; i--) {
        if (Arrays.equals(distinct.get(i), current)) {
          distinct.remove(i);
          break;
        }
      }
      distinct.add(current);
    }
  }
}
