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

/**
 * Taking and giving slots while chunks are closed, emptied and reopened, by one thread at a time as
 * in the product. Which chunk is closed is an estimate, so that only the inventory is checked: no
 * slot given twice, none lost.
 */
public final class ClosingOperations {
  private final HeldSlots held = new HeldSlots();
  private int closed = -1;

  @Operation
  public void reserve(
      @Param(gen = ThreadIdGen.class) int thread, @Param(gen = BooleanGen.class) boolean whole) {
    held.reserve(thread, whole);
  }

  @Operation
  public void free(@Param(gen = ThreadIdGen.class) int thread) {
    held.free(thread);
  }

  @Operation(nonParallelGroup = "room")
  public void close() {
    if (closed < 0) {
      closed = held.space.closing().close(true, 0);
    }
  }

  @Operation(nonParallelGroup = "room")
  public void reopen() {
    if (closed >= 0) {
      held.space.closing().taken(closed);
      held.space.closing().reopen(closed);
      closed = -1;
    }
  }

  @Operation(nonParallelGroup = "room")
  public void reclaim() {
    held.space.reclaim();
  }

  @Validate
  public void inventory() {
    reopen();
    held.inventory();
    Tally.invocation();
  }
}
