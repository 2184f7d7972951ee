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
package org.jcachepmem.benchmarks.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jcachepmem.benchmarks.report.Report;
import org.jcachepmem.benchmarks.report.Writer;
import org.jcachepmem.benchmarks.tables.FullTables;
import org.jcachepmem.benchmarks.tables.IssueTables;
import org.jcachepmem.benchmarks.tables.Scale;
import org.jcachepmem.benchmarks.tables.Table;

/** The one program of the benchmarks; {@code benchmarks/run} builds and starts it. */
public final class Benchmarks {
  private static final int ROUNDS = 5;

  /** With the build, the table of what the project promises itself then ends within 20. */
  private static final int MINUTES = 18;

  /**
   * Touched before anything is measured: else a JVM that has not filled its young generation yet
   * measures how long the system takes for a page, some microseconds for four values of 1 KiB.
   */
  private static final List<String> HEAP = List.of("-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch");

  /** For more and larger values. */
  private static final List<String> LARGE_HEAP = List.of("-Xms2g", "-Xmx2g", "-XX:+AlwaysPreTouch");

  private static final List<String> TINY_HEAP = List.of("-Xmx512m");
  private static final Path LOGS = Path.of("benchmarks/target/logs");

  private Benchmarks() {}

  /** Arguments as {@link Arguments#USAGE} has them. Ends with 1 if something did not work. */
  public static void main(String... words) throws IOException {
    Arguments arguments;
    List<Table> tables;
    try {
      arguments = new Arguments(words);
      tables = chosen(tables(arguments), arguments.only());
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.err.print(Arguments.USAGE);
      System.exit(2);
      return;
    }
    if (arguments.isHelp()) {
      System.out.print(Arguments.USAGE);
      return;
    }
    if (arguments.isList()) {
      tables.forEach(table -> System.out.printf("%-24s %s%n", table.name(), table.title()));
      return;
    }
    if (arguments.isSmoke()) {
      tables = Smoke.of(tables);
    }
    if (!run(arguments, tables, "benchmarks/run " + String.join(" ", words))) {
      System.exit(1);
    }
  }

  private static List<Table> tables(Arguments arguments) {
    Scale scale =
        arguments.isSmoke()
            ? Scale.tiny()
            : Scale.whole(arguments.rounds(arguments.isFull() ? 1 : ROUNDS));
    List<Table> tables = IssueTables.of(scale);
    boolean namesMore =
        arguments.only().stream()
            .anyMatch(name -> tables.stream().noneMatch(table -> table.name().equals(name)));
    boolean isAll = arguments.isFull() || arguments.isSmoke() || arguments.isList() || namesMore;
    return isAll ? all(scale) : tables;
  }

  private static List<Table> all(Scale scale) {
    List<Table> tables = new ArrayList<>(IssueTables.of(scale));
    tables.addAll(FullTables.of(scale));
    return tables;
  }

  private static List<Table> chosen(List<Table> tables, List<String> names) {
    if (names.isEmpty()) {
      return tables;
    }
    List<Table> chosen = new ArrayList<>();
    for (String name : names) {
      chosen.add(
          tables.stream()
              .filter(table -> table.name().equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "no table " + name + "; benchmarks/run --list names them")));
    }
    return chosen;
  }

  private static boolean run(Arguments arguments, List<Table> tables, String command)
      throws IOException {
    Files.createDirectories(LOGS);
    Files.createDirectories(arguments.disk());
    boolean isSmoke = arguments.isSmoke();
    boolean isTable = !arguments.isFull() && arguments.only().isEmpty();
    List<String> heap = isSmoke ? TINY_HEAP : isTable ? HEAP : LARGE_HEAP;
    Workplace place = new Workplace(arguments.directory(), arguments.disk(), LOGS, heap);
    SideRun sideRun = new SideRun(place, isSmoke ? Scale.tiny() : Scale.whole(1));
    List<TableRun> runs = tables.stream().map(table -> new TableRun(table, sideRun)).toList();
    long began = System.nanoTime();
    Origin origin = new Origin(command.strip(), place);
    new Schedule(System::nanoTime, budgetNanos(arguments))
        .run(
            runs,
            () -> write(arguments, new Report(title(arguments), origin.facts(), results(runs))));
    List<Report.Result> results = results(runs);
    System.out.println();
    origin.facts().forEach(fact -> System.out.println(fact.name() + ": " + fact.text()));
    System.out.println();
    if (isSmoke) {
      System.out.println(
          "That was to see whether it runs; the figures of such a run mean nothing.");
    } else {
      System.out.println(Writer.summary(results));
    }
    System.out.printf(
        "Measured in %.1f minutes. Report: %s%n",
        (System.nanoTime() - began) / 60e9, report(arguments).resolve(name(arguments) + ".md"));
    List<String> broken = runs.stream().flatMap(run -> run.broken().stream()).toList();
    broken.forEach(each -> System.err.println("failed: " + each));
    return broken.isEmpty();
  }

  /** Of the tables that have been begun. */
  private static List<Report.Result> results(List<TableRun> runs) {
    return runs.stream().filter(run -> run.rounds() > 0).map(TableRun::result).toList();
  }

  private static long budgetNanos(Arguments arguments) {
    return TimeUnit.MINUTES.toNanos(arguments.minutes(MINUTES));
  }

  private static String title(Arguments arguments) {
    return arguments.isFull() ? "The whole matrix" : "Ratios, side by side";
  }

  private static String name(Arguments arguments) {
    return arguments.isSmoke() ? "smoke" : arguments.isFull() ? "full" : "table";
  }

  /** A run of everything changes the committed report; others only where they are told to. */
  private static Path report(Arguments arguments) {
    Path directory = arguments.report();
    if (directory != null) {
      return directory;
    }
    boolean isWhole = arguments.only().isEmpty() && !arguments.isSmoke();
    return Path.of(isWhole ? "docs/benchmarks" : "benchmarks/target/report");
  }

  private static void write(Arguments arguments, Report report) throws IOException {
    List<String> order = all(Scale.tiny()).stream().map(Table::name).toList();
    Writer.write(report, report(arguments), name(arguments), order);
  }
}
