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
import java.util.function.IntToLongFunction;
import java.util.stream.LongStream;
import org.jcachepmem.allocator.layout.DirectoryLayout;
import org.jcachepmem.allocator.layout.ExtentLayout;
import org.jcachepmem.allocator.space.SizeClasses;
import org.jcachepmem.allocator.space.SlotSpace;
import org.jspecify.annotations.Nullable;

/**
 * Takes slots for records, and makes room when there are none: settle what waits, evict, empty the
 * sparsest chunk so that it can change class, and only then refuse. Nobody who reserves holds a
 * stripe, so that the index may be asked to move and evict. Thread safe; one thread at a time makes
 * room.
 */
final class Reservations {
  /** Rounds of making room that change nothing before a put is refused. */
  private static final int IDLE_ROUNDS = 8;

  /**
   * Rounds in vain after which entries are evicted although there are chunks whose entries could
   * move: they hold parts of pinned values of several pieces, perhaps, which stay.
   */
  private static final int MOVING_ROUNDS = 4;

  /** The part of the pool that evictions may leave unused before chunks are emptied by force. */
  private static final int SLACK_SHARE = 8;

  private final SlotSpace space;
  private final SizeClasses classes;
  private final Extents extents;
  private final Settler settler;
  private final Vacating vacating;
  private final Runnable checkOpen;
  private final ReentrantLock roomLock = new ReentrantLock();
  private volatile @Nullable PressureRelief relief;

  /**
   * @param checkOpen throws once the pool is closed
   */
  Reservations(
      SlotSpace space, Extents extents, Settler settler, Vacating vacating, Runnable checkOpen) {
    this.space = space;
    this.classes = space.classes();
    this.extents = extents;
    this.settler = settler;
    this.vacating = vacating;
    this.checkOpen = checkOpen;
  }

  void relief(PressureRelief newRelief) {
    relief = newRelief;
  }

  /** Slots that can be read. */
  Reservation reserveReadable(int keyLength, int valueLength) {
    Reservation reservation = reserve(keyLength, valueLength);
    while (!isReadable(reservation)) {
      cancelReadable(reservation);
      reservation = reserve(keyLength, valueLength);
    }
    return reservation;
  }

  /** Without making room. */
  @Nullable Reservation reserveIfFree(int keyLength, int valueLength) {
    check(keyLength, valueLength);
    return tryReserve(keyLength, valueLength);
  }

  Reservation reserve(int keyLength, int valueLength) {
    check(keyLength, valueLength);
    Reservation reservation = tryReserve(keyLength, valueLength);
    if (reservation != null) {
      return reservation;
    }
    roomLock.lock();
    try {
      long before = -1;
      int fruitless = 0;
      // Others may take what a round gained, and evictions may leave no chunk empty for long: only
      // when there is nothing left to evict or to move is there no room.
      for (int idle = 0, rounds = mostRounds(); idle < IDLE_ROUNDS && rounds > 0; rounds--) {
        checkOpen.run();
        reservation = tryReserve(keyLength, valueLength);
        if (reservation != null) {
          return reservation;
        }
        if (settler.settleAll()) {
          reservation = tryReserve(keyLength, valueLength);
          if (reservation != null) {
            return reservation;
          }
        }
        boolean changed = makeRoom(weight(keyLength, valueLength), fruitless);
        long free = (long) space.freeChunks() * space.chunkBytes();
        fruitless = free > before ? 0 : fruitless + 1;
        idle = changed || fruitless == 0 ? 0 : idle + 1;
        before = free;
      }
      reservation = tryReserve(keyLength, valueLength, this::reserveLarger);
      if (reservation != null) {
        return reservation;
      }
    } finally {
      roomLock.unlock();
    }
    throw new PoolFullException(
        "no room for "
            + keyLength
            + " + "
            + valueLength
            + " bytes: "
            + space.usedBytes()
            + " of "
            + space.chunkedBytes()
            + " bytes are taken by entries that can't be evicted; make the pool larger, or pin"
            + " less");
  }

  private void check(int keyLength, int valueLength) {
    if (keyLength > DirectoryLayout.MAX_KEY_BYTES) {
      throw new RecordTooLargeException(
          "the key has " + keyLength + " bytes, more than " + DirectoryLayout.MAX_KEY_BYTES);
    }
    long stream = (long) keyLength + valueLength;
    boolean listFits =
        !extents.isNeeded(stream)
            || ExtentLayout.bytes(extents.count(stream)) <= classes.slotBytes(classes.wholeChunk());
    if (valueLength > ExtentLayout.MAX_VALUE_BYTES
        || !listFits
        || weight(keyLength, valueLength) > capacity()) {
      throw new RecordTooLargeException(
          "key and value have "
              + keyLength
              + " + "
              + valueLength
              + " bytes; this pool can hold "
              + Math.min(ExtentLayout.MAX_VALUE_BYTES, capacity())
              + " bytes of entries, so make it larger");
    }
  }

  /**
   * Bytes that entries may weigh together: all chunks but those that keep classes and settling
   * going.
   */
  long capacity() {
    long chunks = (space.chunkedBytes() - space.unusableBytes()) / space.chunkBytes();
    return Math.max(0, chunks - Math.max(2, chunks / 32)) * space.chunkBytes();
  }

