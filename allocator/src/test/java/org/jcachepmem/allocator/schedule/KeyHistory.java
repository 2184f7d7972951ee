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
package org.jcachepmem.allocator.schedule;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What one key may be, given the operations so far: all linearisations of its history at once, kept
 * as the set of states that some linearisation is in (the search of Wing and Gong with its memo,
 * made while the history grows). A state is the value last written, whether it was dropped since
 * (evicted: gone for readers, but a crash may bring it back until something newer is acknowledged),
 * and which of the operations under way have taken effect, with which result.
 *
 * <p>Exact: an operation that returns leaves the states in which it took effect with the result
 * that it returned; if none is left the history is not linearisable.
 */
final class KeyHistory {
  /** The value of a key that has none. */
  static final int ABSENT = 0;

  /** The result of an operation that has none. */
  static final int DONE = 1;

  /** The result of an operation that failed and has had no effect. */
  static final int FAILED = -1;

  /** The result of an operation of which nobody knows whether it had an effect. */
  static final int UNKNOWN = -2;

  private static final int NOT_YET = FAILED;

  /**
   * Of four threads: a put that a failing medium cut off, and one that goes on, and for each that
   * it may be refused, which removes the old value.
   */
  private static final int MOST_UNDER_WAY = 16;

  /** What an operation does to a key. */
  enum Action {
    /** Stores a value. */
    PUT,
    /** Removes; the result says whether there was something. */
    REMOVE,
    /** Reads; the result is the value. */
    GET,
    /** Evicts, expires or lets go, whether or not there is something. */
    DROP,
    /** Removes without saying whether there was something. */
    CLEAR
  }

  private record UnderWay(Action action, int value) {}

  /** One state that some linearisation is in. Not changed once it is in a set. */
  private static final class State {
    private final int written;
    private final boolean dropped;
    private final int[] results;

    private State(int written, boolean dropped, int[] results) {
      this.written = written;
      this.dropped = dropped;
      this.results = results;
    }

    private int seen() {
      return dropped ? ABSENT : written;
    }

    private State with(int slot, int result, int newWritten, boolean newDropped) {
      int[] changed = results.clone();
      changed[slot] = result;
      return new State(newWritten, newDropped, changed);
    }

    private State after(UnderWay operation, int slot) {
      return switch (operation.action()) {
        case PUT -> with(slot, DONE, operation.value(), false);
        case REMOVE -> with(slot, seen() == ABSENT ? 0 : 1, ABSENT, false);
        case GET -> with(slot, seen(), written, dropped);
        case DROP -> with(slot, DONE, written, dropped || written != ABSENT);
        case CLEAR -> with(slot, DONE, ABSENT, false);
      };
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof State state
          && written == state.written
          && dropped == state.dropped
          && Arrays.equals(results, state.results);
    }

    @Override
    public int hashCode() {
      return (written * 2 + (dropped ? 1 : 0)) * 31 + Arrays.hashCode(results);
    }
  }

  private final @Nullable UnderWay[] underWay = new UnderWay[MOST_UNDER_WAY];
  private final boolean dropsByItself;
  private Set<State> states = new LinkedHashSet<>();
  private @Nullable Set<State> closure;

  /**
   * The history of a key that is absent.
   *
   * @param dropsByItself whether it may be evicted at any time, without a {@link Action#DROP}
   */
  KeyHistory(boolean dropsByItself) {
    this.dropsByItself = dropsByItself;
    restart(ABSENT);
  }

  /** A crash and a recovery: nothing is under way, and the key is this. */
  void restart(int value) {
    Arrays.fill(underWay, null);
    int[] none = new int[MOST_UNDER_WAY];
    Arrays.fill(none, NOT_YET);
    states = new LinkedHashSet<>(Set.of(new State(value, false, none)));
    closure = null;
  }

  /** An operation begins; returns what {@link #end} wants. */
  int begin(Action action, int value) {
    for (int slot = 0; slot < underWay.length; slot++) {
      if (underWay[slot] == null) {
        underWay[slot] = new UnderWay(action, value);
        closure = null;
        return slot;
      }
    }
    throw new IllegalStateException("more than " + MOST_UNDER_WAY + " operations at once");
  }

  /** The operation has returned {@code result}. False if no linearisation explains that. */
  boolean end(int slot, int result) {
    Set<State> left = new LinkedHashSet<>();
    for (State state : closure()) {
      if (result == UNKNOWN || state.results[slot] == result) {
        left.add(state.with(slot, NOT_YET, state.written, state.dropped));
      }
    }
    underWay[slot] = null;
    closure = null;
    if (left.isEmpty()) {
      return false;
    }
    states = left;
    return true;
  }

  /** What a crash at this moment may leave. */
  Set<Integer> afterCrash() {
    Set<Integer> values = new TreeSet<>();
    for (State state : closure()) {
      values.add(state.written);
      if (state.dropped) {
        values.add(ABSENT);
      }
    }
    return values;
  }

  /** What a read may return at this moment. */
  Set<Integer> readable() {
    Set<Integer> values = new TreeSet<>();
    closure().forEach(state -> values.add(state.seen()));
    return values;
  }

  /** All states that the operations under way can lead to, in any order. */
  private Set<State> closure() {
    Set<State> reached = closure;
    if (reached == null) {
      reached = new LinkedHashSet<>(states);
      Deque<State> open = new ArrayDeque<>(states);
      while (!open.isEmpty()) {
        State state = open.removeLast();
        if (dropsByItself && state.written != ABSENT && !state.dropped) {
          reach(new State(state.written, true, state.results), reached, open);
        }
        for (int slot = 0; slot < underWay.length; slot++) {
          UnderWay operation = underWay[slot];
          if (operation != null && state.results[slot] == NOT_YET) {
            reach(state.after(operation, slot), reached, open);
          }
        }
      }
      closure = reached;
    }
    return reached;
  }

  private static void reach(State state, Set<State> reached, Deque<State> open) {
    if (reached.add(state)) {
      open.addLast(state);
    }
  }
}
