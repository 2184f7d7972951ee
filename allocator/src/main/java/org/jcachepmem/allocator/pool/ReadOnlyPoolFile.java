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
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import org.jcachepmem.allocator.medium.Media;
import org.jcachepmem.allocator.medium.Medium;

/**
 * A pool's file, mapped for reading only, while nobody has it open for more than that. Nothing is
 * stored: not in the pool, which need not be writable, and not beside it.
 *
 * <p>Not thread safe; its medium is.
 */
public final class ReadOnlyPoolFile implements AutoCloseable {
  private final Medium medium;
  private final PoolLock lock;

  private ReadOnlyPoolFile(Medium medium, PoolLock lock) {
    this.medium = medium;
    this.lock = lock;
  }

  /**
   * Maps the pool at {@code path}, whoever owns it.
   *
   * @throws PoolLockedException if the pool is open
   * @throws PoolException if it can't be read; subclasses say why
   */
  public static ReadOnlyPoolFile open(Path path) {
    Path file = path.toAbsolutePath();
    PoolHost host = new PoolHost();
    PoolChecks.Kind kind = PoolChecks.kind(file, host);
    if (kind == PoolChecks.Kind.NOTHING) {
      throw new PoolMissingException(file, "a pool", "nothing", "Correct the path", null);
    }
    if (kind == PoolChecks.Kind.DEVICE) {
      throw new PoolNotAFileException(
          file,
          "a regular file",
          "a device",
          "Copy it into a file, with daxio for one, and read that",
          null);
    }
    PoolLock lock = PoolLock.acquireShared(file, host);
    boolean opened = false;
    try {
      PoolChecks.checkSize(file, 1);
      ReadOnlyPoolFile pool = new ReadOnlyPoolFile(Media.openReadOnly(file), lock);
      opened = true;
      return pool;
    } catch (AccessDeniedException e) {
      throw new PoolAccessException(
          file, "to read the file", "no permission to", "Give this user the right to read it", e);
    } catch (IOException e) {
      throw PoolChecks.unreadable(file, e);
    } finally {
      if (!opened) {
        lock.close();
      }
    }
  }

  /** What the pool's bytes are read through. */
  public Medium medium() {
    return medium;
  }

  /** Ends access, then lets others open the pool. Idempotent. */
  @Override
  public void close() {
    try {
      medium.close();
    } finally {
      lock.close();
    }
  }
}
