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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileAllocationTest {
  private static final int INTERRUPTED = 4;
  private static final int UNREADABLE = 5;
  private static final int NO_SPACE = 28;
  private static final int NO_SUCH_CALL = 95;

  @TempDir private Path directory;

  /** A C library that notes what it is asked to allocate, and says {@link #error}. */
  private static final class NotingLibc extends IdleLibc {
    private final List<String> ranges = new ArrayList<>();
    private int error;
    private int unshareError;
    private int cloneError;

    /** How many calls to allocate are cut off by a signal first. */
    private int signals;

    /** Of the file: first byte, length, flags. */
    private final List<long[]> extents = new ArrayList<>();

    /** How many of them one call tells. */
    private int extentsOfCall = Integer.MAX_VALUE;

    @Override
    public int open(long path, int flags) {
      return 1 << 20; // no descriptor of this process
    }

    @Override
    public int posix_fallocate(int fd, long offset, long len) {
      ranges.add(offset + " " + len);
      return signals-- > 0 ? INTERRUPTED : error;
    }

    @Override
    public int fallocate(int fd, int mode, long offset, long len) {
      ranges.add("unshare " + offset + " " + len);
      Runtime.getSystemRuntime().setLastError(unshareError);
      return unshareError == 0 ? 0 : -1;
    }

    @Override
    public int ioctl(int fd, long request, long argp) {
      if (request == Libc.FS_IOC_FIEMAP) {
        return extents(Pointer.wrap(Runtime.getSystemRuntime(), argp));
      }
      assertEquals(Libc.FICLONERANGE, request);
      Pointer range = Pointer.wrap(Runtime.getSystemRuntime(), argp);
      ranges.add(
          "clone " + range.getLong(8) + " " + range.getLong(16) + " to " + range.getLong(24));
      Runtime.getSystemRuntime().setLastError(cloneError);
      return cloneError == 0 ? 0 : -1;
    }

    /**
     * As linux/fiemap.h has it; -1, as from a file system that has no such call, if none are known.
     */
    private int extents(Pointer map) {
      long from = map.getLong(0);
      long to = from + map.getLong(8);
      int count = 0;
      for (long[] extent : extents) {
        if (extent[0] < to
            && extent[0] + extent[1] > from
            && count < Math.min(extentsOfCall, map.getInt(24))) {
          long at = 32 + 56L * count++;
          map.putLong(at, extent[0]);
          map.putLong(at + 16, extent[1]);
          map.putInt(at + 40, (int) extent[2]);
        }
      }
      map.putInt(20, count);
      return extents.isEmpty() ? -1 : 0;
    }
  }

  private Path file(int bytes) throws IOException {
    return Files.write(directory.resolve("file"), new byte[bytes]);
  }

  /** Where the system can't allocate pages are rewritten: those of a pool in use must not be. */
  @Test
  void anExtensionLeavesThePagesInUseAlone() throws IOException {
    NotingLibc libc = new NotingLibc();
    Path file = file(64 << 10);
    try (Medium medium =
        MappedMedium.open(file, 30, new FileAllocation(libc), MappedByteBuffer::force)) {
      Files.write(file, new byte[96 << 10]);
      medium.extend(96 << 10);
      assertEquals(List.of("65536 32768", "unshare 65536 32768"), libc.ranges);
    }
  }

  @Test
  void anExtensionThatFailsGivesBackWhatItGot() throws IOException {
    NotingLibc libc = new NotingLibc();
    Path file = file(64 << 10);
    try (Medium medium =
        MappedMedium.open(file, 30, new FileAllocation(libc), MappedByteBuffer::force)) {
      Files.write(file, new byte[80 << 10]);
      libc.error = NO_SPACE;
      Thread.currentThread().interrupt();
      assertThrows(UncheckedIOException.class, () -> medium.extend(96 << 10));
      assertTrue(Thread.interrupted());
      assertEquals(64 << 10, medium.sizeBytes());
      assertEquals(64 << 10, Files.size(file));
    }
  }

  /** Else pages would be rewritten, which takes as long as the file is large. */
  @Test
  void aCallThatASignalCutsOffIsMadeAgain() throws IOException {
    NotingLibc libc = new NotingLibc();
    libc.signals = 2;
    new FileAllocation(libc).allocate(file(64 << 10), 0, 64 << 10);
    assertEquals(List.of("0 65536", "0 65536", "0 65536", "unshare 0 65536"), libc.ranges);
  }

  /** It counted as allocated, and the next store to it met a full disk by a signal. */
  @Test
  void storageThatIsSharedWithACloneBecomesTheFilesOwn() throws IOException {
    NotingLibc libc = new NotingLibc();
    FileAllocation allocation = new FileAllocation(libc);
    Path file = file(64 << 10);
    allocation.allocate(file, 0, 64 << 10);
    assertEquals(List.of("0 65536", "unshare 0 65536"), libc.ranges);
    libc.unshareError = NO_SPACE;
    IOException full =
        assertThrows(IOException.class, () -> allocation.allocate(file, 0, 64 << 10));
    assertEquals("No space left on device", full.getMessage());
    libc.unshareError = NO_SUCH_CALL;
    allocation.allocate(file, 0, 64 << 10);
    // Damage costs what is damaged, not the pool.
    libc.unshareError = UNREADABLE;
    allocation.allocate(file, 0, 64 << 10);
  }

  /** xfs wants room to allocate what is allocated: no pool could be opened on a full disk. */
  @Test
  void aFullDiskRefusesOnlyAFileThatLacksStorageOfItsOwn() throws IOException {
    NotingLibc libc = new NotingLibc();
    FileAllocation allocation = new FileAllocation(libc);
    Path file = file(64 << 10);
    libc.error = NO_SPACE;
    libc.unshareError = NO_SPACE;
    assertThrows(IOException.class, () -> allocation.allocate(file, 0, 64 << 10), "nothing said");
    int unwritten = 0x800;
    libc.extents.add(new long[] {0, 16 << 10, 0});
    libc.extents.add(new long[] {16 << 10, 20 << 10, unwritten});
    libc.extents.add(new long[] {36 << 10, 40 << 10, 1});
    for (int extentsOfCall : new int[] {Integer.MAX_VALUE, 2, 1}) {
      libc.extentsOfCall = extentsOfCall;
      allocation.allocate(file, 0, 64 << 10);
      allocation.allocate(file, 8 << 10, 64 << 10);
      assertThrows(IOException.class, () -> allocation.allocate(file, 0, 80 << 10), "the end");
      libc.extents.get(1)[2] = 0x2000;
      assertThrows(IOException.class, () -> allocation.allocate(file, 0, 64 << 10), "shared");
      allocation.allocate(file, 36 << 10, 64 << 10);
      libc.extents.get(1)[2] = unwritten;
      libc.extents.get(1)[1] -= 4 << 10;
      assertThrows(IOException.class, () -> allocation.allocate(file, 0, 64 << 10), "a hole");
      libc.extents.get(1)[1] += 4 << 10;
    }
  }

  @Test
  void aCloneIsOfTheFilesThatAreMappedOrNone() throws IOException {
    NotingLibc libc = new NotingLibc();
    FileAllocation allocation = new FileAllocation(libc);
    Path file = file(64 << 10);
    Path copy = Files.write(directory.resolve("copy"), new byte[64 << 10]);
    Storage source = allocation.of(file);
    Storage target = allocation.of(copy);
    assertTrue(target.cloneFrom(source, 4096, 8192));
    assertEquals(List.of("clone 4096 8192 to 4096"), libc.ranges);
    libc.cloneError = NO_SUCH_CALL;
    assertFalse(target.cloneFrom(source, 4096, 8192));
    libc.cloneError = 0;
    assertFalse(new FileAllocation(null).of(copy).cloneFrom(source, 0, 4096));
    Files.move(copy, file, StandardCopyOption.REPLACE_EXISTING);
    assertFalse(target.cloneFrom(source, 4096, 8192), "another file has its name");
    Files.delete(file);
    assertFalse(target.cloneFrom(source, 4096, 8192));
  }

  @Test
  void whatIsWrittenToAllocateIsZeroAndNothingBeforeItChanges() throws IOException {
    Path file = directory.resolve("file");
    byte[] before = new byte[10_000];
    java.util.Arrays.fill(before, (byte) 7);
    Files.write(file, before);
    new FileAllocation(null).allocate(file, 8192, 20_000);
    byte[] after = Files.readAllBytes(file);
    assertEquals(20_000, after.length);
    for (int i = 0; i < after.length; i++) {
      assertEquals(i < before.length ? 7 : 0, after[i], "at " + i);
    }
  }
}
