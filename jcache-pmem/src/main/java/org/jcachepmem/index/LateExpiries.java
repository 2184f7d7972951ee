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

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.allocator.record.RecordStore;
import org.jcachepmem.allocator.record.Stripe;

/**
 * Later expiry times that reads have put into handles while another thread held the stripe, and
 * that are still to be stored in the pool. The next writer of the cache stores them, or the
 * detaching. A crash in between lets these entries expire earlier. Thread safe.
 */
final class LateExpiries {
  private static final int AT_ONCE = 4;

  private final RecordStore records;
  private final Queue<Late> queue = new ConcurrentLinkedQueue<>();
  private final Relocations relocations = new Relocations();

  LateExpiries(RecordStore records) {
    this.records = records;
  }

  /** Prolongs an entry's life in DRAM, now, and on the medium later. */
  void prolong(Stripe stripe, EntryRef entry, int version, long expiryMillis) {
    // Who holds the stripe may be moving the entry right now.
    EntryRef prolonged = entry;
    int expected = version;
    while (prolonged.expiryMillis(expected, expiryMillis)) {
      prolonged = relocations.latest(prolonged);
      expected = EntryRef.FIRST_VERSION;
    }
    if (prolonged.version() == expected) {
      queue.add(new Late(stripe, prolonged));
    }
  }

  /** The handle that stands for {@code entry} now, wherever its record was moved. */
  EntryRef latest(EntryRef entry) {
    return relocations.latest(entry);
  }

  /** The record of {@code from} was copied to {@code to}, by a thread that holds the stripe. */
  void moved(Stripe stripe, EntryRef from, EntryRef to) {
    relocations.note(from, to);
    long expiryMillis = from.moved();
    if (expiryMillis != to.expiryMillis()) {
      records.storeExpiry(stripe, to, expiryMillis, false);
    }
  }

  /** Stores a few, by a thread that holds {@code held} and waits for no other stripe. */
  void store(Stripe held) {
    for (int i = 0; i < AT_ONCE; i++) {
      Late late = queue.poll();
      if (late == null) {
        return;
      }
      if (late.stripe() == held || late.stripe().isHeldByCurrentThread()) {
        store(late);
      } else if (late.stripe().tryLock()) {
        try {
          store(late);
        } finally {
          late.stripe().unlock();
        }
      } else {
        queue.add(late);
        return;
      }
    }
  }

  /** Stores all, by a thread that holds no stripe. */
  void storeAll() {
    for (Late late = queue.poll(); late != null; late = queue.poll()) {
      late.stripe().lock();
      try {
        store(late);
      } finally {
        late.stripe().unlock();
      }
    }
  }

  private void store(Late late) {
    records.storeExpiry(late.stripe(), late.entry(), late.entry().expiryMillis(), false);
  }

  private record Late(Stripe stripe, EntryRef entry) {}
}
