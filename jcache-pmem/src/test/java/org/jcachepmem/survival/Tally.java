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

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What the lives of all lanes came to. Thread safe. */
final class Tally {

  /** Of one {@link Setting}. */
  private static final class Counts {
    private long lives;
    private long kills;
    private long operations;
    private long read;
    private long pools;
    private long violations;

    private Totals totals() {
      return new Totals(lives, kills, operations, read, pools, violations);
    }
  }

  private final Map<Setting, Counts> counts = new EnumMap<>(Setting.class);
  private final Map<Phase, Long> killedIn = new EnumMap<>(Phase.class);
  private final Map<Kind, Long> underWay = new EnumMap<>(Kind.class);
  private final Map<Kind, Long> done = new EnumMap<>(Kind.class);
  private final Map<String, Long> notes = new TreeMap<>();
  private final List<String> violations = new ArrayList<>();
  private double cpuSeconds;
  private final long startNanos = System.nanoTime();

  Tally() {
    for (Setting setting : Setting.values()) {
      counts.put(setting, new Counts());
    }
  }

  synchronized void life(Setting setting, List<Operation> operations) {
    Counts of = counts.get(setting);
    of.lives++;
    of.operations += operations.size();
    for (Operation operation : operations) {
      if (operation.isPending()) {
        underWay.merge(operation.kind(), 1L, Long::sum);
      } else {
        done.merge(operation.kind(), 1L, Long::sum);
        of.read += operation.found() == 0 ? 0 : 1;
      }
      if (operation.outcome() == Outcome.REFUSED || operation.outcome() == Outcome.UNSURE) {
        note("puts refused in " + operation.subject());
      }
    }
  }

  synchronized void kill(Setting setting, Phase phase, double seconds) {
    cpuSeconds += seconds;
    counts.get(setting).kills++;
    killedIn.merge(phase, 1L, Long::sum);
  }

  synchronized void poolChecked(Setting setting) {
    counts.get(setting).pools++;
  }

  synchronized void violation(Setting setting, String what) {
    counts.get(setting).violations++;
    violations.add(what);
  }

  synchronized void note(String what) {
    notes.merge(what, 1L, Long::sum);
  }

  synchronized List<String> violations() {
    return List.copyOf(violations);
  }

  /** Of all settings. */
  synchronized Totals totals() {
    return counts.values().stream().map(Counts::totals).reduce(Totals.NONE, Totals::plus);
  }

  long lives() {
    return totals().lives();
  }

  long kills() {
    return totals().kills();
  }

  long entriesRead() {
    return totals().read();
  }

  private static double ownCpuSeconds() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
  }

  private double seconds() {
    return (System.nanoTime() - startNanos) / 1e9;
  }

  /** One line. */
  synchronized String progress() {
    Totals sum = totals();
    return String.format(
        Locale.ROOT,
        "%.0f s: %d lives, %.2f a second, %d kills, %d operations, %d values read, %d pools checked,"
            + " %d violations",
        seconds(),
        sum.lives(),
        sum.lives() / seconds(),
        sum.kills(),
        sum.operations(),
        sum.read(),
        sum.pools(),
        sum.violations());
  }

  /** All of it, and the rows of the report. */
  synchronized void print(PrintStream out, int lanes) {
    Totals sum = totals();
    out.println(progress());
    out.printf(
        Locale.ROOT,
        "a life: %.2f s, %.2f s of a processor and %.2f of its judge's, and %d operations; %d lanes%n",
        seconds() * lanes / Math.max(1, sum.lives()),
        cpuSeconds / Math.max(1, sum.kills()),
        ownCpuSeconds() / Math.max(1, sum.lives()),
        sum.operations() / Math.max(1, sum.lives()),
        lanes);
    out.println("killed in: " + killedIn);
    out.println("operations that a kill cut off: " + underWay);
    out.println("operations that returned: " + done);
    notes.forEach((what, times) -> out.println(what + ": " + times));
    counts.forEach(
        (setting, of) ->
            out.printf(
                "#row\treal kills, %s\t%d\t%d\t%d\t-\t%d\t%d lives, %d pools checked%n",
                setting.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                of.operations,
                of.kills,
                of.read,
                of.violations,
                of.lives,
                of.pools));
  }
}
