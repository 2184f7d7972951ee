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
package org.jcachepmem.allocator.record;

import org.jcachepmem.allocator.pool.Pool;
import org.jcachepmem.allocator.space.SlotSpace;
import org.jspecify.annotations.Nullable;

/**
 * The {@link Snapshot} that is being made, if one is: told before what it has to hold changes. One
 * at a time. Thread safe.
 */
final class Snapshots {
  /** Set while every stripe is held, so that whoever holds one afterwards sees it. */
  private volatile @Nullable Snapshot current;

  /** The record whose slot is at {@code offset} is about to be marked, changed or freed. */
  void beforeChange(long offset) {
    Snapshot snapshot = current;
    if (snapshot != null) {
      snapshot.beforeChange(offset);
    }
  }

  /** The chunk, which has no record, is about to get a class. */
  void beforeAssignment(int number) {
    Snapshot snapshot = current;
    if (snapshot != null) {
      snapshot.beforeAssignment(number);
    }
  }

  /**
   * Begins one: this is its instant. The caller holds no stripe, and sees to it that no cache is
   * cleared meanwhile.
   *
   * @return for how long nobody could change anything, in nanoseconds
   */
  long begin(
      Pool pool,
      SlotSpace space,
      Extents extents,
      Settler settler,
      Epochs epochs,
      SnapshotTarget target) {
    long start = System.nanoTime();
    epochs.exclusively(
        () -> {
          settler.markAll();
          begin(new Snapshot(pool, space, extents, epochs.current(), target), epochs);
        });
    return System.nanoTime() - start;
  }

  private void begin(Snapshot snapshot, Epochs epochs) {
    boolean begun = false;
    // Chunks may get a class meanwhile, for records that can't be written yet.
    current = snapshot;
    try {
      snapshot.readChunks();
      epochs.bump();
      begun = true;
    } finally {
      if (!begun) {
        current = null;
      }
    }
  }

  /** The one that has begun. */
  Snapshot current() {
    Snapshot snapshot = current;
    if (snapshot == null) {
      throw new IllegalStateException("no snapshot is being made");
    }
    return snapshot;
  }

  /** Ends it, finished or not. */
  void end() {
    Snapshot snapshot = current();
    current = null;
    snapshot.end();
  }
}
