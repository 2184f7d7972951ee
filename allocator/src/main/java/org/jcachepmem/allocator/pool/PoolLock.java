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
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The exclusive right to a pool: a lock on the file {@code <pool>.lock} beside it, which says who
 * holds it. The system takes the lock back when the process ends, however it ends; the file stays.
 *
 * <p>Not on the pool itself: a POSIX lock is lost when <i>any</i> descriptor of its file is closed
 * in the process, and mapping a file opens and closes one. For the same reason a holder in this
 * JVM, under whichever class loader, must be found before the lock file is opened a second time:
 * system properties are what all class loaders share.
 *
 * <p>Thread safe.
 */
final class PoolLock implements AutoCloseable {
  /** Far behind the contents, so that they stay readable where locks are mandatory. */
  private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

  private static final Logger LOG = LoggerFactory.getLogger(PoolLock.class);
  private static final String PROPERTY_PREFIX = "org.jcachepmem.pool.open.";
  private static final Duration POLL = Duration.ofMillis(20);

  private final String property;
  private final @Nullable FileChannel channel;
  private final boolean shared;
  private boolean released;

  private PoolLock(String property, @Nullable FileChannel channel, boolean shared) {
    this.property = property;
    this.channel = channel;
    this.shared = shared;
  }

  /** The lock file of the pool at {@code path}. */
  static Path lockPath(Path path) {
    return path.resolveSibling(path.getFileName() + ".lock");
  }

  /**
   * Takes the lock, waiting up to {@code wait} for it.
   *
   * @throws PoolLockedException if it is held elsewhere
   * @throws PoolAccessException if the lock file can't be written
   */
  static PoolLock acquire(Path path, Duration wait, PoolHost host) {
    long deadline = System.nanoTime() + wait.toNanos();
    while (true) {
      try {
        return tryAcquire(path, host);
      } catch (PoolLockedException e) {
        if (System.nanoTime() - deadline >= 0) {
          throw e;
        }
        try {
          Thread.sleep(POLL.toMillis());
        } catch (InterruptedException interrupt) {
          Thread.currentThread().interrupt();
          throw e;
        }
      }
    }
  }

  private static PoolLock tryAcquire(Path path, PoolHost host) {
    return acquire(path, false, (lockPath, since) -> lock(path, lockPath, since, host));
  }

  /**
   * Takes the lock together with others that only read, and stores nothing. Without a lock file the
   * pool was never open where it lies, and there is nothing to lock.
   *
   * @throws PoolLockedException if who may write the pool has it open
   * @throws PoolAccessException if the lock file can't be read
   */
  static PoolLock acquireShared(Path path) {
    return acquire(path, true, (lockPath, since) -> lockShared(path, lockPath));
  }

