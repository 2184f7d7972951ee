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
import org.jcachepmem.allocator.medium.MediumChoice;
import org.jcachepmem.allocator.pool.GatedPools;
import org.jcachepmem.allocator.pool.PoolOptions;
import org.jcachepmem.allocator.pool.RecoveryMiss;
import org.jcachepmem.allocator.pool.RecoveryMode;

/** Sessions on a pool that is recovered in the background, as far as a test lets it be. */
public final class GatedSession {
  private GatedSession() {}

  /** A session on the pool in {@code file}, which exists; the last one that has it open. */
  public static PoolSession open(GatedPools pools, Path file, RecoveryMiss onMiss) {
    PoolOptions options =
        PoolOptions.builder()
            .path(file)
            .medium(MediumChoice.JDK)
            .recovery(RecoveryMode.BACKGROUND)
            .recoveryMiss(onMiss)
            .build();
    OpenPool pool = OpenPool.open(new SessionSettings(options, "test", 64 << 20), pools::open);
    return new RecoveringSession(pool, "test", park -> pool.close());
  }
}
