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

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The handle of one entry's record: where its payload is, how long it is, when it expires, and
 * whether it is still the entry's record. Indexes keep it as their value, and ask whether it is the
 * same by identity.
 *
 * <p>A handle is {@code LIVE}, then <i>retired</i> (superseded, removed or evicted: its bytes are
 * still intact), then <i>dead</i> (its slot may be reused at any moment). Retiring is a
 * compare-and-set, so that exactly one caller wins the duty of giving the slot back.
 *
 * <p>A live handle may be {@linkplain #renew renewed}: then it stands for the entry's next record,
 * and the index, which would else be told of a new handle, stays as it is. Which of its records a
 * handle stands for is its version. A handle never has a version twice, so whoever finds the same
 * version before and after has seen one record. The version is odd while the handle changes.
 *
 * <p>There is one for each entry of the pool, so it is made small, and smaller for an entry that
 * never expires, as most do or none of a cache: {@link SmallEntryRef}, {@link FullEntryRef}. All
 * have these words, in whatever form:
 *
 * <pre>
 * place    offset / 16:43 | low bits of the value's length:19 | state:2
 * lengths  high bits of the value's length:12 | length of the key:17
 * life     expiry, milliseconds:44 (signed) | version:17 | moved:1 | trust:2
 * </pre>
 *
 * <p>Thread safe.
 */
public abstract sealed class EntryRef permits SmallEntryRef, FullEntryRef {
  private static final VarHandle PLACE;

  static {
    try {
      PLACE = MethodHandles.lookup().findVarHandle(EntryRef.class, "place", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static final long STATE_MASK = 0b11;
  private static final long LIVE = 0;
  private static final long RETIRED = 1;
  private static final long DEAD = 2;

  private static final int VALUE_SHIFT = 2;
  private static final int VALUE_LOW_BITS = 19;
  private static final int VALUE_LOW_MASK = (1 << VALUE_LOW_BITS) - 1;
  private static final int OFFSET_SHIFT = VALUE_SHIFT + VALUE_LOW_BITS;

  /** Slots begin at multiples of 16 bytes. */
  private static final int SLOT_SHIFT = 4;

  private static final long MAX_OFFSET = -1L >>> OFFSET_SHIFT - SLOT_SHIFT;

  private static final int KEY_LENGTH_BITS = 17;
  private static final int KEY_LENGTH_MASK = (1 << KEY_LENGTH_BITS) - 1;

  private static final long TRUST_MASK = 0b11;
  private static final long UNVERIFIED = 0;
  private static final long VERIFIED = 0b01;
  private static final long DAMAGED = 0b10;

  private static final long MOVED = 0b100;

  private static final int VERSION_SHIFT = 3;
  private static final int VERSION_BITS = 17;
  private static final int MAX_VERSION = (1 << VERSION_BITS) - 1;
  private static final long VERSION_UNIT = 1L << VERSION_SHIFT;
  private static final long VERSION_MASK = MAX_VERSION * VERSION_UNIT;

  static final int EXPIRY_SHIFT = VERSION_SHIFT + VERSION_BITS;
  private static final long EXPIRY_MASK = -1L << EXPIRY_SHIFT;

  /** What does not fit the word, after the year 2248, is as good as for ever, and is kept so. */
  private static final long MAX_EXPIRY_MILLIS = Long.MAX_VALUE >> EXPIRY_SHIFT;

  /** The expiry of a word that never comes. */
  static final long ETERNAL_BITS = MAX_EXPIRY_MILLIS << EXPIRY_SHIFT;

  /** An expiry time that never comes. */
  public static final long ETERNAL = Long.MAX_VALUE;

  /** The version of a handle that was never renewed. */
  public static final int FIRST_VERSION = 0;

  private volatile long place;

  EntryRef(long place) {
    this.place = place;
  }

  /**
   * A live handle.
   *
   * @param offset pool-relative offset of the slot, a multiple of 16 below 128 TiB
   * @param keyLength bytes of the key, below 128 KiB
   * @param valueLength bytes of the value, whether it is stored in the slot or in extents
   * @param expiryMillis wall-clock milliseconds, or {@link #ETERNAL}
   * @param verified whether the bytes are known to match their checksum: false after a restart
   */
  public static EntryRef of(
      long offset, int keyLength, int valueLength, long expiryMillis, boolean verified) {
    assert offset >= 0 && offset <= MAX_OFFSET && offset % (1 << SLOT_SHIFT) == 0 : offset;
    assert keyLength >= 0 && keyLength <= KEY_LENGTH_MASK : keyLength;
    assert valueLength >= 0 : valueLength;
    long place =
        offset >>> SLOT_SHIFT << OFFSET_SHIFT
            | (long) (valueLength & VALUE_LOW_MASK) << VALUE_SHIFT
            | LIVE;
    int lengths = valueLength >>> VALUE_LOW_BITS << KEY_LENGTH_BITS | keyLength;
    long life = expiryBits(expiryMillis) | (verified ? VERIFIED : UNVERIFIED);
    return SmallEntryRef.fits(lengths, life)
        ? new SmallEntryRef(place, lengths, life)
        : new FullEntryRef(place, lengths, life);
  }

  // ---- the words

  /** The lengths, the same in all versions. */
  abstract int lengths();

  abstract long life();

  /** By who alone may change the word. */
  abstract void life(long changed);

  abstract boolean compareAndSetLife(long expected, long changed);

  /** Another one of that kind, for a record that weighs the same. */
  abstract EntryRef at(long otherPlace);

  /**
   * Whether it can stand for an entry that expires; if not, {@link #expirable} has one that can.
   */
  public abstract boolean canExpire();

  // ---- what they say

  /** Pool-relative offset of the slot, in bytes. */
  public long offset() {
    return offsetAt(place);
  }

  /** Bytes of the key, the same in all versions. */
  public int keyLength() {
    return lengths() & KEY_LENGTH_MASK;
  }

  /** Bytes of the value. */
  public int valueLength() {
    return valueLengthAt(place);
  }

  /** Which of its records the handle stands for; odd while that changes. */
  public int version() {
    return versionOf(life());
  }

  /** When the entry expires, in wall-clock milliseconds; {@link #ETERNAL} for never. */
  public long expiryMillis() {
    return expiryOf(life());
  }

  /** Whether the entry never expires, as things are now. */
  public boolean isEternal() {
    return life() >> EXPIRY_SHIFT == MAX_EXPIRY_MILLIS;
  }

  /** Whether the entry has expired at {@code nowMillis}. */
  public boolean isExpired(long nowMillis) {
    return expiryMillis() <= nowMillis;
  }

  /** Whether the record is still its entry's record. */
  public boolean isLive() {
    return (place & STATE_MASK) == LIVE;
  }

  /**
   * Changes when the entry expires in DRAM only, if it has that version; {@link
   * RecordStore#storeExpiry} may follow. Returns whether its record had been {@link #moved}, so
   * that another handle stands for the entry.
   *
   * @throws IllegalArgumentException if it is to expire and {@linkplain #canExpire can't}
   */
  public boolean expiryMillis(int version, long millis) {
    if (!canExpire() && expiryBits(millis) != ETERNAL_BITS) {
      throw new IllegalArgumentException(
          "An entry that never expires is to expire at "
              + millis
              + ": expirable() has a handle that can");
    }
    return (change(version, EXPIRY_MASK, expiryBits(millis)) & MOVED) != 0;
  }

  /** Whether the record was copied to another slot, under a handle of its own. */
  public boolean isMoved() {
    return (life() & MOVED) != 0;
  }

  /**
   * Notes that the record was copied to another slot. Who changes the expiry from now on is told
   * so; what it was until now is returned, milliseconds as {@link #expiryMillis()}. By a holder of
   * the stripe.
   */
  public long moved() {
    return expiryOf(change(version(), MOVED, MOVED));
  }

  boolean isDead() {
    return (place & STATE_MASK) == DEAD;
  }

  /** Whether a read found that the bytes don't match their checksum. */
  public boolean isDamaged() {
    return (life() & TRUST_MASK) == DAMAGED;
  }

  /** Whether that version is known to match its checksum. */
  boolean isVerified(int version) {
    long now = life();
    return versionOf(now) == version && (now & TRUST_MASK) == VERIFIED;
  }

  /** Notes what a read of that version found. */
  void verified(int version, boolean intact) {
    change(version, TRUST_MASK, intact ? VERIFIED : DAMAGED);
  }

  /** Wins or loses the duty of giving the slot back. */
  boolean retire() {
    long now = place;
    while ((now & STATE_MASK) == LIVE) {
      if (PLACE.compareAndSet(this, now, now | RETIRED)) {
        return true;
      }
      now = place;
    }
    return false;
  }

  /**
   * This handle, if it {@linkplain #canExpire can expire}, or another one for the same record that
   * can. This one is dead then: it is nobody's but the caller's, and is not shown to anybody.
   */
  public EntryRef expirable() {
    if (canExpire()) {
      return this;
    }
    EntryRef expirable = new FullEntryRef(place, lengths(), life());
    die();
    return expirable;
  }

  /** From now on readers that copied the bytes must not believe them. */
  void die() {
    place = place & ~STATE_MASK | DEAD; // who retired it is the only one to change it
  }

  /** Whether the handle can stand for the record of {@code written}, as long as it is live. */
  boolean isRenewableBy(EntryRef written) {
    return written.lengths() == lengths()
        && (canExpire() || written.isEternal())
        && version() <= MAX_VERSION - 2;
  }

  /** A retired handle for the record that this one stands for. */
  EntryRef outgoing() {
    return at(place | RETIRED);
  }

  /**
   * Makes this handle stand for the record that {@code written} stands for. By a holder of the
   * stripe, who has written it and shown it to nobody, and has queued {@code outgoing}: what evicts
   * this handle from now on queues the new record, behind the old one.
   *
   * <p>A reader that finds its version unchanged after its copy made the copy before this began;
   * and the old record's slot is given back later than this ends.
   *
   * @return false, and nothing has changed, if the handle was retired meanwhile
   */
  boolean renew(EntryRef outgoing, EntryRef written) {
    long last;
    do {
      last = life();
    } while (!compareAndSetLife(last, last + VERSION_UNIT));
    // From here on only this thread changes the word: the others want an even version.
    boolean renewed = PLACE.compareAndSet(this, outgoing.place & ~STATE_MASK | LIVE, written.place);
    long next = last + 2 * VERSION_UNIT;
    life(renewed ? next & VERSION_MASK | written.life() & ~VERSION_MASK : next);
    outgoing.life(last);
    return renewed;
  }

  /** What {@link #offsetAt} and {@link #valueLengthAt} take, so that both are of one record. */
  long place() {
    return place;
  }

  static long offsetAt(long place) {
    return place >>> OFFSET_SHIFT << SLOT_SHIFT;
  }

  int valueLengthAt(long place) {
    return lengths() >>> KEY_LENGTH_BITS << VALUE_LOW_BITS
        | (int) (place >>> VALUE_SHIFT) & VALUE_LOW_MASK;
  }

  /**
   * Whether what was read of the handle and its record since {@link #version()} returned {@code
   * version} is of one record, whose slot has not been reused.
   */
  boolean isStill(int version) {
    return version() == version && (version & 1) == 0 && !isDead();
  }

  /**
   * Changes a part of the word of that version whatever others do to its other parts meanwhile.
   * Returns what the word was, or 0 if the version is another.
   */
  private long change(int version, long mask, long bits) {
    long now;
    do {
      now = life();
      if (versionOf(now) != version) {
        return 0;
      }
    } while (!compareAndSetLife(now, now & ~mask | bits));
    return now;
  }

  private static int versionOf(long word) {
    return (int) (word >>> VERSION_SHIFT) & MAX_VERSION;
  }

  private static long expiryOf(long word) {
    long millis = word >> EXPIRY_SHIFT;
    return millis == MAX_EXPIRY_MILLIS ? ETERNAL : millis;
  }

  private static long expiryBits(long millis) {
    return Math.max(~MAX_EXPIRY_MILLIS, Math.min(MAX_EXPIRY_MILLIS, millis)) << EXPIRY_SHIFT;
  }
}
