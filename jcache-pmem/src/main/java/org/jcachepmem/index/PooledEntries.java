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

import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.allocator.record.RecordStore;
import org.jcachepmem.allocator.record.Stripe;
import org.jcachepmem.key.KeyIdentities;
import org.jcachepmem.key.KeyIdentity;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one attached cache: where the order of index and records is kept.
 *
 * <p>A change happens under the lock of its key's stripe, in the order reserve, write, renew the
 * handle; or, if the index must know of it: write, retire the old record, publish the new one.
 * Foreign code (encoding, decoding and copying keys) runs before the lock; only {@code equals} of
 * keys that compare as objects is called by the index inside it. All versions of such a key share
 * the bytes of the first, so that a tombstone hides them all.
 *
 * <p>An entry that is not indexed yet counts as present: whoever looks for its key takes it out and
 * publishes it, under the stripe. An entry that the index maps but that is retired is on its way
 * out: to holders of the stripe it is absent.
 */
final class PooledEntries implements EntryStore {
  private final RecordStore records;
  private final Share share;
  private final SpaceBudget budget;
  private final StoredKeys storedKeys;

  private final CaffeineIndex index;
  private final CurrentEntries current;
  private final EntryDrops drops;
  private final EntryRemovals removals;
  private final EntryPuts puts;
  private final StoreTally tally;
  private final Admission admission;
  private final LateExpiries lateExpiries;
  private final EntryMoves moves;
  private final IntSupplier chance;
  private final PutBacks putBacks = new PutBacks();

  /** Held by a clear, also between its steps, so that nobody parks what it drops. */
  private final ReentrantLock clearing = new ReentrantLock();

  private volatile boolean detached;

  PooledEntries(
      RecordStore records,
      Share share,
      SpaceBudget budget,
      KeyIdentities<?> keys,
      IntSupplier chance) {
    this.records = records;
    this.chance = chance;
    this.share = share;
    this.budget = budget;
    this.admission = new Admission(records, share, budget);
    this.storedKeys = new StoredKeys(keys, share.stored().name());
    this.lateExpiries = new LateExpiries(records);
    this.tally = new StoreTally(share);
    this.index =
        new CaffeineIndex(
            records::weightBytes,
            keys::identity,
            (key, entry) -> share.evicted(stripe(key), entry),
            records.life()::stop);
    this.moves = new EntryMoves(records, share, index, lateExpiries);
    this.current = new CurrentEntries(records, share, index);
    this.drops = new EntryDrops(records, share, index, tally, this::checkAttached);
    this.removals =
        new EntryRemovals(records, share, index, current, lateExpiries, this::checkAttached);
    this.puts =
        new EntryPuts(
            records,
            share,
            index,
            current,
            admission,
            tally,
            lateExpiries,
            chance,
            this::checkAttached,
            removals::remove);
    if (!share.isPinned()) {
      index.maximum(share.assignedBytes());
    }
  }

  // ---- lookups

  /** A cache is attached to a pool that has been recovered. */
  @Override
  public void awaitRecovery() {}

  @Override
  public @Nullable EntryRef findIndexed(Object indexKey) {
    checkAttached();
    int random = chance.getAsInt();
    EntryRef entry = index.get(indexKey, random);
    if (isWhole(entry)) {
      share.hit(random);
      return entry;
    }
    return null;
  }

  private static boolean isWhole(@Nullable EntryRef entry) {
    return entry != null && entry.isLive() && !entry.isDamaged();
  }

  @Override
  public @Nullable EntryRef find(KeyIdentity key) {
    checkAttached();
    // Asked first: an entry that is being indexed meanwhile is then found either way.
    boolean allIndexed = share.unindexed().isEmpty();
    int random = chance.getAsInt();
    EntryRef entry = index.get(key.indexKey(), random);
    if (isWhole(entry)) {
      share.hit(random);
      return entry;
    }
    return entry == null && allIndexed ? null : findAgain(key, entry);
  }

  @Override
  public @Nullable EntryRef peek(KeyIdentity key) {
    checkAttached();
    boolean allIndexed = share.unindexed().isEmpty();
    EntryRef entry = index.peek(key);
    if (isWhole(entry)) {
      return entry;
    }
    return entry == null && allIndexed ? null : findAgain(key, entry);
  }

  private @Nullable EntryRef findUnindexed(KeyIdentity key) {
    Stripe stripe = stripe(key);
    stripe.lock();
    try {
      checkAttached();
      return current.of(stripe, key);
    } finally {
      stripe.unlock();
    }
  }

  /** The entry is not indexed yet, or being replaced, evicted or removed, or it is damaged. */
  private @Nullable EntryRef findAgain(KeyIdentity key, @Nullable EntryRef entry) {
    if (entry == null) {
      return findUnindexed(key);
    }
    if (entry.isDamaged()) {
      drops.damaged(key, entry);
      return index.peek(key);
    }
    Stripe stripe = stripe(key);
    if (!stripe.tryLock()) {
      return entry; // its bytes are intact until it dies, and then the caller looks it up again
    }
    try {
      EntryRef now = index.peek(key);
      return now == null || now.isLive() ? now : current.absent(key, now);
    } finally {
      stripe.unlock();
    }
  }

  @Override
  public byte @Nullable [] read(EntryRef entry) {
    checkAttached();
    return records.readValue(entry);
  }

  @Override
  public boolean read(EntryRef entry, byte[] into) {
    checkAttached();
    return records.readValue(entry, into);
  }

  // ---- changes

  @Override
  public void put(KeyIdentity key, byte[] value, long expiryMillis) {
    puts.put(key, value, expiryMillis);
  }

  @Override
  public void putAll(List<Write> writes) {
    puts.putAll(writes);
  }

  @Override
  public int clears() {
    return putBacks.clears();
  }

