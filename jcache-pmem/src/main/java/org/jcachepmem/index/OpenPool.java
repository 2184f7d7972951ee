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

import java.util.Locale;
import java.util.function.Consumer;
import javax.cache.CacheException;
import org.jcachepmem.allocator.medium.Medium;
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
import org.jcachepmem.allocator.record.HeapTooSmallException;
import org.jcachepmem.allocator.record.RecordOptions;
import org.jcachepmem.allocator.record.RecordStore;
import org.jcachepmem.allocator.record.RecoveryReport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A pool from opening to closing, with one log line for each. Not thread safe. */
final class OpenPool implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OpenPool.class);
  private static final int VOLATILE_HEAP_FRACTION = 4;

  private final PoolFile file;
  private final SharedPool shared;
  private final PoolDescription description;

  private OpenPool(PoolFile file, SharedPool shared, PoolDescription description) {
    this.file = file;
    this.shared = shared;
    this.description = description;
  }

  SharedPool shared() {
    return shared;
  }

  PoolDescription description() {
    return description;
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
      PoolFile file = opener.open(options, medium -> Pool.format(medium, format(options)));
      return of(file, settings, describe(options));
    } catch (PoolLockedException e) {
      if (options.onLocked() != OnLocked.VOLATILE) {
        throw new CacheException(e.getMessage(), e);
      }
      return openInstead(settings, e);
    } catch (PoolException e) {
      throw new CacheException(e.getMessage(), e);
    } catch (PoolFormatException
        | DamagedWordException
        | HeapTooSmallException
        | MediumFailedException e) {
      throw new CacheException("Pool " + options.path() + ": " + e.getMessage(), e);
    }
  }

  /** {@link PoolFile#open}, or what a test has in its place. */
  @FunctionalInterface
  interface Opener {
    PoolFile open(PoolOptions options, Consumer<Medium> format);
  }

  private static OpenPool openInstead(SessionSettings settings, PoolLockedException locked) {
    // It must not take the whole heap of an application that did not ask for it.
    long most = Runtime.getRuntime().maxMemory() / VOLATILE_HEAP_FRACTION;
    long size = Math.max(PoolOptions.MIN_BYTES, Math.min(settings.pool().sizeBytes(), most));
    LOG.warn(
        "{} The caches of manager {} are volatile: {} MiB in the heap, gone when this JVM ends.",
        locked.getMessage(),
        settings.holder(),
        size >> 20);
    PoolFile heap = PoolFile.openHeap(size, medium -> Pool.format(medium, format(settings.pool())));
    return of(heap, settings, new PoolDescription(null, "volatile"));
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
    return options.path() == null
        ? new PoolDescription(null, "volatile")
        : new PoolDescription(
            options.path().toString(),
            options.durability().name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  private static OpenPool of(PoolFile file, SessionSettings settings, PoolDescription description) {
    RecordOptions options =
        RecordOptions.standard()
            .with(settings.pool().verifyReads())
            .with(settings.pool().durability(), settings.pool().maxLag().toMillis());
    boolean opened = false;
    try {
      RecordStore records = RecordStore.open(Pool.mount(file.medium()), options);
      SharedPool shared = new SharedPool(records, settings.indexMaxBytes(), System::nanoTime);
      OpenPool open = new OpenPool(file, shared, description);
      open.logOpening();
      opened = true;
      return open;
    } finally {
      if (!opened) {
        file.close();
      }
    }
  }

  private void logOpening() {
    RecoveryReport recovery = shared.records().recovery();
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
  }

  private String name() {
    return description.path() == null ? "(volatile)" : description.path();
  }

  @Override
  public void close() {
    long usedBytes = shared.records().usedBytes();
    try {
      shared.records().close();
    } finally {
      file.close();
    }
    LOG.info("Pool {} closed with {} KiB in use", name(), usedBytes >> 10);
  }
}
