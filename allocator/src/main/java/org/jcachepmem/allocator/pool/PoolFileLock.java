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
import java.util.Objects;
import org.jcachepmem.allocator.medium.OpenFileLock;
import org.jspecify.annotations.Nullable;

/**
 * The exclusive right to the file that a pool is in, by whatever name it was reached: a hard link,
 * a file mounted into a container, a path whose lock file somebody removed. To others, it is a lock
 * of the system on the file; to this JVM, a system property of the file's key. Who only reads has
 * the first only of a file with several names.
 *
 * <p>Thread safe.
 */
final class PoolFileLock implements AutoCloseable {
  /** Files that get the pool's name one after the other: from then on that is an error. */
  private static final int MOST_FILES = 100;

  private final OpenPools.@Nullable Entry entry;
  private final @Nullable OpenFileLock lock;

  private PoolFileLock(OpenPools.@Nullable Entry entry, @Nullable OpenFileLock lock) {
    this.entry = entry;
    this.lock = lock;
  }

  /**
   * Locks the file at {@code path}; null if there is none.
   *
   * @throws PoolLockedException if it is locked elsewhere
   * @throws PoolIoException if it can't be locked, and may be in use by another name
   */
  static @Nullable PoolFileLock acquire(Path path, boolean shared, PoolHost host) {
    try {
      for (int file = 0; file < MOST_FILES; file++) {
        BasicFileAttributes before = attributes(path);
        if (before == null) {
          return null;
        }
        PoolFileLock locked = lock(path, before.fileKey(), shared, host);
        if (locked != null) {
          return locked;
        }
      }
      throw new IOException("it is replaced again and again");
    } catch (IOException e) {
      throw PoolChecks.unreadable(path, e);
    }
  }

  /** Locks the file of that key; null if the path does not lead to it any more. */
  private static @Nullable PoolFileLock lock(
      Path path, @Nullable Object key, boolean shared, PoolHost host) throws IOException {
    OpenPools.Entry entry = key == null ? null : OpenPools.enter(path, key.toString());
    OpenFileLock lock = null;
    boolean locked = false;
    try {
      // Who only reads needs nothing else of the C library, which takes long to bind, and endangers
      // nothing but what it reads.
      if (!shared || host.names(path) > 1) {
        lock = host.lock(path, shared);
        if (lock == null) {
          throw lockedElsewhere(path);
        }
      }
      BasicFileAttributes after = attributes(path);
      if (after == null || !Objects.equals(key, after.fileKey())) {
        return null;
      }
      if (!shared && (lock == null || !lock.isHeld())) {
        refuseOtherNames(path, host);
      }
      locked = true;
      return new PoolFileLock(entry, lock);
    } finally {
      if (!locked) {
        close(entry, lock);
      }
    }
  }

  private static @Nullable BasicFileAttributes attributes(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** Each name has a lock file of its own, and a holder by another one would not be seen. */
  private static void refuseOtherNames(Path path, PoolHost host) throws IOException {
    int names = host.names(path);
    if (names > 1) {
      throw new PoolIoException(
          path,
          "a file with one name, because this system can't lock the file itself",
          names + " names (hard links)",
          "Remove the others, or open a copy",
          null);
    }
  }

  private static PoolLockedException lockedElsewhere(Path path) {
    return new PoolLockedException(
        path,
        false,
        "it open elsewhere, by another name of the file or with another lock file than "
            + PoolLock.lockPath(path),
        "Stop that process (fuser "
            + path
            + " names it), use another pool.path, or set pool.on-locked to wait or volatile",
        null);
  }

  /** Gives the lock back. Idempotent. */
  @Override
  public void close() {
    close(entry, lock);
  }

  private static void close(OpenPools.@Nullable Entry entry, @Nullable OpenFileLock lock) {
    if (lock != null) {
      lock.close();
    }
    if (entry != null) {
      entry.close();
    }
  }
}
