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
import org.jcachepmem.key.KeyIdentity;

/** Moves indexed entries to other slots, when theirs is needed. Thread safe. */
final class EntryMoves {
  private final RecordStore records;
  private final Share share;
  private final CaffeineIndex index;
  private final LateExpiries expiries;

  EntryMoves(RecordStore records, Share share, CaffeineIndex index, LateExpiries expiries) {
    this.records = records;
    this.share = share;
    this.index = index;
    this.expiries = expiries;
  }

  /**
   * Moves an entry, or evicts it if there is no other slot. By a holder of its stripe. True if the
   * slot is being given back.
   */
  boolean move(Stripe stripe, KeyIdentity key, EntryRef entry) {
    EntryRef moved = records.relocate(stripe, entry, share.stored().id());
    if (moved == null && share.isPinned()) {
      return false;
    }
    if (moved == null) {
      share.evicted(stripe, entry, LossCause.RELOCATION);
      index.forget(key, entry); // behind it: what fails here leaves one that is seen to be retired
    } else {
      exchange(stripe, key, entry, fitting(moved));
    }
    return true;
  }

  private EntryRef fitting(EntryRef moved) {
    try {
      return share.fitting(moved);
    } catch (Error e) {
      records.life().stop(e); // the copy is stored, and nobody would ever remove it
      throw e;
    }
  }

  /** Puts a copy in its original's place; if that was evicted meanwhile the copy goes, too. */
  private void exchange(Stripe stripe, KeyIdentity key, EntryRef entry, EntryRef moved) {
    share.added(moved);
    boolean exchanged = false;
    try {
      expiries.moved(stripe, entry, moved);
      exchanged = index.exchange(key, entry, moved, (kept, old) -> share.retire(stripe, old));
    } catch (Throwable e) { // a key's own equals may throw anything
      // The copy's tombstone hides the original, which may be served no longer than it is stored.
      share.evicted(stripe, entry, LossCause.RELOCATION);
      throw e;
    } finally {
      if (!exchanged) {
        share.retire(stripe, moved);
      }
    }
  }
}
