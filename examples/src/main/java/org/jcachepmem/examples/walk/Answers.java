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

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.LongAdder;

/** Questions over the facts of all classes. Thread safe while it gathers. */
final class Answers {

  private static final String ASKED = "java/lang/ref/Cleaner";

  private final Map<String, LongAdder> users = new ConcurrentHashMap<>();
  private final ConcurrentSkipListSet<String> usersOfAsked = new ConcurrentSkipListSet<>();
  private final LongAdder methods = new LongAdder();
  private final LongAdder instructions = new LongAdder();
  private final LongAdder unreachable = new LongAdder();
  private final LongAdder ignoredResults = new LongAdder();

  void add(String name, ClassFacts facts) {
    methods.add(facts.methods());
    instructions.add(facts.instructions());
    unreachable.add(facts.unreachable());
    ignoredResults.add(facts.ignoredResults());
    for (String used : facts.uses()) {
      users.computeIfAbsent(used, u -> new LongAdder()).increment();
      if (used.equals(ASKED)) {
        usersOfAsked.add(name);
      }
    }
  }

  /** The answers, one line each, the same for the same facts. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            "%,d instructions in %,d methods, %,d of them unreachable, %,d ignored results",
            instructions.sum(), methods.sum(), unreachable.sum(), ignoredResults.sum()));
    lines.add("Used by most classes:");
    users.entrySet().stream()
        .map(e -> Map.entry(e.getKey(), e.getValue().sum()))
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(5)
        .forEach(e -> lines.add(String.format("  %,7d  %s", e.getValue(), e.getKey())));
    lines.add(String.format("Users of %s, %d in all:", ASKED, usersOfAsked.size()));
    usersOfAsked.stream().limit(5).forEach(user -> lines.add("  " + user));
    return lines;
  }
}
