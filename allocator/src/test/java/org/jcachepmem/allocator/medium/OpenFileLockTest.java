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
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import jnr.ffi.Runtime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class OpenFileLockTest {
  private static final int TOO_MANY_OPEN = 24;
  private static final int INTERRUPTED = 4;
  private static final int WOULD_BLOCK = 11;
  private static final int NO_LOCKS = 37;
  private static final int NOT_SUPPORTED = 95;

  @TempDir private Path directory;
  private Path path;

  @BeforeEach
  void file() throws IOException {
    path = Files.createFile(directory.resolve("file"));
  }

  /** A C library whose calls fail with these errors, one after the other; 0 is none. */
  private static final class FailingLibc extends IdleLibc {
    private final Deque<Integer> errors;
    private int open;

    FailingLibc(Integer... errors) {
      this.errors = new ArrayDeque<>(List.of(errors));
    }

    private int next() {
      Integer error = errors.poll();
      Runtime.getSystemRuntime().setLastError(error == null ? 0 : error);
      return error == null || error == 0 ? 0 : -1;
    }

    @Override
    public int open(long path, int flags) {
      int result = next();
      open += result == 0 ? 1 : 0;
      return result == 0 ? 1 << 20 : -1; // no descriptor of this process
    }

    @Override
    public int flock(int fd, int operation) {
      return next();
    }

    @Override
    public int close(int fd) {
      open--;
      return 0;
    }
  }

  private static OpenFileLock lock(Path path, boolean shared) throws IOException {
    @Nullable OpenFileLock lock = OpenFileLock.tryLock(path, shared);
    assertNotNull(lock);
    assertTrue(lock.isHeld());
    return lock;
  }

  @Test
  void isOfTheFileAndNotOfItsName() throws IOException {
    Path other = Files.createLink(directory.resolve("other"), path);
    OpenFileLock lock = lock(path, false);
    assertNull(OpenFileLock.tryLock(other, false));
    Files.delete(path);
    assertNull(OpenFileLock.tryLock(other, true));
    lock.close();
    assertFalse(lock.isHeld());
    lock(other, false).close();
  }

  @Test
  void isKeptWhenOtherDescriptorsOfTheFileAreClosed() throws IOException {
    try (OpenFileLock lock = lock(path, false)) {
      FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE).close();
      Files.readAllBytes(path);
      assertNull(OpenFileLock.tryLock(path, false));
      assertTrue(lock.isHeld());
    }
  }

  @Test
  void isSharedByThoseWhoRead() throws IOException {
    OpenFileLock one = lock(path, true);
    OpenFileLock two = lock(path, true);
    assertNull(OpenFileLock.tryLock(path, false));
    one.close();
    assertNull(OpenFileLock.tryLock(path, false), "there is one left");
    two.close();
    lock(path, false).close();
  }

  @Test
  void thereIsNoneWhereTheSystemHasNone() throws IOException {
    OpenFileLock none = OpenFileLock.tryLock(null, path, false);
    assertNotNull(none);
    assertFalse(none.isHeld());
    none.close();
    for (int error : new int[] {NO_LOCKS, NOT_SUPPORTED}) {
      FailingLibc libc = new FailingLibc(0, error);
      OpenFileLock refused = OpenFileLock.tryLock(libc, path, false);
      assertNotNull(refused);
      assertFalse(refused.isHeld());
      assertEquals(0, libc.open);
    }
  }

  @Test
  void aCallThatASignalCutsOffIsMadeAgain() throws IOException {
    FailingLibc free = new FailingLibc(0, INTERRUPTED, INTERRUPTED);
    OpenFileLock lock = OpenFileLock.tryLock(free, path, false);
    assertNotNull(lock);
    assertTrue(lock.isHeld());
    lock.close();
    lock.close();
    assertEquals(0, free.open);
    FailingLibc taken = new FailingLibc(0, INTERRUPTED, WOULD_BLOCK);
    assertNull(OpenFileLock.tryLock(taken, path, false));
    assertEquals(0, taken.open);
  }

  /** To go on without a lock because of that would be to open a pool twice. */
  @Test
  void aFileThatCannotBeOpenedJustNowIsAnError() {
    FailingLibc libc = new FailingLibc(TOO_MANY_OPEN);
    assertThrows(IOException.class, () -> OpenFileLock.tryLock(libc, path, false));
  }

  @Test
  void whoMapsTheFileSaysThatThereIsNone() throws IOException {
    OpenFileLock none = OpenFileLock.tryLock(directory.resolve("none"), true);
    assertNotNull(none);
    assertFalse(none.isHeld());
  }
}
