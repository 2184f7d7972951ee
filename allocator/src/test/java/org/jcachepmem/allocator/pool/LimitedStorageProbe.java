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
import org.jcachepmem.allocator.medium.MediumChoice;

/** A process of its own that creates a pool of 8 MiB and says what came of it. */
final class LimitedStorageProbe {
  private LimitedStorageProbe() {}

  /** Arguments: the pool and the {@link MediumChoice}. */
  public static void main(String[] args) {
    PoolOptions options =
        PoolOptions.builder()
            .path(Path.of(args[0]))
            .medium(MediumChoice.valueOf(args[1]))
            .sizeBytes(PoolOptions.MIN_BYTES)
            .build();
    try {
      PoolFile.open(options, medium -> {}).close();
      System.out.println("opened");
    } catch (PoolException e) {
      System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }
}