  @Override
  public void putBack(Write write, int clearsBefore) {
    putBacks.putBack(
        clearsBefore, () -> puts.put(write.key(), write.value(), write.expiryMillis()));
  }

  @Override
  public void whileNothingIsPutBack(Runnable listing) {
    putBacks.pause(listing);
  }

  @Override
  public boolean remove(KeyIdentity key) {
    return removals.remove(key);
  }

  @Override
  public void removeAll(Collection<KeyIdentity> keys) {
    removals.removeAll(keys);
  }

  @Override
  public boolean dropExpired(KeyIdentity key, EntryRef entry, long nowMillis, boolean waits) {
    return drops.expired(key, entry, nowMillis, waits);
  }

  @Override
  public boolean dropUndecodable(KeyIdentity key, EntryRef entry, int version) {
    return drops.undecodable(key, entry, version);
  }

  @Override
  public void touch(KeyIdentity key, EntryRef entry, int version, long expiryMillis) {
    checkAttached();
    boolean shortens = expiryMillis < entry.expiryMillis();
    if (expiryMillis == entry.expiryMillis()) {
      return;
    }
    Stripe stripe = stripe(key);
    if (shortens) {
      stripe.lock();
    } else if (!stripe.tryLock()) {
      lateExpiries.prolong(stripe, entry, version, expiryMillis);
      return;
    }
    try {
      checkAttached();
      EntryRef current = lateExpiries.latest(entry);
      // A handle whose record was moved keeps its version, and the one in its place has its first.
      boolean isThat = entry.version() == version;
      boolean isStill = current == entry || current.version() == EntryRef.FIRST_VERSION;
      if (isThat && isStill && index.peek(key) == current) {
        records.storeExpiry(stripe, current, expiryMillis, shortens);
      }
      lateExpiries.store(stripe);
    } finally {
      stripe.unlock();
    }
  }

  @Override
  public void clear() {
    clear("asked for by the application");
  }

  void clear(String reason) {
    putBacks.clear(() -> clearNow(reason));
  }

  private void clearNow(String reason) {
    clearing.lock();
    try {
      checkAttached();
      share.clear(this::dropOlderThan, reason);
    } finally {
      clearing.unlock();
    }
  }

  /** Takes what is older than a clear out of the index; its caller frees it. */
  void dropOlderThan(long epoch, Consumer<EntryRef> dropped) {
    share.unindexed().recount();
    share.unindexed().promoteAll(key -> promote(key, true));
    current.dropOlderThan(epoch, dropped);
  }

  @Override
  public long count() {
    checkAttached();
    return share.unindexed().countWith(index::count);
  }

  @Override
  public Iterator<KeyIdentity> keys() {
    checkAttached();
    share.unindexed().promoteAll(key -> promote(key, false));
    checkAttached();
    return index.keys();
  }

  /** Indexes up to {@code most} entries. False if none are left, or the store was detached. */
  boolean promoteSome(int most) {
    return share.unindexed().promoteSome(most, key -> promote(key, false));
  }

  /** Of a detached store only who destroys it may: else what is not indexed is the next one's. */
  private boolean promote(byte[] keyBytes, boolean alsoDetached) {
    KeyIdentity key = storedKeys.canonical(keyBytes);
    Stripe stripe = stripe(key);
    stripe.lock();
    try {
      if (alsoDetached || !detached) {
        current.of(stripe, key);
        return true;
      }
      return false;
    } finally {
      stripe.unlock();
    }
  }

  @Override
  public StoreCounters counters() {
    return tally.counters(admission.refusals());
  }

  // ---- what the budget and the session do

  Share share() {
    return share;
  }

  /** Indexes what must be indexed before service, and then has {@code serve} begin it. */
  void reindex(Runnable serve) {
    long recovered = share.unindexed().count();
    long dropped = 0;
    if (!storedKeys.areCanonical() || share.isPinned()) {
      dropped = new Reindexing(records, share, budget, storedKeys, index).run();
    }
    try {
      serve.run(); // at once, since what is indexed is nowhere else
    } catch (Error e) {
      records.life().stop(e);
      throw e;
    }
    tally.damaged("key, which does not decode", dropped);
    tally.recovered(recovered - dropped);
  }

  /** Ends service; when it returns no operation that changes anything is under way. */
  void end() {
    clearing.lock();
    try {
      detached = true;
    } finally {
      clearing.unlock();
    }
    records.barrier();
    lateExpiries.storeAll();
  }

  LateExpiries lateExpiries() {
    return lateExpiries;
  }

  /** Hands the entries of an ended store to the share, for the next session that attaches it. */
  void park() {
    records.settleAll();
    index.forEach((key, entry) -> share.park(index, stripe(key), key, entry));
  }

  CaffeineIndex index() {
    return index;
  }

  /** The stripe of an entry that is not indexed, of which the key is canonical. */
  Stripe stripe(byte[] keyBytes) {
    return stripe(storedKeys.canonical(keyBytes));
  }

  /** See {@link org.jcachepmem.allocator.record.PressureRelief#vacate}. */
  boolean vacate(byte[] keyBytes, long offset) {
    KeyIdentity key = storedKeys.decoded(keyBytes);
    if (key == null) {
      return false;
    }
    Stripe stripe = stripe(key);
    stripe.lock();
    try {
      EntryRef entry = detached ? null : current.of(stripe, key);
      return entry != null && entry.offset() == offset && moves.move(stripe, key, entry);
    } finally {
      stripe.unlock();
    }
  }

  private Stripe stripe(KeyIdentity key) {
    return records.stripe(key.hashCode());
  }

  private void checkAttached() {
    if (detached) {
      throw new IllegalStateException(
          "cache \"" + share.stored().name() + "\" is detached from its pool");
    }
  }
}
