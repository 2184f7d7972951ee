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
package org.jcachepmem.allocator.checker;

import java.util.List;
import org.jcachepmem.allocator.record.ClearOperations;
import org.jcachepmem.allocator.record.RecordOperations;
import org.jcachepmem.allocator.space.ClosingOperations;
import org.jcachepmem.allocator.space.SlotOperations;

/** What the allocator shares between threads. */
public final class AllocatorStructures implements StructureList {
  public static final Structure SLOTS =
      new Structure("slot space", SlotOperations.class, SlotOperations.class, 2, 3);
  public static final Structure CLOSING =
      new Structure("slot space, closing", ClosingOperations.class, ClosingOperations.class, 2, 3);
  public static final Structure RECORDS =
      new Structure("settle queue", RecordOperations.class, Versions.class, 2, 3);
  public static final Structure CLEAR =
      new Structure(
          "settle queue, clear", ClearOperations.class, ClearOperations.Alone.class, 2, 2);

  @Override
  public List<Structure> structures() {
    return List.of(SLOTS, CLOSING, RECORDS, CLEAR);
  }
}
