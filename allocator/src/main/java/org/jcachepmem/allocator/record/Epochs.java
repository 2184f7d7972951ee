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

import org.jcachepmem.allocator.layout.HotWordLayout;
import org.jcachepmem.allocator.pool.Pool;

/**
 * The epoch under which records are written, and the epochs that are settled. An epoch ends when a
 * cache is cleared, when a counter would wrap, and from time to time so that recovery has few
 * checksums to verify. Thread safe; locks are taken in the order stripe, epochs.
 */
final class Epochs {
  private final Pool pool;
  private final Stripe[] stripes;
  private final Commits commits;
  private volatile long current;

  /** As it is on the medium, where it may not be readable. Guarded by this. */
  private long settled;

  Epochs(Pool pool, Stripe[] stripes, Commits commits, long current) {
    this.pool = pool;
    this.stripes = stripes;
    this.commits = commits;
    this.current = current;
    this.settled = current - 1;
  }

  /** The session epoch. Read it under a stripe's lock to write a record with it. */
  long current() {
    return current;
  }

  /**
   * Says that records can be written. In the relaxed modes they meet no fence that would say that
   * the medium has failed.
   *
   * @throws EpochsExhaustedException if there is no epoch to write them under
   * @throws org.jcachepmem.allocator.medium.MediumFailedException if a fence has failed
   */
  void check() {
    pool.medium().checkUsable();
    if (current > pool.geometry().maxEpoch()) {
      throw new EpochsExhaustedException(pool.geometry().maxEpoch());
    }
  }

  /** The next sequence number of a stripe, whose lock the caller holds. */
  long nextSequence(Stripe stripe) {
    check();
    long epoch = current;
    if (stripe.counterEpoch == epoch && stripe.counter == pool.geometry().maxCounter()) {
      synchronized (this) {
        epoch = current == epoch ? bump() : current;
      }
    }
    if (stripe.counterEpoch != epoch) {
      stripe.counterEpoch = epoch;
      stripe.counter = 0;
    }
    return pool.geometry().sequence(epoch, ++stripe.counter);
  }

  /** Begins a new epoch, durably, and returns it. */
  synchronized long bump() {
    long next = current + 1;
    if (next > pool.geometry().maxEpoch()) {
      throw new EpochsExhaustedException(pool.geometry().maxEpoch());
    }
    pool.store(HotWordLayout.SESSION_EPOCH, next);
    pool.medium().fence();
    current = next;
    return next;
  }

  /** From now on records of the cache with an epoch below {@code epoch} count no more, durably. */
  void storeMinEpoch(int cacheId, long epoch) {
    commits.decide(
        () -> {
          pool.store(HotWordLayout.minEpoch(cacheId), epoch);
          pool.medium().fence();
        });
  }

  /**
   * Sees to it that nothing more is written under the epochs so far: in a new one, or if there is
   * none, not at all.
   */
  synchronized void leave() {
    if (current < pool.geometry().maxEpoch()) {
      bump();
    } else {
      current = pool.geometry().maxEpoch() + 1;
    }
  }

  /**
   * Returns when no operation is under way that began before the call.
   *
   * @return whether every put that failed is undone
   */
  boolean barrier() {
    boolean undone = true;
    for (Stripe stripe : stripes) {
      stripe.lock();
      undone &= stripe.failed.isEmpty();
      stripe.unlock();
    }
    return undone;
  }

  /** Runs {@code action} while no operation is under way. The caller holds no stripe. */
  void exclusively(Runnable action) {
    int held = 0;
    try {
      // Nobody waits for a second stripe, so the order does not matter.
      for (; held < stripes.length; held++) {
        stripes[held].lock();
      }
      action.run();
    } finally {
      while (held > 0) {
        stripes[--held].unlock();
      }
    }
  }

  /**
   * Begins a new epoch and declares the ones before it settled: each record of theirs is durable.
   */
  void settle() {
    long next = bump();
    if (!barrier()) {
      return; // recovery would believe the record of a put that failed, without its checksum
    }
    commits.commit();
    synchronized (this) {
      if (settled < next - 1) {
        pool.store(HotWordLayout.SETTLED_EPOCH, next - 1);
        pool.medium().fence();
        settled = next - 1;
      }
    }
  }
}
