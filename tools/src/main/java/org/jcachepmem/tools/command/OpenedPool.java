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
package org.jcachepmem.tools.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.pool.Durability;
import org.jcachepmem.allocator.pool.FormatOptions;
import org.jcachepmem.allocator.pool.Pool;
import org.jcachepmem.allocator.pool.PoolFile;
import org.jcachepmem.allocator.pool.PoolOptions;
import org.jcachepmem.allocator.record.RecordOptions;
import org.jcachepmem.allocator.record.RecordStore;
import org.jspecify.annotations.Nullable;

/**
 * A pool that a command changes: recovered, in this process only. What is stored is durable when it
 * is closed. A new one is made beside its path, and is there when it is {@link #finish}ed: a
 * command that is killed leaves none.
 */
final class OpenedPool implements AutoCloseable {
  private final PoolFile file;
  private final RecordStore records;
  private final @Nullable Path target;
  private final Path path;
  private boolean closed;
  private boolean finished;

  private OpenedPool(PoolFile file, RecordStore records, Path path, @Nullable Path target) {
    this.file = file;
    this.records = records;
    this.path = path;
    this.target = target;
  }

  /** An existing pool; {@code trustsGroup} as {@code pool.trust = group} has it. */
  static OpenedPool existing(Path path, boolean trustsGroup) {
    return open(options(path, trustsGroup), path, null, medium -> {});
  }

  static PoolOptions options(Path path, boolean trustsGroup) {
    return PoolOptions.builder().path(path).createIfMissing(false).trustsGroup(trustsGroup).build();
  }

  /**
   * A new pool.
   *
   * @param creationMillis expiry times are kept in whole seconds since then
   */
  static OpenedPool made(Path target, long sizeBytes, long creationMillis, int mostCaches) {
    if (sizeBytes < PoolOptions.MIN_BYTES) {
      throw new ToolFailure(
          ExitCode.USAGE,
          "a pool has at least "
              + PoolOptions.MIN_BYTES
              + " bytes, not "
              + sizeBytes
              + ": see --size");
    }
    requireAbsent(target);
    Path unfinished = OwnersFile.unfinished(target);
    PoolOptions options =
        PoolOptions.builder().path(unfinished).sizeBytes(sizeBytes).overrideIfExists(true).build();
    FormatOptions standard = FormatOptions.standard(creationMillis);
    FormatOptions format =
        new FormatOptions(
            standard.chunkBytes(),
            mostCaches,
            standard.counterBits(),
            standard.epochBits(),
            standard.generationBits(),
            standard.salt(),
            standard.creationMillis(),
            standard.uuid());
    OpenedPool opened = open(options, unfinished, target, medium -> Pool.format(medium, format));
    // Of a command that is interrupted nothing stays, either. Only now: it is nobody else's.
    PoolFile.lockPath(unfinished).toFile().deleteOnExit();
    unfinished.toFile().deleteOnExit();
    return opened;
  }

  private static void requireAbsent(Path target) {
    if (Files.exists(target, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
      throw new ToolFailure(
          ExitCode.USAGE, target + " is there already: name a file that is not, or remove it");
    }
  }

  private static OpenedPool open(
      PoolOptions options,
      Path path,
      @Nullable Path target,
      java.util.function.Consumer<Medium> format) {
    PoolFile file = PoolFile.open(options, format);
    boolean opened = false;
    try {
      RecordOptions relaxed = RecordOptions.standard().with(Durability.ON_CLOSE, 0);
      RecordStore records = RecordStore.open(Pool.mount(file.medium()), relaxed);
      opened = true;
      return new OpenedPool(file, records, path, target);
    } finally {
      if (!opened) {
        file.close();
      }
    }
  }

  RecordStore records() {
    return records;
  }

  /** Closes the pool; a new one then gets its name, durably. */
  void finish() throws IOException {
    closePool();
    if (target != null) {
      PoolFile.publishNew(path, target);
    }
    finished = true;
  }

  private void closePool() {
    if (!closed) {
      closed = true;
      try (file) {
        records.closeAsFound();
      }
    }
  }

  /** Closes the pool; a new one that is not finished is removed. */
  @Override
  public void close() throws IOException {
    try {
      closePool();
    } finally {
      if (target != null) {
        if (!finished) {
          Files.deleteIfExists(path);
        }
        Files.deleteIfExists(PoolFile.lockPath(path));
      }
    }
  }
}
