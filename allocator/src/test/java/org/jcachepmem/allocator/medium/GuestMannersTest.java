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
package org.jcachepmem.allocator.medium;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that opens a medium leaves nothing in the home, working or temporary directory, needs
 * none of the jars that we exclude, and does without the native binding where that cannot be
 * unpacked.
 */
class GuestMannersTest {
  @TempDir Path directory;

  private String probe(MediumChoice choice, String... jvmArguments)
      throws IOException, InterruptedException {
    String output = probe(0, choice, jvmArguments);
    assertTrue(output.contains("read 42"), output);
    return output;
  }

  private String probe(int exit, MediumChoice choice, String... jvmArguments)
      throws IOException, InterruptedException {
    for (String name : List.of("home", "work", "tmp", "pools")) {
      Files.createDirectories(directory.resolve(name));
    }
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<String> command = new ArrayList<>(List.of(java.toString()));
    command.add("-Duser.home=" + directory.resolve("home"));
    command.add("-Djava.io.tmpdir=" + directory.resolve("tmp"));
    command.add("-XX:-UsePerfData");
    command.addAll(Arrays.asList(jvmArguments));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(MediaProbe.class.getName(), directory.resolve("pools/pool").toString()));
    command.add(choice.name());
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(directory.resolve("work").toFile());
    builder.environment().put("HOME", directory.resolve("home").toString());
    builder.environment().remove("TMPDIR");
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(exit, process.exitValue(), output);
    return output;
  }

  private void assertNothingLeft() throws IOException {
    for (String name : List.of("home", "work", "tmp")) {
      try (Stream<Path> left = Files.list(directory.resolve(name))) {
        assertEquals(List.of(), left.toList());
      }
    }
    try (Stream<Path> left = Files.list(directory.resolve("pools"))) {
      assertEquals(List.of(directory.resolve("pools/pool")), left.toList());
    }
  }

  @Test
  void theJdkMappingLeavesNothing() throws Exception {
    String output = probe(MediumChoice.JDK);
    assertTrue(output.contains("kind=jdk"), output);
    assertNothingLeft();
  }

  @Test
  void libpmemLeavesNothing() throws Exception {
    LibpmemPresence.require();
    String output = probe(MediumChoice.AUTO);
    assertTrue(output.contains("kind=libpmem"), output);
    assertNothingLeft();
  }

  @Test
  void withoutAPlaceToUnpackTheBindingTheJdkMappingServes() throws Exception {
    String output = probe(MediumChoice.AUTO, "-Djava.io.tmpdir=" + directory.resolve("absent"));
    assertTrue(output.contains("kind=jdk"), output);
    assertTrue(output.contains("could not be unpacked"), output);
    assertTrue(output.contains("jffi.extract.dir"), output);
    assertNothingLeft();
  }

  @Test
  void withoutLibpmemTheJdkMappingServesAndSaysWhy() throws Exception {
    String output =
        probe(MediumChoice.AUTO, "-D" + NativeGate.LIBRARY_PROPERTY + "=libabsent.so.1");
    assertTrue(output.contains("kind=jdk"), output);
    assertTrue(output.contains("libabsent.so.1 is not installed"), output);
    assertNothingLeft();
  }

  @Test
  void elsewhereThanOnLinuxTheJdkMappingServes() throws Exception {
    for (String system : List.of("Mac OS X", "Windows 11")) {
      String output = probe(MediumChoice.AUTO, "-Dos.name=" + system);
      assertTrue(output.contains("kind=jdk"), output);
      assertTrue(output.contains("libpmem is used on Linux only, this is " + system), output);
      assertNothingLeft();
    }
  }

  @Test
  void anotherLibraryIsNotTakenForLibpmem() throws Exception {
    String output = probe(MediumChoice.AUTO, "-D" + NativeGate.LIBRARY_PROPERTY + "=libc.so.6");
    assertTrue(output.contains("kind=jdk"), output);
    assertTrue(output.contains("libc.so.6 is not libpmem"), output);
  }

  /** What a later JDK will do unasked. One that does not know the option does not start. */
  @Test
  void aJvmThatRefusesMemoryAccessSaysWhichFlagHelps() throws Exception {
    String output = probe(1, MediumChoice.AUTO, "--sun-misc-unsafe-memory-access=deny");
    assertTrue(output.contains("--sun-misc-unsafe-memory-access"), output);
    if (Runtime.version().feature() >= 23) {
      assertTrue(output.contains("this JVM refuses memory access"), output);
    }
  }

  @Test
  void chronicleLoadsWithoutTheJarsThatAreExcluded() {
    for (String excluded :
        List.of(
            "net.openhft.chronicle.analytics.Analytics",
            "net.openhft.posix.PosixAPI",
            "com.sun.jna.Native",
            "net.openhft.affinity.Affinity")) {
      assertThrows(ClassNotFoundException.class, () -> Class.forName(excluded));
    }
    long address = RawMemory.MEMORY.allocate(64);
    RawMemory.MEMORY.writeLong(address, 42);
    assertEquals(42, RawMemory.MEMORY.readLong(address));
    RawMemory.MEMORY.freeMemory(address, 64);
  }

  @Test
  void nothingIsMissingWhereNothingIsMissing() {
    assertEquals(Media.hasLibpmem(), Media.whyNoLibpmem().isEmpty());
  }
}
