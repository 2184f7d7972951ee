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

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jcachepmem.allocator.medium.Media;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.medium.MediumChoice;
import org.jcachepmem.allocator.pool.PoolOptions;
import org.jcachepmem.allocator.record.PoolCheck;
import org.jcachepmem.allocator.record.PoolCheckReport;
import org.jcachepmem.codec.CodecRegistry;
import org.jcachepmem.codec.SerializationRules;
import org.jcachepmem.index.PoolSession.StoredCache;
import org.jcachepmem.key.CodecKeys;
import org.jcachepmem.key.KeyIdentities;

/**
 * A product pool in a new file, opened as an application's is, with one cache of Long keys. When it
 * is closed every byte of it must be accounted for; then the file is deleted.
 */
final class FilePool implements AutoCloseable {
  static final KeyIdentities<Long> KEYS =
      CodecKeys.of(
          new CodecRegistry(
                  FilePool.class.getClassLoader(),
                  new SerializationRules(List.of(), List.of(), List.of(), List.of(), true, 9, 9, 9),
                  Map.of())
              .codec(Long.class));

  private static final long INDEX_MAX_BYTES = Runtime.getRuntime().maxMemory() / 4;

  private final Path file;
  private final PoolOptions options;
  private PoolSession session;
  private EntryStore store;

  private FilePool(Path file, long bytes, MediumChoice medium) {
    this.file = file;
    options = PoolOptions.builder().path(file).sizeBytes(bytes).medium(medium).build();
    session = PoolSessions.open(new SessionSettings(options, "test", INDEX_MAX_BYTES));
    store = attach();
  }

  /** A pool of that size: on tmpfs if there is one with room, else with the temporary files. */
  static FilePool create(long bytes, MediumChoice medium) {
    try {
      Path tmpfs = Path.of("/dev/shm");
      boolean hasRoom =
          Files.isWritable(tmpfs) && Files.getFileStore(tmpfs).getUsableSpace() > bytes + bytes / 4;
      Path directory =
          hasRoom
              ? Files.createTempDirectory(tmpfs, "jcache-pmem-")
              : Files.createTempDirectory("jcache-pmem-");
      return new FilePool(directory.resolve("test.pool"), bytes, medium);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private EntryStore attach() {
    return session.attach(
        new StoredCache("ns", "a", "java.lang.Long", "long/1", "[B", "bytes/1", 0, false, false),
        KEYS);
  }

  EntryStore store() {
    return store;
  }

  PoolFigures figures() {
    return session.figures();
  }

  /** Closes the pool and opens it again, as the next process would. */
  void restart() {
    session.close();
    session = PoolSessions.open(new SessionSettings(options, "test", INDEX_MAX_BYTES));
    store = attach();
  }

  @Override
  public void close() {
    try {
      long entries = store.count();
      session.close();
      try (Medium medium = Media.open(file, MediumChoice.JDK)) {
        PoolCheckReport report = PoolCheck.run(medium);
        assertEquals(List.of(), report.problems());
        assertEquals(entries, report.totalEntries(), "entries in the pool");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      delete();
    }
  }

  private void delete() {
    try (var files = Files.list(file.getParent())) {
      for (Path each : files.toList()) {
        Files.delete(each);
      }
      Files.delete(file.getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
