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
package org.jcachepmem.allocator.simulator;

import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.pool.Pool;
import org.jcachepmem.allocator.pool.PoolFormatException;

/** What a crash in the creation of a pool may leave. */
public final class Unformatted {
  private Unformatted() {}

  /** Whether the medium is refused as no pool: creation had not come to its end. */
  public static boolean isNoPool(Medium medium) {
    try {
      Pool.mount(medium);
      return false;
    } catch (PoolFormatException e) {
      return true;
    }
  }
}
