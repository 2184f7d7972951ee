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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A range of a mapped file is made of another one's storage, if this file system can do that. */
class CloneTest {
  private static final int BYTES = 256 << 10;
  private static final int FROM = 64 << 10;
  private static final int LENGTH = 128 << 10;

  @TempDir private Path directory;

  private Path file(String name) throws IOException {
    Path file = Files.createFile(directory.resolve(name));
    FileAllocation.ofSystem().allocate(file, 0, BYTES);
    return file;
  }

  private static byte[] filled(int value) {
    byte[] bytes = new byte[BYTES];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private static byte[] contents(Medium medium) {
    byte[] bytes = new byte[BYTES];
    medium.copyOut(0, bytes, 0, BYTES);
    return bytes;
  }

  @ParameterizedTest
  @EnumSource(names = {"JDK", "AUTO"})
  void aCloneHasWhatWasStoredAndNothingThatIsStoredLater(MediumChoice choice) throws IOException {
    try (Medium source = Media.open(file("source"), choice);
        Medium target = Media.open(file("target"), choice)) {
      source.copyIn(0, filled(1), 0, BYTES);
      target.copyIn(0, filled(2), 0, BYTES);
      boolean isCloned = target.cloneFrom(source, FROM, LENGTH);
      source.copyIn(0, filled(3), 0, BYTES);
      source.flush(0, BYTES);
      source.fence();
      byte[] expected = filled(2);
      if (isCloned) {
        Arrays.fill(expected, FROM, FROM + LENGTH, (byte) 1);
      }
      assertArrayEquals(expected, contents(target), "cloned: " + isCloned);
      target.copyIn(0, filled(4), 0, BYTES);
      target.flush(0, BYTES);
      target.fence();
      assertArrayEquals(filled(3), contents(source));
      assertEquals(4, Files.readAllBytes(directory.resolve("target"))[FROM]);
    }
  }

  @Test
  void whatHasNoNameOrNoFileSharesNothing() throws IOException {
    try (Medium unlinked = Media.createVolatile(directory.resolve("unlinked"), BYTES);
        Medium heap = new HeapMedium(BYTES);
        Medium file = Media.open(file("file"), MediumChoice.JDK)) {
      assertFalse(file.cloneFrom(unlinked, FROM, LENGTH));
      assertFalse(unlinked.cloneFrom(file, FROM, LENGTH));
      assertFalse(file.cloneFrom(heap, FROM, LENGTH));
      assertFalse(heap.cloneFrom(file, FROM, LENGTH));
      assertThrows(
          IndexOutOfBoundsException.class, () -> file.cloneFrom(unlinked, BYTES - 4096, 8192));
    }
  }
}
