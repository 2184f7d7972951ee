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

import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes a failing simulation smaller: leaves operations out, larger runs of them first, as long as
 * there is still a violation.
 */
public final class Minimiser {
  private static final long PATIENCE_NANOS = 30_000_000_000L;

  private final String command;
  private final Function<Set<Integer>, Replayable> simulations;

  /** What is left out. */
  private Set<Integer> skipped = new TreeSet<>();

  /** The last simulation that failed, and how. */
  private @Nullable Replayable failing;

  private @Nullable Violation violation;

  /**
   * Nothing tried yet.
   *
   * @param command what replays the simulation, but for what is left out
   * @param simulations makes it anew, without the operations of these numbers
   */
  public Minimiser(String command, Function<Set<Integer>, Replayable> simulations) {
    this.command = command;
    this.simulations = simulations;
  }

  /**
   * Says how to see the failure again, with as few operations as can be found in a short time; null
   * if there is none.
   *
   * @param first what is left out from the beginning
   */
  public @Nullable String minimise(Set<Integer> first) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    skipped = first;
    if (!fails(first)) {
      return null;
    }
    for (int run = failing().operations() / 2; run >= 1; run /= 2) {
      int last = failing().operations();
      for (int from = 0; from <= last && System.nanoTime() < deadline; from += run) {
        Set<Integer> more = new TreeSet<>(skipped);
        for (int i = from; i < from + run; i++) {
          more.add(i);
        }
        if (more.size() > skipped.size() && fails(more)) {
          skipped = more;
        }
      }
    }
    fails(skipped);
    skipped = new TreeSet<>(skipped);
    skipped.removeIf(number -> number > failing().operations());
    return describe();
  }

  private String describe() {
    StringBuilder text = new StringBuilder("Replay: ").append(command);
    if (!skipped.isEmpty()) {
      text.append(" --skip ").append(skipped.toString().replaceAll("[\\[\\] ]", ""));
    }
    text.append(System.lineSeparator()).append("What is left:");
    failing().log().forEach(each -> text.append(System.lineSeparator()).append("  ").append(each));
    return text.append(System.lineSeparator())
        .append(Objects.requireNonNull(violation).getMessage())
        .toString();
  }

  private Replayable failing() {
    return Objects.requireNonNull(failing);
  }

  private boolean fails(Set<Integer> without) {
    Replayable simulation = simulations.apply(without);
    try {
      simulation.run();
      return false;
    } catch (Violation e) {
      failing = simulation;
      violation = e;
      return true;
    }
  }
}
