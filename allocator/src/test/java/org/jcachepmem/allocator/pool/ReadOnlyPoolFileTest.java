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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who only reads a pool leaves no trace, and keeps out of the way of who has it open. */
@Timeout(60)
class ReadOnlyPoolFileTest {
  @TempDir Path directory;

  private Path path() {
    return directory.resolve("pool");
  }

  private PoolFile open() {
    return PoolFile.open(PoolHolder.options(path().toString()), medium -> {});
  }

  @Test
  void refusesAPoolThatAnotherProcessHasOpenAndSaysWho() throws Exception {
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                PoolHolder.class.getName(),
                path().toString(),
                "hold")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      BufferedReader output = new BufferedReader(new InputStreamReader(holder.getInputStream()));
      assertEquals("held", output.readLine());
      PoolLockedException e =
          assertThrows(PoolLockedException.class, () -> ReadOnlyPoolFile.open(path()));
      assertTrue(e.found().contains("pid " + holder.pid() + " on "), e.getMessage());
    } finally {
      holder.destroyForcibly().waitFor();
    }
    ReadOnlyPoolFile.open(path()).close();
  }

  @Test
  void keepsOthersOutForAsLongAsItReads() {
    open().close();
    try (ReadOnlyPoolFile reader = ReadOnlyPoolFile.open(path())) {
      assertEquals(65536, reader.medium().sizeBytes());
      assertThrows(PoolLockedException.class, this::open);
    }
    try (PoolFile pool = open()) {
      assertFalse(pool.wasCreated());
      assertThrows(PoolLockedException.class, () -> ReadOnlyPoolFile.open(path()));
    }
  }

  @Test
  void makesNoLockFileAndReadsWithoutOne() throws IOException {
    open().close();
    Files.delete(PoolLock.lockPath(path()));
    ReadOnlyPoolFile.open(path()).close();
    assertFalse(Files.exists(PoolLock.lockPath(path())));
  }

  @Test
  void whatIsNoPoolFileIsRefused() throws IOException {
    assertThrows(PoolMissingException.class, () -> ReadOnlyPoolFile.open(path()));
    assertThrows(PoolNotAFileException.class, () -> ReadOnlyPoolFile.open(directory));
    Files.createFile(path());
    assertThrows(PoolSizeException.class, () -> ReadOnlyPoolFile.open(path()));
    try (PoolFile pool = PoolFile.open(PoolHolder.options(path() + "2"), medium -> {})) {
      assertTrue(pool.wasCreated());
    }
  }
}
