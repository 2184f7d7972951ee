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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
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
import org.junit.jupiter.api.io.TempDir;

/** Pools are created whole or not at all, and what is no pool is refused with a reason. */
class PoolFileTest {
  private static final long SIZE = 64 << 10;
  private static final Consumer<Medium> FORMAT =
      medium -> {
        medium.putLong(0, 42);
        medium.flush(0, 8);
        medium.fence();
      };

  @TempDir Path directory;
  private Path path;

  @BeforeEach
  void name() {
    path = directory.resolve("pool");
  }

  private PoolOptions.Builder options() {
    return PoolOptions.builder().path(path).sizeBytes(SIZE).minBytes(SIZE);
  }

  private PoolFile open(PoolHost host) {
    return PoolFile.open(options().build(), FORMAT, host);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  private void assertUntouched(byte[] before) throws IOException {
    assertArrayEquals(before, Files.readAllBytes(path));
  }

  /** Opens expecting refusal; the message must name the path and hold the fragments. */
  private <E extends PoolException> void refused(
      Class<E> type, PoolOptions options, PoolHost host, String... fragments) {
    E e = assertThrows(type, () -> PoolFile.open(options, FORMAT, host).close());
    assertTrue(e.getMessage().contains(path.toString()), e.getMessage());
    for (String fragment : fragments) {
      assertTrue(e.getMessage().contains(fragment), e.getMessage());
    }
    assertFalse(e.advice().isEmpty());
  }

  private <E extends PoolException> void refused(Class<E> type, String... fragments) {
    refused(type, options().build(), new PoolHost(), fragments);
  }

  @Test
  void createsAndOpensAgainOnEveryMedium() throws IOException {
    for (MediumChoice choice : List.of(MediumChoice.AUTO, MediumChoice.JDK)) {
      Files.deleteIfExists(path);
      PoolOptions options = options().medium(choice).sizeBytes(SIZE + 1).build();
      try (PoolFile pool = PoolFile.open(options, FORMAT)) {
        assertTrue(pool.wasCreated());
        assertEquals(SIZE + 4096, pool.medium().sizeBytes());
        assertEquals(42, pool.medium().getLong(0));
        pool.medium().putLong(8, 7);
      }
      try (PoolFile pool = PoolFile.open(options, medium -> medium.putLong(8, 0))) {
        assertFalse(pool.wasCreated());
        assertEquals(7, pool.medium().getLong(8));
      }
      assertEquals(List.of("pool", "pool.lock"), files());
    }
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
  }

  @Test
  void theHeapNeedsNoFile() throws IOException {
    PoolOptions options = PoolOptions.builder().sizeBytes(SIZE).minBytes(SIZE).build();
    assertEquals(MediumChoice.HEAP, options.medium());
    try (PoolFile pool = PoolFile.open(options, FORMAT)) {
      assertEquals("heap", pool.medium().facts().kind());
      assertEquals(42, pool.medium().getLong(0));
    }
    assertEquals(List.of(), files());
  }

  @Test
  void aFormatThatFailsLeavesNothing() throws IOException {
    assertThrows(
        ArithmeticException.class,
        () ->
            PoolFile.open(
                options().build(),
                medium -> {
                  throw new ArithmeticException();
                }));
    assertEquals(List.of("pool.lock"), files());
    open(new PoolHost()).close();
  }

  @Test
  void theRestOfACreationThatWasKilledIsRemoved() throws IOException {
    Files.write(directory.resolve("pool.creating-4711"), new byte[100]);
    Files.write(directory.resolve("pool2.creating-4711"), new byte[100]);
    open(new PoolHost()).close();
    assertEquals(List.of("pool", "pool.lock", "pool2.creating-4711"), files());
  }

  @Test
  void replacesAPoolOnlyWhenTold() throws IOException {
    try (PoolFile pool = open(new PoolHost())) {
      pool.medium().putLong(8, 7);
      pool.medium().flush(8, 8);
      pool.medium().fence();
      refused(PoolLockedException.class, options().overrideIfExists(true).build(), new PoolHost());
      assertEquals(7, pool.medium().getLong(8));
    }
    try (PoolFile pool = PoolFile.open(options().overrideIfExists(true).build(), FORMAT)) {
      assertTrue(pool.wasCreated());
      assertEquals(0, pool.medium().getLong(8));
    }
  }

  @Test
  void aMissingPoolIsNotCreatedUnasked() throws IOException {
    refused(
        PoolMissingException.class,
        options().createIfMissing(false).build(),
        new PoolHost(),
        "create-if-missing-with-size");
    assertEquals(List.of(), files());
  }

  @Test
  void aMissingDirectoryIsNotCreated() throws IOException {
    path = directory.resolve("absent").resolve("pool");
    refused(PoolMissingException.class, "the directory");
    assertEquals(List.of(), files());
  }

  @Test
  void aDirectoryIsNoPool() throws IOException {
    Files.createDirectory(path);
    refused(PoolNotAFileException.class, "a directory");
    assertEquals(List.of("pool"), files());
  }

  @Test
  void aSymbolicLinkIsNoPool() throws IOException {
    Path target = Files.write(directory.resolve("target"), new byte[(int) SIZE]);
    Files.createSymbolicLink(path, target);
    refused(PoolNotAFileException.class, "a symbolic link");
    refused(
        PoolNotAFileException.class,
        options().overrideIfExists(true).trustsGroup(true).build(),
        new PoolHost());
    assertArrayEquals(new byte[(int) SIZE], Files.readAllBytes(target));
  }

  @Test
  void aDeviceIsNoPoolForTheJdk() {
    path = Path.of("/dev/null");
    refused(
        PoolNotAFileException.class,
        options().medium(MediumChoice.JDK).build(),
        new PoolHost(),
        "a device");
    assertFalse(Files.exists(Path.of("/dev/null.lock")));
  }

  @Test
  void aPoolThatIsTooSmallOrCutOffIsRefusedAndKept() throws IOException {
    for (int size : new int[] {0, 100, (int) SIZE - 4096}) {
      byte[] before = new byte[size];
      Files.write(path, before);
      refused(PoolSizeException.class, size + " bytes");
      assertUntouched(before);
    }
    byte[] cut = new byte[(int) SIZE + 100];
    Files.write(path, cut);
    refused(PoolSizeException.class, "multiple of 4096");
    assertUntouched(cut);
  }

  @Test
  void aSizeBelowTheMinimumIsNotCreated() throws IOException {
    refused(
        PoolSizeException.class,
        options().minBytes(PoolOptions.MIN_BYTES).build(),
        new PoolHost(),
        "at least 8388608 bytes",
        "a bare number is bytes");
    assertEquals(List.of(), files());
  }

  @Test
  void anotherUsersPoolIsRefused() throws IOException {
    open(new PoolHost()).close();
    byte[] before = Files.readAllBytes(path);
    FaultyHost host = new FaultyHost().ownedBy(4711, 50, 0100600).inGroup(50);
    refused(PoolAccessException.class, options().build(), host, "mallory", "4711", "chown");
    PoolOptions ofGroup = options().trustsGroup(true).build();
    refused(PoolAccessException.class, ofGroup, host, "mallory", "4711", "chown");
    assertUntouched(before);
  }

  @Test
  void aPoolThatOthersMayWriteIsRefused() throws IOException {
    open(new PoolHost()).close();
    for (String mode : List.of("rw--w----", "rw-----w-")) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
      refused(PoolAccessException.class, "only its owner may write", "chmod go-w");
    }
    refused(
        PoolAccessException.class,
        options().trustsGroup(true).build(),
        new PoolHost(),
        "only its owner may write");
  }

