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
package org.jcachepmem.simulator;

import java.util.Set;
import java.util.TreeSet;
import org.jcachepmem.allocator.simulator.Violation;
import org.jspecify.annotations.Nullable;

/**
 * Makes a failing simulation smaller: leaves operations out, larger runs of them first, as long as
 * there is still a violation.
 */
final class CacheMinimiser {
  private static final long PATIENCE_NANOS = 30_000_000_000L;

  private final CacheSettings settings;

  /** What is left out. */
  private Set<Integer> skipped;

  private @Nullable CacheSimulation failing;
  private @Nullable Violation violation;

  CacheMinimiser(CacheSettings settings, Set<Integer> skipped) {
    this.settings = settings;
    this.skipped = skipped;
  }

  /** Says how to see the failure again, with as few operations as can be found in a short time. */
  @Nullable String minimise() {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    if (!fails(skipped)) {
      return null;
    }
    for (int run = operations() / 2; run >= 1; run /= 2) {
      int last = operations();
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
    skipped.removeIf(number -> number > operations());
    return describe();
  }

  private int operations() {
    return failing == null ? 0 : failing.operations();
  }

  private String describe() {
    StringBuilder text = new StringBuilder("Replay: prove --part caches --replay ");
    text.append(settings.model()).append(' ').append(settings.seed());
    if (!skipped.isEmpty()) {
      text.append(" --skip ").append(skipped.toString().replaceAll("[\\[\\] ]", ""));
    }
    text.append(System.lineSeparator()).append("What is left:");
    if (failing != null) {
      failing.log().forEach(each -> text.append(System.lineSeparator()).append("  ").append(each));
    }
    return text.append(System.lineSeparator())
        .append(violation == null ? "" : violation.getMessage())
        .toString();
  }

  private boolean fails(Set<Integer> without) {
    CacheSimulation simulation =
        new CacheSimulation(
                settings, CacheSimulator.SAMPLES, CacheSimulator.EXHAUSTIVE, CacheSimulation.WHOLE)
            .skipping(without);
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
