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

import java.util.concurrent.locks.ReentrantLock;
import org.jcachepmem.allocator.layout.CatalogueLayout;
import org.jcachepmem.allocator.layout.DirectoryLayout;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.space.SlotSpace;
import org.jspecify.annotations.Nullable;

/**
 * Moves records elsewhere, so that a chunk becomes empty and can change its class. Thread safe; the
 * copy itself is made under the stripe of its key.
 */
final class Relocation {
  private final RecordStore records;
  private final Medium medium;
  private final SlotSpace space;
  private final Extents extents;
  private final RecordReader reader;
  private final RecordWriter writer;
  private final Reservations reservations;
  private final ReentrantLock clearLock;

  Relocation(
      RecordStore records,
      SlotSpace space,
      Extents extents,
      RecordReader reader,
      RecordWriter writer,
      Reservations reservations,
      ReentrantLock clearLock) {
    this.records = records;
    this.medium = records.pool().medium();
    this.space = space;
    this.extents = extents;
    this.reader = reader;
    this.writer = writer;
    this.reservations = reservations;
    this.clearLock = clearLock;
  }

  /** See {@link RecordStore#relocate}. */
  @Nullable EntryRef relocate(Stripe stripe, EntryRef entry, int cacheId) {
    long stream = (long) entry.keyLength() + entry.valueLength();
    // An old value must not get a new epoch while its cache is cleared: it would outlive the clear.
    if (extents.isNeeded(stream) || !clearLock.tryLock()) {
      return null;
    }
    try {
      long slot = space.reserveBeside(space.classes().classOf((int) stream));
      if (slot == SlotSpace.NONE) {
        slot = space.reserveBeside(space.sizeClass(entry.offset())); // which may be a larger one
      }
      if (slot == SlotSpace.NONE) {
        return null;
      }
      Reservation reservation = new Reservation(slot, entry.keyLength(), entry.valueLength(), null);
      byte[] key = reader.key(entry);
      byte[] value = key == null ? null : reader.value(entry);
      boolean needed = cacheId == CatalogueLayout.CATALOGUE_ID;
      if (key == null
          || value == null
          || !entry.isLive()
          || needed && !reservations.isReadable(reservation)) {
        reservations.cancel(reservation);
        return null;
      }
      return writer.write(stripe, reservation, cacheId, key, value, entry.expiryMillis(), false);
    } finally {
      clearLock.unlock();
    }
  }

  /** Has the entry that has that slot moved by whoever indexes it, or let go. */
  void vacate(@Nullable PressureRelief by, long slot) {
    long head;
    int cacheId;
    byte[] key;
    try {
      Long owner = extents.owner(slot);
      head = owner == null ? slot : owner;
      long at = space.entry(head);
      long w2 = medium.getLong(at + DirectoryLayout.W2_AT);
      if (DirectoryLayout.state(medium.getLong(at)) != DirectoryLayout.LIVE) {
        return; // reserved, or waiting to be settled
      }
      cacheId = DirectoryLayout.cacheId(w2);
      key = reader.keyAt(head, w2);
    } catch (IndexOutOfBoundsException e) {
      return; // settled by another thread meanwhile, and its chunk has gone to another class
    }
    if (key == null) {
      return;
    }
    if (cacheId == CatalogueLayout.CATALOGUE_ID) {
      records.catalogue().relocate(head);
    } else if (by != null) {
      by.vacate(cacheId, key, head);
    }
  }
}
