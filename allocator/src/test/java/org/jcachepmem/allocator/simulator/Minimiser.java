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

import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Makes a failing simulation smaller: leaves operations out, larger runs of them first, as long as
 * there is still a violation.
 */
final class Minimiser {
  private static final long PATIENCE_NANOS = 30_000_000_000L;

  private final Settings settings;
  private final Effort effort;

  /** What is left out. */
  private Set<Integer> skipped;

  /** The last simulation that failed, and how. */
  private Simulation failing;

  private Violation violation;

  Minimiser(Settings settings, Effort effort, Set<Integer> skipped) {
    this.settings = settings;
    this.effort = effort;
    this.skipped = skipped;
    this.failing = new Simulation(settings, effort);
    this.violation = new Violation("not run", new AssertionError("not run"));
  }

  /** Says how to see the failure again, with as few operations as can be found in a short time. */
  @Nullable String minimise() {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    if (!fails(skipped)) {
      return null;
    }
    for (int run = failing.operations() / 2; run >= 1; run /= 2) {
      int last = failing.operations();
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
    skipped.removeIf(number -> number > failing.operations());
    StringBuilder text = new StringBuilder("Replay: prove simulator --replay ");
    text.append(settings.model()).append(' ').append(settings.seed());
    if (!skipped.isEmpty()) {
      text.append(" --skip ").append(skipped.toString().replaceAll("[\\[\\] ]", ""));
    }
    text.append(System.lineSeparator()).append("What is left:");
    failing.log().forEach(each -> text.append(System.lineSeparator()).append("  ").append(each));
    return text.append(System.lineSeparator()).append(violation.getMessage()).toString();
  }

  private boolean fails(Set<Integer> without) {
    Simulation simulation = new Simulation(settings, effort).skipping(without);
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
