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

import org.jcachepmem.allocator.checker.Tally;
import org.jetbrains.lincheck.datastructures.BooleanGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;

/** Taking and giving slots: whether there is one looks as if asked at one instant. */
public final class SlotOperations {
  private final HeldSlots held = new HeldSlots();

  /** Takes a slot of a chunk, or a whole one; false if there is none. */
  @Operation
  public boolean reserve(
      @Param(gen = ThreadIdGen.class) int thread, @Param(gen = BooleanGen.class) boolean whole) {
    return held.reserve(thread, whole);
  }

  /** Gives the slot back that this thread took last; false if it has none. */
  @Operation
  public boolean free(@Param(gen = ThreadIdGen.class) int thread) {
    return held.free(thread);
  }

  /** Gives back what this thread took first. */
  @Operation
  public boolean freeOldest(@Param(gen = ThreadIdGen.class) int thread) {
    return held.freeOldest(thread);
  }

  @Operation
  public void reclaim() {
    held.space.reclaim();
  }

  @Validate
  public void inventory() {
    held.inventory();
    Tally.invocation();
  }
}
