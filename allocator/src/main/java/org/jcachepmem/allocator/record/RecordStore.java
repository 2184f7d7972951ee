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

import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jcachepmem.allocator.layout.DirectoryLayout;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.pool.Durability;
import org.jcachepmem.allocator.pool.Pool;
import org.jcachepmem.allocator.space.SlotSpace;
import org.jcachepmem.allocator.space.SpaceCensus;
import org.jspecify.annotations.Nullable;

/**
 * The records of a pool: the door of this room. What is written is durable on return and found
 * again at the next open; which key has which record is the index's business, and so is the order
 *
 * <pre>
 *   reserve, lock the stripe, write, renew the handle, unlock
 *                               or: write, retire the old record, publish the new one, unlock
 * </pre>
 *
 * in which it calls. Old is queued before new can be evicted, and so settled before it. Thread
 * safe; methods that take a {@link Stripe} want its lock held, but for {@link #retire}.
 */
public final class RecordStore implements AutoCloseable {
  private final Pool pool;
  private final Medium medium;
  private final SlotSpace space;
  private final Stripe[] stripes;
  private final Extents extents;
  private final Commits commits;
  private final Snapshots snapshots;
  private final Settler settler;
  private final Sweep sweep;
  private final Epochs epochs;
  private final RecordReader reader;
  private final RecordWriter writer;
  private final Reservations reservations;
  private final RecoveredTables recovered;
  private final RecoveryReport report;
  private final Catalogue catalogue;
  private final Relocation relocation;
  private final Clears clears;
  private final PoolLife life;
  private final ReentrantLock clearLock = new ReentrantLock();
  private final @Nullable Caretaker caretaker;
  private final LongAdder damagedKeys = new LongAdder();
  private volatile boolean closed;

  private RecordStore(Pool pool, RecordOptions options, @Nullable EarlyReads early) {
    this.pool = pool;
    medium = pool.medium();
    space = new SlotSpace(pool);
    stripes = options.stripesFor(medium);
    extents = new Extents(space, medium);
    commits = new Commits(medium, options.durability() != Durability.SYNC);
    snapshots = new Snapshots();
    settler = new Settler(medium, space, extents, stripes, commits, snapshots);
    sweep = new Sweep(stripes, settler, commits, options.sweepPages());
    space.beforeAssignment(snapshots::beforeAssignment);
    long salt = pool.geometry().salt();
    reader = new RecordReader(medium, space, extents, salt, options.verifyReads());
    Recovery recovery = new Recovery(pool, space, extents, reader, options.recoveryThreads());
    report = recovery.run(options.clock(), early);
    recovered = recovery.tables();
    recovered.forEach((id, table) -> table.onDamaged(this::dropDamaged));
    epochs = new Epochs(pool, stripes, commits, recovery.epoch());
    ExpiryClock expiryClock = new ExpiryClock(pool.geometry().creationMillis());
    writer =
        new RecordWriter(
            medium, space, extents, settler, epochs, expiryClock, commits, snapshots, salt);
    reservations = new Reservations(space, extents, settler, this::vacate, this::checkOpen);
    catalogue = new Catalogue(this, pool.geometry().cacheIds());
    relocation = new Relocation(this, space, extents, reader, writer, reservations, clearLock);
    clears = new Clears(this, recovered, epochs, settler, clearLock);
    life = new PoolLife(this, space, extents, settler, epochs, commits, snapshots, clearLock);
    caretaker = options.caretaker() ? Caretaker.start(this, options, settler.isSwept()) : null;
    if (caretaker != null) {
      settler.sweeper(caretaker::call);
    }
  }

  /** Recovers the pool and begins a session: no older state can come back from here on. */
  public static RecordStore open(Pool pool, RecordOptions options) {
    return open(pool, options, null);
  }

