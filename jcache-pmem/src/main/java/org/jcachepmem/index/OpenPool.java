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

import java.nio.file.Path;
import org.jcachepmem.allocator.medium.HeapMedium;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.pool.FormatOptions;
import org.jcachepmem.allocator.pool.OnLocked;
import org.jcachepmem.allocator.pool.Pool;
import org.jcachepmem.allocator.pool.PoolException;
import org.jcachepmem.allocator.pool.PoolLockedException;
import org.jcachepmem.allocator.pool.PoolOptions;
import org.jcachepmem.allocator.record.RecordOptions;
import org.jcachepmem.allocator.record.RecordStore;
import org.jcachepmem.allocator.record.RecoveryReport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A pool from opening to closing, with one log line for each. Not thread safe. */
final class OpenPool implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OpenPool.class);
  private static final int VOLATILE_HEAP_FRACTION = 4;

  private final SharedPool shared;
  private final PoolDescription description;

  private OpenPool(SharedPool shared, PoolDescription description) {
    this.shared = shared;
    this.description = description;
  }

  SharedPool shared() {
    return shared;
  }

  PoolDescription description() {
    return description;
  }

  static OpenPool open(SessionSettings settings) {
    PoolOptions options = settings.pool();
    try {
      Path path = options.path();
      return path == null ? openVolatile(settings, options.sizeBytes()) : openFile(settings, path);
    } catch (PoolLockedException e) {
      if (options.onLocked() != OnLocked.VOLATILE) {
        throw e;
      }
      long size = volatileBytes(options);
      LOG.warn(
          "{} Caches of manager {} are volatile in this JVM: {} MiB in the heap, gone when it ends.",
          e.getMessage(),
          settings.holder(),
          size >> 20);
      return openVolatile(settings, size);
    }
  }

  private static OpenPool openVolatile(SessionSettings settings, long sizeBytes) {
    PoolOptions options = settings.pool();
    Medium medium = new HeapMedium(sizeBytes);
    Pool.format(medium, FormatOptions.standard(System.currentTimeMillis()));
    RecordOptions recordOptions =
        new RecordOptions(0, options.verifyReads(), System::currentTimeMillis, true);
    return of(medium, recordOptions, settings, new PoolDescription(null, "volatile"));
  }

  private static OpenPool of(
      Medium medium, RecordOptions options, SessionSettings settings, PoolDescription description) {
    RecordStore records = RecordStore.open(Pool.mount(medium), options);
    SharedPool shared = new SharedPool(records, settings.indexMaxBytes(), System::nanoTime);
    OpenPool open = new OpenPool(shared, description);
    RecoveryReport recovery = records.recovery();
    LOG.info(
        "Pool {} open: {}, durability {}, {} MiB, {} entries recovered in {} ms{}",
        open.name(),
        medium.facts().detail(),
        description.durability(),
        medium.sizeBytes() >> 20,
        recovery.entries(),
        recovery.millis(),
        recovery.clean() ? "" : " after an unclean end");
    return open;
  }

  private String name() {
    return description.path() == null ? "(volatile)" : description.path();
  }

  @Override
  public void close() {
    RecordStore records = shared.records();
    long usedMebibytes = records.usedBytes() >> 20;
    try {
      records.close();
    } finally {
      records.pool().medium().close();
    }
    LOG.info("Pool {} closed with {} MiB in use", name(), usedMebibytes);
  }

  private static OpenPool openFile(SessionSettings settings, Path path) {
    throw new PoolException(path, "a volatile pool", "a path", "Set pool.medium = heap");
  }

  /** A volatile pool must not take the whole heap of an application that did not ask for it. */
  private static long volatileBytes(PoolOptions options) {
    long most = Runtime.getRuntime().maxMemory() / VOLATILE_HEAP_FRACTION;
    long bytes = Math.max(PoolOptions.MIN_BYTES, Math.min(options.sizeBytes(), most));
    return bytes & -4096L;
  }
}
