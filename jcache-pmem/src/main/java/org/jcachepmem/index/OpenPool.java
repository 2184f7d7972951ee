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
package org.jcachepmem.index;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import javax.cache.CacheException;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.medium.MediumChoice;
import org.jcachepmem.allocator.medium.MediumFacts;
import org.jcachepmem.allocator.medium.MediumFailedException;
import org.jcachepmem.allocator.pool.DamagedWordException;
import org.jcachepmem.allocator.pool.FormatOptions;
import org.jcachepmem.allocator.pool.OnLocked;
import org.jcachepmem.allocator.pool.Pool;
import org.jcachepmem.allocator.pool.PoolException;
import org.jcachepmem.allocator.pool.PoolFile;
import org.jcachepmem.allocator.pool.PoolFormatException;
import org.jcachepmem.allocator.pool.PoolLockedException;
import org.jcachepmem.allocator.pool.PoolOptions;
import org.jcachepmem.allocator.pool.RecoveryMiss;
import org.jcachepmem.allocator.pool.RecoveryMode;
import org.jcachepmem.allocator.record.EarlyReads;
import org.jcachepmem.allocator.record.EpochsExhaustedException;
import org.jcachepmem.allocator.record.HeapTooSmallException;
import org.jcachepmem.allocator.record.RecordOptions;
import org.jcachepmem.allocator.record.RecordStore;
import org.jcachepmem.allocator.record.RecoveryReport;
import org.jcachepmem.allocator.record.SnapshotReport;
import org.jcachepmem.allocator.space.ClassCensus;
import org.jcachepmem.flight.PoolEvents;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pool from opening to closing, with one log line for each. It is recovered when it is opened, or
 * by a thread of its own. Thread safe.
 */
final class OpenPool implements AutoCloseable, PoolView {
  private static final Logger LOG = LoggerFactory.getLogger(OpenPool.class);
  private static final int VOLATILE_HEAP_FRACTION = 4;

  private final PoolFile file;
  private final SessionSettings settings;
  private final PoolDescription description;
  private final PoolEvents events;
  private final EarlyReads early = new EarlyReads();
  private final Promotion promotion = new Promotion();
  private final CompletableFuture<SharedPool> recovered = new CompletableFuture<>();
  private volatile Runnable unwatch = () -> {};
  private volatile boolean closed;

  private OpenPool(PoolFile file, SessionSettings settings, PoolDescription description) {
    this.file = file;
    this.settings = settings;
    this.description = description;
    this.events = PoolEvents.of(name());
  }

  PoolDescription description() {
    return description;
  }

  /** Reads of what is found while the pool is being recovered. */
  EarlyReads early() {
    return early;
  }

  RecoveryMiss onMiss() {
    return settings.pool().recoveryMiss();
  }

  /** The recovered pool, when it is. */
  CompletableFuture<SharedPool> recovered() {
    return recovered;
  }

  /**
   * The recovered pool, waited for.
   *
   * @throws CacheException if recovery has failed
   */
  SharedPool shared() {
    try {
      return recovered.join();
    } catch (CompletionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new CacheException(cause.getMessage(), cause);
    }
  }

  /** Waits for the end of recovery; false if it has failed. */
  boolean awaitRecovery() {
    try {
      recovered.join();
      return true;
    } catch (CompletionException e) {
      LOG.debug("pool {} was not recovered", name(), e);
      return false;
    }
  }

  /**
   * Opens the pool that the settings name, or a volatile one if it is locked and they say so.
   *
   * @throws CacheException if it can't be opened, saying what to do
   */
  static OpenPool open(SessionSettings settings) {
    return open(settings, PoolFile::open);
  }

  static OpenPool open(SessionSettings settings, Opener opener) {
    PoolOptions options = settings.pool();
    try {
      return of(open(options, opener), settings, describe(options));
    } catch (PoolLockedException e) {
      if (options.onLocked() != OnLocked.VOLATILE) {
        throw new CacheException(e.getMessage(), e);
      }
      return openInstead(settings, e, opener);
    } catch (RuntimeException e) {
      throw told(e, options);
    }
  }

