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

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What each key may have after all lives up to now, and whether what the next life saw and was told
 * is possible. Exact for each key ({@link KeyHistory}); for the cache that writes through it asks
 * whether the cache had nothing that the system of record had replaced.
 */
final class Judge {

  private static final int TOLD_OPERATIONS = 24;

  private final Map<Subject, List<List<KeyState>>> states = new EnumMap<>(Subject.class);

  /** What is impossible about a key, in a few lines. */
  record Finding(Subject subject, int key, String what) {}

  /** Of a new pool: nothing is there. */
  Judge() {
    for (Subject subject : Subject.values()) {
      List<List<KeyState>> keys = new ArrayList<>();
      for (int key = 0; key < subject.keys(); key++) {
        keys.add(List.of(KeyState.ABSENT));
      }
      states.put(subject, keys);
    }
  }

  /**
   * Goes on by a life that has ended.
   *
   * @param source the stamps that the system of record has after it
   * @return what is impossible; empty if all is well
   */
  List<Finding> follow(List<Operation> operations, IntToLongFunction source) {
    Map<Subject, List<List<Operation>>> byKey = byKey(operations);
    List<Finding> violations = new ArrayList<>();
    for (Subject subject : Subject.values()) {
      List<List<KeyState>> keys = states.get(subject);
      for (int key = 0; key < subject.keys(); key++) {
        List<Operation> ofKey = byKey.get(subject).get(key);
        List<KeyState> before = keys.get(key);
        KeyHistory history = new KeyHistory(subject, before);
        Operation impossible = history.follow(ofKey);
        if (impossible != null) {
          violations.add(new Finding(subject, key, describe(before, ofKey, impossible)));
          continue;
        }
        List<KeyState> after = history.states();
        if (subject.isThrough()) {
          long stamp = source.applyAsLong(key);
          after = after.stream().filter(state -> state.stamp() == stamp).toList();
          if (after.isEmpty()) {
            String what =
                "Impossible: %s key %d: the system of record has %x".formatted(subject, key, stamp);
            violations.add(new Finding(subject, key, what + describe(before, ofKey, null)));
            continue;
          }
        }
        keys.set(key, after);
      }
    }
    return violations;
  }

  private static Map<Subject, List<List<Operation>>> byKey(List<Operation> operations) {
    Map<Subject, List<List<Operation>>> byKey = new EnumMap<>(Subject.class);
    for (Subject subject : Subject.values()) {
      List<List<Operation>> keys = new ArrayList<>();
      for (int key = 0; key < subject.keys(); key++) {
        keys.add(new ArrayList<>());
      }
      byKey.put(subject, keys);
    }
    for (Operation operation : operations) {
      List<List<Operation>> keys = byKey.get(operation.subject());
      if (operation.key() == Operation.ALL) {
        keys.forEach(key -> key.add(operation));
      } else {
        keys.get(operation.key()).add(operation);
      }
    }
    return byKey;
  }

  private static String describe(
      List<KeyState> before, List<Operation> ofKey, @Nullable Operation impossible) {
    StringBuilder text = new StringBuilder();
    if (impossible != null) {
      text.append("Impossible: ").append(impossible);
    }
    before.forEach(state -> text.append("\n    at first it may have been ").append(state));
    long until = impossible == null ? Long.MAX_VALUE : impossible.end();
    text.append(last(ofKey.stream().filter(o -> o.begin() <= until).toList()));
    return text.toString();
  }

  /** The last operations on a key. */
  static String last(List<Operation> operations, Subject subject, int key) {
    return last(byKey(operations).get(subject).get(key));
  }

  private static String last(List<Operation> ofKey) {
    StringBuilder text = new StringBuilder();
    ofKey.stream()
        .sorted(Comparator.comparingLong(Operation::begin))
        .skip(Math.max(0, ofKey.size() - TOLD_OPERATIONS))
        .forEach(o -> text.append("\n    ").append(o));
    return text.toString();
  }

  /** What a key may have. */
  List<KeyState> states(Subject subject, int key) {
    return states.get(subject).get(key);
  }

  void save(Path path) throws IOException {
    try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(path))) {
      for (List<List<KeyState>> keys : states.values()) {
        for (List<KeyState> key : keys) {
          out.writeInt(key.size());
          for (KeyState state : key) {
            out.writeLong(state.stamp());
            out.writeLong(state.soonestMillis());
            out.writeLong(state.latestMillis());
          }
        }
      }
    }
  }

  static Judge load(Path path) throws IOException {
    Judge judge = new Judge();
    try (DataInputStream in = new DataInputStream(Files.newInputStream(path))) {
      for (List<List<KeyState>> keys : judge.states.values()) {
        for (int key = 0; key < keys.size(); key++) {
          List<KeyState> loaded = new ArrayList<>();
          for (int i = in.readInt(); i > 0; i--) {
            loaded.add(new KeyState(in.readLong(), in.readLong(), in.readLong()));
          }
          keys.set(key, List.copyOf(loaded));
        }
      }
    }
    return judge;
  }
}
