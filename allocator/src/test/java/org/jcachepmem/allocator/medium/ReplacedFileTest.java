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
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The name of a file that is mapped is given to another one: growth must not take that for it. The
 * other one's bytes were read in its place, or it was cut to the size that the pool had.
 */
class ReplacedFileTest {
  private static final int BYTES = 64 << 10;
  private static final int MORE = 128 << 10;
  private static final int[] OTHER_BYTES = {4096, BYTES, MORE, 4 * MORE};

  @TempDir private Path directory;

  /** The real C library, and what somebody does while it allocates. */
  private static final class DisturbedLibc extends IdleLibc {
    private final Libc.@Nullable Functions real = NativeGate.libc().functions();
    private Runnable disturbance = () -> {};
    private int error;

    @Override
    public int open(long path, int flags) {
      return real == null ? -1 : real.open(path, flags);
    }

    @Override
    public int posix_fallocate(int fd, long offset, long len) {
      int result = real == null ? 0 : real.posix_fallocate(fd, offset, len);
      disturbance.run();
      return error == 0 ? result : error;
    }

    @Override
    public int close(int fd) {
      return real == null ? -1 : real.close(fd);
    }
  }

  private Path pool() {
    return directory.resolve("app.pool");
  }

  private Medium open(MediumChoice choice, FileAllocation allocation) throws IOException {
    FileAllocation.createOwnerOnly(pool());
    FileAllocation.ofSystem().allocate(pool(), 0, BYTES);
    Medium medium;
    if (choice == MediumChoice.JDK) {
      medium = MappedMedium.open(pool(), 30, allocation, MappedByteBuffer::force);
    } else {
      LibpmemPresence.require();
      Libpmem.Functions libpmem = NativeGate.libpmem().functions();
      medium = LibpmemMedium.open(libpmem, pool(), allocation);
    }
    medium.putLong(BYTES - 8, 42);
    return medium;
  }

  private static byte[] filled(int bytes) {
    byte[] filled = new byte[bytes];
    Arrays.fill(filled, (byte) 7);
    return filled;
  }

  private void replace(int otherBytes) {
    try {
      Path other = Files.write(directory.resolve("backup.pool"), filled(otherBytes));
      Files.move(other, pool(), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** It says so, and what is mapped is what it was, and works. */
  private void assertRefusesToGrow(Medium medium, String reason) {
    String said = assertThrows(UncheckedIOException.class, () -> medium.extend(MORE)).getMessage();
    assertTrue(said.contains(pool().toString()) && said.contains(reason), said);
    assertEquals(BYTES, medium.sizeBytes());
    assertEquals(42, medium.getLong(BYTES - 8));
    medium.putLong(8, 43);
    medium.flush(8, 8);
    medium.fence();
    assertEquals(43, medium.getLong(8));
  }

  @ParameterizedTest
  @EnumSource(names = {"JDK", "LIBPMEM"})
  void anotherFileOfTheNameIsLeftAlone(MediumChoice choice) throws IOException {
    for (int otherBytes : OTHER_BYTES) {
      Files.deleteIfExists(pool());
      try (Medium medium = open(choice, FileAllocation.ofSystem())) {
        replace(otherBytes);
        assertRefusesToGrow(medium, "another file has its name");
        assertArrayEquals(filled(otherBytes), Files.readAllBytes(pool()), "of " + otherBytes);
      }
    }
  }

  /** After the file was opened to be allocated, which then are the right one's pages. */
  @ParameterizedTest
  @EnumSource(names = {"JDK", "LIBPMEM"})
  void anotherFileIsLeftAloneThatGetsTheNameMeanwhile(MediumChoice choice) throws IOException {
    int full = 28;
    for (int error : new int[] {0, full}) {
      for (int otherBytes : OTHER_BYTES) {
        Files.deleteIfExists(pool());
        DisturbedLibc libc = new DisturbedLibc();
        try (Medium medium = open(choice, new FileAllocation(libc))) {
          libc.error = error;
          libc.disturbance = () -> replace(otherBytes);
          assertRefusesToGrow(medium, error == full ? "No space left" : "another file");
          assertArrayEquals(filled(otherBytes), Files.readAllBytes(pool()), "of " + otherBytes);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"JDK", "LIBPMEM"})
  void aFileThatWasMovedAwayGrowsWhenItIsBack(MediumChoice choice) throws IOException {
    Path away = directory.resolve("away");
    try (Medium medium = open(choice, FileAllocation.ofSystem())) {
      Files.move(pool(), away);
      assertRefusesToGrow(medium, "no file has its name");
      assertTrue(Files.notExists(pool()));
      assertEquals(BYTES, Files.size(away));
      Files.move(away, pool());
      medium.extend(MORE);
      assertEquals(42, medium.getLong(BYTES - 8));
      medium.putLong(MORE - 8, 44);
    }
    byte[] all = Files.readAllBytes(pool());
    assertEquals(MORE, all.length);
    assertEquals(44, all[MORE - 8]);
  }
}