  private static PoolFile open(PoolOptions options, Opener opener) {
    return opener.open(options, medium -> Pool.format(medium, format(options)));
  }

  /** What the application is told when opening or recovery fails. */
  private static RuntimeException told(RuntimeException e, PoolOptions options) {
    if (e instanceof PoolException) {
      return new CacheException(e.getMessage(), e);
    }
    if (e instanceof PoolFormatException
        || e instanceof DamagedWordException
        || e instanceof HeapTooSmallException
        || e instanceof MediumFailedException) {
      return new CacheException("Pool " + options.path() + ": " + e.getMessage(), e);
    }
    return e;
  }

  /** {@link PoolFile#open}, or what a test has in its place. */
  @FunctionalInterface
  interface Opener {
    PoolFile open(PoolOptions options, Consumer<Medium> format);
  }

  private static OpenPool openInstead(
      SessionSettings settings, PoolLockedException locked, Opener opener) {
    PoolOptions options =
        settings.pool().toBuilder().medium(MediumChoice.VOLATILE).growToBytes(0).build();
    PoolFile file;
    String where;
    try {
      file = open(options, opener);
      where = "a file without a name beside it";
    } catch (PoolException e) {
      LOG.debug("no volatile pool beside {}", options.path(), e);
      // It must not take the whole heap of an application that did not ask for it.
      long most = Runtime.getRuntime().maxMemory() / VOLATILE_HEAP_FRACTION;
      long size = Math.max(PoolOptions.MIN_BYTES, Math.min(options.sizeBytes(), most));
      file = PoolFile.openHeap(size, medium -> Pool.format(medium, format(options)));
      where = "the heap, because there can be no file beside it (" + e.getMessage() + ")";
    }
    LOG.warn(
        "{} The caches of manager {} are volatile: {} MiB in {}, gone when this JVM ends.",
        locked.getMessage(),
        settings.holder(),
        file.medium().sizeBytes() >> 20,
        where);
    SessionSettings instead =
        new SessionSettings(
            options, settings.holder(), settings.indexMaxBytes(), settings.watcher());
    return of(file, instead, describe(options));
  }

  private static FormatOptions format(PoolOptions options) {
    FormatOptions standard = FormatOptions.standard(System.currentTimeMillis());
    return new FormatOptions(
        (int) options.chunkBytes(),
        options.maxCaches(),
        standard.counterBits(),
        standard.epochBits(),
        standard.generationBits(),
        standard.salt(),
        standard.creationMillis(),
        standard.uuid());
  }