  /** The same; while it recovers, other threads may use {@code early}. */
  public static RecordStore open(Pool pool, RecordOptions options, @Nullable EarlyReads early) {
    return new RecordStore(pool, options, early);
  }

  /** What recovery found. */
  public RecoveryReport recovery() {
    return report;
  }

  /** The caches that the pool has. */
  public Catalogue catalogue() {
    return catalogue;
  }

  /** What can be done to the pool as a whole while it is used. */
  public PoolLife life() {
    return life;
  }

  /** The pool. */
  public Pool pool() {
    return pool;
  }

  // ---- space

  /** Who makes room when the pool is full. Without one nothing is evicted. */
  public void pressureRelief(PressureRelief relief) {
    reservations.relief(relief);
  }

  /**
   * Takes slots for a record of that size, making room if need be. The caller holds no stripe.
   *
   * @throws PoolFullException if there is no room and nothing can be evicted
   * @throws RecordTooLargeException if the pool can never hold such a record
   */
  public Reservation reserve(int keyLength, int valueLength) {
    checkOpen();
    epochs.check();
    return reservations.reserve(keyLength, valueLength);
  }

  /** The same, but null where room would have to be made. */
  public @Nullable Reservation reserveIfFree(int keyLength, int valueLength) {
    checkOpen();
    epochs.check();
    return reservations.reserveIfFree(keyLength, valueLength);
  }

  /** The same as {@link #reserve} for a record that a whole cache depends on. */
  Reservation reserveReadable(int keyLength, int valueLength) {
    checkOpen();
    epochs.check();
    return reservations.reserveReadable(keyLength, valueLength);
  }

  /** Gives back a reservation that was not written. */
  public void cancel(Reservation reservation) {
    reservations.cancel(reservation);
  }

  /** Pool bytes that an entry of that size takes, directory entries included. */
  public long weightBytes(int keyLength, int valueLength) {
    return reservations.weight(keyLength, valueLength);
  }

  /** Pool bytes that the entry takes. */
  public long weightBytes(EntryRef entry) {
    return reservations.weight(entry.keyLength(), entry.valueLength());
  }

  /** Pool bytes that all entries may take so that there is always room for one more put. */
  public long capacityBytes() {
    return reservations.capacity();
  }

  /** Pool bytes of taken slots, those that wait to be settled included. */
  public long usedBytes() {
    return space.usedBytes();
  }

  /** What the chunks and slots are used for. */
  public SpaceCensus census() {
    return space.census();
  }

  /** Where the directory entry of a record is. */
  long entryAt(EntryRef entry) {
    return space.entry(entry.offset());
  }

  /** Bytes of taken slots, without their directory entries. */
  long liveSlotBytes() {
    long[] bytes = {0};
    space.forEachAdopted((offset, sizeClass, generation) -> bytes[0] += space.takenBytes(offset));
    return bytes[0];
  }

  /** Pool bytes of records that wait to be settled. */
  public long backlogBytes() {
    return settler.backlogBytes();
  }

  // ---- stripes

  /** The stripe of the keys with that identity hash. */
  public Stripe stripe(int identityHash) {
    return Stripe.of(stripes, identityHash);
  }

  /**
   * Writes a record: durable and LIVE on return, after one fence. Consumes the reservation, also
   * when it throws.
   *
   * @param settleAll for a key without a current record whose equal may be stored with other bytes:
   *     settle the whole queue of the stripe with the same fence, so that no such record outlives
   *     this one
   */
  public EntryRef write(
      Stripe stripe,
      Reservation reservation,
      int cacheId,
      byte[] key,
      byte[] value,
      long expiryMillis,
      boolean settleAll) {
    if (closed) {
      cancel(reservation);
    }
    checkOpen();
    return writer.write(stripe, reservation, cacheId, key, value, expiryMillis, settleAll);
  }

  /** Whether a fence is worth sharing among several records: it writes pages. */
  public boolean sharesFences() {
    return settler.isSwept();
  }

