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
package org.jcachepmem.survival;

import java.util.function.Consumer;

/**
 * The specification of a cache, key by key: which states an operation may lead to from a state,
 * given what its caller was told; none, if it can't have been told that. What a caller was not told
 * may have been anything.
 */
final class Effects {

  /** An entry may expire up to a second early after a restart: the pool has seconds. */
  private static final int EARLY_MILLIS = 1_000;

  private final Subject subject;

  Effects(Subject subject) {
    this.subject = subject;
  }

  /** Whether the entry may be gone, evicted or expired, before {@code operation} looks at it. */
  boolean mayVanish(KeyState state, Operation operation) {
    return !state.isAbsent()
        && !subject.isThrough()
        && (!subject.isPinned() || state.soonestMillis() <= operation.endMillis());
  }

  /** Whether the cache makes room by dropping entries, of which nobody is told. */
  boolean mayBeEvicted() {
    return !subject.isThrough() && !subject.isPinned();
  }

  /** Whether it has expired before {@code operation} looked at it. */
  boolean mustVanish(KeyState state, Operation operation) {
    return !state.isAbsent() && state.latestMillis() <= operation.beginMillis();
  }

  /** Whether an entry that vanishes between its look and its store makes a difference to it. */
  boolean looksThenStores(Operation operation) {
    return !subject.isThrough()
        && (operation.kind().readsThenStores()
            || (operation.kind() == Kind.PUT && subject.expiry() != Subject.Expiry.NEVER));
  }

  /** All states that {@code operation} may lead to from {@code state}. */
  void apply(Operation operation, KeyState state, Consumer<KeyState> next) {
    if (subject.isThrough()) {
      applyThrough(operation, state, next);
    } else if (operation.outcome() == Outcome.REFUSED) {
      next.accept(KeyState.ABSENT);
    } else if (operation.outcome() == Outcome.UNSURE) {
      next.accept(state);
      next.accept(KeyState.ABSENT);
      next.accept(stored(operation, state, operation.stamp()));
    } else if (operation.isPending() && subject.isBounded()) {
      // If it was about to be refused what it should replace was removed before anybody was told.
      applyDone(
          operation,
          state,
          changed -> {
            next.accept(changed);
            if (!changed.equals(state)) {
              next.accept(KeyState.ABSENT);
            }
          });
    } else {
      applyDone(operation, state, next);
    }
  }

  private void applyDone(Operation o, KeyState state, Consumer<KeyState> next) {
    boolean there = !state.isAbsent();
    switch (o.kind()) {
      case GET -> when(found(o, state), next, accessed(o, state));
      case CONTAINS -> when(told(o, there), next, state);
      case PUT -> next.accept(stored(o, state, o.stamp()));
      case GET_AND_PUT -> when(found(o, state), next, stored(o, state, o.stamp()));
      case PUT_IF_ABSENT ->
          when(told(o, !there), next, there ? state : stored(o, state, o.stamp()));
      case LOAD_ABSENT -> next.accept(there ? state : stored(o, state, o.stamp()));
      case REPLACE -> when(told(o, there), next, there ? stored(o, state, o.stamp()) : state);
      case GET_AND_REPLACE ->
          when(found(o, state), next, there ? stored(o, state, o.stamp()) : state);
      case REPLACE_IF -> {
        boolean equal = there && state.stamp() == o.expected();
        when(told(o, equal), next, equal ? stored(o, state, o.stamp()) : accessed(o, state));
      }
      case REMOVE -> when(told(o, there), next, KeyState.ABSENT);
      case REMOVE_IF -> {
        boolean equal = there && state.stamp() == o.expected();
        when(told(o, equal), next, equal ? KeyState.ABSENT : accessed(o, state));
      }
      case GET_AND_REMOVE -> when(found(o, state), next, KeyState.ABSENT);
      case INCREMENT ->
          when(
              found(o, state), next, stored(o, state, Telling.increment(o.stamp(), state.stamp())));
      case DELETE, CLEAR, REMOVE_ALL -> next.accept(KeyState.ABSENT);
      case SWEEP -> {
        next.accept(state);
        next.accept(accessed(o, state));
      }
    }
  }

  /**
   * The state is that of the system of record, of which the cache has any part. So what was not
   * found may be there all the same, but what was found is what the system of record has.
   */
  private static void applyThrough(Operation o, KeyState state, Consumer<KeyState> next) {
    boolean there = !state.isAbsent();
    KeyState stored = KeyState.eternal(o.stamp());
    boolean failed = o.outcome() == Outcome.REFUSED || o.outcome() == Outcome.UNSURE;
    boolean open = o.isPending() || failed;
    boolean yes = open || o.outcome() == Outcome.YES;
    boolean no = open || o.outcome() == Outcome.NO;
    boolean same = open || o.found() == state.stamp();
    boolean none = open || o.found() == 0;
    switch (o.kind()) {
      case GET -> when(same, next, state);
      case CONTAINS -> when(there || no, next, state);
      case PUT -> next.accept(stored);
      case GET_AND_PUT -> when(same || none, next, stored);
      case PUT_IF_ABSENT -> {
        when(yes, next, stored);
        when(no && there, next, state);
      }
      case REPLACE -> {
        when(yes && there, next, stored);
        when(no, next, state);
      }
      case GET_AND_REPLACE -> {
        when(same && there, next, stored);
        when(none, next, state);
      }
      case REPLACE_IF -> {
        when(yes && there && state.stamp() == o.expected(), next, stored);
        when(no, next, state);
      }
      case REMOVE -> when(there || no, next, KeyState.ABSENT);
      case REMOVE_IF -> {
        when(yes && there && state.stamp() == o.expected(), next, KeyState.ABSENT);
        when(no, next, state);
      }
      case GET_AND_REMOVE -> when(same || none, next, KeyState.ABSENT);
      case DELETE -> next.accept(KeyState.ABSENT);
      case INCREMENT ->
          when(same, next, KeyState.eternal(Telling.increment(o.stamp(), state.stamp())));
      case REMOVE_ALL -> {
        next.accept(KeyState.ABSENT);
        next.accept(state);
      }
      case CLEAR, LOAD_ABSENT, SWEEP -> next.accept(state);
    }
  }

  private static boolean found(Operation operation, KeyState state) {
    return operation.isPending() || operation.found() == state.stamp();
  }

  private static boolean told(Operation operation, boolean truth) {
    return operation.isPending() || (operation.outcome() == Outcome.YES) == truth;
  }

  private static void when(boolean possible, Consumer<KeyState> next, KeyState state) {
    if (possible) {
      next.accept(state);
    }
  }

  private KeyState stored(Operation operation, KeyState before, long stamp) {
    Subject.Expiry expiry = subject.expiry();
    if (expiry == Subject.Expiry.NEVER) {
      return KeyState.eternal(stamp);
    }
    if (!before.isAbsent() && !expiry.byUpdate()) {
      return new KeyState(stamp, before.soonestMillis(), before.latestMillis());
    }
    return timed(operation, stamp);
  }

  private KeyState accessed(Operation operation, KeyState state) {
    if (state.isAbsent() || !subject.expiry().byAccess()) {
      return state;
    }
    return timed(operation, state.stamp()).or(state); // a kill may lose the longer life
  }

  private KeyState timed(Operation operation, long stamp) {
    int millis = subject.expiry().millis();
    return new KeyState(
        stamp, operation.beginMillis() + millis - EARLY_MILLIS, operation.endMillis() + millis);
  }
}