  private static PoolDescription describe(PoolOptions options) {
    return options.medium().isVolatile()
        ? new PoolDescription(null, "volatile")
        : new PoolDescription(
            String.valueOf(options.path()),
            options.durability().name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  private static OpenPool of(PoolFile file, SessionSettings settings, PoolDescription description) {
    boolean opened = false;
    OpenPool open = new OpenPool(file, settings, description);
    try {
      Pool pool = Pool.mount(file.medium());
      file.medium().counters().commits().observer(open.events);
      open.unwatch = settings.watcher().opened(open);
      if (settings.pool().recovery() != RecoveryMode.BACKGROUND || !open.startRecovery(pool)) {
        open.recovered.complete(open.recover(pool));
      }
      opened = true;
      return open;
    } finally {
      if (!opened) {
        open.unwatch.run();
        file.close();
      }
    }
  }

  private boolean startRecovery(Pool pool) {
    Thread thread = new Thread(() -> recoverInBackground(pool), "jcache-pmem-recovery");
    thread.setDaemon(true);
    try {
      thread.start();
      return true;
    } catch (OutOfMemoryError e) {
      LOG.warn("Pool {} is recovered before it is used: {}", name(), e.getMessage());
      return false;
    }
  }

  private void recoverInBackground(Pool pool) {
    try {
      recovered.complete(recover(pool));
    } catch (RuntimeException e) {
      fail(told(e, settings.pool()));
    } catch (Error e) {
      fail(e);
    }
  }

  private void fail(Throwable failure) {
    LOG.error("Pool {} can't be recovered; its caches can't be used", name(), failure);
    recovered.completeExceptionally(failure);
  }

  private SharedPool recover(Pool pool) {
    file.allocate();
    RecordOptions options =
        RecordOptions.standard()
            .with(settings.pool().verifyReads())
            .with(settings.pool().durability(), settings.pool().maxLag().toMillis());
    Object begun = events.recoveryBegins();
    RecordStore records = RecordStore.open(pool, options, early);
    boolean isShared = false;
    try {
      events.recovered(begun, records.recovery());
      SharedPool shared = new SharedPool(records, settings.indexMaxBytes(), events);
      growIfWanted(shared);
      shared.promoteWith(promotion);
      tellOpening(records.recovery());
      isShared = true;
      return shared;
    } finally {
      if (!isShared) {
        records.abandon();
      }
    }
  }

  /** A pool that keeps its size serves all the same. */
  private void growIfWanted(SharedPool shared) {
    long wanted = settings.pool().growToBytes();
    long size = shared.records().pool().geometry().poolBytes();
    if (wanted <= size) {
      return;
    }
    try {
      shared.grow(wanted);
    } catch (UncheckedIOException | IllegalArgumentException e) {
      LOG.warn(
          "Pool {} keeps its {} MiB, although pool.grow-to asks for {} MiB: {}",
          name(),
          size >> 20,
          wanted >> 20,
          e.getMessage());
    }
  }

  private void tellOpening(RecoveryReport recovery) {
    Medium medium = file.medium();
    LOG.info(
        "Pool {} open: {}, durability {}, {} MiB, {} entries recovered in {} ms{}",
        name(),
        medium.facts().detail(),
        description.durability(),
        medium.sizeBytes() >> 20,
        recovery.entries(),
        recovery.millis(),
        recovery.clean() ? "" : " after an unclean end");
    MediumFacts facts = medium.facts();
    events.opened(
        facts.detail(), description.durability(), facts.persistentMemory(), medium.sizeBytes());
  }

  @Override
  public PoolFigures figures() {
    checkOpen();
    SharedPool shared = ifRecovered();
    return shared == null
        ? PoolFigures.unrecovered(description, file.medium(), !recovered.isCompletedExceptionally())
        : PoolFigures.of(description, shared);
  }

  @Override
  public List<ClassCensus> sizeClasses() {
    checkOpen();
    SharedPool shared = ifRecovered();
    return shared == null ? List.of() : shared.records().census().classes();
  }

  @Override
  public void grow(long newSizeBytes) {
    checkOpen();
    try {
      shared().grow(newSizeBytes);
    } catch (UncheckedIOException | MediumFailedException e) {
      throw new CacheException("Pool " + name() + " can't grow: " + e.getMessage(), e);
    }
  }

  @Override
  public SnapshotReport snapshot(Path copy, boolean isSharing) {
    checkOpen();
    try {
      return shared().snapshot(copy, isSharing);
    } catch (PoolException | MediumFailedException | EpochsExhaustedException e) {
      throw new CacheException("Pool " + name() + " can't be copied: " + e.getMessage(), e);
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("pool " + name() + " is closed");
    }
  }

  private @Nullable SharedPool ifRecovered() {
    return recovered.isDone() && !recovered.isCompletedExceptionally() ? recovered.join() : null;
  }

  private String name() {
    return description.name();
  }

  /** What has yet to be known of an unclean end, and can't be written down, is left to be seen. */
  private void close(SharedPool shared, RecordStore records) {
    boolean isSaid = false;
    try {
      shared.close();
      isSaid = true;
    } finally {
      if (!isSaid) {
        records.closeAsFound();
      }
    }
    records.close();
  }

  /** Waits for recovery to end, if it has not. */
  @Override
  public void close() {
    closed = true;
    promotion.close();
    unwatch.run();
    if (!awaitRecovery()) {
      file.close();
      return;
    }
    SharedPool shared = shared();
    RecordStore records = shared.records();
    long usedBytes = records.usedBytes();
    try {
      close(shared, records);
    } finally {
      file.close();
    }
    shared.forgetAll();
    LOG.info("Pool {} closed with {} KiB in use", name(), usedBytes >> 10);
    events.closed(usedBytes);
  }
}
