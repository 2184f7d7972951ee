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
package org.jcachepmem.allocator.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jcachepmem.allocator.medium.MediumChoice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A pool that outgrows what the system really grants. A full disk takes a file system of one's own;
 * a limit on the size of files takes the same way through the kernel's refusal, and no rights.
 */
@Timeout(60)
class LimitedStorageTest {
  /** Of 512 or 1024 bytes, as the shell has it: 2 or 4 MiB. */
  private static final String LIMIT_BLOCKS = "4096";

  @TempDir Path directory;

  /** The answer of a JVM under the limit that creates a pool of 8 MiB. */
  private String create(MediumChoice medium, String... jvmArguments) throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<String> command = new ArrayList<>();
    command.addAll(List.of("sh", "-c", "ulimit -f " + LIMIT_BLOCKS + "; exec \"$@\"", "sh"));
    command.add(java.toString());
    command.addAll(List.of(jvmArguments));
    command.addAll(List.of("-XX:-UsePerfData", "-cp", System.getProperty("java.class.path")));
    command.add(LimitedStorageProbe.class.getName());
    command.addAll(List.of(directory.resolve("pool").toString(), medium.name()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    assertEquals(0, process.waitFor(), output);
    return output;
  }

  private void assertRefused(String output, String... left) throws Exception {
    for (String part :
        List.of(
            PoolStorageFullException.class.getSimpleName(),
            directory.resolve("pool").toString(),
            "room for 8388608 bytes",
            "File too large",
            "make the pool smaller")) {
      assertTrue(output.contains(part), () -> part + " in " + output);
    }
    try (Stream<Path> files = Files.list(directory)) {
      assertEquals(List.of(left), files.map(file -> file.getFileName().toString()).toList());
    }
  }

  @Test
  void aPoolLargerThanFilesMayBeIsRefusedAndLeavesNothing() throws Exception {
    assertRefused(create(MediumChoice.JDK), "pool.lock");
  }

  @Test
  void soItIsWhereStorageIsAllocatedByWriting() throws Exception {
    assertRefused(create(MediumChoice.JDK, "-Dos.name=Mac OS X"), "pool.lock");
  }

  @Test
  void soItIsWithAVolatilePool() throws Exception {
    assertRefused(create(MediumChoice.VOLATILE));
    assertRefused(create(MediumChoice.VOLATILE, "-Dos.name=Mac OS X"));
  }
}