  /** Locks the file, after this JVM has been told that the pool is open in it. */
  private static PoolLock acquire(Path path, boolean shared, Locking locking) {
    String since = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    String property = PROPERTY_PREFIX + canonical(path);
    Object holder = System.getProperties().putIfAbsent(property, since);
    if (holder != null) {
      throw lockedHere(path, holder.toString(), null);
    }
    // A pending interrupt would close the channel, and with it give the lock back.
    boolean interrupted = Thread.interrupted();
    boolean acquired = false;
    try {
      FileChannel channel = locking.lock(lockPath(path), since);
      acquired = true;
      return new PoolLock(property, channel, shared);
    } catch (OverlappingFileLockException e) {
      throw lockedHere(path, "an unknown time", e);
    } finally {
      if (!acquired) {
        System.getProperties().remove(property, since);
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Opens and locks the lock file; null if there is none and none is needed. */
  @FunctionalInterface
  private interface Locking {
    @Nullable FileChannel lock(Path lockPath, String since);
  }

  private static FileChannel lock(Path path, Path lockPath, String since, PoolHost host) {
    FileChannel channel = null;
    boolean locked = false;
    try {
      exists(path, lockPath);
      channel =
          FileChannel.open(
              lockPath,
              Set.of(
                  StandardOpenOption.CREATE,
                  StandardOpenOption.READ,
                  StandardOpenOption.WRITE,
                  LinkOption.NOFOLLOW_LINKS));
      if (channel.tryLock(LOCKED_BYTE, 1, false) == null) {
        throw lockedElsewhere(path, lockPath);
      }
      write(
          channel,
          "pid " + ProcessHandle.current().pid() + " on " + host.hostName() + " since " + since);
      locked = true;
      return channel;
    } catch (AccessDeniedException e) {
      throw new PoolAccessException(
          path,
          "to write the lock file " + lockPath,
          "no permission to",
          "Give this user the right to write there, or put the pool elsewhere",
          e);
    } catch (IOException e) {
      if (PoolStorageFullException.isCause(e)) {
        throw PoolChecks.unreadable(path, e);
      }
      throw new PoolIoException(
          path,
          "to lock the file " + lockPath,
          "an error: " + e,
          "The directory must exist, be writable and support locks",
          e);
    } finally {
      if (!locked) {
        closeQuietly(channel);
      }
    }
  }

  private static @Nullable FileChannel lockShared(Path path, Path lockPath) {
    FileChannel channel = null;
    boolean locked = false;
    try {
      if (!exists(path, lockPath)) {
        return null;
      }
      channel =
          FileChannel.open(lockPath, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
      if (channel.tryLock(LOCKED_BYTE, 1, true) == null) {
        throw lockedElsewhere(path, lockPath);
      }
      locked = true;
      return channel;
    } catch (AccessDeniedException e) {
      throw new PoolAccessException(
          path,
          "to read the lock file " + lockPath,
          "no permission to",
          "Give this user the right to read it, or read a copy of the pool",
          e);
    } catch (IOException e) {
      throw PoolChecks.unreadable(path, e);
    } finally {
      if (!locked) {
        closeQuietly(channel);
      }
    }
  }

  /**
   * Whether there is a lock file. What else is in its place is refused: opening a pipe to read
   * waits for a writer that may never come.
   */
  private static boolean exists(Path path, Path lockPath) throws IOException {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(lockPath, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!attributes.isRegularFile()) {
        throw new PoolIoException(
            path,
            "a regular file as its lock file " + lockPath,
            PoolChecks.nameOf(attributes),
            "Remove it: the next opening makes a lock file",
            null);
      }
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static Path canonical(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    Path parent = absolute.getParent();
    try {
      return parent == null ? absolute : parent.toRealPath().resolve(absolute.getFileName());
    } catch (IOException e) {
      // The directory does not exist: opening the lock file will say so.
      return absolute;
    }
  }

  /**
   * Says who holds the lock. That is for messages only: a full disk must not keep a pool from
   * opening.
   */
  private static void write(FileChannel channel, String holder) {
    ByteBuffer contents = ByteBuffer.wrap((holder + "\n").getBytes(StandardCharsets.UTF_8));
    try {
      channel.truncate(0);
      while (contents.hasRemaining()) {
        channel.write(contents, contents.position());
      }
    } catch (IOException e) {
      LOG.info("the lock file does not name its holder, {}: {}", holder, e.toString());
    }
  }

  private static PoolLockedException lockedElsewhere(Path path, Path lockPath) {
    String holder;
    try {
      holder = Files.readString(lockPath).strip();
    } catch (IOException e) {
      holder = "";
    }
    return new PoolLockedException(
        path,
        false,
        "it open in another process: " + (holder.isEmpty() ? "unknown" : holder),
        "Stop that process, use another pool.path, or set pool.on-locked to wait or volatile",
        null);
  }

  private static PoolLockedException lockedHere(
      Path path, String since, @Nullable Throwable cause) {
    return new PoolLockedException(
        path,
        true,
        "it open in this JVM (pid "
            + ProcessHandle.current().pid()
            + ") since "
            + since
            + ", by another manager or under another class loader",
        "Share one manager, load the jar in one class loader, or use another pool.path",
        cause);
  }

  private static void closeQuietly(@Nullable FileChannel channel) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        // Nothing was written through it.
      }
    }
  }

  /** Gives the lock back. Idempotent. */
  @Override
  public synchronized void close() {
    if (released) {
      return;
    }
    released = true;
    boolean interrupted = Thread.interrupted();
    try {
      if (channel != null && !shared) {
        channel.truncate(0);
      }
    } catch (IOException e) {
      // The name of the last holder stays in the file, which matters to nobody.
    } finally {
      closeQuietly(channel);
      System.getProperties().remove(property);
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