  @Test
  void aPoolThatAGroupOfThisProcessMayWriteIsOpenedOnlyWhenTold() throws IOException {
    open(new PoolHost()).close();
    PoolOptions ofGroup = options().trustsGroup(true).build();
    int user = new PoolHost().effectiveUser();
    for (int owner : new int[] {user, 4711}) {
      FaultyHost host = new FaultyHost().ownedBy(owner, 50, 0100660).inGroup(50);
      refused(PoolAccessException.class, options().build(), host, "pool.trust = group");
      PoolFile.open(ofGroup, FORMAT, host).close();
      refused(PoolAccessException.class, ofGroup, host.inGroup(51), "chmod");
      FaultyHost open = new FaultyHost().ownedBy(owner, 50, 0100662).inGroup(50);
      refused(PoolAccessException.class, ofGroup, open, "mode 662");
    }
  }

  @Test
  void thisProcessIsInAGroup() throws IOException {
    Path file = Files.createFile(path);
    int gid = (int) Files.getAttribute(file, "unix:gid");
    assertTrue(new PoolHost().groups().contains(gid), "the group of the files that it makes");
  }

  @Test
  void wherePermissionsAreUnknownThePoolOpens() {
    open(new FaultyHost().withoutUnix()).close();
    open(new FaultyHost().withoutUnix()).close();
  }