  /**
   * Writes records of different keys of a cache with one fence, as {@link #write} does each; the
   * caller holds all of their stripes. Consumes the reservations, also when it throws: then none of
   * the records is written.
   */
  public List<EntryRef> writeAll(int cacheId, List<NewRecord> records) {
    if (closed) {
      records.forEach(each -> cancel(each.reservation()));
    }
    checkOpen();
    return writer.writeAll(cacheId, records);
  }

  /**
   * Stores the record's tombstone: durable on return, after one fence. The caller retires it after.
   */
  public void remove(Stripe stripe, EntryRef entry) {
    checkOpen();
    medium.checkUsable();
    writer.removeAll(List.of(new Removal(stripe, entry)));
  }

  /**
   * What a removal that is to share a fence can do before its stripe is held: a snapshot that is
   * being made copies what it needs of the record's chunk.
   *
   * @return pool bytes of older records that the removal is going to settle, as far as it looks now
   */
  public long prepare(Removal removal) {
    checkOpen();
    if (removal.entry() != null) {
      snapshots.beforeChange(removal.entry().offset());
    }
    return removal.settlesAll() ? removal.stripe().queuedBytes.get() : 0;
  }

  /**
   * Removes records of different keys with one fence, as {@link #remove} and, where a key has none,
   * {@link #settle} do; the caller holds all of their stripes, and retires the records after.
   */
  public void removeAll(List<Removal> removals) {
    checkOpen();
    medium.checkUsable();
    writer.removeAll(removals);
  }

  /** For a removal that found nothing: no retired record of the stripe can come back after it. */
  public void settle(Stripe stripe) {
    checkOpen();
    medium.checkUsable();
    // In the relaxed modes, too, what the removal acknowledges must outlive a kill.
    settler.makeAllMarkable(stripe);
    settler.settle(stripe);
  }

  /**
   * Changes when a record expires. If {@code durable}, after one fence. Nothing if it is retired.
   * What need not be durable goes on in a stopped pool, for readers, but only in the handle.
   */
  public void storeExpiry(Stripe stripe, EntryRef entry, long millis, boolean durable) {
    boolean isStored = durable || !commits.isStopped();
    if (isStored) {
      checkOpen();
    }
    entry.expiryMillis(entry.version(), millis);
    if (isStored && entry.isLive()) {
      writer.storeExpiry(stripe, entry, millis, durable);
    }
  }

  /**
   * Copies a live record to another slot under a new sequence number, after one fence; the caller
   * then retires the old and publishes the new one, in one step: if the old one was evicted
   * meanwhile it retires the copy. Null if no other chunk of its class has a slot.
   */
  public @Nullable EntryRef relocate(Stripe stripe, EntryRef entry, int cacheId) {
    checkOpen();
    return relocation.relocate(stripe, entry, cacheId);
  }

  /**
   * Has {@code entry} stand for what was just {@linkplain #write written} for its key, and queues
   * the old record; the index stays as it is, and nobody needs {@code written} any more.
   *
   * @return false, and nothing has changed, if the two weigh differently, are in pieces (a reader
   *     of such a long value would have to begin anew) or {@code entry} was retired meanwhile: then
   *     retire it and publish {@code written}
   */
  public boolean renew(Stripe stripe, EntryRef entry, EntryRef written) {
    long weight = weightBytes(entry);
    return weight == weightBytes(written)
        && !reader.isLarge(entry)
        && entry.isRenewableBy(written)
        && settler.renew(stripe, entry, written, weight);
  }

  // ---- any time

  /**
   * Ends a record's life as its entry's record, and queues it to be settled. Lock free; may be
   * called from an eviction listener.
   *
   * @return whether this call did it, and not an earlier one
   */
  public boolean retire(Stripe stripe, EntryRef entry) {
    if (!entry.retire()) {
      return false;
    }
    settler.enqueueRetired(stripe, entry, weightBytes(entry));
    return true;
  }

