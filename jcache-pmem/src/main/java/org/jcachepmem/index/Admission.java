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

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.allocator.record.PoolFullException;
import org.jcachepmem.allocator.record.RecordStore;
import org.jcachepmem.allocator.record.RecordTooLargeException;
import org.jcachepmem.allocator.record.Reservation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets the puts of one cache in: room in the budget first, then room in the pool. Thread safe. */
final class Admission {
  private static final Logger LOG = LoggerFactory.getLogger(Admission.class);

  private final RecordStore records;
  private final Share share;
  private final SpaceBudget budget;
  private final AtomicLong refused = new AtomicLong();
  private final AtomicBoolean logged = new AtomicBoolean();

  Admission(RecordStore records, Share share, SpaceBudget budget) {
    this.records = records;
    this.share = share;
    this.budget = budget;
  }

  /**
   * Room for a record that replaces {@code seen}. By a thread that holds no stripe.
   *
   * @throws RefusedPutException if the cache can never hold such a record
   * @throws PoolFullException if there is no room now, and nothing that may be evicted
   */
  Admitted reserve(int keyLength, int valueLength, @Nullable EntryRef seen) {
    long weight = records.weightBytes(keyLength, valueLength);
    long added = added(weight, seen);
    long limit = share.limitBytes(budget.capacityBytes());
    if (weight > limit) {
      throw new RefusedPutException(
          "Cache \"%s\": key and value of %d + %d bytes take %d bytes of the pool, and the cache may take %d; make the pool or the cache's quota larger"
              .formatted(share.stored().name(), keyLength, valueLength, weight, limit));
    }
    if (!budget.admit(share, added, weight)) {
      throw new PoolFullException(
          "the cache may not grow to "
              + (share.weightBytes() + added)
              + " bytes: it is pinned, and nothing else can be evicted or its quota is used up");
    }
    boolean reserved = false;
    try {
      Admitted admitted = new Admitted(records.reserve(keyLength, valueLength), added);
      reserved = true;
      return admitted;
    } catch (RecordTooLargeException e) {
      throw new RefusedPutException(
          "Cache \"" + share.stored().name() + "\": " + e.getMessage(), e);
    } finally {
      if (!reserved) {
        share.admitted(-added);
      }
    }
  }

  /**
   * The same if a slot is free, so that no room in the pool has to be made; else null. Null, too,
   * if it can't be had at all: {@link #reserve} then says why.
   */
  @Nullable Admitted reserveIfFree(int keyLength, int valueLength, @Nullable EntryRef seen) {
    long weight = records.weightBytes(keyLength, valueLength);
    long added = added(weight, seen);
    boolean isTooLarge = weight > share.limitBytes(budget.capacityBytes());
    if (isTooLarge || !budget.admit(share, added, weight)) {
      return null;
    }
    Reservation reserved = null;
    try {
      reserved = records.reserveIfFree(keyLength, valueLength);
      return reserved == null ? null : new Admitted(reserved, added);
    } catch (RecordTooLargeException e) {
      return null;
    } finally {
      if (reserved == null) {
        share.admitted(-added);
      }
    }
  }

  private long added(long weight, @Nullable EntryRef seen) {
    return Math.max(0, weight - (seen == null ? 0 : records.weightBytes(seen)));
  }

  /**
   * Whether there is room in the budget for a record that replaces {@code old}: that may be less
   * than what the admission saw, and then the put would evict others for want of room that it never
   * asked for.
   */
  boolean covers(Admitted admitted, @Nullable EntryRef old) {
    Reservation reservation = admitted.reservation();
    long weight = records.weightBytes(reservation.keyLength(), reservation.valueLength());
    return weight - (old == null ? 0 : records.weightBytes(old)) <= admitted.addedBytes();
  }

  /** The put is over: what it added is in the index, or it has failed. */
  void end(Admitted admitted) {
    share.admitted(-admitted.addedBytes());
  }

  /**
   * A put on its way.
   *
   * @param reservation room in the pool
   * @param addedBytes room in the budget
   */
  record Admitted(Reservation reservation, long addedBytes) {}

  /** Counts a refusal, and logs the first. Returns what the caller is told. */
  RefusedPutException refused(PoolFullException reason) {
    refused.incrementAndGet();
    share.incidents().refused(share.name(), String.valueOf(reason.getMessage()));
    String message =
        "Cache \"%s\" refused a put, and removed the entry's old value: %s"
            .formatted(share.stored().name(), reason.getMessage());
    if (logged.compareAndSet(false, true)) {
      LOG.warn("{}. Later refusals are only counted.", message);
    }
    return new RefusedPutException(message, reason);
  }

  /** Puts refused because nothing could be evicted. */
  long refusals() {
    return refused.get();
  }
}
