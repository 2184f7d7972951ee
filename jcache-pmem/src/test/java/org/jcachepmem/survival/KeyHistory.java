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

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Durable linearizability of one key, exactly: is there an order of its operations that agrees with
 * real time and with all that callers were told, in which an operation that did not return took
 * effect or did not? And which states may the key have been left in?
 *
 * <p>All orders at once: the configurations (a state, and which of the operations under way have
 * taken effect) that what was seen up to an event allows. At the end of an operation those remain
 * in which it has taken effect, so that its result fits. None left: the history is impossible.
 *
 * <p>Not more than the cache promises: an eviction, an expiry or a clear may come between the look
 * and the store of one operation, since it takes no key lock. That is a configuration of its own,
 * with what the operation saw. And what was evicted may come back after a kill, unless something
 * was stored for its key since, or removed: nobody was told that it went.
 */
final class KeyHistory {

  private static final int NOBODY = -1;

  private final Effects effects;
  private final List<@Nullable Operation> open = new ArrayList<>();
  private Map<Identity, Configuration> now = new HashMap<>();

  /** What tells configurations apart; their times are joined. */
  private record Identity(long stamp, long effective, int looker, long seen, long evicted) {}

  /**
   * A possible course up to now.
   *
   * @param effective which of the open operations have taken effect, as bits
   * @param looker the open operation that has looked, and has not stored; or {@link #NOBODY}
   * @param seen what it saw
   * @param evicted what a kill may bring back
   */
  private record Configuration(
      KeyState state, long effective, int looker, KeyState seen, KeyState evicted) {

    Identity identity() {
      return new Identity(state.stamp(), effective, looker, seen.stamp(), evicted.stamp());
    }

    boolean has(int slot) {
      return (effective >> slot & 1) != 0;
    }

    Configuration without(int slot) {
      return new Configuration(state, effective & ~(1L << slot), looker, seen, evicted);
    }

    Configuration or(Configuration other) {
      return new Configuration(
          state.or(other.state), effective, looker, seen.or(other.seen), evicted.or(other.evicted));
    }
  }

  private record Event(long tick, Operation operation, boolean isEnd) {}

  /** A key that is in one of {@code states}. */
  KeyHistory(Subject subject, Collection<KeyState> states) {
    effects = new Effects(subject);
    states.forEach(s -> join(now, atRest(s)));
  }

  /**
   * Goes through the operations of a life that has ended.
   *
   * @return the first operation that can't have returned what it did, or null
   */
  @Nullable Operation follow(List<Operation> operations) {
    List<Event> events = new ArrayList<>();
    for (Operation operation : operations) {
      events.add(new Event(operation.begin(), operation, false));
      if (!operation.isPending()) {
        events.add(new Event(operation.end(), operation, true));
      }
    }
    events.sort(Comparator.comparingLong(Event::tick));
    for (Event event : events) {
      if (!event.isEnd) {
        begin(event.operation);
      } else if (!end(event.operation)) {
        return event.operation;
      }
    }
    return null;
  }

  private static Configuration atRest(KeyState state) {
    return new Configuration(state, 0, NOBODY, KeyState.ABSENT, KeyState.ABSENT);
  }

  /** The states that the key may be in, now that all is over. */
  List<KeyState> states() {
    Map<Identity, Configuration> left = new HashMap<>();
    for (Configuration c : closure(NOBODY).values()) {
      join(left, atRest(c.state));
      join(left, atRest(c.state.isAbsent() ? c.evicted : c.state));
    }
    return left.values().stream().map(Configuration::state).toList();
  }

  private void begin(Operation operation) {
    int slot = open.indexOf(null);
    if (slot < 0) {
      open.add(operation);
    } else {
      open.set(slot, operation);
    }
    if (open.size() > Long.SIZE) {
      throw new AssertionError("more operations at a time than there are threads");
    }
  }

