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
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a file must be to be opened as a pool. Pools hold serialized objects, so a file that others
 * may write is a door; and a mapping of a file that can shrink or fail to grow is a signal that
 * ends the JVM.
 */
final class PoolChecks {
  private static final Logger LOG = LoggerFactory.getLogger(PoolChecks.class);
  private static final int PAGE_BYTES = 4096;
  private static final Set<String> NETWORK =
      Set.of(
          "9p",
          "afpfs",
          "afs",
          "beegfs",
          "ceph",
          "cifs",
          "coda",
          "davfs",
          "fuse.ceph",
          "fuse.ceph-fuse",
          "fuse.davfs",
          "fuse.davfs2",
          "fuse.gcsfuse",
          "fuse.glusterfs",
          "fuse.juicefs",
          "fuse.rclone",
          "fuse.s3fs",
          "fuse.seaweedfs",
          "fuse.smbnetfs",
          "fuse.sshfs",
          "gfs2",
          "gpfs",
          "fuse.vmhgfs-fuse",
          "lustre",
          "ncp",
          "ncpfs",
          "nfs",
          "nfs4",
          "ocfs2",
          "orangefs",
          "pvfs2",
          "smb",
          "smb2",
          "smb3",
          "smbfs",
          "vboxsf",
          "vmhgfs",
          "webdav");

  private PoolChecks() {}

  /** What is at a path. */
  enum Kind {
    NOTHING,
    FILE,
    DEVICE
  }

