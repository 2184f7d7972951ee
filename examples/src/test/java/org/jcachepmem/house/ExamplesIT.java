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
package org.jcachepmem.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * README.md's examples, run as {@code examples/run} runs them, one of them as on a machine without
 * libpmem: what they print, and that neither we nor the JVM say more than README.md tells.
 */
@Timeout(120)
class ExamplesIT {

  /** The first JDK that warns of {@code System.load} and of {@code sun.misc.Unsafe}. */
  private static final int WARNS = 24;

  private static final Pattern FLAGS = Pattern.compile("(?m)^java ((?:--\\S+ )+)\\.\\.\\.$");
  private static final Pattern WARNING =
      Pattern.compile("WARNING: (\\S+)::\\w+ has been called by (\\S+) .*");

  private static final List<String> WITHOUT_LIBPMEM =
      List.of("-Djcachepmem.libpmem=libabsent.so.1");

  private final House house = new House();

  @TempDir Path directory;

  /** One run of an example, in a directory of its own name: a pool for each. */
  private final class Run {
    private final Path home;
    private final Path errors;
    private final Process process;

    Run(String example, List<String> flags) throws IOException {
      home = Files.createDirectories(directory.resolve(example));
      errors = Files.createTempFile(directory, "stderr-", ".txt");
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
      command.addAll(flags);
      Path jar = house.root().resolve("examples/target/jcache-pmem-examples.jar");
      command.addAll(List.of("-cp", jar.toString(), "org.jcachepmem.examples." + example));
      process =
          new ProcessBuilder(command)
              .directory(home.toFile())
              .redirectError(errors.toFile())
              .start();
    }

    /** What it printed, after a good end. */
    List<String> lines() throws Exception {
      List<String> lines = process.inputReader().lines().toList();
      assertEquals(0, process.waitFor(), this::errors);
      return lines;
    }

    String errors() {
      try {
        return Files.readString(errors);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** The flags that README.md tells for JDK 24 and later, which 17 does not know. */
  private List<String> flags() throws IOException {
    Matcher flags = FLAGS.matcher(Files.readString(house.root().resolve("README.md")));
    assertTrue(flags.find(), "README.md has a line of flags that silence warnings");
    return Runtime.version().feature() < WARNS ? List.of() : List.of(flags.group(1).split(" "));
  }

  @Test
  void eachPrintsWhatItShowsAndNothingWarnsOfMoreThanTheReadmeSays() throws Exception {
    Run first = new Run("HelloCache", WITHOUT_LIBPMEM);
    Run words = new Run("WordCount", List.of());
    assertEquals(List.of("Start number 1 over this pool."), first.lines());
    assertEquals(List.of("{cat=2, mat=1, on=1, other=1, sat=1, the=3, with=1}"), words.lines());
    Run second = new Run("HelloCache", flags());
    Run expiry = new Run("ExpiryAndListeners", List.of());
    assertEquals(List.of("Start number 2 over this pool."), second.lines());
    assertEquals(
        List.of("created anna", "anna: logged in", "expired anna", "anna: null"), expiry.lines());

    for (Run run : List.of(first, words, expiry)) {
      assertEquals(
          Runtime.version().feature() < WARNS ? List.of() : documented(),
          callers(run),
          run::errors);
    }
    assertEquals(List.of(), callers(second), second::errors);
    assertSaysWhatServes(first.errors());
    for (Run run : List.of(first, words, second, expiry)) {
      assertLogged(run.errors());
    }
  }

  /** In one line, and the pool is the same with and without. */
  private static void assertSaysWhatServes(String errors) {
    assertEquals(1, errors.lines().filter(l -> l.contains("libabsent.so.1")).count(), errors);
    assertTrue(errors.contains("apt install libpmem1"), errors);
    assertTrue(errors.matches("(?s).* open: JDK.*, durability sync, .*"), errors);
  }

  private static List<String> documented() {
    return List.of(
        "java.lang.System by com.kenai.jffi", "sun.misc.Unsafe by net.openhft.chronicle");
  }

  /** Who calls what, as the JVM warns: the class that is called, and of the caller three names. */
  private static List<String> callers(Run run) {
    TreeSet<String> callers = new TreeSet<>();
    run.errors()
        .lines()
        .filter(line -> line.startsWith("WARNING: "))
        .map(WARNING::matcher)
        .filter(Matcher::matches)
        .map(m -> m.group(1) + " by " + m.group(2).replaceFirst("^(\\w+\\.\\w+\\.\\w+).*", "$1"))
        .forEach(callers::add);
    boolean warns = run.errors().contains("WARNING");
    assertEquals(warns, !callers.isEmpty(), run::errors);
    return List.copyOf(callers);
  }

  /** Without configuration we say which pool that is; then one line at open, and one at close. */
  private static void assertLogged(String errors) {
    List<String> found =
        errors
            .lines()
            .filter(l -> !l.isBlank() && !l.startsWith("WARNING: "))
            .filter(l -> !l.contains("libpmem1")) // what to install, where there is none
            .toList();
    List<String> parts = List.of("No jcache-pmem.pool.path is configured", " open: ", " closed ");
    assertEquals(parts.size(), found.size(), errors);
    for (int i = 0; i < parts.size(); i++) {
      String line = found.get(i);
      assertTrue(line.contains(" INFO ") && line.contains(parts.get(i)), errors);
    }
  }
}