  private boolean end(Operation operation) {
    int slot = open.indexOf(operation);
    Map<Identity, Configuration> after = new HashMap<>();
    for (Configuration c : closure(slot).values()) {
      if (c.has(slot)) {
        join(after, c.without(slot));
      }
    }
    open.set(slot, null);
    now = after;
    return !now.isEmpty();
  }

  /** All that can be reached by effects of open operations, but not beyond one of {@code last}. */
  private Map<Identity, Configuration> closure(int last) {
    Map<Identity, Configuration> reached = new HashMap<>();
    Deque<Configuration> toDo = new ArrayDeque<>();
    for (Configuration c : now.values()) {
      toDo.add(join(reached, c));
    }
    while (!toDo.isEmpty()) {
      Configuration c = toDo.remove();
      if (last != NOBODY && c.has(last)) {
        continue;
      }
      for (int slot = 0; slot < open.size(); slot++) {
        Operation operation = open.get(slot);
        if (operation != null && !c.has(slot)) {
          for (Configuration next : after(c, slot, operation)) {
            Configuration before = reached.get(next.identity());
            Configuration joined = join(reached, next);
            if (!joined.equals(before)) {
              toDo.add(joined);
            }
          }
        }
      }
    }
    return reached;
  }

  private static Configuration join(Map<Identity, Configuration> all, Configuration c) {
    return all.merge(c.identity(), c, Configuration::or);
  }

  /** What an operation's taking effect leads to. */
  private List<Configuration> after(Configuration c, int slot, Operation operation) {
    List<Configuration> next = new ArrayList<>();
    if (c.looker == slot) {
      effects.apply(
          operation, c.seen, s -> addIfStored(next, operation, s, c.effective | 1L << slot));
      return next;
    }
    if (!effects.mustVanish(c.state, operation)) {
      apply(c, slot, operation, next);
    }
    if (effects.mayVanish(c.state, operation) || effects.mustVanish(c.state, operation)) {
      KeyState evicted = effects.mayBeEvicted() ? c.state : KeyState.ABSENT;
      for (Configuration vanished : vanished(c, c.effective, evicted)) {
        if (vanished.looker == slot) {
          next.add(vanished);
        } else {
          apply(vanished, slot, operation, next);
        }
      }
    }
    return next;
  }

  private static void addIfStored(
      List<Configuration> next, Operation operation, KeyState state, long effective) {
    if (Telling.versionOf(state.stamp()) == Telling.versionOf(operation.stamp())) {
      next.add(new Configuration(state, effective, NOBODY, KeyState.ABSENT, KeyState.ABSENT));
    }
  }

  private void apply(Configuration c, int slot, Operation operation, List<Configuration> next) {
    long effective = c.effective | 1L << slot;
    if (operation.kind() == Kind.CLEAR && !c.state.isAbsent()) {
      effects.apply(
          operation,
          c.state,
          s -> {
            if (s.isAbsent()) {
              next.addAll(vanished(c, effective, KeyState.ABSENT));
            } else {
              next.add(new Configuration(s, effective, c.looker, c.seen, c.evicted));
            }
          });
      return;
    }
    boolean isFinal = operation.kind().removes();
    effects.apply(
        operation,
        c.state,
        s -> {
          KeyState evicted = isFinal || !s.isAbsent() ? KeyState.ABSENT : c.evicted;
          next.add(new Configuration(s, effective, c.looker, c.seen, evicted));
        });
  }

  /** The entry goes, without a key lock: before, or in the middle of, an operation under way. */
  private List<Configuration> vanished(Configuration c, long effective, KeyState evicted) {
    List<Configuration> next = new ArrayList<>();
    next.add(new Configuration(KeyState.ABSENT, effective, c.looker, c.seen, evicted));
    for (int slot = 0; c.looker == NOBODY && slot < open.size(); slot++) {
      Operation operation = open.get(slot);
      if (operation != null && !c.has(slot) && effects.looksThenStores(operation)) {
        next.add(new Configuration(KeyState.ABSENT, effective, slot, c.state, evicted));
      }
    }
    return next;
  }
}
