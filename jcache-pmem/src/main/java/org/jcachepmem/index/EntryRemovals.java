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

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.allocator.record.RecordStore;
import org.jcachepmem.allocator.record.Removal;
import org.jcachepmem.allocator.record.Stripe;
import org.jcachepmem.key.KeyIdentity;

/**
 * Removes keys, durably: one by one or, where a fence writes pages, several with one. An entry
 * leaves the index when its tombstone is durable, so that nobody misses one that may come back.
 * Thread safe.
 */
final class EntryRemovals {
  /** So many removals share a fence, and so many stripes are held while it waits. */
  static final int MOST_REMOVALS = 256;

  /**
   * When so many bytes of what waits in the stripes of keys that are not there are to be settled, a
   * fence is not waited for by more.
   */
  static final int MANY_BYTES = 1 << 20;

  private final RecordStore records;
  private final Share share;
  private final CaffeineIndex index;
  private final CurrentEntries current;
  private final LateExpiries lateExpiries;
  private final Runnable checkAttached;

  /** Of a store that {@code checkAttached} throws for once it has ended. */
  EntryRemovals(
      RecordStore records,
      Share share,
      CaffeineIndex index,
      CurrentEntries current,
      LateExpiries lateExpiries,
      Runnable checkAttached) {
    this.records = records;
    this.share = share;
    this.index = index;
    this.current = current;
    this.lateExpiries = lateExpiries;
    this.checkAttached = checkAttached;
  }

  /** A key that is to be removed; compared by identity, since a key's own equals may throw. */
  private final class Wanted {
    final KeyIdentity key;
    final Stripe stripe;

    Wanted(KeyIdentity key) {
      this.key = key;
      this.stripe = EntryRemovals.this.stripe(key);
    }

    Stripe stripe() {
      return stripe;
    }
  }

  /** See {@link EntryStore#remove}. */
  boolean remove(KeyIdentity key) {
    checkAttached.run();
    Stripe stripe = stripe(key);
    stripe.lock();
    try {
      checkAttached.run();
      EntryRef old = current.of(stripe, key);
      if (old == null) {
        records.settle(stripe);
        return false;
      }
      records.remove(stripe, old);
      forget(stripe, key, old);
      lateExpiries.store(stripe);
      return true;
    } finally {
      stripe.unlock();
    }
  }

  /** See {@link EntryStore#removeAll}. */
  void removeAll(Collection<KeyIdentity> keys) {
    checkAttached.run();
    if (!records.sharesFences()) {
      keys.forEach(this::remove);
      return;
    }
    Iterator<KeyIdentity> next = keys.iterator();
    List<Wanted> wanted = new ArrayList<>(MOST_REMOVALS);
    while (next.hasNext() || !wanted.isEmpty()) {
      long settledBytes = 0;
      while (next.hasNext() && wanted.size() < MOST_REMOVALS && settledBytes < MANY_BYTES) {
        Wanted one = new Wanted(next.next());
        wanted.add(one);
        settledBytes += records.prepare(new Removal(one.stripe, index.peek(one.key)));
      }
      wanted.removeAll(FreeStripes.work(wanted, Wanted::stripe, this::removeTogether));
    }
  }

  /** By the holder of their stripes. */
  private void removeTogether(List<Wanted> held) {
    checkAttached.run();
    List<Removal> removals = new ArrayList<>(held.size());
    for (Wanted each : held) {
      removals.add(new Removal(each.stripe, current.of(each.stripe, each.key)));
    }
    Failures failures = new Failures();
    records.removeAll(removals);
    for (int i = 0; i < removals.size(); i++) {
      EntryRef old = removals.get(i).entry();
      if (old != null) {
        try {
          forget(removals.get(i).stripe(), held.get(i).key, old);
        } catch (Throwable e) { // a key's own equals may throw anything
          failures.add(e);
        }
      }
    }
    lateExpiries.store(held.get(0).stripe);
    failures.throwFirst();
  }

  /** The tombstone is durable. */
  private void forget(Stripe stripe, KeyIdentity key, EntryRef old) {
    share.retire(stripe, old);
    index.forget(key, old); // last: a key's own equals may throw, and what is gone is not read
  }

  private Stripe stripe(KeyIdentity key) {
    return records.stripe(key.hashCode());
  }
}