  @Test
  void aReadOnlyPlaceIsRefused() throws IOException {
    FaultyHost host = new FaultyHost().readOnly();
    refused(PoolAccessException.class, options().build(), host, "to create files");
    assertEquals(List.of(), files());
    open(new PoolHost()).close();
    refused(PoolAccessException.class, options().build(), host, "to read and write");
  }

  @Test
  void aNetworkFileSystemIsRefused() throws IOException {
    for (String type : List.of("nfs4", "cifs", "9p", "fuse.sshfs", "ceph", "lustre", "vboxsf")) {
      FaultyHost host = new FaultyHost().fileSystem(type);
      refused(PoolFileSystemException.class, options().build(), host, type, "local disk");
    }
    assertEquals(List.of(), files());
    open(new PoolHost()).close();
    refused(
        PoolFileSystemException.class,
        options().build(),
        new FaultyHost().fileSystem("nfs"),
        "nfs");
    refused(
        PoolFileSystemException.class,
        options().trustsGroup(true).build(),
        new FaultyHost().fileSystem("nfs"),
        "nfs");
  }

  /** Opens on a system of which one call fails. */
  private <E extends PoolException> void refusedBecauseOf(
      Class<E> type, Call call, Fault fault, int nth, String... fragments) {
    OsFaults faults = new OsFaults();
    faults.plant(call, fault, nth, false);
    PoolOptions failing =
        options().path(FaultyFileSystem.path(path, faults)).medium(MediumChoice.JDK).build();
    FaultyPools host = new FaultyPools(faults, new FaultyLibraries(faults, false, true));
    refused(type, failing, host, fragments);
    assertEquals(1, faults.failures());
  }

  @Test
  void aListingThatFailsMidwayIsAClearError() {
    refusedBecauseOf(
        PoolIoException.class, Call.LIST_NEXT, Fault.IO_ERROR, 1, "Input/output error");
  }

  @Test
  void aDirectoryThatCannotBeReadIsNotMissing() {
    refusedBecauseOf(
        PoolIoException.class, Call.READ_ATTRIBUTES, Fault.DENIED, 2, "AccessDeniedException");
  }

  @Test
  void aDiskTooFullForTheLockFileOrTheMappingIsFull() {
    refusedBecauseOf(PoolStorageFullException.class, Call.OPEN, Fault.DISK_FULL, 1, "Free space");
    refusedBecauseOf(PoolStorageFullException.class, Call.MAP, Fault.DISK_FULL, 2, "Free space");
  }

  @Test
  void anAllocationThatIsInterruptedForEverGoesOnByWriting() throws IOException {
    OsFaults faults = new OsFaults();
    faults.plant(Call.FALLOCATE, Fault.INTERRUPTED, 1, true);
    open(new FaultyPools(faults, new FaultyLibraries(faults, false, true))).close();
    assertEquals(List.of("pool", "pool.lock"), files());
  }

  @Test
  void aFullDiskLeavesNothingHalfCreated() throws IOException {
    refused(
        PoolStorageFullException.class,
        options().build(),
        new FaultyHost().full(),
        "room for 65536 bytes",
        "No space left",
        "bytes are free");
    assertEquals(List.of("pool.lock"), files());
  }

  @Test
  void aDiskFullOfClosedPoolsIsNotFull() {
    open(new FaultyHost().fullOfClosedPools()).close();
  }

  @Test
  void aPoolWithHolesOnAFullDiskIsRefusedBeforeItIsMapped() throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(SIZE);
    }
    refused(PoolStorageFullException.class, options().build(), new FaultyHost().full(), "No space");
  }

  @Test
  void holesAreFilledAtOpen() throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(SIZE);
      file.seek(8192);
      file.write(9);
    }
    open(new PoolHost()).close();
    Process du = new ProcessBuilder("du", "-k", path.toString()).start();
    String blocks = new String(du.getInputStream().readAllBytes()).split("\\s")[0];
    assertTrue(Integer.parseInt(blocks) >= SIZE / 1024, blocks);
    assertEquals(9, Files.readAllBytes(path)[8192]);
  }
}
