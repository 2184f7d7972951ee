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

import java.util.ArrayList;
import java.util.List;
import org.jcachepmem.allocator.layout.DirectoryLayout;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.space.SlotSpace;

/**
 * Stores records and tombstones, each with one fence (in the relaxed modes: with none, see {@link
 * Commits}). A put reads as one sentence: reserve, write, flush, fence, publish, acknowledge; here
 * is what lies between reserve and publish.
 *
 * <p>The checksum replaces the fence that would else be needed between the payload and the store
 * that makes it LIVE: an image in which LIVE reached the medium before all of the payload fails the
 * check.
 */
final class RecordWriter {
  private final Medium medium;
  private final SlotSpace space;
  private final Extents extents;
  private final Settler settler;
  private final Epochs epochs;
  private final ExpiryClock expiryClock;
  private final Commits commits;
  private final Snapshots snapshots;
  private final long salt;

  RecordWriter(
      Medium medium,
      SlotSpace space,
      Extents extents,
      Settler settler,
      Epochs epochs,
      ExpiryClock expiryClock,
      Commits commits,
      Snapshots snapshots,
      long salt) {
    this.medium = medium;
    this.space = space;
    this.extents = extents;
    this.settler = settler;
    this.epochs = epochs;
    this.expiryClock = expiryClock;
    this.commits = commits;
    this.snapshots = snapshots;
    this.salt = salt;
  }

  EntryRef write(
      Stripe stripe,
      Reservation reservation,
      int cacheId,
      byte[] key,
      byte[] value,
      long expiryMillis,
      boolean settleAll) {
    assert stripe.isHeldByCurrentThread();
    assert key.length == reservation.keyLength() && value.length == reservation.valueLength();
    try {
      EntryRef written = handle(reservation, expiryMillis);
      prepare(stripe, settleAll);
      store(stripe, reservation, cacheId, key, value, expiryMillis);
      mark(stripe, settleAll);
      fence(() -> settler.finish(stripe));
      own(reservation);
      return written;
    } catch (RuntimeException | Error e) {
      abandon(stripe, reservation, key, value, e);
      throw e;
    }
  }

  /**
   * Writes records of different keys with one fence. What they replace is queued after it only:
   * else the mark of an old record could ride on the fence of its successor, and be durable alone.
   */
  List<EntryRef> writeAll(int cacheId, List<NewRecord> records) {
    try {
      List<EntryRef> written = new ArrayList<>(records.size());
      for (NewRecord each : records) {
        written.add(handle(each.reservation(), each.expiryMillis()));
        prepare(each.stripe(), each.settleAll());
      }
      for (NewRecord each : records) {
        store(
            each.stripe(),
            each.reservation(),
            cacheId,
            each.key(),
            each.value(),
            each.expiryMillis());
      }
      records.forEach(each -> mark(each.stripe(), each.settleAll()));
      fence(() -> records.forEach(each -> settler.finish(each.stripe())));
      records.forEach(each -> own(each.reservation()));
      return written;
    } catch (RuntimeException | Error e) {
      abandon(records, e);
      throw e;
    }
  }

  private static EntryRef handle(Reservation room, long expiryMillis) {
    return EntryRef.of(room.offset(), room.keyLength(), room.valueLength(), expiryMillis, true);
  }

  private void prepare(Stripe stripe, boolean all) {
    if (all) {
      settler.makeAllMarkable(stripe);
    }
  }

  private void mark(Stripe stripe, boolean all) {
    settler.mark(stripe, all ? Integer.MAX_VALUE : settler.riders(stripe));
  }

  private void own(Reservation reservation) {
    if (reservation.pieces() != null) {
      extents.own(reservation.offset(), reservation.pieces());
    }
  }

  private void store(
      Stripe stripe,
      Reservation reservation,
      int cacheId,
      byte[] key,
      byte[] value,
      long expiryMillis) {
    long offset = reservation.offset();
    long at = space.entry(offset);
    long[] pieces = reservation.pieces();
    long sequence = epochs.nextSequence(stripe);
    boolean isList = pieces != null;
    byte[] list = isList ? extents.write(commits, pieces, key, value) : null;
    long w1 = KeyHash.of(key);
    long w2 =
        DirectoryLayout.lengths(
            isList ? DirectoryLayout.EXTENTS : value.length,
            key.length,
            cacheId,
            space.generation(offset));
    RecordChecksum checksum = new RecordChecksum(salt, offset, sequence, w1, w2);
    int crc =
        list != null ? checksum.update(list).value() : checksum.update(key).update(value).value();

    // VOID first: whatever the entry said before must be gone when its other words change. The line
    // keeps the order of its stores, and the fence keeps the compiler from changing it.
    medium.putLong(at, DirectoryLayout.VOID);
    medium.storeStoreFence();
    medium.putLong(at + DirectoryLayout.W1_AT, w1);
    medium.putLong(at + DirectoryLayout.W2_AT, w2);
    medium.putLong(
        at + DirectoryLayout.W3_AT, DirectoryLayout.seal(crc, expiryClock.toSeconds(expiryMillis)));
    if (list != null) {
      medium.copyIn(offset, list, 0, list.length);
      commits.flush(offset, list.length);
    } else if (key.length + value.length <= LARGE_COPY) {
      medium.copyIn(offset, key, 0, key.length);
      medium.copyIn(offset + key.length, value, 0, value.length);
      commits.flush(offset, key.length + value.length);
    } else {
      commits.copyInAndFlush(offset, key, 0, key.length);
      commits.copyInAndFlush(offset + key.length, value, 0, value.length);
    }

    // The publishing store: from here on recovery may find the record.
    medium.putLongRelease(at, DirectoryLayout.live(sequence));

    commits.flush(at, DirectoryLayout.ENTRY_BYTES);
  }

