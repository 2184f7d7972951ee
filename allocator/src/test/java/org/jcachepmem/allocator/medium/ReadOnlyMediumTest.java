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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jcachepmem.allocator.layout.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** It reads what the file has, across windows, and takes no store of any kind. */
class ReadOnlyMediumTest {
  private static final int WINDOW_SHIFT = 12;
  private static final int SIZE = 5 << WINDOW_SHIFT;

  @TempDir Path directory;

  private final byte[] contents = new byte[SIZE];

  private ReadOnlyMedium open() throws IOException {
    new SplittableRandom(5).nextBytes(contents);
    Path file = Files.write(directory.resolve("file"), contents);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
    return ReadOnlyMedium.open(file, WINDOW_SHIFT);
  }

  @Test
  void readsWordsAndRangesWhereverTheyLie() throws IOException {
    try (Medium medium = open()) {
      assertEquals(SIZE, medium.sizeBytes());
      for (int at = 0; at < SIZE; at += 4088) {
        assertEquals(Bytes.getLong(contents, at), medium.getLong(at));
        assertEquals(Bytes.getInt(contents, at + 4), medium.getInt(at + 4));
      }
      byte[] most = new byte[SIZE - 10];
      medium.copyOut(5, most, 2, SIZE - 12);
      assertArrayEquals(
          Arrays.copyOfRange(contents, 5, SIZE - 7), Arrays.copyOfRange(most, 2, SIZE - 10));
      assertThrows(IndexOutOfBoundsException.class, () -> medium.getLong(SIZE));
      assertThrows(IndexOutOfBoundsException.class, () -> medium.copyOut(SIZE - 4, most, 0, 5));
    }
  }

  @Test
  void aPendingInterruptIsKeptForLater() throws IOException {
    open().close();
    Thread.currentThread().interrupt();
    try (Medium medium = ReadOnlyMedium.open(directory.resolve("file"), WINDOW_SHIFT)) {
      assertTrue(Thread.interrupted());
      assertEquals(Bytes.getLong(contents, 0), medium.getLong(0));
    } finally {
      Thread.interrupted();
    }
  }

  @Test
  void takesNoStore() throws IOException {
    ReadOnlyMedium medium = open();
    byte[] bytes = {1};
    List<Executable> stores =
        List.of(
            () -> medium.putInt(0, 1),
            () -> medium.putLong(0, 1),
            () -> medium.putLongRelease(0, 1),
            () -> medium.copyIn(0, bytes, 0, 1),
            () -> medium.copyInAndFlush(0, bytes, 0, 1),
            () -> medium.zero(0, 1),
            () -> medium.flush(0, 1),
            () -> medium.extend(2 * SIZE),
            medium::checkUsable,
            medium::fence);
    for (Executable store : stores) {
      assertThrows(UnsupportedOperationException.class, store);
    }
    assertArrayEquals(contents, Files.readAllBytes(directory.resolve("file")));
    medium.close();
    assertThrows(IllegalStateException.class, () -> medium.getInt(0));
  }
}
