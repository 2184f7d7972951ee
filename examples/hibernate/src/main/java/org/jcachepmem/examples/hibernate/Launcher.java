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
package org.jcachepmem.examples.hibernate;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs the application three times over one database and one pool: killed with {@code kill -9} when
 * it has asked everything, again, and with another data version. Shows what Hibernate counted, and
 * fails if the second asked the database anything.
 */
public final class Launcher {

  private Launcher() {}

  /** Argument: an existing directory for the database and the pool; a temporary one if absent. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path directory =
        args.length > 0
            ? Files.createDirectories(Path.of(args[0]).toAbsolutePath())
            : Files.createTempDirectory("jcache-pmem-hibernate");
    for (String file : new String[] {"world.mv.db", "world.trace.db", "world.pool"}) {
      Files.deleteIfExists(directory.resolve(file));
    }
    Map<String, Long> first = run(directory, "1", true);
    Map<String, Long> second = run(directory, "1", false);
    Map<String, Long> third = run(directory, "2", false);
    System.out.printf(
        "%-30s %14s %14s %14s%n", "", "first, killed", "after kill -9", "data version 2");
    for (String what : first.keySet()) {
      System.out.printf(
          "%-30s %14d %14d %14d%n", what, first.get(what), second.get(what), third.get(what));
    }
    boolean isRight =
        second.get("SQL statements") == 0
            && second.get("query misses") == 0
            && first.get("checksum").equals(second.get("checksum"))
            && first.get("checksum").equals(third.get("checksum"))
            && third.get("SQL statements") > 0;
    System.out.println(
        isRight
            ? "After kill -9 the second JVM gave the same answers with 0 SQL statements."
            : "WRONG: see the table.");
    if (!isRight) {
      System.exit(1);
    }
  }

  private static Map<String, Long> run(Path directory, String dataVersion, boolean kill)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Each runs for seconds: a compiler that optimises more works longer than it saves.
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Djcache-pmem.pool.path=" + directory.resolve("world.pool"));
    command.add("-Djcache-pmem.caches.default.data-version=" + dataVersion);
    command.add("-Dorg.jboss.logging.provider=slf4j");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(WorldJvm.class.getName(), directory.toString()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    Map<String, Long> numbers = new LinkedHashMap<>();
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); !"done".equals(line); line = lines.readLine()) {
        if (line == null) {
          throw new IOException("The application ended before it was done: see above");
        }
        int colon = line.lastIndexOf(": ");
        numbers.put(line.substring(0, colon), Long.valueOf(line.substring(colon + 2)));
      }
      if (kill) {
        process.destroyForcibly(); // SIGKILL: nothing is closed, flushed or handed over
      } else {
        process.getOutputStream().close();
      }
    }
    int exit = process.waitFor();
    if (!kill && exit != 0) {
      throw new IOException("The application ended with " + exit + ": see above");
    }
    return numbers;
  }
}
