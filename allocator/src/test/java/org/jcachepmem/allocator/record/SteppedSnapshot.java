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

import org.jcachepmem.allocator.medium.HeapMedium;
import org.jcachepmem.allocator.medium.SharingMedium;

/** A snapshot that is made chunk by chunk, so that a test can do what it likes in between. */
public final class SteppedSnapshot {
  /** Smaller than file systems have it, since chunks are. */
  private static final int UNIT_BYTES = 256;

  private final PoolLife life;
  private final SharingMedium target;
  private int next;

  /** Begins one that is copied: this is its instant. */
  public SteppedSnapshot(RecordStore records) {
    this(records, 0);
  }

  /**
   * Begins one that shares the storage of at most so many chunks, before the file system can't any
   * more.
   */
  public SteppedSnapshot(RecordStore records, int chunks) {
    life = records.life();
    target = new SharingMedium(records.pool().geometry().poolBytes(), chunks);
    life.begin(new SnapshotTarget(target, chunks > 0, UNIT_BYTES));
  }

  /** Copies the next chunks; false if all are copied. */
  public boolean copy(int chunks) {
    Snapshot snapshot = life.snapshots().current();
    for (int i = 0; i < chunks && next < snapshot.chunks(); i++) {
      snapshot.copy(next++);
    }
    snapshot.check();
    return next < snapshot.chunks();
  }

  /** Copies the rest, and gives the pool that this made. */
  public HeapMedium finish() {
    copy(Integer.MAX_VALUE);
    life.snapshots().current().finish();
    end();
    return target.heap();
  }

  /** How many chunks share the storage of the pool's. */
  public int sharedChunks() {
    return target.shared();
  }

  /** Gives up. */
  public void end() {
    life.snapshots().end();
  }
}