  /** Finds out what is at {@code path} and refuses what can't be a pool. */
  static Kind kind(Path path, PoolHost host) {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (attributes.isRegularFile()) {
        return Kind.FILE;
      }
      PoolHost.Ownership ownership = host.ownership(path);
      if (ownership != null && ownership.isCharacterDevice() && attributes.isOther()) {
        return Kind.DEVICE;
      }
      String advice =
          attributes.isDirectory()
              ? "Name a file in it"
              : "Name the file itself: a link could be turned to another file between two looks";
      throw new PoolNotAFileException(path, "a regular file", nameOf(attributes), advice, null);
    } catch (NoSuchFileException e) {
      return Kind.NOTHING;
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  /** What a file is called that is no regular one. */
  static String nameOf(BasicFileAttributes attributes) {
    return attributes.isDirectory()
        ? "a directory"
        : attributes.isSymbolicLink() ? "a symbolic link" : "a special file";
  }

  /** The directory of an absolute path. */
  static Path directory(Path path) {
    Path parent = path.getParent();
    return parent == null ? path : parent;
  }

  /** Refuses a directory, of the pool at {@code path}, in which no pool can be made. */
  static void checkDirectory(Path path, Path directory, PoolHost host) {
    if (!isDirectory(path, directory)) {
      throw new PoolMissingException(
          path, "the directory " + directory, "none", "Create it, or correct pool.path", null);
    }
    checkFileSystem(path, directory, host);
    if (!host.isAccessible(directory)) {
      throw new PoolAccessException(
          path,
          "to create files in " + directory,
          "no permission to, or a read-only file system",
          "Give this user the rights, or put the pool elsewhere",
          null);
    }
  }

  /** Whether {@code directory}, where the pool at {@code path} is to be, is one. */
  private static boolean isDirectory(Path path, Path directory) {
    try {
      return Files.readAttributes(directory, BasicFileAttributes.class).isDirectory();
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  /**
   * Refuses a file of another user, or one that others may write; but for those that a group of
   * this process may write, if {@code trustsGroup}.
   */
  static void checkOwnership(Path path, boolean trustsGroup, PoolHost host) {
    try {
      PoolHost.Ownership ownership = host.ownership(path);
      int user = host.effectiveUser();
      if (ownership == null || user < 0) {
        LOG.warn(
            "pool {}: owner and permissions are not checked on {}",
            path,
            System.getProperty("os.name"));
        return;
      }
      boolean ofGroup = ownership.groupMayWrite() && host.groups().contains(ownership.gid());
      if (ownership.uid() != user && !(trustsGroup && ofGroup)) {
        throw new PoolAccessException(
            path,
            "a file of the user that runs this process (uid " + user + ")",
            "one of " + ownership.owner() + " (uid " + ownership.uid() + ")",
            "Run as that user, or chown the file; to share it in a group, chmod g+w it and set"
                + " pool.trust = group",
            null);
      }
      if (ownership.everybodyMayWrite() || ownership.groupMayWrite() && !(trustsGroup && ofGroup)) {
        throw new PoolAccessException(
            path,
            "a file that only its owner may write",
            String.format("mode %03o", ownership.mode() & 0777),
            "chmod go-w the file; if only a group of yours may write it and all in it are trusted,"
                + " pool.trust = group will do",
            null);
      }
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  /** Refuses a file that this process may not read and write. */
  static void checkAccess(Path path, PoolHost host) {
    if (!host.isAccessible(path)) {
      throw new PoolAccessException(
          path,
          "to read and write the file",
          "no permission to, or a read-only file system",
          "Give this user the rights, or put the pool elsewhere",
          null);
    }
  }

  /** Refuses a path on a file system that another machine serves. */
  static void checkFileSystem(Path path, Path existing, PoolHost host) {
    String type;
    try {
      type = host.fileSystemType(existing);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
    if (NETWORK.contains(type)) {
      throw new PoolFileSystemException(
          path,
          "a local file system",
          "a network file system (" + type + ")",
          "Mapped network files lose data and kill the JVM when the server goes away: put the pool on a "
              + "local disk or persistent memory",
          null);
    }
  }

  /** Refuses a file that is too small or was cut off; returns its size. */
  static long checkSize(Path path, long minBytes) {
    long size;
    try {
      size = Files.size(path);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
    if (size < minBytes) {
      throw new PoolSizeException(
          path,
          "at least " + minBytes + " bytes",
          size + " bytes",
          "This is no pool, or it was truncated: remove it and have it created, or restore it",
          null);
    }
    if (size % PAGE_BYTES != 0) {
      throw new PoolSizeException(
          path,
          "a multiple of " + PAGE_BYTES + " bytes",
          size + " bytes",
          "This is no pool, or it was truncated: remove it and have it created, or restore it",
          null);
    }
    return size;
  }

  /**
   * Gives the whole file its storage, because a mapped hole that meets a full disk ends the JVM.
   */
  static void allocate(Path path, Path inUse, long sizeBytes, PoolHost host) {
    withStorage(
        path,
        inUse,
        sizeBytes,
        host,
        () -> {
          host.allocate(inUse, sizeBytes);
          return inUse;
        });
  }

  /** What takes {@code sizeBytes} of the file system of {@code place}. */
  @FunctionalInterface
  interface StorageUse<T> {
    T take() throws IOException;
  }

  /** What {@code use} makes, tried again if there was no room and closed pools may give some. */
  static <T> T withStorage(
      Path path, Path place, long sizeBytes, PoolHost host, StorageUse<T> use) {
    try {
      return use.take();
    } catch (IOException first) {
      if (!PoolStorageFullException.isCause(first)) {
        throw unreadable(path, first);
      }
      // The storage of a deleted pool comes back when the last mapping of it was collected.
      host.collectMappings();
      try {
        return use.take();
      } catch (IOException e) {
        throw PoolStorageFullException.isCause(e)
            ? full(path, place, sizeBytes, host, e)
            : unreadable(path, e);
      }
    }
  }

  private static PoolStorageFullException full(
      Path path, Path inUse, long sizeBytes, PoolHost host, IOException cause) {
    return new PoolStorageFullException(
        path,
        "room for " + sizeBytes + " bytes",
        cause.getMessage() + " (" + usable(inUse, host) + ")",
        "Free space there (or raise the quota or ulimit -f), make the pool smaller, or put it elsewhere",
        cause);
  }

  private static String usable(Path path, PoolHost host) {
    try {
      return host.usableBytes(path) + " bytes are free";
    } catch (IOException e) {
      return "free bytes unknown";
    }
  }

  /** What an error of the system means to whoever wants the pool. */
  static PoolException unreadable(Path path, IOException cause) {
    if (PoolStorageFullException.isCause(cause)) {
      return new PoolStorageFullException(
          path,
          "room for the pool's files",
          "an error: " + cause,
          "Free space there, or put the pool elsewhere",
          cause);
    }
    return new PoolIoException(
        path,
        "to read and write the file",
        "an error: " + cause,
        "See the cause; the pool was left as it was",
        cause);
  }
}
