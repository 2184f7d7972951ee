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

/**
 * A record on its way out: it waits in its stripe's queue to be marked DEAD, and then for its slot
 * to be given back.
 */
final class Retired {
  private final EntryRef entry;
  private final long at;
  private final long commit;

  /** Set once, by whoever has fenced a mark of it. */
  private volatile boolean swept;

  /** Guarded by the stripe's lock. */
  private boolean outOfQueue;

  Retired(EntryRef entry, long at, long commit) {
    this.entry = entry;
    this.at = at;
    this.commit = commit;
  }

  /** The record. */
  EntryRef entry() {
    return entry;
  }

  /**
   * Where its directory entry is. Known from when it was retired: once its slot has been given
   * back, its chunk may be of another class.
   */
  long at() {
    return at;
  }

  /** The commit that must be done before its next step. */
  long commit() {
    return commit;
  }

  /** The same record, waiting for another commit. */
  Retired by(long later) {
    return later == commit ? this : new Retired(entry, at, later);
  }

  /** Whether its mark is durable, although it is still queued. */
  boolean isSwept() {
    return swept;
  }

  /** Its mark is durable. */
  void sweep() {
    swept = true;
  }

  /** Whether it has left the queue; the caller holds the stripe. */
  boolean isOutOfQueue() {
    return outOfQueue;
  }

  /** It leaves the queue; the caller holds the stripe. */
  void leaveQueue() {
    outOfQueue = true;
  }
}
