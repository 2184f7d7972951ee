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
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The exclusive right to a pool: a lock on the file {@code <pool>.lock} beside it, which says who
 * holds it, and one on the pool's file itself ({@link PoolFileLock}). The system takes both back
 * when the process ends, however it ends; the lock file stays.
 *
 * <p>The first one is there while the pool is not: who has it may make and replace the pool's file.
 * It is all there is where the system can't lock the other, and what versions before that knew.
 *
 * <p>It is not on the pool itself: a POSIX lock is lost when <i>any</i> descriptor of its file is
 * closed in the process, and mapping a file opens and closes one. For the same reason a holder in
 * this JVM must be found before the lock file is opened a second time ({@link OpenPools}); and if
 * it was not, that descriptor is kept open.
 *
 * <p>Thread safe.
 */
final class PoolLock implements AutoCloseable {
  /** Far behind the contents, so that they stay readable where locks are mandatory. */
  private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

  private static final Logger LOG = LoggerFactory.getLogger(PoolLock.class);
  private static final Duration POLL = Duration.ofMillis(20);

  /** More nanoseconds than in three times this don't fit a long. */
  private static final Duration LONGEST_WAIT = Duration.ofDays(36_500);

  /** Lock files that are removed one after the other: from then on that is an error. */
  private static final int MOST_FILES = 100;

  private static final Set<OpenOption> READING =
      Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
  private static final Set<OpenOption> WRITING =
      Set.of(
          StandardOpenOption.CREATE,
          StandardOpenOption.READ,
          StandardOpenOption.WRITE,
          LinkOption.NOFOLLOW_LINKS);

  /** Reachable, because a channel that is collected is closed. */
  private static final Queue<KeptChannel> KEPT = new ConcurrentLinkedQueue<>();

  private final OpenPools.Entry entry;
  private final @Nullable FileChannel channel;
  private final boolean shared;
  private @Nullable PoolFileLock file;
  private boolean released;

  private PoolLock(
      OpenPools.Entry entry,
      @Nullable FileChannel channel,
      boolean shared,
      @Nullable PoolFileLock file) {
    this.entry = entry;
    this.channel = channel;
    this.shared = shared;
    this.file = file;
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
    boolean isLonger = wait.compareTo(LONGEST_WAIT) > 0;
    long deadline = System.nanoTime() + (isLonger ? LONGEST_WAIT : wait).toNanos();
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
    return acquire(path, false, host);
  }

  /**
   * Takes the lock together with others that only read, and stores nothing: where there is no lock
   * file, none is made.
   *
   * @throws PoolLockedException if who may write the pool has it open
   * @throws PoolAccessException if the lock file can't be read
   */
  static PoolLock acquireShared(Path path, PoolHost host) {
    return acquire(path, true, host);
  }

  /** Locks the files, after this JVM has been told that the pool is open in it. */
  private static PoolLock acquire(Path path, boolean shared, PoolHost host) {
    OpenPools.Entry entry = OpenPools.enter(path, canonical(path).toString());
    // A pending interrupt would close the channel, and with it give the lock back.
    boolean interrupted = Thread.interrupted();
    FileChannel channel = null;
    boolean acquired = false;
    try {
      channel = shared ? lockShared(path) : lock(path);
      PoolFileLock file = PoolFileLock.acquire(path, shared, host);
      if (channel != null && !shared) {
        write(
            channel,
            "pid "
                + ProcessHandle.current().pid()
                + " on "
                + host.hostName()
                + " since "
                + entry.since());
      }
      acquired = true;
      return new PoolLock(entry, channel, shared, file);
    } catch (OverlappingFileLockException e) {
      throw OpenPools.locked(path, "an unknown time", e);
    } finally {
      if (!acquired) {
        closeQuietly(channel);
        entry.close();
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Locks the pool's file, which was made under this lock, in the place of the one that it
   * replaced.
   *
   * @throws PoolLockedException if it is locked elsewhere
   */
  synchronized void lockFile(Path path, PoolHost host) {
    PoolFileLock replaced = file;
    file = PoolFileLock.acquire(path, shared, host);
    if (replaced != null) {
      replaced.close();
    }
  }

  private static FileChannel lock(Path path) {
    Path lockPath = lockPath(path);
    try {
      return Objects.requireNonNull(lock(path, lockPath, false));
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
    }
  }

  private static @Nullable FileChannel lockShared(Path path) {
    Path lockPath = lockPath(path);
    try {
      return lock(path, lockPath, true);
    } catch (AccessDeniedException e) {
      throw new PoolAccessException(
          path,
          "to read the lock file " + lockPath,
          "no permission to",
          "Give this user the right to read it, or read a copy of the pool",
          e);
    } catch (IOException e) {
      throw PoolChecks.unreadable(path, e);
    }
  }

  /** Opens and locks the lock file; null if there is none and it is only to be read. */
  private static @Nullable FileChannel lock(Path path, Path lockPath, boolean shared)
      throws IOException {
    for (int file = 0; file < MOST_FILES; file++) {
      BasicFileAttributes before = attributes(path, lockPath);
      if (before == null && shared) {
        return null;
      }
      Object key = before == null ? null : before.fileKey();
      FileChannel channel = open(lockPath, key, shared);
      boolean closes = true;
      try {
        if (channel.tryLock(LOCKED_BYTE, 1, shared) == null) {
          throw lockedElsewhere(path, lockPath);
        }
        // Of a file that is not there any more, whoever comes next would not see the lock.
        if (isSame(before, attributes(path, lockPath))) {
          closes = false;
          return channel;
        }
      } catch (OverlappingFileLockException e) {
        closes = false;
        KEPT.add(new KeptChannel(key == null ? channel : key, shared, channel));
        throw e;
      } finally {
        if (closes) {
          closeQuietly(channel);
        }
      }
    }
    throw new IOException("it is removed again and again");
  }

  /**
   * A descriptor of a lock file whose lock this JVM has by another one: closing it would cost the
   * lock. It is for the next try, so that who tries again and again keeps one.
   */
  private record KeptChannel(Object key, boolean shared, FileChannel channel) {}

  private static FileChannel open(Path lockPath, @Nullable Object key, boolean shared)
      throws IOException {
    for (KeptChannel kept : KEPT) {
      if (kept.key().equals(key) && kept.shared() == shared && KEPT.remove(kept)) {
        return kept.channel();
      }
    }
    return FileChannel.open(lockPath, shared ? READING : WRITING);
  }

  private static boolean isSame(
      @Nullable BasicFileAttributes before, @Nullable BasicFileAttributes after) {
    return before != null && after != null && Objects.equals(before.fileKey(), after.fileKey());
  }

  /**
   * Those of the lock file; null if there is none. What else is in its place is refused: opening a
   * pipe to read waits for a writer that may never come.
   */
  private static @Nullable BasicFileAttributes attributes(Path path, Path lockPath)
      throws IOException {
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
      return attributes;
    } catch (NoSuchFileException e) {
      return null;
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
    // First, so that who gets the lock file finds the pool's unlocked.
    if (file != null) {
      file.close();
    }
    try {
      if (channel != null && !shared) {
        channel.truncate(0);
      }
    } catch (IOException e) {
      // The name of the last holder stays in the file, which matters to nobody.
    } finally {
      closeQuietly(channel);
      entry.close();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
