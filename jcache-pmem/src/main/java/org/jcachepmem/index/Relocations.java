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

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.WeakHashMap;
import org.jcachepmem.allocator.record.EntryRef;

/**
 * Which handle took the place of another one when its record was moved. Who has found an entry and
 * changes its expiry a moment later means the entry, wherever it is by then. A handle is remembered
 * for as long as somebody has it. Thread safe.
 *
 * <p>Who moves an entry copies its expiry, notes the move here and marks the old handle as moved,
 * which tells what the expiry was just then; who changes an expiry does it in the same word of the
 * handle, and is told whether it was marked. So one of the two sees the other, and only handles
 * that were moved are looked up here.
 */
final class Relocations {
  private final Map<EntryRef, EntryRef> moved = Collections.synchronizedMap(new WeakHashMap<>());

  void note(EntryRef from, EntryRef to) {
    moved.put(from, to);
  }

  /** The handle that stands for {@code entry} now. */
  EntryRef latest(EntryRef entry) {
    EntryRef latest = entry;
    while (latest.isMoved()) {
      latest = Objects.requireNonNull(moved.get(latest));
    }
    return latest;
  }
}
