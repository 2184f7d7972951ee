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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jcachepmem.allocator.medium.FileAllocation;
import org.jcachepmem.allocator.medium.Media;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.medium.MediumChoice;
import org.jcachepmem.allocator.medium.OpenFileLock;
import org.jspecify.annotations.Nullable;

/**
 * What the machine says about a file and this process. Tests answer in its place, since a foreign
 * owner, a full disk and a network file system are hard to come by.
 */
class PoolHost {
  /** {@code S_IWGRP}. */
  private static final int GROUP_MAY_WRITE = 020;

  /** {@code S_IWOTH}. */
  private static final int EVERYBODY_MAY_WRITE = 002;

  private static final int TYPE_MASK = 0170000;
  private static final int CHARACTER_DEVICE = 0020000;
  private static final long COLLECTION_MILLIS = 100;
  private static final Path PROCESS_STATUS = Path.of("/proc/self/status");
  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

  /** Owner and mode of a file as Unix has them; null where the file system has no such thing. */
  @Nullable Ownership ownership(Path path) throws IOException {
    if (!path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return null;
    }
    int uid = (int) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    int gid = (int) Files.getAttribute(path, "unix:gid", LinkOption.NOFOLLOW_LINKS);
    int mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    return new Ownership(uid, gid, mode, Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).getName());
  }

  /** The user that this process acts as; -1 if the system does not say. */
  int effectiveUser() throws IOException {
    if (Files.isReadable(PROCESS_STATUS)) {
      for (String line : Files.readAllLines(PROCESS_STATUS)) {
        if (line.startsWith("Uid:")) {
          // Real, effective, saved, file system.
          return Integer.parseInt(line.split("\\s+")[2]);
        }
      }
    }
    return -1;
  }

  /** The groups that this process acts in; none if the system does not say. */
  Set<Integer> groups() throws IOException {
    Set<Integer> groups = new HashSet<>();
    if (Files.isReadable(PROCESS_STATUS)) {
      for (String line : Files.readAllLines(PROCESS_STATUS)) {
        String[] words = line.split("\\s+");
        if (line.startsWith("Gid:")) {
          groups.add(Integer.parseInt(words[2])); // real, effective, as with users
        } else if (line.startsWith("Groups:")) {
          Arrays.stream(words).skip(1).map(Integer::parseInt).forEach(groups::add);
        }
      }
    }
    return groups;
  }

  /** The file system's type as the system names it, such as {@code ext4} or {@code nfs4}. */
  String fileSystemType(Path path) throws IOException {
    return Files.getFileStore(path).type().toLowerCase(Locale.ROOT);
  }

  /** Bytes that this process may still use on the file system of {@code path}. */
  long usableBytes(Path path) throws IOException {
    return Files.getFileStore(path).getUsableSpace();
  }

  /** How many names the file has; one if the file system does not say. */
  int names(Path path) throws IOException {
    return path.getFileSystem().supportedFileAttributeViews().contains("unix")
        ? (int) Files.getAttribute(path, "unix:nlink", LinkOption.NOFOLLOW_LINKS)
        : 1;
  }

  /** Locks the file itself, as {@link OpenFileLock#tryLock} does. */
  @Nullable OpenFileLock lock(Path path, boolean shared) throws IOException {
    return OpenFileLock.tryLock(path, shared);
  }

  /** Gives all of the file its storage. */
  void allocate(Path path, long sizeBytes) throws IOException {
    FileAllocation.ofSystem().allocate(path, 0, sizeBytes);
  }

  /** Maps a file that is fully allocated. */
  Medium map(Path path, MediumChoice choice) throws IOException {
    return Media.open(path, choice);
  }

  /** Maps a new file without a name, fully allocated. */
  Medium createVolatile(Path path, long sizeBytes) throws IOException {
    return Media.createVolatile(path, sizeBytes);
  }

  /** When the live process of that number started; null if there is none, as far as one can see. */
  @Nullable Instant startOf(long pid) {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .map(process -> process.info().startInstant().orElse(Instant.MIN))
        .orElse(null);
  }

  /** Has the mappings of closed pools collected, which keep their files' storage. */
  void collectMappings() {
    System.gc();
    try {
      Thread.sleep(COLLECTION_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether this process may read and write the file. */
  boolean isAccessible(Path path) {
    return Files.isReadable(path) && Files.isWritable(path);
  }

  /** Where the machine is known by name; for messages. */
  String hostName() {
    try {
      return Files.readString(HOST_NAME).strip();
    } catch (IOException e) {
      // Not Linux: the environment knows.
    }
    String name = System.getenv().getOrDefault("COMPUTERNAME", System.getenv("HOSTNAME"));
    return name == null ? "unknown host" : name;
  }

  /**
   * Who owns a file, and who may do what with it.
   *
   * @param uid the owner's number
   * @param gid the group's number
   * @param mode type and permission bits
   * @param owner the owner's name
   */
  record Ownership(int uid, int gid, int mode, String owner) {
    boolean groupMayWrite() {
      return (mode & GROUP_MAY_WRITE) != 0;
    }

    boolean everybodyMayWrite() {
      return (mode & EVERYBODY_MAY_WRITE) != 0;
    }

    boolean isCharacterDevice() {
      return (mode & TYPE_MASK) == CHARACTER_DEVICE;
    }
  }
}
