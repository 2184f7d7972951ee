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

/**
 * Takes entries out of the index for what was found in them: an expiry that has passed, bytes that
 * don't match their checksum or don't decode. Each looks again under the entry's stripe, where its
 * handle can't come to stand for another record (adr/0026). Thread safe.
 */
final class EntryDrops {
  private final RecordStore records;
  private final Share share;
  private final CaffeineIndex index;
  private final StoreTally tally;
  private final Runnable checkAttached;

  /** Of a store that {@code checkAttached} throws for once it has ended. */
  EntryDrops(
      RecordStore records,
      Share share,
      CaffeineIndex index,
      StoreTally tally,
      Runnable checkAttached) {
    this.records = records;
    this.share = share;
    this.index = index;
    this.tally = tally;
    this.checkAttached = checkAttached;
  }

  /** Drops an entry that is damaged, unless it stands for another record by now. */
  void damaged(KeyIdentity key, EntryRef entry) {
    Stripe stripe = stripe(key);
    stripe.lock();
    try {
      if (entry.isDamaged() && index.drop(key, entry, (kept, own) -> share.retire(stripe, own))) {
        tally.damaged("key or value", 1);
      }
    } finally {
      stripe.unlock();
    }
  }

  /** See {@link EntryStore#dropExpired}. */
  boolean expired(KeyIdentity key, EntryRef entry, long nowMillis, boolean waits) {
    checkAttached.run();
    Stripe stripe = stripe(key);
    if (waits) {
      stripe.lock();
    } else if (!stripe.tryLock()) {
      return false;
    }
    try {
      checkAttached.run();
      return entry.isExpired(nowMillis) && drop(stripe, key, entry, LossCause.EXPIRY);
    } finally {
      stripe.unlock();
    }
  }

  /** See {@link EntryStore#dropUndecodable}. */
  boolean undecodable(KeyIdentity key, EntryRef entry, int version) {
    checkAttached.run();
    Stripe stripe = stripe(key);
    stripe.lock();
    try {
      checkAttached.run();
      return entry.version() == version && drop(stripe, key, entry, LossCause.DECODING);
    } finally {
      stripe.unlock();
    }
  }

  private boolean drop(Stripe stripe, KeyIdentity key, EntryRef entry, LossCause cause) {
    return index.drop(key, entry, (kept, own) -> share.lose(stripe, own, cause));
  }

  private Stripe stripe(KeyIdentity key) {
    return records.stripe(key.hashCode());
  }
}
