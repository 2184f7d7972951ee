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

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jcachepmem.allocator.medium.Media;
import org.jcachepmem.benchmarks.report.Report.Fact;

/** Where figures come from: machine, commit and command, and what else the machine did. */
final class Origin {
  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
  private static final Path LOAD = Path.of("/proc/loadavg");

  private final List<Fact> facts;
  private final OtherWork others = new OtherWork();

  /** From now on. */
  Origin(String command, Workplace place) throws IOException {
    facts = known(command, place);
  }

  /** As they are now. */
  List<Fact> facts() throws IOException {
    List<Fact> all = new ArrayList<>(facts);
    all.add(new Fact("taken of the processors by others meanwhile", others.text()));
    return all;
  }

  private static List<Fact> known(String command, Workplace place) throws IOException {
    return List.of(
        new Fact("command", "`" + command + "`"),
        new Fact("commit", commit()),
        new Fact("date", LocalDate.now(ZoneOffset.UTC).toString()),
        new Fact(
            "processor", Runtime.getRuntime().availableProcessors() + " cores of " + processor()),
        new Fact(
            "system",
            System.getProperty("os.name")
                + " "
                + System.getProperty("os.version")
                + ", load at the start "
                + load()),
        new Fact(
            "JVM",
            System.getProperty("java.vm.name")
                + " "
                + System.getProperty("java.runtime.version")
                + ", "
                + String.join(" ", place.heap())
                + ", the same for each side of a comparison; tables that need another heap say so"),
        new Fact("libpmem", libpmem()),
        new Fact("files on", Files.getFileStore(place.fast()).type()),
        new Fact("msync media on", Files.getFileStore(place.disk()).type()));
  }

  private static String libpmem() {
    if (!Media.hasLibpmem()) {
      return "no: " + Media.whyNoLibpmem() + "; the JDK's mapping instead";
    }
    return "1".equals(System.getenv(SideRun.FORCE))
        ? "yes, told that every file is persistent memory: flush and fence are executed"
        : "yes, and it asks the system whether a file is persistent memory";
  }

  private static String processor() throws IOException {
    if (!Files.isReadable(PROCESSORS)) {
      return System.getProperty("os.arch");
    }
    return Files.readAllLines(PROCESSORS).stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(System.getProperty("os.arch"));
  }

  private static String load() throws IOException {
    return Files.isReadable(LOAD) ? Files.readString(LOAD).split(" ")[0] : "unknown";
  }

  private static String commit() {
    try {
      Process git =
          new ProcessBuilder("git", "describe", "--always", "--dirty", "--abbrev=12")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try (BufferedReader output = git.inputReader()) {
        String said = output.lines().collect(Collectors.joining());
        return git.waitFor() == 0 && !said.isEmpty() ? said : "unknown";
      }
    } catch (IOException e) {
      return "unknown";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "unknown";
    }
  }
}
