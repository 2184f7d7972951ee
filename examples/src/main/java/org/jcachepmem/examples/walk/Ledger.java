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
package org.jcachepmem.examples.walk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** Compares the journals of the three JVMs: what was lost, what was done twice, what changed. */
final class Ledger {

  private final Map<Phase, Map<String, Integer>> analysed = new EnumMap<>(Phase.class);
  private final Map<Phase, Map<String, Integer>> returned = new EnumMap<>(Phase.class);

  Ledger(Path directory) throws IOException {
    for (Phase phase : Phase.values()) {
      analysed.put(phase, Journal.read(phase.analysed(directory)));
      returned.put(phase, Journal.read(phase.returned(directory)));
    }
  }

  int analysed(Phase phase) {
    return analysed.get(phase).size();
  }

  int returned(Phase phase) {
    return returned.get(phase).size();
  }

  /** Classes whose facts the cache had returned to one JVM and a later JVM had to analyse again. */
  int lost() {
    return analysedAgainAfter(returned);
  }

  /** Classes analysed by more than one JVM: those that were in work when the first was killed. */
  int analysedTwice() {
    return analysedAgainAfter(analysed);
  }

  /** Classes whose facts differed between two JVMs. */
  int changed() {
    Map<String, Integer> known = new HashMap<>();
    int changed = 0;
    for (Phase phase : Phase.values()) {
      for (var entry : returned.get(phase).entrySet()) {
        Integer before = known.putIfAbsent(entry.getKey(), entry.getValue());
        changed += before == null || before.equals(entry.getValue()) ? 0 : 1;
      }
    }
    return changed;
  }

  private int analysedAgainAfter(Map<Phase, Map<String, Integer>> earlier) {
    int again = 0;
    for (Phase phase : Phase.values()) {
      for (String name : analysed.get(phase).keySet()) {
        again +=
            earlier.entrySet().stream()
                    .anyMatch(
                        e -> e.getKey().compareTo(phase) < 0 && e.getValue().containsKey(name))
                ? 1
                : 0;
      }
    }
    return again;
  }
}
