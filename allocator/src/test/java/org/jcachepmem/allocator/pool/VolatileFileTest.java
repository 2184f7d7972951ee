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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jcachepmem.allocator.medium.FaultyFileSystem;
import org.jcachepmem.allocator.medium.FaultyLibraries;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.medium.MediumChoice;
import org.jcachepmem.allocator.medium.OsFaults;
import org.jcachepmem.allocator.medium.OsFaults.Call;
import org.jcachepmem.allocator.medium.OsFaults.Fault;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A volatile pool leaves nothing behind, meets nobody, and takes its storage or is refused. */
class VolatileFileTest {
  private static final long SIZE = 64 << 10;
  private static final Consumer<Medium> FORMAT = medium -> medium.putLong(0, 42);
  private static final Instant THEN = Instant.now().minusSeconds(3_600);

  @TempDir Path directory;
  private Path path;

  @BeforeEach
  void name() {
    path = directory.resolve("pool");
  }

  private PoolOptions.Builder options() {
    return PoolOptions.builder()
        .path(path)
        .medium(MediumChoice.VOLATILE)
        .sizeBytes(SIZE)
        .minBytes(SIZE);
  }

  private PoolFile open(PoolHost host) {
    return PoolFile.open(options().build(), FORMAT, host);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  private <E extends PoolException> void refused(
      Class<E> type, PoolHost host, String... fragments) {
    E e = assertThrows(type, () -> open(host).close());
    for (String fragment : fragments) {
      assertTrue(e.getMessage().contains(fragment), e.getMessage());
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void nothingIsInTheDirectoryWhileItIsOpen() throws IOException {
    try (PoolFile pool = open(new PoolHost())) {
      assertEquals(List.of(), files());
      assertEquals("volatile", pool.medium().facts().kind());
      assertEquals(SIZE, pool.medium().sizeBytes());
      assertEquals(42, pool.medium().getLong(0));
      assertTrue(pool.wasCreated());
      pool.medium().extend(SIZE + 4096);
      assertEquals(List.of(), files());
    }
    assertEquals(List.of(), files());
  }

  @Test
  void nothingIsThereAfterwards() throws IOException {
    PoolFile pool = PoolFile.open(options().sizeBytes(SIZE + 1).build(), FORMAT);
    assertEquals(SIZE + 4096, pool.medium().sizeBytes());
    pool.close();
    assertThrows(IllegalStateException.class, () -> pool.medium().getLong(0));
    assertEquals(List.of(), files());
  }

  @Test
  void withoutAPathItIsWhereTemporaryFilesAre() {
    PoolOptions options = options().path(null).build();
    assertEquals(MediumChoice.VOLATILE, options.medium());
    try (PoolFile pool = PoolFile.open(options, FORMAT)) {
      assertEquals("volatile", pool.medium().facts().kind());
    }
    String temporary = System.getProperty("java.io.tmpdir");
    System.setProperty("java.io.tmpdir", directory.resolve("absent").toString());
    try {
      PoolException e =
          assertThrows(PoolMissingException.class, () -> PoolFile.open(options, FORMAT));
      assertTrue(e.getMessage().contains("absent"), e.getMessage());
    } finally {
      System.setProperty("java.io.tmpdir", temporary);
    }
  }

  @Test
  void eachHasItsOwnBesideThePoolOfThatName() throws IOException {
    try (PoolFile kept = PoolFile.open(options().medium(MediumChoice.JDK).build(), FORMAT);
        PoolFile one = open(new PoolHost());
        PoolFile other = open(new PoolHost())) {
      kept.medium().putLong(8, 1);
      one.medium().putLong(8, 2);
      other.medium().putLong(8, 3);
      assertEquals(1, kept.medium().getLong(8));
      assertEquals(2, one.medium().getLong(8));
      assertEquals(3, other.medium().getLong(8));
    }
    assertEquals(List.of("pool", "pool.lock"), files());
  }

  @Test
  void aPlaceThatCannotBeUsedIsRefused() throws IOException {
    refused(PoolFileSystemException.class, new FaultyHost().fileSystem("nfs"), "nfs", "local disk");
    refused(PoolAccessException.class, new FaultyHost().readOnly(), "create files");
    assertEquals(List.of(), files());
    path = directory.resolve("absent").resolve("pool");
    refused(PoolMissingException.class, new PoolHost(), "the directory", "absent");
  }

  @Test
  void aSizeBelowTheMinimumIsRefused() throws IOException {
    PoolOptions small = options().minBytes(PoolOptions.MIN_BYTES).build();
    assertThrows(PoolSizeException.class, () -> PoolFile.open(small, FORMAT));
    assertEquals(List.of(), files());
  }

  @Test
  void aFullDiskIsToldAndLeavesNothing() throws IOException {
    refused(
        PoolStorageFullException.class,
        new FaultyHost().full(),
        path.toString(),
        "room for 65536 bytes",
        "No space left",
        "bytes are free");
    assertEquals(List.of(), files());
    open(new FaultyHost().fullOfClosedPools()).close();
  }

  @Test
  void aFormatThatFailsLeavesNothing() throws IOException {
    Medium[] formatted = new Medium[1];
    assertThrows(
        ArithmeticException.class,
        () ->
            PoolFile.open(
                options().build(),
                medium -> {
                  formatted[0] = medium;
                  throw new ArithmeticException();
                }));
    assertThrows(IllegalStateException.class, () -> formatted[0].getLong(0));
    assertEquals(List.of(), files());
  }

  private void leave(String name) throws IOException {
    leave(name, THEN);
  }

  private void leave(String name, Instant made) throws IOException {
    Path file = Files.write(directory.resolve(name), new byte[10]);
    Files.setLastModifiedTime(file, FileTime.from(made));
  }

  /** A container's processes have the same numbers at each start. */
  @Test
  void whatKilledProcessesLeftIsRemoved() throws IOException {
    leave("pool.volatile-1-ended");
    leave("pool.volatile-2-unlinks");
    leave("pool.volatile-3-was-another");
    leave("pool.volatile-no-number");
    leave("pool.creating-1");
    leave("pool2.volatile-1-ended");
    FaultyHost host =
        new FaultyHost().running(Map.of(2L, THEN.minusSeconds(5), 3L, THEN.plusSeconds(5)));
    open(host).close();
    assertEquals(
        List.of(
            "pool.creating-1",
            "pool.volatile-2-unlinks",
            "pool.volatile-no-number",
            "pool2.volatile-1-ended"),
        files());
  }

  /** Containers that share a directory count their processes each for itself. */
  @Test
  void whatAnotherContainerIsAboutToUnlinkIsLeftToIt() throws IOException {
    leave("pool.volatile-1-new", Instant.now());
    leave("pool.volatile-2-new", Instant.now());
    leave("pool.volatile-1-ended");
    open(new FaultyHost().running(Map.of(2L, Instant.now().plusSeconds(5)))).close();
    assertEquals(List.of("pool.volatile-1-new", "pool.volatile-2-new"), files());
  }

  @Test
  void theSystemKnowsThisProcess() {
    PoolHost host = new PoolHost();
    Instant started = host.startOf(ProcessHandle.current().pid());
    assertTrue(started != null && started.isBefore(Instant.now()), () -> "started " + started);
    assertEquals(null, host.startOf(Integer.MAX_VALUE));
  }

  @Test
  void whatOtherUsersLeftIsTheirs() throws IOException {
    leave("pool.volatile-1-ended");
    FaultyHost host = new FaultyHost().running(Map.of()).ownedBy(4711, 50, 0100600);
    open(host).close();
    assertEquals(List.of("pool.volatile-1-ended"), files());
  }

  /** Whatever call fails, and how often it was made before: an error that says so, and no file. */
  @Test
  void anyCallThatFailsIsToldAndLeavesNothing() throws IOException {
    leave("pool.volatile-" + Integer.MAX_VALUE + "-ended");
    OsFaults faults = new OsFaults();
    FaultyPools host = new FaultyPools(faults, new FaultyLibraries(faults, false, true));
    PoolOptions failing = options().path(FaultyFileSystem.path(path, faults)).build();
    host.open(failing, FORMAT).close();
    int planted = 0;
    for (Map.Entry<Call, Integer> use : faults.uses().entrySet()) {
      for (int nth = 1; nth <= use.getValue(); nth++, planted++) {
        leave("pool.volatile-" + Integer.MAX_VALUE + "-ended");
        faults.plant(use.getKey(), Fault.IO_ERROR, nth, false);
        String what = use.getKey() + " number " + nth;
        try {
          host.open(failing, FORMAT).close();
        } catch (PoolException e) {
          assertTrue(e.getMessage().contains(path.toString()), what + ": " + e.getMessage());
        }
        assertEquals(1, faults.failures(), what);
        faults.count();
        host.open(failing, FORMAT).close();
        assertEquals(List.of(), files(), what);
      }
    }
    assertTrue(planted > 10, () -> "calls that failed");
    assertFalse(faults.uses().containsKey(Call.LOCK), "nothing is locked");
  }
}
