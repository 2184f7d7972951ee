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

import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.allocator.record.RecordStore;
import org.jcachepmem.allocator.record.Stripe;

/**
 * Evicts and moves entries of a share that no index maps. By a thread that has the budget's lock
 * and no stripe.
 */
final class UnindexedVictims {
  private final Share share;
  private final RecordStore records;

  UnindexedVictims(Share share, RecordStore records) {
    this.share = share;
    this.records = records;
  }

  /** Evicts about {@code bytes}. */
  void evict(long bytes) {
    UnindexedEntries unindexed = share.unindexed();
    long enough = share.evictedBytes() + bytes;
    byte[] key = null;
    while (share.evictedBytes() < enough && !unindexed.isEmpty()) {
      key = unindexed.next(key);
      if (key == null) {
        return;
      }
      evict(key);
    }
  }

  private void evict(byte[] key) {
    Stripe stripe = stripe(key);
    stripe.lock();
    try {
      EntryRef entry = share.takeUnindexed(key);
      if (entry != null) {
        try {
          share.evicted(stripe, entry);
        } finally {
          share.unindexed().indexed();
        }
      }
    } finally {
      stripe.unlock();
    }
  }

  /**
   * Moves an entry of a cache that no session has open to another slot, or evicts it if there is
   * none. True if the slot is being given back.
   */
  boolean vacate(byte[] key, long offset) {
    Stripe stripe = stripe(key);
    stripe.lock();
    try {
      EntryRef entry = share.takeUnindexed(key);
      return entry != null && vacate(stripe, key, entry, offset);
    } finally {
      stripe.unlock();
    }
  }

  private boolean vacate(Stripe stripe, byte[] key, EntryRef entry, long offset) {
    EntryRef moved = null;
    boolean isTried = false;
    try {
      moved =
          entry.offset() == offset ? records.relocate(stripe, entry, share.stored().id()) : null;
      isTried = true;
    } finally {
      if (!isTried) {
        share.putBack(key, entry);
      }
    }
    if (moved == null && (entry.offset() != offset || share.isPinned())) {
      share.putBack(key, entry);
      return false;
    }
    try {
      if (moved == null) {
        share.evicted(stripe, entry, LossCause.RELOCATION);
      } else {
        share.retire(stripe, entry);
        share.parkTaken(key, moved);
      }
    } finally {
      share.unindexed().indexed();
    }
    return true;
  }

  /**
   * The stripe for an entry that is not indexed. Of a cache that no session has open nobody else
   * changes entries, and all stripes are settled before and after such times: any stripe will do.
   */
  private Stripe stripe(byte[] key) {
    PooledEntries open = share.store();
    return open == null ? records.stripe(0) : open.stripe(key);
  }
}
