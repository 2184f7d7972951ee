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

import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.jcachepmem.allocator.layout.Bytes;

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
  private static final int EXHAUSTIVE_STORES = 10;

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

  /** How many contents there are, or 0 if that must be counted anew. */
  private int choices;

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
    choices = 0;
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
    choices = 0;
    return true;
  }

  /**
   * How many contents a crash may leave of the unit. The first is what is durable, the last what
   * was executed.
   */
  int choices(CrashModel model) {
    if (choices == 0) {
      choices = model.isPaged ? count + 1 : countSubsets();
    }
    return choices;
  }

  private int countSubsets() {
    int total = 1;
    for (int from = 0; from < count; from = groupEnd(from)) {
      total += subsets(groupEnd(from) - from);
    }
    return total;
  }

  private int groupEnd(int from) {
    int to = from + 1;
    while (to < count && group[to] == group[from]) {
      to++;
    }
    return to;
  }

  /** Subsets of a group that are enumerated, but for the empty one; all of them if it is small. */
  private static int subsets(int size) {
    return size <= EXHAUSTIVE_STORES ? (1 << size) - 1 : 2 * size + SAMPLES;
  }

  /** Has {@code target} hold content {@code choice} from {@code start} on, where it is durable. */
  void apply(int choice, CrashModel model, byte[] target, int start) {
    if (model.isPaged) {
      for (int i = 0; i < choice; i++) {
        apply(i, target, start);
      }
      return;
    }
    int left = choice;
    for (int from = 0; from < count && left > 0; from = groupEnd(from)) {
      int size = groupEnd(from) - from;
      int subsets = subsets(size);
      long mask = left >= subsets ? -1 : mask(left, size);
      for (int i = 0; i < size; i++) {
        if (mask == -1 || i < Long.SIZE && (mask >>> i & 1) != 0) {
          apply(from + i, target, start);
        }
      }
      left -= subsets;
    }
  }

  /**
   * Subset {@code index}, from 1 on, of a group; of a large one each store alone, all but one, and
   * samples.
   */
  private long mask(int index, int size) {
    if (size <= EXHAUSTIVE_STORES) {
      return index;
    }
    if (index <= 2 * size) {
      long alone = 1L << (index - 1 >>> 1);
      return (index & 1) == 0 ? alone : ~alone;
    }
    SplittableRandom random = new SplittableRandom(number * 31L + index);
    return random.nextLong() & random.nextLong();
  }

  /** Whether not all subsets are among the choices. */
  boolean isSampled(CrashModel model) {
    if (!model.isPaged) {
      for (int from = 0; from < count; from = groupEnd(from)) {
        if (groupEnd(from) - from > EXHAUSTIVE_STORES) {
          return true;
        }
      }
    }
    return false;
  }

  private void apply(int store, byte[] bytes, int unitStart) {
    int to = unitStart + at[store];
    long value = word[store];
    if (length[store] == Long.BYTES) {
      Bytes.putLong(bytes, to, value);
      return;
    }
    for (int i = 0; i < length[store]; i++) {
      bytes[to + i] = (byte) (value >>> (8 * i));
    }
  }
}
