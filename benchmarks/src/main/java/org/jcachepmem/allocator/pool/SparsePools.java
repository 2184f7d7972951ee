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
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jcachepmem.allocator.medium.Medium;

/**
 * Opens pools as the product does, on files that stay as sparse as they are: a pool of 100 GiB is
 * laid out as one, and needs the storage of what is in it. Thread safe.
 */
public final class SparsePools {
  private static final PoolHost HOST =
      new PoolHost() {
        @Override
        void allocate(Path path, long sizeBytes) throws IOException {
          try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            if (file.length() < sizeBytes) {
              file.setLength(sizeBytes);
            }
          }
        }
      };

  private SparsePools() {}

  /** As {@link PoolFile#open(PoolOptions, Consumer)}. */
  public static PoolFile open(PoolOptions options, Consumer<Medium> format) {
    return PoolFile.open(options, format, HOST);
  }
}