  /**
   * A copy of the value, or null if the record is gone or {@linkplain EntryRef#isDamaged damaged}.
   */
  public byte @Nullable [] readValue(EntryRef entry) {
    return reader.value(entry);
  }

  /**
   * Copies the value into an array of its length. False if the record is gone, damaged, or of
   * another length.
   */
  public boolean readValue(EntryRef entry, byte[] into) {
    return reader.value(entry, into);
  }

  /** A copy of the key, or null if the record is gone or damaged. */
  public byte @Nullable [] readKey(EntryRef entry) {
    return reader.key(entry);
  }

  /** The epoch in which a record was written; the caller knows that it isn't dead. */
  public long epoch(EntryRef entry) {
    return pool.geometry().epoch(sequence(entry));
  }

  /** The sequence number of a record: of two versions of a key the higher one is newer. */
  public long sequence(EntryRef entry) {
    return DirectoryLayout.sequence(medium.getLong(space.entry(entry.offset())));
  }

  // ---- caches

  /** What recovery found of a cache and nobody has taken yet. */
  public RecoveredTable recovered(int cacheId) {
    return recovered.of(cacheId);
  }

  /**
   * Empties a cache: durable on return, after two fences however many entries it has. Entries put
   * meanwhile may stay.
   */
  public void clear(int cacheId, Dropper dropper) {
    clears.clear(cacheId, dropper);
  }

  /** Returns when no operation that began before is under way; by who holds no stripe. */
  public void barrier() {
    epochs.barrier();
  }

  /** Settles what waits, by a thread that holds no stripe. True if there was something. */
  public boolean settleAll() {
    checkOpen();
    return settler.settleAll();
  }

  /**
   * The same page by page, as far as no stripe is held, if that is how records of this pool are
   * settled: nobody who holds a stripe waits for it.
   */
  public boolean sweep() {
    checkOpen();
    if (!settler.isSwept()) {
      return settler.settleAll();
    }
    boolean any = sweep.run();
    settler.settleFailed();
    return any;
  }

  /** In the relaxed modes: makes everything that has returned so far durable. */
  public void commit() {
    commits.commit(); // also of a stopped pool
    checkOpen();
  }

  private void vacate(@Nullable PressureRelief by, long slot) {
    relocation.vacate(by, slot);
  }

  /** A recovered entry whose key is damaged belongs to no stripe; any will do to settle it. */
  private void dropDamaged(EntryRef entry) {
    damagedKeys.increment();
    entry.verified(entry.version(), false);
    retire(stripes[0], entry);
  }

  /** Entries dropped since the pool was opened because their key did not match its hash. */
  public long damagedKeys() {
    return damagedKeys.sum();
  }

  void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the pool is closed");
    }
    commits.checkGoing();
  }

  /**
   * Ends what the store does by itself, and writes nothing: the pool is as after a kill. For a pool
   * that can't be used after all. Idempotent.
   */
  public void abandon() {
    stopCaretaker();
    life.abandon(this::refuse);
  }

  /** From now on operations throw. */
  private void refuse() {
    closed = true;
  }

  private void stopCaretaker() {
    if (caretaker != null) {
      caretaker.stop();
    }
  }

  /**
   * Settles everything and marks the pool clean, unless an operation failed half way: then the next
   * recovery makes durable what it finds. The medium stays open: its owner closes it. Idempotent.
   * Operations that hold their stripe end first; later ones throw, and those that make room.
   */
  @Override
  public void close() {
    close(true);
  }

  /**
   * The same, but a pool that was not clean when it was opened stays so. For who works on the pool
   * of an application that has yet to learn that it was killed.
   */
  public void closeAsFound() {
    close(recovery().clean());
  }

  private void close(boolean isClean) {
    if (closed) {
      return;
    }
    stopCaretaker();
    life.close(this::refuse, isClean);
  }
}
