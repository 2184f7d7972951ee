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

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The stores of one 64-byte line that may not be durable yet, in program order, and what each
 * thread has flushed of them.
 *
 * <p>A step is one store, or the words of one copy that fall into the line. What of a line has
 * reached the medium at a crash is every step up to some point, and any subset of the words of the
 * step at that point: caches write lines back whole and in store order, but a copy may make its
 * stores in any order.
 */
final class RecordedLine {
  /** Bytes inside one aligned 8-byte word: never torn. */
  record Atom(int at, byte[] bytes) {}

  private final List<List<Atom>> steps = new ArrayList<>();
  private final Map<Thread, Long> flushedUpTo = new HashMap<>();
  private long durableSteps;

  void add(List<Atom> step) {
    steps.add(step);
  }

  boolean isDurable() {
    return steps.isEmpty();
  }

  int pendingSteps() {
    return steps.size();
  }

  /** Bytes of the line that pending steps touch, as a bit per byte. */
  long touchedBytes() {
    long touched = 0;
    for (List<Atom> step : steps) {
      for (Atom atom : step) {
        for (int i = 0; i < atom.bytes.length; i++) {
          touched |= 1L << (atom.at + i);
        }
      }
    }
    return touched;
  }

  /** Notes that {@code thread} flushed the line as it is now; false if that was of no use. */
  boolean flush(Thread thread) {
    if (steps.isEmpty()) {
      return false;
    }
    Long previous = flushedUpTo.put(thread, durableSteps + steps.size());
    return previous == null || previous < durableSteps + steps.size();
  }

  boolean isFlushed() {
    long all = durableSteps + steps.size();
    return flushedUpTo.containsValue(all);
  }

  /** Makes durable what {@code thread} has flushed. */
  void fence(Thread thread, byte[] durable, int lineOffset) {
    Long upTo = flushedUpTo.remove(thread);
    while (upTo != null && durableSteps < upTo) {
      write(steps.remove(0), durable, lineOffset);
      durableSteps++;
    }
  }

  /** How many different contents the medium may hold of this line after a crash. */
  long states() {
    long states = 1;
    for (List<Atom> step : steps) {
      states += (1L << step.size()) - 1;
    }
    return states;
  }

  /**
   * Writes state {@code state} of {@link #states()} into {@code image}: 0 is nothing, the last
   * everything.
   */
  void apply(long state, byte[] image, int lineOffset) {
    long left = state;
    for (List<Atom> step : steps) {
      long subsets = (1L << step.size()) - 1;
      if (left >= subsets) {
        write(step, image, lineOffset);
        left -= subsets;
        continue;
      }
      for (int i = 0; i < step.size(); i++) {
        if ((left >>> i & 1) != 0) {
          write(step.get(i), image, lineOffset);
        }
      }
      return;
    }
  }

  /** The same pending stores, flushed by nobody. */
  RecordedLine unflushed() {
    RecordedLine copy = new RecordedLine();
    copy.steps.addAll(steps);
    return copy;
  }

  private static void write(List<Atom> step, byte[] image, int lineOffset) {
    for (Atom atom : step) {
      write(atom, image, lineOffset);
    }
  }

  private static void write(Atom atom, byte[] image, int lineOffset) {
    System.arraycopy(atom.bytes, 0, image, lineOffset + atom.at, atom.bytes.length);
  }
}
