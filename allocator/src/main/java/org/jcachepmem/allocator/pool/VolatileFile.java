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

import java.nio.file.Path;
import java.util.UUID;
import org.jcachepmem.allocator.medium.Medium;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of a volatile pool: beside where the pool's file would be, or in the directory for
 * temporary files, under a name that no other has and only for the instant that it takes to unlink
 * it. So there is nothing to lock, and nothing to remove when the process ends, however it ends.
 */
final class VolatileFile {
  private static final Logger LOG = LoggerFactory.getLogger(VolatileFile.class);
  private static final String DEFAULT_NAME = "jcache-pmem.pool";

  private VolatileFile() {}

  /**
   * A zero-filled medium.
   *
   * @throws PoolException if the directory can't be used or has no room
   */
  static Medium create(PoolOptions options, long sizeBytes, PoolHost host) {
    Path pool = pool(options);
    Path directory = PoolChecks.directory(pool);
    PoolChecks.checkDirectory(pool, directory, host);
    Leftovers.removeVolatile(pool, host);
    Path file =
        directory.resolve(
            Leftovers.volatilePrefix(pool)
                + ProcessHandle.current().pid()
                + "-"
                + UUID.randomUUID());
    Medium medium =
        PoolChecks.withStorage(
            file, directory, sizeBytes, host, () -> host.createVolatile(file, sizeBytes));
    LOG.info(
        "a volatile pool takes {} MiB of the file system of {}, in a file without a name",
        sizeBytes >> 20,
        directory);
    return medium;
  }

  /** What the pool would be if it were kept: its directory and the beginning of its name. */
  private static Path pool(PoolOptions options) {
    Path path = options.path();
    if (path == null) {
      path = Path.of(System.getProperty("java.io.tmpdir"), DEFAULT_NAME);
    }
    return path.toAbsolutePath();
  }
}
