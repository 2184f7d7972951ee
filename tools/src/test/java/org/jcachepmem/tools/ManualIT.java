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
package org.jcachepmem.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.cache.Cache;
import javax.cache.CacheManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands of {@code docs/tools.md} as it prints them, in its order, over a small pool where it
 * has that of {@code examples/run}: each ends well and prints what is shown, with other numbers.
 * What reads the pool does so all at once. {@code top} is in {@link JarIT}, where there is a
 * process to watch.
 */
@Timeout(120)
@Tag("one-jdk")
class ManualIT {
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  @TempDir static Path directory;

  @BeforeAll
  static void make() throws IOException {
    Path walk = Files.createDirectories(directory.resolve("examples/target/walk"));
    try (CacheManager manager =
        SamplePool.manager(walk.resolve("classes.pool"), "jcache-pmem:default")) {
      Cache<String, Customer> cache =
          SamplePool.cache(manager, "class-facts", String.class, Customer.class);
      cache.put("java.base/java/lang/String", new Customer(7, "final"));
      for (int i = 0; i < 100; i++) {
        cache.put("java.base/java/lang/Class" + i, new Customer(i, "a class"));
      }
    }
  }

  /** A command that runs. */
  private record Running(Manual.Shown shown, Process process, Path out, Path err) {
    static Running start(Manual.Shown shown) throws IOException {
      List<String> command = new ArrayList<>(List.of(JAVA, "-XX:TieredStopAtLevel=1"));
      command.addAll(List.of("-XX:+UseSerialGC", "-jar", System.getProperty("tools.jar")));
      command.addAll(List.of(shown.line().split(" ")));
      if (shown.name().equals("bench")) {
        command.addAll(List.of("--seconds", "0.5", "--size", "4MiB"));
      }
      Path out = Files.createTempFile(directory, "out-", ".txt");
      Path err = Files.createTempFile(directory, "err-", ".txt");
      ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
      builder.redirectOutput(out.toFile()).redirectError(err.toFile());
      return new Running(shown, builder.start(), out, err);
    }

    void end() throws Exception {
      int code = process.waitFor();
      Outcome outcome = new Outcome(code, Files.readString(out), Files.readString(err));
      assertEquals(0, code, () -> shown.line() + ": " + outcome);
      assertEquals("", outcome.err(), shown.line());
      if (!shown.prints().isEmpty()) {
        // The first line of bench names a medium that this machine may not have.
        String line = shown.prints().get(shown.name().equals("bench") ? 1 : 0);
        assertTrue(
            outcome.out().lines().anyMatch(printed -> Manual.like(line).matcher(printed).matches()),
            () -> "not printed by " + shown.line() + ": " + line + "\n" + outcome.out());
      }
    }
  }

  @Test
  void eachCommandDoesWhatItSays() throws Exception {
    List<String> changing = List.of("load", "copy", "grow", "drop");
    Map<Boolean, List<Manual.Shown>> commands = new TreeMap<>();
    for (Manual.Shown shown : Manual.commands("docs/tools.md")) {
      boolean changes = changing.contains(shown.name());
      commands.computeIfAbsent(changes, key -> new ArrayList<>()).add(shown);
    }
    List<Running> reading = new ArrayList<>();
    for (Manual.Shown shown : commands.get(false)) {
      if (!shown.name().equals("top")) {
        reading.add(Running.start(shown));
      }
    }
    for (Running running : reading) {
      running.end();
    }
    for (Manual.Shown shown : commands.get(true)) {
      Running.start(shown).end();
    }
    assertTrue(reading.size() >= 10 && commands.get(true).size() == 4, commands::toString);
    long shown = reading.stream().filter(running -> !running.shown.prints().isEmpty()).count();
    assertTrue(shown >= 9, "commands with something below them: " + shown);
  }
}
