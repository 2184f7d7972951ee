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

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jcachepmem.allocator.schedule.KeyHistory.Action;

/**
 * The operations of a run, by key: what began, what returned, and what each key may therefore read
 * as, now and after a crash. Used by the thread that runs.
 *
 * <p>In the relaxed modes a power loss may take a key back to whatever it was since the last
 * commit; so what it may be is noted at each event, and forgotten when a commit has returned that
 * began after it.
 */
public final class History {
  private static final int KEPT_LINES = 400;

  private final Map<String, KeyHistory> keys = new TreeMap<>();
  private final Map<String, List<Since>> sinceCommit = new TreeMap<>();
  private final List<String> lines = new ArrayList<>();
  private final boolean relaxed;
  private final boolean dropsByItself;
  private long clock;
  private long operations;

  private record Since(long time, Set<Integer> values) {}

  /** An operation under way on some keys. */
  public static final class Call {
    private final Action action;
    private final List<String> keys;
    private final int[] slots;
    private final String text;

    private Call(Action action, List<String> keys, String text) {
      this.action = action;
      this.keys = keys;
      this.slots = new int[keys.size()];
      this.text = text;
    }
  }

  /**
   * An empty history.
   *
   * @param dropsByItself whether keys may be evicted at any time without the history being told
   */
  public History(boolean relaxed, boolean dropsByItself) {
    this.relaxed = relaxed;
    this.dropsByItself = dropsByItself;
  }

  /** Adds a key, which is absent. */
  public void add(String key) {
    keys.put(key, new KeyHistory(dropsByItself));
    sinceCommit.put(key, new ArrayList<>());
    note(key);
  }

  /** The keys, in order. */
  public Collection<String> keys() {
    return keys.keySet();
  }

  /** A put of that value begins. */
  public Call put(String key, int value, int length) {
    return begin(Action.PUT, List.of(key), value, "put " + key + " v" + value + ", " + length);
  }

  /** A removal begins, which will say whether there was something. */
  public Call remove(String key) {
    return begin(Action.REMOVE, List.of(key), 0, "remove " + key);
  }

  /** A read begins. */
  public Call get(String key) {
    return begin(Action.GET, List.of(key), 0, "get " + key);
  }

  /** Something begins that may drop the key. */
  public Call drop(String key) {
    return begin(Action.DROP, List.of(key), 0, "drop " + key);
  }

  /** A removal of all these keys begins: for each key an operation of its own. */
  public Call clear(Collection<String> cleared) {
    return begin(Action.CLEAR, List.copyOf(cleared), 0, "clear " + cleared);
  }

  private Call begin(Action action, List<String> on, int value, String text) {
    operations++;
    Call call = new Call(action, on, text);
    for (int i = 0; i < call.slots.length; i++) {
      call.slots[i] = keys.get(on.get(i)).begin(action, value);
      note(on.get(i));
    }
    line(text);
    return call;
  }

  /** The call returned; what it read is wanted for a {@link #get} only, else 1 or 0. */
  public void end(Call call, int result) {
    line(call.text + " -> " + result);
    for (int i = 0; i < call.slots.length; i++) {
      String key = call.keys.get(i);
      KeyHistory history = keys.get(key);
      Set<Integer> readable = history.readable();
      if (!history.end(call.slots[i], result)) {
        throw new Violation(
            "not linearisable: %s of %s returned %d; a read may give %s at the end"
                .formatted(call.action, key, result, readable));
      }
      note(key);
    }
  }

  /** The call returned. */
  public void end(Call call) {
    end(call, KeyHistory.DONE);
  }

  /** The call is over, and may have had no effect. */
  public void unknown(Call call) {
    end(call, KeyHistory.UNKNOWN);
  }

  /** The call failed and must have had no effect. */
  public void failed(Call call) {
    end(call, KeyHistory.FAILED);
  }

  /** The time, to be given to {@link #committed}. */
  public long now() {
    return ++clock;
  }

  /** A commit that began at that time has returned. */
  public void committed(long began) {
    for (List<Since> since : sinceCommit.values()) {
      while (since.size() > 1 && since.get(1).time() <= began) {
        since.remove(0);
      }
    }
  }

  private void note(String key) {
    if (relaxed) {
      sinceCommit.get(key).add(new Since(++clock, keys.get(key).afterCrash()));
    }
  }

  /** What the keys may read as after a kill at this moment, or after a power loss. */
  public Map<String, Set<Integer>> afterCrash(boolean powerLoss) {
    Map<String, Set<Integer>> may = new TreeMap<>();
    keys.forEach(
        (key, history) -> {
          Set<Integer> values = history.afterCrash();
          if (relaxed && powerLoss) {
            values = new TreeSet<>(values);
            for (Since since : sinceCommit.get(key)) {
              values.addAll(since.values());
            }
          }
          may.put(key, values);
        });
    return may;
  }

  /** A crash: what was under way is over, and the keys are this. */
  public void restart(Map<String, Integer> values, String how) {
    line(how + ": " + values);
    values.forEach(
        (key, value) -> {
          keys.get(key).restart(value);
          sinceCommit.get(key).clear();
          note(key);
        });
  }

  /** How many operations began. */
  public long operations() {
    return operations;
  }

  /** Adds a line to what is printed of this history. */
  public void line(String text) {
    Schedule.Worker worker = Schedule.worker();
    lines.add(
        worker == null ? text : worker.getName() + " @" + worker.schedule().steps() + " " + text);
    if (lines.size() > 2 * KEPT_LINES) {
      lines.subList(0, KEPT_LINES).clear();
    }
  }

  @Override
  public String toString() {
    return String.join("\n  ", lines);
  }
}