  /**
   * Puts that failed must not come to life later. If that can't be made durable now, the next
   * operation of a stripe does it before it is acknowledged.
   */
  private void abandon(List<NewRecord> failed, Throwable cause) {
    boolean isQueued = false;
    try {
      failed.forEach(each -> settler.enqueueFailed(each.stripe(), each.reservation()));
      isQueued = true;
      failed.forEach(each -> settler.undo(each.stripe()));
      commits.fence();
      failed.forEach(each -> settler.finishFailed(each.stripe()));
    } catch (RuntimeException | Error e) {
      if (!isQueued) {
        commits.stop(e);
      }
      if (e != cause) {
        cause.addSuppressed(e);
      }
    }
  }

  private void abandon(
      Stripe stripe, Reservation reservation, byte[] key, byte[] value, Throwable cause) {
    List<NewRecord> failed;
    try {
      failed = List.of(new NewRecord(stripe, reservation, key, value, EntryRef.ETERNAL, false));
    } catch (Error e) {
      commits.stop(e);
      throw e;
    }
    abandon(failed, cause);
  }

  /**
   * From this size on a medium's own way of copying and flushing a range is worth a second flush
   * call.
   */
  private static final int LARGE_COPY = 4096;

  /** What makes a record a tombstone, which keeps its sequence number and hides older versions. */
  private record Tombstone(long slot, long at, long sequence) {}

  private Tombstone tombstone(EntryRef entry) {
    long at = space.entry(entry.offset());
    return new Tombstone(entry.offset(), at, DirectoryLayout.sequence(medium.getLong(at)));
  }

  private void storeTombstone(Tombstone tombstone) {
    snapshots.beforeChange(tombstone.slot());
    medium.putLongRelease(tombstone.at(), DirectoryLayout.dead(tombstone.sequence()));
    commits.flush(tombstone.at(), Long.BYTES);
  }

  /** Makes the tombstones of all records durable with one fence. */
  void removeAll(List<Removal> removals) {
    List<Tombstone> tombstones = new ArrayList<>(removals.size());
    for (Removal each : removals) {
      assert each.stripe().isHeldByCurrentThread();
      if (each.entry() != null) {
        tombstones.add(tombstone(each.entry()));
      }
      prepare(each.stripe(), each.settlesAll());
    }
    commits.decide(
        () -> {
          // First what may fail of other records: these are still whole then.
          removals.forEach(each -> mark(each.stripe(), each.settlesAll()));
          tombstones.forEach(this::storeTombstone);
          if (!tombstones.isEmpty()
              || removals.stream().anyMatch(each -> settler.hasMarked(each.stripe()))) {
            fence(() -> removals.forEach(each -> settler.finish(each.stripe())));
          }
        });
  }

  /**
   * Changes the expiry of a record that can't be reused meanwhile, because the caller holds its
   * stripe.
   */
  void storeExpiry(Stripe stripe, EntryRef entry, long millis, boolean durable) {
    assert stripe.isHeldByCurrentThread();
    long at = space.entry(entry.offset()) + DirectoryLayout.EXPIRY_AT;
    commits.decide(
        () -> {
          snapshots.beforeChange(entry.offset());
          medium.putInt(at, expiryClock.toSeconds(millis));
          if (durable) {
            commits.flush(at, Integer.BYTES);
            settler.mark(stripe, settler.riders(stripe));
            fence(() -> settler.finish(stripe));
          }
        });
  }

  /** The one fence of an operation; what rode on it is settled by {@code finish}. */
  private void fence(Runnable finish) {
    List<Stripe> others = settler.markOthers();
    boolean fenced = false;
    try {
      commits.fence();
      fenced = true;
      finish.run();
    } finally {
      settler.finishOthers(others, fenced);
    }
  }
}