  long weight(int keyLength, int valueLength) {
    return extents.weight((long) keyLength + valueLength);
  }

  private @Nullable Reservation tryReserve(int keyLength, int valueLength) {
    return tryReserve(keyLength, valueLength, space::reserve);
  }

  private @Nullable Reservation tryReserve(
      int keyLength, int valueLength, IntToLongFunction slotOfClass) {
    long stream = (long) keyLength + valueLength;
    if (!extents.isNeeded(stream)) {
      long slot = slotOfClass.applyAsLong(classes.classOf((int) stream));
      return slot == SlotSpace.NONE ? null : new Reservation(slot, keyLength, valueLength, null);
    }
    long[] pieces = extents.reserve(stream, slotOfClass);
    if (pieces == null) {
      return null;
    }
    long head = SlotSpace.NONE;
    try {
      head = slotOfClass.applyAsLong(classes.classOf(ExtentLayout.bytes(pieces.length)));
    } finally {
      if (head == SlotSpace.NONE) {
        extents.free(pieces);
      }
    }
    return head == SlotSpace.NONE ? null : new Reservation(head, keyLength, valueLength, pieces);
  }

  /**
   * A slot of the class, or else of the next larger one that has any: of a small pool each chunk
   * may hold a few entries that can't go, of a class of its own.
   */
  private long reserveLarger(int sizeClass) {
    long slot = space.reserve(sizeClass);
    for (int larger = sizeClass + 1; slot == SlotSpace.NONE && larger < classes.count(); larger++) {
      slot = space.reserveBeside(larger);
    }
    return slot;
  }

  /** Whether the medium can read all that was reserved. */
  boolean isReadable(Reservation reservation) {
    long[] pieces = reservation.pieces();
    return space.isReadable(reservation.offset())
        && (pieces == null || LongStream.of(pieces).allMatch(space::isReadable));
  }

  /** Gives back what can be read, and keeps everybody off the rest. */
  private void cancelReadable(Reservation reservation) {
    if (reservation.pieces() != null) {
      extents.freeIfReadable(reservation.pieces());
    }
    space.freeIfReadable(reservation.offset());
  }

  void cancel(Reservation reservation) {
    if (reservation.pieces() != null) {
      extents.free(reservation.pieces());
    }
    space.free(reservation.offset());
  }

  /** Enough to try each chunk, twice. */
  private int mostRounds() {
    return 2 * (int) (space.chunkedBytes() / space.chunkBytes()) + IDLE_ROUNDS;
  }

  /**
   * Frees a chunk. Best by moving entries together, which loses none. If no class has free slots of
   * a whole chunk, entries are evicted until one has, the least useful ones first, wherever they
   * are; and if that has cost a good part of the pool, whatever is in the cheapest chunk.
   *
   * @param fruitless how many rounds before this one have freed none: so many chunks are passed
   *     over
   * @return whether an entry was evicted or a chunk emptied
   */
  private boolean makeRoom(long needed, int fruitless) {
    PressureRelief by = relief;
    space.reclaim();
    if (fruitless == 0 && hasChunksFor(needed)) {
      return false;
    }
    boolean evicted = false;
    long wanted = needed + 2L * space.chunkBytes();
    long limit = Math.max(wanted, space.chunkedBytes() / SLACK_SHARE);
    boolean forced = fruitless >= MOVING_ROUNDS;
    if (forced) {
      evicted = evict(by, wanted);
    }
    int chunk = space.closing().close(false, fruitless);
    while (chunk < 0 && unusedBytes() < limit && evict(by, wanted)) {
      evicted = true;
      if (hasChunksFor(needed)) {
        return true;
      }
      chunk = space.closing().close(false, fruitless);
    }
    if (chunk < 0) {
      if (!forced && fruitless > 1) {
        evicted |= evict(by, wanted);
      }
      chunk = space.closing().close(true, fruitless);
    }
    return chunk >= 0 && vacate(by, chunk) || evicted;
  }

  /** Evicts entries that weigh so much, and takes what they leave. False if nothing can go. */
  private boolean evict(@Nullable PressureRelief by, long bytes) {
    if (by == null || !by.evict(bytes)) {
      return false;
    }
    settler.settleAll();
    space.reclaim();
    return true;
  }

  private boolean hasChunksFor(long bytes) {
    return (long) space.freeChunks() * space.chunkBytes() >= bytes;
  }

  private long unusedBytes() {
    return space.chunkedBytes() - space.usedBytes();
  }

  /** Empties a closed chunk. False if something stayed in it. */
  private boolean vacate(@Nullable PressureRelief by, int chunk) {
    try {
      for (long slot : space.closing().taken(chunk)) {
        vacating.vacate(by, slot);
      }
      settler.settleAll();
      return space.closing().taken(chunk).length == 0;
    } finally {
      space.closing().reopen(chunk);
    }
  }

  /** Moves what is in a slot elsewhere, or lets it go. */
  interface Vacating {
    void vacate(@Nullable PressureRelief by, long slot);
  }
}
