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
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import org.jcachepmem.allocator.medium.FileAllocation;
import org.jcachepmem.allocator.medium.HeapMedium;
import org.jcachepmem.allocator.medium.Media;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.medium.MediumChoice;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pool's file, open, locked and mapped; or a volatile medium in its place.
 *
 * <p>A pool is created beside its path, in {@code <pool>.creating-<pid>}: allocated fully,
 * formatted, written back, and only then renamed and its directory written back. A crash in between
 * leaves no pool at the path or a whole one; the next opening removes the rest.
 *
 * <p>Not thread safe; its medium is.
 */
public final class PoolFile implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PoolFile.class);
  private static final long PAGE_BYTES = 4096;
  private static final int SUPERBLOCK_BYTES = 8 << 10;

  private final Medium medium;
  private final @Nullable PoolLock lock;
  private final boolean created;
  private @Nullable Runnable allocation;

  private PoolFile(
      Medium medium, @Nullable PoolLock lock, boolean created, @Nullable Runnable allocation) {
    this.medium = medium;
    this.lock = lock;
    this.created = created;
    this.allocation = allocation;
  }

  /**
   * Opens the pool that {@code options} name, and creates it first if it is missing and they allow
   * it.
   *
   * @param format writes an empty pool to a zero-filled medium, and fences
   * @throws PoolLockedException if the pool is open elsewhere, also with {@link OnLocked#VOLATILE}:
   *     the caller then takes a volatile medium
   * @throws PoolException if the pool, or its place, can't be used; subclasses say why
   * @throws org.jcachepmem.allocator.medium.MediumFailedException if a new pool can't be written
   *     back; there is none then
   */
  public static PoolFile open(PoolOptions options, Consumer<Medium> format) {
    return open(options, format, new PoolHost());
  }

  /** A pool in the heap, of {@code sizeBytes}, rounded up to whole pages, freshly formatted. */
  public static PoolFile openHeap(long sizeBytes, Consumer<Medium> format) {
    return ofVolatile(new HeapMedium(wholePages(sizeBytes)), format);
  }

  private static PoolFile ofVolatile(Medium medium, Consumer<Medium> format) {
    boolean formatted = false;
    try {
      format.accept(medium);
      formatted = true;
      return new PoolFile(medium, null, true, null);
    } finally {
      if (!formatted) {
        medium.close();
      }
    }
  }

  static PoolFile open(PoolOptions options, Consumer<Medium> format, PoolHost host) {
    if (options.medium() == MediumChoice.VOLATILE) {
      long size = wholePages(checkedSize(options));
      return ofVolatile(VolatileFile.create(options, size, host), format);
    }
    Path path = options.path();
    if (path == null || options.medium() == MediumChoice.HEAP) {
      return openHeap(checkedSize(options), format);
    }
    Path file = path.toAbsolutePath();
    // Before the lock file, so that a wrong path leaves nothing behind.
    PoolChecks.Kind before = PoolChecks.kind(file, host);
    if (before == PoolChecks.Kind.NOTHING) {
      checkCreation(options, file, host);
    } else if (before == PoolChecks.Kind.DEVICE) {
      checkDevice(options, file);
    }
    Duration wait = options.onLocked() == OnLocked.WAIT ? options.lockWait() : Duration.ZERO;
    PoolLock lock = PoolLock.acquire(file, wait, host);
    boolean opened = false;
    // An interrupt would close the channels in use; it is kept for the caller.
    boolean interrupted = Thread.interrupted();
    try {
      PoolFile pool = openLocked(options, file, format, host, lock);
      opened = true;
      return pool;
    } finally {
      if (!opened) {
        lock.close();
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Makes a pool file where there is nothing, as a missing one is created when it is opened.
   *
   * @param write stores the pool on a zero-filled medium, and fences
   * @throws PoolExistsException if there is something at {@code path}
   * @throws PoolException if no file can be made there; subclasses say why
   */
  public static void make(Path path, long sizeBytes, Consumer<Medium> write) {
    make(path, sizeBytes, write, new PoolHost());
  }

  static void make(Path path, long sizeBytes, Consumer<Medium> write, PoolHost host) {
    Path file = path.toAbsolutePath();
    PoolOptions options = PoolOptions.builder().path(file).sizeBytes(sizeBytes).minBytes(1).build();
    checkNothing(file, host);
    checkCreation(options, file, host);
    boolean interrupted = Thread.interrupted();
    PoolLock lock = null;
    try {
      lock = PoolLock.acquire(file, Duration.ZERO, host);
      Leftovers.removeUnfinished(file);
      checkNothing(file, host);
      create(options, file, write, host);
    } finally {
      if (lock != null) {
        lock.close();
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void checkNothing(Path file, PoolHost host) {
    if (PoolChecks.kind(file, host) != PoolChecks.Kind.NOTHING) {
      throw new PoolExistsException(file);
    }
  }

  private static PoolFile openLocked(
      PoolOptions options, Path file, Consumer<Medium> format, PoolHost host, PoolLock lock) {
    if (PoolChecks.kind(file, host) == PoolChecks.Kind.DEVICE) {
      return openDevice(options, file, format, host, lock);
    }
    Leftovers.removeUnfinished(file);
    boolean exists = PoolChecks.kind(file, host) == PoolChecks.Kind.FILE;
    if (exists) {
      checkExisting(options, file, host);
    }
    boolean create = !exists || options.overrideIfExists();
    if (exists && create) {
      LOG.warn("pool {} is replaced by an empty one, because override-if-exists is set", file);
    }
    if (create) {
      checkCreation(options, file, host);
      create(options, file, format, host);
      lock.lockFile(file, host);
    }
    long size = PoolChecks.checkSize(file, options.minBytes());
    Runnable allocation = () -> PoolChecks.allocate(file, file, size, host);
    if (options.recovery() == RecoveryMode.BLOCKING) {
      allocation.run();
      allocation = null;
    }
    return new PoolFile(map(file, file, options.medium(), host), lock, create, allocation);
  }

  private static void checkExisting(PoolOptions options, Path file, PoolHost host) {
    PoolChecks.checkOwnership(file, options.trustsGroup(), host);
    PoolChecks.checkFileSystem(file, file, host);
    PoolChecks.checkAccess(file, host);
  }

  private static void checkCreation(PoolOptions options, Path file, PoolHost host) {
    if (!options.createIfMissing() && !options.overrideIfExists()) {
      throw new PoolMissingException(
          file,
          "a pool",
          "nothing",
          "Correct pool.path, or set pool.create-if-missing-with-size to have it created",
          null);
    }
    checkedSize(options);
    PoolChecks.checkDirectory(file, PoolChecks.directory(file), host);
  }

  private static long checkedSize(PoolOptions options) {
    if (options.sizeBytes() < options.minBytes()) {
      throw new PoolSizeException(
          options.path(),
          "a size of at least " + options.minBytes() + " bytes",
          options.sizeBytes() + " bytes",
          "Ask for more, such as 64 MiB: a bare number is bytes",
          null);
    }
    return options.sizeBytes();
  }

  private static void create(
      PoolOptions options, Path file, Consumer<Medium> format, PoolHost host) {
    long size = wholePages(options.sizeBytes());
    Path unfinished =
        file.resolveSibling(Leftovers.unfinishedPrefix(file) + ProcessHandle.current().pid());
    boolean published = false;
    try {
      FileAllocation.createOwnerOnly(unfinished);
      PoolChecks.allocate(file, unfinished, size, host);
      try (Medium medium = map(file, unfinished, options.medium(), host)) {
        format.accept(medium);
      }
      publish(unfinished, file);
      published = true;
    } catch (IOException e) {
      throw PoolChecks.unreadable(file, e);
    } finally {
      if (!published) {
        Leftovers.delete(unfinished);
      }
    }
  }

  /**
   * Gives a pool that was made under another name in the same directory, and is closed, the name
   * that it is to have: durable on return, and a crash leaves no pool of that name, or all of it.
   *
   * @throws IOException if it can't be written back or renamed
   */
  public static void publish(Path unfinished, Path file) throws IOException {
    writeBack(unfinished, StandardOpenOption.WRITE);
    Files.move(
        unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    writeBackDirectory(file.toAbsolutePath());
  }

  /**
   * {@link #publish}, of a name that a pool may be open under, or being made: under its lock, of
   * which no file is left that was not there before.
   *
   * @throws PoolExistsException if there is something of that name
   * @throws PoolLockedException if somebody is making a pool of that name
   */
  public static void publishNew(Path unfinished, Path path) throws IOException {
    Path file = path.toAbsolutePath();
    PoolHost host = new PoolHost();
    boolean hadLock = Files.exists(lockPath(file), LinkOption.NOFOLLOW_LINKS);
    PoolLock lock = PoolLock.acquire(file, Duration.ZERO, host);
    try {
      checkNothing(file, host);
      publish(unfinished, file);
    } finally {
      if (!hadLock) {
        Files.deleteIfExists(lockPath(file)); // while it is held: who comes next makes another
      }
      lock.close();
    }
  }

  /** The file that is locked while the pool at {@code path} is open. */
  public static Path lockPath(Path path) {
    return PoolLock.lockPath(path);
  }

  private static void checkDevice(PoolOptions options, Path file) {
    if (options.medium() == MediumChoice.JDK || !Media.hasLibpmem()) {
      throw new PoolNotAFileException(
          file,
          "a regular file",
          "a device",
          Media.hasLibpmem()
              ? "Only libpmem maps devices: set pool.medium to auto or libpmem"
              : "Only libpmem maps devices: " + Media.whyNoLibpmem(),
          null);
    }
  }

  private static PoolFile openDevice(
      PoolOptions options, Path file, Consumer<Medium> format, PoolHost host, PoolLock lock) {
    checkDevice(options, file);
    Medium medium = map(file, file, MediumChoice.LIBPMEM, host);
    boolean create = options.overrideIfExists() || options.createIfMissing() && isBlank(medium);
    if (create) {
      medium.zero(0, medium.sizeBytes());
      medium.flush(0, medium.sizeBytes());
      medium.fence();
      format.accept(medium);
    }
    return new PoolFile(medium, lock, create, null);
  }

  private static boolean isBlank(Medium medium) {
    for (long at = 0; at < SUPERBLOCK_BYTES; at += Long.BYTES) {
      if (medium.getLong(at) != 0) {
        return false;
      }
    }
    return true;
  }

  private static Medium map(Path pool, Path file, MediumChoice choice, PoolHost host) {
    try {
      return host.map(file, choice);
    } catch (IOException e) {
      if (PoolStorageFullException.isCause(e)) {
        throw PoolChecks.unreadable(pool, e);
      }
      throw new PoolIoException(
          pool,
          "to map the file (pool.medium = " + choice.name().toLowerCase(Locale.ROOT) + ")",
          "an error: " + e.getMessage(),
          "Install what is missing, or set pool.medium to auto or jdk",
          e);
    }
  }

  private static void writeBack(Path path, StandardOpenOption access) throws IOException {
    try (FileChannel channel = FileChannel.open(path, access)) {
      channel.force(true);
    }
  }

  /**
   * Makes the name of an absolute path durable, as its directory has it now. Windows can't open a
   * directory, and writes it back by itself.
   *
   * @throws IOException if the directory can't be read or written back
   */
  public static void writeBackDirectory(Path file) throws IOException {
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      writeBack(PoolChecks.directory(file), StandardOpenOption.READ);
    }
  }

  private static long wholePages(long bytes) {
    return (bytes + PAGE_BYTES - 1) & -PAGE_BYTES;
  }

  /**
   * With {@link RecoveryMode#BACKGROUND}: gives every page of the file its storage, which takes
   * time on a large one. To be called before anything is stored, and before pages are read that may
   * be holes. Else, and when called again, it does nothing.
   *
   * @throws PoolException if there is no room, or the file can't be written
   */
  public void allocate() {
    Runnable left = allocation;
    if (left != null) {
      left.run();
      allocation = null;
    }
  }

  /** What the pool's bytes are accessed through. */
  public Medium medium() {
    return medium;
  }

  /** Whether this opening formatted the pool. */
  public boolean wasCreated() {
    return created;
  }

  /** Closes the medium, then gives the lock back. Idempotent. */
  @Override
  public void close() {
    try {
      medium.close();
    } finally {
      if (lock != null) {
        lock.close();
      }
    }
  }
}
