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
package org.jcachepmem.allocator.mutant;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What became of each mutant, as a table for people and as counts. */
final class MutantTable {
  private final List<Mutant> mutants;
  private final Map<String, Trial> trials;
  private final Map<String, String> equivalents;
  private final Map<String, Long> seeds;

  /**
   * A table.
   *
   * @param equivalents why each of these can't be found
   * @param seeds that found each of these before
   */
  MutantTable(
      List<Mutant> mutants,
      Map<String, Trial> trials,
      Map<String, String> equivalents,
      Map<String, Long> seeds) {
    this.mutants = mutants;
    this.trials = trials;
    this.equivalents = equivalents;
    this.seeds = seeds;
  }

  private boolean isKilled(Mutant mutant) {
    Trial trial = trials.get(mutant.name());
    return trial != null && trial.outcome() != Trial.Outcome.SURVIVED;
  }

  private boolean isEquivalent(Mutant mutant) {
    return equivalents.containsKey(mutant.name());
  }

  int killed() {
    return (int) mutants.stream().filter(this::isKilled).count();
  }

  int equivalent() {
    return (int) mutants.stream().filter(m -> isEquivalent(m) && !isKilled(m)).count();
  }

  private boolean isOpen(Mutant mutant) {
    return trials.containsKey(mutant.name())
        && !isKilled(mutant)
        && !isEquivalent(mutant)
        && !seeds.containsKey(mutant.name());
  }

  /** Survivors that nobody has found yet, nor shown to be equivalent. */
  int open() {
    return (int) mutants.stream().filter(this::isOpen).count();
  }

  /** Survivors that were found before, and arguments that a kill refutes. */
  List<String> wrong() {
    List<String> wrong = new ArrayList<>();
    for (Mutant mutant : mutants) {
      if (isEquivalent(mutant) && isKilled(mutant)) {
        wrong.add("not equivalent after all: " + mutant.name() + ": " + trials.get(mutant.name()));
      } else if (!isEquivalent(mutant)
          && trials.containsKey(mutant.name())
          && !isKilled(mutant)
          && !isOpen(mutant)) {
        wrong.add("survives, but was found before: " + mutant.name() + " (" + mutant.place() + ")");
      }
    }
    return wrong;
  }

  /** The table, and what was left out; side by side with what kill -9 noticed, if it was tried. */
  String markdown(@Nullable Map<String, String> noticed) {
    StringBuilder text = new StringBuilder();
    String more = noticed == null ? "" : " noticed by kill -9 |";
    text.append("| mutant | where | what the product does | outcome | ms | found by |")
        .append(more);
    text.append("\n|---|---|---|---|---|---|").append(noticed == null ? "" : "---|").append('\n');
    for (Mutant mutant : mutants) {
      Trial trial = trials.get(mutant.name());
      text.append("| `")
          .append(cell(mutant.name()))
          .append("` | ")
          .append(mutant.place())
          .append(" | ")
          .append(cell(mutant.description()))
          .append(" | ")
          .append(outcome(mutant))
          .append(" | ")
          .append(trial == null ? "-" : trial.millis())
          .append(" | ")
          .append(
              cell(
                  isKilled(mutant)
                      ? trials.get(mutant.name()).why()
                      : equivalents.getOrDefault(mutant.name(), "")))
          .append(" |");
      if (noticed != null) {
        text.append(' ').append(cell(noticed.getOrDefault(mutant.name(), "no"))).append(" |");
      }
      text.append('\n');
    }
    text.append("\nNo bugs are planted in:\n\n");
    Scope.LEFT_OUT.forEach(rule -> text.append("- ").append(rule).append('\n'));
    return text.toString();
  }

  private String outcome(Mutant mutant) {
    if (isKilled(mutant)) {
      return "killed";
    }
    if (isEquivalent(mutant)) {
      return "equivalent";
    }
    return isOpen(mutant)
        ? "**open**"
        : trials.containsKey(mutant.name()) ? "**survived**" : "not tried";
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("<", "&lt;");
  }
}
