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

/** A snapshot that is made chunk by chunk, so that a test can do what it likes in between. */
public final class SteppedSnapshot {
  private final PoolLife life;
  private final HeapMedium target;
  private int next;

  /** Begins one: this is its instant. */
  public SteppedSnapshot(RecordStore records) {
    life = records.life();
    target = new HeapMedium(records.pool().geometry().poolBytes());
    life.begin(target);
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
    return target;
  }

  /** Gives up. */
  public void end() {
    life.snapshots().end();
  }
}
