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
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToIntFunction;

/** The table at the end, and whether it holds what the cache promises. */
final class Report {

  private static final int WARM_AT_LEAST_TIMES_FASTER = 5;

  private final Map<Phase, SurveyJvm> jvms;
  private final Ledger ledger;
  private final int threads;
  private final Path pool;
  private final List<String> broken = new ArrayList<>();

  Report(Map<Phase, SurveyJvm> jvms, Ledger ledger, int threads, Path pool) {
    this.jvms = jvms;
    this.ledger = ledger;
    this.threads = threads;
    this.pool = pool;
  }

  /** Prints the table; false if a promise was not kept. */
  boolean print(PrintStream out, Map<String, String> poolLog) throws IOException {
    SurveyJvm warm = jvm(Phase.WARM);
    out.println();
    warm.answers().forEach(out::println);
    out.println();
    out.printf("%-34s %14s %14s %14s%n", "", "cold, killed", "continued", "warm");
    row(out, "returned by the cache", ledger::returned);
    row(out, "hits", p -> Math.max(0, ledger.returned(p) - ledger.analysed(p)));
    row(out, "misses (analysed)", ledger::analysed);
    out.printf(
        "%-34s %14.1f %14.1f %14.1f%n",
        "seconds, JVM start apart",
        jvm(Phase.COLD).seconds(),
        jvm(Phase.CONTINUED).seconds(),
        warm.seconds());
    out.println();
    double cold = jvm(Phase.COLD).seconds() + jvm(Phase.CONTINUED).seconds();
    double times = cold / Math.max(warm.seconds(), 0.001);
    line(out, "entries", warm.number(Message.TOTAL), "");
    line(out, "acknowledged entries lost", ledger.lost(), "must be 0");
    line(out, "entries that changed", ledger.changed(), "must be 0");
    line(out, "analysed twice", ledger.analysedTwice(), "at most " + threads + ", one per thread");
    line(out, "pool bytes", Files.size(pool), pool.toString());
    out.printf(
        "%-34s %14.1f  times faster than cold, at least %d%n",
        "warm", times, WARM_AT_LEAST_TIMES_FASTER);
    poolLog.forEach((label, value) -> out.printf("%-34s %14s  %s%n", label, "", value));
    require(ledger.lost() == 0, "acknowledged entries were lost");
    require(ledger.changed() == 0, "entries changed");
    require(
        ledger.analysedTwice() <= threads, "more was analysed twice than was in work at the kill");
    require(ledger.analysed(Phase.WARM) == 0, "the warm JVM analysed something");
    require(
        ledger.returned(Phase.WARM) == warm.number(Message.TOTAL)
            && warm.number(Message.HITS) == warm.number(Message.TOTAL),
        "the warm JVM's cache did not count a hit for each class");
    require(warm.answers().equals(jvm(Phase.CONTINUED).answers()), "the answers differ");
    require(times >= WARM_AT_LEAST_TIMES_FASTER, "warm is not fast enough");
    broken.forEach(b -> out.println("FAILED: " + b));
    return broken.isEmpty();
  }

  private SurveyJvm jvm(Phase phase) {
    return Objects.requireNonNull(jvms.get(phase));
  }

  private void require(boolean kept, String otherwise) {
    if (!kept) {
      broken.add(otherwise);
    }
  }

  private static void row(PrintStream out, String label, ToIntFunction<Phase> number) {
    out.printf(
        "%-34s %,14d %,14d %,14d%n",
        label,
        number.applyAsInt(Phase.COLD),
        number.applyAsInt(Phase.CONTINUED),
        number.applyAsInt(Phase.WARM));
  }

  private static void line(PrintStream out, String label, long number, String remark) {
    out.printf("%-34s %,14d  %s%n", label, number, remark);
  }
}
