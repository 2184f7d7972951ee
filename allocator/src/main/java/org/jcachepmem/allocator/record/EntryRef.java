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
 * The handle of one live record: where its payload is, how long it is, when it expires, and whether
 * it is still the entry's record. Indexes keep it as their value; it is compared by identity.
 *
 * <p>A handle is {@code LIVE}, then <i>retired</i> (superseded, removed or evicted: its bytes are
 * still intact), then <i>dead</i> (its slot may be reused at any moment). Retiring is a
 * compare-and-set, so that exactly one caller wins the duty of giving the slot back.
 *
 * <p>There is one for each entry of the pool, so it is made small: 32 bytes with compressed class
 * pointers. What may change is in one word, and a lookup reads it once.
 *
 * <pre>
 * place  offset:47 | key length:17
 * life   expiry, milliseconds:59 (signed) | moved:1 | trust:2 | state:2
 * </pre>
 *
 * <p>Thread safe.
 */
public final class EntryRef {
  private static final VarHandle LIFE;

  static {
    try {
      LIFE = MethodHandles.lookup().findVarHandle(EntryRef.class, "life", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static final int KEY_LENGTH_BITS = 17;
  private static final long KEY_LENGTH_MASK = (1L << KEY_LENGTH_BITS) - 1;
  private static final long MAX_OFFSET = -1L >>> KEY_LENGTH_BITS;

  private static final long STATE_MASK = 0b11;
  private static final long LIVE = 0;
  private static final long RETIRED = 1;
  private static final long DEAD = 2;

  private static final long TRUST_MASK = 0b1100;
  private static final long UNVERIFIED = 0;
  private static final long VERIFIED = 0b0100;
  private static final long DAMAGED = 0b1000;

  private static final long MOVED = 0b1_0000;

  private static final int EXPIRY_SHIFT = 5;
  private static final long EXPIRY_MASK = -1L << EXPIRY_SHIFT;

  /** What does not fit the word is as good as for ever, and this is how that is kept. */
  private static final long MAX_EXPIRY_MILLIS = Long.MAX_VALUE >> EXPIRY_SHIFT;

  /** An expiry time that never comes. */
  public static final long ETERNAL = Long.MAX_VALUE;

  private final long place;
  private final int valueLength;
  private volatile long life;

  /**
   * A live handle.
   *
   * @param offset pool-relative offset of the slot, below 128 TiB
   * @param keyLength bytes of the key, below 128 KiB
   * @param valueLength bytes of the value, whether it is stored in the slot or in extents
   * @param expiryMillis wall-clock milliseconds, or {@link #ETERNAL}
   * @param verified whether the bytes are known to match their checksum: false after a restart
   */
  public EntryRef(
      long offset, int keyLength, int valueLength, long expiryMillis, boolean verified) {
    assert offset >= 0 && offset <= MAX_OFFSET : offset;
    assert keyLength >= 0 && keyLength <= KEY_LENGTH_MASK : keyLength;
    this.place = offset << KEY_LENGTH_BITS | keyLength;
    this.valueLength = valueLength;
    this.life = expiryBits(expiryMillis) | (verified ? VERIFIED : UNVERIFIED) | LIVE;
  }

  /** Pool-relative offset of the slot, in bytes. */
  public long offset() {
    return place >>> KEY_LENGTH_BITS;
  }

  /** Bytes of the key. */
  public int keyLength() {
    return (int) (place & KEY_LENGTH_MASK);
  }

  /** Bytes of the value. */
  public int valueLength() {
    return valueLength;
  }

  /** When the entry expires, in wall-clock milliseconds; {@link #ETERNAL} for never. */
  public long expiryMillis() {
    return expiryOf(life);
  }

  /** Whether the entry never expires, as things are now. */
  public boolean isEternal() {
    return life >> EXPIRY_SHIFT == MAX_EXPIRY_MILLIS;
  }

  /** Whether the entry has expired at {@code nowMillis}. */
  public boolean isExpired(long nowMillis) {
    return expiryMillis() <= nowMillis;
  }

  /** Whether the record is still its entry's record. */
  public boolean isLive() {
    return (life & STATE_MASK) == LIVE;
  }

  /** Changes when the entry expires. Returns whether its record had been {@link #moved}. */
  boolean expiryMillis(long millis) {
    return (change(EXPIRY_MASK, expiryBits(millis)) & MOVED) != 0;
  }

  /** Whether the record was copied to another slot, under a handle of its own. */
  public boolean isMoved() {
    return (life & MOVED) != 0;
  }

  /**
   * Notes that the record was copied to another slot. Who changes the expiry from now on is told
   * so; what it was until now is returned, milliseconds as {@link #expiryMillis()}.
   */
  public long moved() {
    return expiryOf(change(MOVED, MOVED));
  }

  boolean isDead() {
    return (life & STATE_MASK) == DEAD;
  }

  /** Whether a read found that the bytes don't match their checksum. */
  public boolean isDamaged() {
    return (life & TRUST_MASK) == DAMAGED;
  }

  boolean isVerified() {
    return (life & TRUST_MASK) == VERIFIED;
  }

  void verified(boolean intact) {
    change(TRUST_MASK, intact ? VERIFIED : DAMAGED);
  }

  /** Wins or loses the duty of giving the slot back. */
  boolean retire() {
    long now = life;
    while ((now & STATE_MASK) == LIVE) {
      if (LIFE.compareAndSet(this, now, now & ~STATE_MASK | RETIRED)) {
        return true;
      }
      now = life;
    }
    return false;
  }

  /** From now on readers that copied the bytes must not believe them. */
  void die() {
    change(STATE_MASK, DEAD);
  }

  /**
   * Changes a part of the word whatever others do to its other parts meanwhile. Returns what the
   * word was.
   */
  private long change(long mask, long bits) {
    long now;
    do {
      now = life;
    } while (!LIFE.compareAndSet(this, now, now & ~mask | bits));
    return now;
  }

  private static long expiryOf(long word) {
    long millis = word >> EXPIRY_SHIFT;
    return millis == MAX_EXPIRY_MILLIS ? ETERNAL : millis;
  }

  private static long expiryBits(long millis) {
    return Math.max(~MAX_EXPIRY_MILLIS, Math.min(MAX_EXPIRY_MILLIS, millis)) << EXPIRY_SHIFT;
  }
}
