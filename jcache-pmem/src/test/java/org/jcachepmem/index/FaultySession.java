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

import org.jcachepmem.allocator.pool.FaultyPools;

/** Sessions on a pool whose calls to the system fail. */
public final class FaultySession {
  private FaultySession() {}

  /** As {@link PoolSessions#open}, of a pool that nobody else has open. */
  public static PoolSession open(SessionSettings settings, FaultyPools pools) {
    OpenPool pool = OpenPool.open(settings, pools::open);
    return new SharedPoolSession(
        pool.shared(), pool.description(), settings.holder(), park -> pool.close());
  }
}
