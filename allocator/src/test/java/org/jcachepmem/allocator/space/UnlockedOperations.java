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
package org.jcachepmem.allocator.space;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jcachepmem.allocator.checker.Tally;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;

/** A planted bug: slots of one chunk are taken without the lock of its shelf. */
public final class UnlockedOperations {
  private static final int SLOTS = 8;

  private final Chunk chunk = new Chunk(0, 0);
  private final Set<Integer> taken = ConcurrentHashMap.newKeySet();

  public UnlockedOperations() {
    chunk.assign(0, 0, SLOTS);
  }

  @Operation
  public void reserve() {
    int slot = chunk.take();
    if (!taken.add(slot)) {
      throw new IllegalStateException(slot + " was given out twice");
    }
  }

  @Validate
  public void inventory() {
    Tally.invocation();
  }
}
