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
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.jcachepmem.allocator.medium.OsFaults.Call;
import org.jcachepmem.allocator.medium.OsFaults.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The unlinked file, in windows of 16 KiB, so that every larger access crosses some. */
class VolatileMediumTest extends MediumContractTest {
  private static final int WINDOW_SHIFT = 14;

  @Override
  Medium open(Path file) throws IOException {
    return VolatileMedium.create(unlinked(), SIZE, WINDOW_SHIFT, FileAllocation.ofSystem());
  }

  private Path unlinked() {
    return directory.resolve("unlinked");
  }

  @Override
  boolean survivesReopen() {
    return false;
  }

  private Medium failing(OsFaults faults) throws IOException {
    return new FaultyLibraries(faults, false, true)
        .createVolatile(FaultyFileSystem.path(unlinked(), faults), SIZE);
  }

  /** Descriptors of this process that name the file; a deleted file keeps its name there. */
  private List<String> descriptors() throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      return all.map(this::target).filter(t -> t.startsWith(unlinked().toString())).toList();
    }
  }

  private String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return "closed meanwhile";
    }
  }

  @Test
  void isWhatItSays() {
    assertEquals("volatile", medium.facts().kind());
    assertTrue(medium.facts().detail().contains("volatile"));
    assertFalse(medium.facts().pageGranular());
  }

  @Test
  void flushesAndFencesCallNobody() {
    medium.putLong(0, 1);
    medium.flush(0, SIZE);
    medium.copyInAndFlush(4096, new byte[8192], 0, 8192);
    medium.fence();
    medium.extend(SIZE + 4096);
    assertEquals(0, medium.counters().nativeCalls());
    assertEquals(0, medium.counters().commits().figures().commits());
  }

  @Test
  void isWholePagesAndAFileOfItsOwn() throws IOException {
    assertThrows(
        IllegalArgumentException.class,
        () -> VolatileMedium.create(unlinked(), 4097, WINDOW_SHIFT, FileAllocation.ofSystem()));
    Path other = Files.writeString(unlinked(), "somebody else's");
    assertThrows(FileAlreadyExistsException.class, () -> open(other));
    assertEquals("somebody else's", Files.readString(other));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void hasNoNameWhileItIsOpen() {
    assertFalse(Files.exists(unlinked()));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aCloseGivesTheStorageBackWhenTheMappingIsCollected() throws Exception {
    assertFalse(descriptors().isEmpty());
    medium.close();
    assertEquals(List.of(), descriptors());
    for (int i = 0; mapped(); i++) {
      assertTrue(i < 100, "still mapped");
      System.gc();
      Thread.sleep(20);
    }
  }

  private boolean mapped() throws IOException {
    try (Stream<String> ranges = Files.lines(Path.of("/proc/self/maps"))) {
      return ranges.anyMatch(range -> range.contains(unlinked().toString()));
    }
  }

  /** Interrupts that keep coming: one that met the channel in mid-call would close it for good. */
  @Test
  void growsOnAfterInterrupts() throws InterruptedException {
    Thread growing = Thread.currentThread();
    Thread interrupting =
        new Thread(
            () -> {
              while (!Thread.currentThread().isInterrupted()) {
                growing.interrupt();
              }
            });
    interrupting.start();
    try {
      for (int i = 1; i <= 50; i++) {
        medium.extend(SIZE + i * 4096L);
        medium.putLong(SIZE + i * 4096L - 8, i);
      }
    } finally {
      interrupting.interrupt();
      while (interrupting.isAlive()) {
        try {
          interrupting.join();
        } catch (InterruptedException e) {
          // The last of them.
        }
      }
      Thread.interrupted();
    }
    assertEquals(SIZE + 50 * 4096, medium.sizeBytes());
    assertEquals(1, medium.getLong(SIZE + 4096 - 8));
    assertEquals(50, medium.getLong(SIZE + 50 * 4096 - 8));
  }

  @Test
  void anExtensionThatFailsCanBeTriedAgain() throws IOException {
    OsFaults faults = new OsFaults();
    try (Medium failing = failing(faults)) {
      failing.putLong(8, 7);
      for (Call call : List.of(Call.FALLOCATE, Call.MAP)) {
        faults.plant(call, Fault.DISK_FULL, 1, false);
        UncheckedIOException e =
            assertThrows(UncheckedIOException.class, () -> failing.extend(2 * SIZE));
        assertTrue(e.getMessage().contains("No space left"), e.getMessage());
        assertEquals(0, e.getCause().getSuppressed().length, "what it got was given back");
        assertEquals(SIZE, failing.sizeBytes());
      }
      failing.extend(SIZE + 4096);
      assertEquals(SIZE + 4096, failing.sizeBytes());
      assertEquals(7, failing.getLong(8));
    }
  }

  /** Whatever call fails while it is made, the error says so and nothing is left. */
  @Test
  void aFailedCreationLeavesNothing() throws IOException {
    OsFaults faults = new OsFaults();
    failing(faults).close();
    for (Call call : faults.uses().keySet()) {
      faults.plant(call, Fault.IO_ERROR, 1, false);
      try {
        failing(faults).close();
        // It goes on without the C library, and with what it shares if that can't be read.
        assertTrue(EnumSet.of(Call.LIBC_OPEN, Call.UNSHARE).contains(call), call::toString);
      } catch (IOException e) {
        assertTrue(String.valueOf(e.getMessage()).contains("rror"), call + ": " + e.getMessage());
      }
      assertEquals(1, faults.failures());
      assertFalse(Files.exists(unlinked()), () -> "left after " + call);
    }
  }
}
