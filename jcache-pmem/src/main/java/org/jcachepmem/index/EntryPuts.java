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

import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.allocator.record.PoolFullException;
import org.jcachepmem.allocator.record.RecordStore;
import org.jcachepmem.allocator.record.Reservation;
import org.jcachepmem.allocator.record.Stripe;
import org.jcachepmem.key.KeyIdentity;
import org.jspecify.annotations.Nullable;

/**
 * Puts values, one by one or, where a fence writes pages, {@linkplain BatchedPuts several with
 * one}: reserve, lock the stripe, write, and renew the handle; or else retire the old record and
 * publish the new one. Thread safe.
 */
final class EntryPuts {
  private final RecordStore records;
  private final Share share;
  private final CaffeineIndex index;
  private final CurrentEntries current;
  private final Admission admission;
  private final StoreTally tally;
  private final LateExpiries lateExpiries;
  private final IntSupplier chance;
  private final Runnable checkAttached;
  private final Consumer<KeyIdentity> remove;

  /**
   * Puts of one store.
   *
   * @param chance random bits
   * @param checkAttached throws once the store has ended
   * @param remove removes a key, durably
   */
  EntryPuts(
      RecordStore records,
      Share share,
      CaffeineIndex index,
      CurrentEntries current,
      Admission admission,
      StoreTally tally,
      LateExpiries lateExpiries,
      IntSupplier chance,
      Runnable checkAttached,
      Consumer<KeyIdentity> remove) {
    this.records = records;
    this.share = share;
    this.index = index;
    this.current = current;
    this.admission = admission;
    this.tally = tally;
    this.lateExpiries = lateExpiries;
    this.chance = chance;
    this.checkAttached = checkAttached;
    this.remove = remove;
  }

  /** See {@link EntryStore#put}. */
  void put(KeyIdentity key, byte[] value, long expiryMillis) {
    checkAttached.run();
    while (!tryPut(key, value, expiryMillis)) {
      Thread.onSpinWait();
    }
  }

  /** See {@link EntryStore#putAll}. */
  void putAll(List<EntryStore.Write> writes) {
    checkAttached.run();
    List<EntryStore.Write> left = writes;
    if (records.sharesFences() && writes.size() > 1) {
      left = new BatchedPuts(this, records, checkAttached).put(writes);
    }
    for (EntryStore.Write write : left) {
      put(write.key(), write.value(), write.expiryMillis());
      write.whenStored().run();
    }
  }

  /** False if the entry that it was to replace came, went or changed its size meanwhile. */
  private boolean tryPut(KeyIdentity key, byte[] value, long expiryMillis) {
    byte[] ownBytes = key.bytes();
    EntryRef seen = index.peek(key);
    Admission.Admitted admitted = reserve(key, keyLength(ownBytes, seen), value.length, seen);
    Reservation reservation = admitted.reservation();
    boolean written = false;
    Stripe stripe = stripe(key);
    stripe.lock();
    try {
      checkAttached.run();
      EntryRef old = current.of(stripe, key);
      byte[] keyBytes = keyBytes(key, ownBytes, old);
      if (!fits(admitted, keyBytes, old)) {
        dropDamaged(stripe, key, old);
        return false;
      }
      written = true;
      EntryRef entry =
          records.write(
              stripe, reservation, cacheId(), keyBytes, value, expiryMillis, settlesAll(key, old));
      replace(stripe, key, old, entry);
      return true;
    } finally {
      stripe.unlock();
      if (!written) {
        records.cancel(reservation);
      }
      admission.end(admitted);
    }
  }

  // ---- the steps of a put, of one or of several

  int cacheId() {
    return share.stored().id();
  }

  Stripe stripe(KeyIdentity key) {
    return records.stripe(key.hashCode());
  }

  private static int keyLength(byte[] ownBytes, @Nullable EntryRef seen) {
    return seen == null ? ownBytes.length : seen.keyLength();
  }

  /** The entry that a put replaces, to a holder of the stripe. */
  @Nullable EntryRef current(Stripe stripe, KeyIdentity key) {
    return current.of(stripe, key);
  }

  /**
   * With which bytes the key is stored: with those of the entry that is replaced; null if damaged.
   */
  byte @Nullable [] keyBytes(KeyIdentity key, byte[] ownBytes, @Nullable EntryRef old) {
    return old == null || key.isCanonical() ? ownBytes : records.readKey(old);
  }

  /** Whether what was admitted is room for that key in place of {@code old}. */
  boolean fits(Admission.Admitted admitted, byte @Nullable [] keyBytes, @Nullable EntryRef old) {
    return keyBytes != null
        && keyBytes.length == admitted.reservation().keyLength()
        && admission.covers(admitted, old);
  }

  /** Whether equal keys may be stored with other bytes, which must not outlive this put. */
  static boolean settlesAll(KeyIdentity key, @Nullable EntryRef old) {
    return old == null && !key.isCanonical();
  }

  /** Has the key's entry be the record that was just written. By a holder of the stripe. */
  void replace(Stripe stripe, KeyIdentity key, @Nullable EntryRef old, EntryRef written) {
    EntryRef entry = successor(stripe, old, written);
    if (entry == null) {
      index.used(key.indexKey(), chance.getAsInt());
    } else {
      publish(stripe, key, entry);
    }
    lateExpiries.store(stripe);
  }

  /** The handle to be published, the old one being retired; null if the old one is renewed. */
  private @Nullable EntryRef successor(Stripe stripe, @Nullable EntryRef old, EntryRef written) {
    try {
      if (old != null && records.renew(stripe, old, written)) {
        return null;
      }
      EntryRef entry = share.fitting(written);
      share.added(entry); // first, or the old one's room would be another put's for a moment
      if (old != null) {
        share.retire(stripe, old);
      }
      return entry;
    } catch (Error e) {
      records.life().stop(e); // the record is stored, and nobody would ever remove it
      throw e;
    }
  }

  /** The record is durable: one that can't be found must not come back at the next start. */
  private void publish(Stripe stripe, KeyIdentity key, EntryRef entry) {
    try {
      index.publish(key.detached(), entry);
    } catch (Throwable e) {
      share.retire(stripe, entry);
      throw e;
    }
  }

  /** A non-canonical key whose stored bytes are damaged can't be continued; its record goes. */
  private void dropDamaged(Stripe stripe, KeyIdentity key, @Nullable EntryRef old) {
    if (old != null && old.isDamaged()) {
      share.retire(stripe, old);
      index.forget(key, old);
      tally.damaged("key", 1);
    }
  }

  private Admission.Admitted reserve(
      KeyIdentity key, int keyLength, int valueLength, @Nullable EntryRef seen) {
    try {
      return admission.reserve(keyLength, valueLength, seen);
    } catch (RefusedPutException e) {
      throw e.of(key);
    } catch (PoolFullException e) {
      RefusedPutException refusal = admission.refused(e).of(key);
      try {
        // Durably, so that nobody reads a value that the caller wanted replaced.
        remove.accept(key);
      } catch (RuntimeException failure) {
        refusal.addSuppressed(failure);
      }
      throw refusal;
    }
  }

  /** Room where it need not be made, or null. By a thread that holds no stripe. */
  Admission.@Nullable Admitted reserveIfFree(KeyIdentity key, byte[] ownBytes, int valueLength) {
    EntryRef seen = index.peek(key);
    return admission.reserveIfFree(keyLength(ownBytes, seen), valueLength, seen);
  }

  /** The put is over, or was given up. */
  void end(Admission.Admitted admitted) {
    admission.end(admitted);
  }
}
