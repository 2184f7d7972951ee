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

import java.util.function.Consumer;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.allocator.record.RecordStore;
import org.jcachepmem.allocator.record.Stripe;
import org.jcachepmem.key.KeyIdentity;
import org.jspecify.annotations.Nullable;

/**
 * The entries of an attached cache as the holder of a key's stripe sees them: one that is not
 * indexed is indexed when its key is looked for, and one that is retired is absent.
 */
final class CurrentEntries {
  private final RecordStore records;
  private final Share share;
  private final CaffeineIndex index;

  CurrentEntries(RecordStore records, Share share, CaffeineIndex index) {
    this.records = records;
    this.share = share;
    this.index = index;
  }

  /**
   * The live entry of {@code key}, to a holder of its stripe, or null: then every older record of
   * it is settled or queued. An entry that was not indexed is, afterwards. (Only canonical keys
   * have such while a cache is attached, so that no foreign code runs here to make their bytes.)
   */
  @Nullable EntryRef of(Stripe stripe, KeyIdentity key) {
    assert stripe.isHeldByCurrentThread();
    EntryRef entry = index.peek(key);
    if (entry != null && !entry.isLive()) {
      entry = absent(key, entry);
    }
    return entry == null && !share.unindexed().isEmpty() ? indexed(key, key.bytes()) : entry;
  }

  /** An entry that was not indexed, and is now. */
  private @Nullable EntryRef indexed(KeyIdentity key, byte[] keyBytes) {
    EntryRef entry = share.takeUnindexed(keyBytes);
    if (entry != null) {
      try {
        index.publish(key.detached(), entry);
      } catch (Error e) {
        takeBack(key, keyBytes, entry);
        throw e;
      }
      share.unindexed().indexed();
    }
    return entry;
  }

  private void takeBack(KeyIdentity key, byte[] keyBytes, EntryRef entry) {
    try {
      index.forget(key, entry);
      if (entry.isLive()) {
        share.putBack(keyBytes, entry);
      } else {
        share.unindexed().indexed(); // its own publication evicted it
      }
    } catch (Error e) {
      records.life().stop(e); // an entry that is nowhere would come back
      throw e;
    }
  }

  /** Waits until whoever retired the entry has queued it, which happens inside its removal. */
  @Nullable EntryRef absent(KeyIdentity key, EntryRef retired) {
    index.forget(key, retired);
    return null;
  }

  /** Takes indexed entries of before a clear out of the index; {@code dropped} frees them. */
  void dropOlderThan(long epoch, Consumer<EntryRef> dropped) {
    Failures failures = new Failures();
    index.forEach(
        (key, entry) -> {
          Stripe stripe = records.stripe(key.hashCode());
          stripe.lock();
          try {
            if (!entry.isLive()) {
              absent(key, entry); // or it could still be read when the clear has returned
            } else if (records.epoch(entry) < epoch && index.forget(key, entry)) {
              dropped.accept(entry);
              share.subtracted(entry); // after that, or what fails there would be subtracted twice
            }
          } catch (Throwable e) { // a key's own equals may throw anything
            share.retire(stripe, entry);
            failures.add(e);
          } finally {
            stripe.unlock();
          }
        });
    failures.throwFirst();
  }
}
