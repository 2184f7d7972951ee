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
package org.jcachepmem.allocator.schedule;

import org.jcachepmem.allocator.schedule.Plan.Operation;

/** Races planted by hand, to see that the search finds them. */
enum Plant {
  /** None: the product as it is. */
  NONE,
  /** A new record is published before the old one is retired: it can be queued before it. */
  PUBLISH_BEFORE_RETIRE(Operation.PUT, Operation.EVICT_ALL),
  /** A reader believes its copy although the handle died. */
  READER_IGNORES_DEATH(Operation.GET),
  /** An eviction unmaps the key first and queues the record later. */
  UNMAP_BEFORE_RETIRE(Operation.EVICT, Operation.REMOVE),
  /** A removal that misses does not settle its stripe. */
  MISS_SETTLES_NOTHING(Operation.REMOVE, Operation.EVICT),
  /** A clear does not wait for the puts that are under way before it drops. */
  CLEAR_WITHOUT_FIRST_BARRIER(Operation.CLEAR),
  /** A clear frees what it dropped without waiting for who works on it. */
  CLEAR_WITHOUT_SECOND_BARRIER(Operation.CLEAR),
  /** A clear drops what was put after it, too. */
  CLEAR_DROPS_NEWER(Operation.CLEAR),
  /** An entry that was evicted while it was relocated comes back. */
  PUBLISH_EVICTED_COPY(Operation.RELOCATE, Operation.EVICT),
  /** An entry is relocated while its cache is cleared. */
  RELOCATE_DURING_CLEAR(Operation.RELOCATE, Operation.CLEAR),
  /** An epoch is declared settled while puts of it are under way. */
  SETTLE_EPOCH_WITHOUT_BARRIER(Operation.SETTLE_EPOCH),
  /** A retired entry that the index still maps is removed as if it were live. */
  REMOVE_RETIRED(Operation.PUT, Operation.EVICT, Operation.REMOVE),
  /** The expiry of an entry is stored without its stripe. */
  EXPIRY_WITHOUT_STRIPE(Operation.PUT, Operation.TOUCH);

  private final Operation[] favoured;

  Plant(Operation... favoured) {
    this.favoured = favoured;
  }

  /** The operations that show it, of which its runs have many. */
  Operation[] favoured() {
    return favoured.clone();
  }
}
