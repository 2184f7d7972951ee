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
 * <p>Thread safe. 40 bytes with compressed class pointers.
 */
public final class EntryRef {
  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(EntryRef.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static final int LIVE = 0;
  private static final int RETIRED = 1;
  private static final int DEAD = 2;

  private static final byte UNVERIFIED = 0;
  private static final byte VERIFIED = 1;
  private static final byte DAMAGED = 2;

  /** An expiry time that never comes. */
  public static final long ETERNAL = Long.MAX_VALUE;

  private final long offset;
  private final int keyLength;
  private final int valueLength;
  private volatile long expiryMillis;
  private volatile int state = LIVE;
  private volatile byte trust;

  /**
   * A live handle.
   *
   * @param offset pool-relative offset of the slot
   * @param keyLength bytes of the key
   * @param valueLength bytes of the value, whether it is stored in the slot or in extents
   * @param expiryMillis wall-clock milliseconds, or {@link #ETERNAL}
   * @param verified whether the bytes are known to match their checksum: false after a restart
   */
  public EntryRef(
      long offset, int keyLength, int valueLength, long expiryMillis, boolean verified) {
    this.offset = offset;
    this.keyLength = keyLength;
    this.valueLength = valueLength;
    this.expiryMillis = expiryMillis;
    this.trust = verified ? VERIFIED : UNVERIFIED;
  }

  /** Pool-relative offset of the slot, in bytes. */
  public long offset() {
    return offset;
  }

  /** Bytes of the key. */
  public int keyLength() {
    return keyLength;
  }

  /** Bytes of the value. */
  public int valueLength() {
    return valueLength;
  }

  /** When the entry expires, in wall-clock milliseconds; {@link #ETERNAL} for never. */
  public long expiryMillis() {
    return expiryMillis;
  }

  /** Whether the entry has expired at {@code nowMillis}. */
  public boolean isExpired(long nowMillis) {
    return expiryMillis <= nowMillis;
  }

  /** Whether the record is still its entry's record. */
  public boolean isLive() {
    return state == LIVE;
  }

  void expiryMillis(long millis) {
    expiryMillis = millis;
  }

  boolean isDead() {
    return state == DEAD;
  }

  /** Whether a read found that the bytes don't match their checksum. */
  public boolean isDamaged() {
    return trust == DAMAGED;
  }

  boolean isVerified() {
    return trust == VERIFIED;
  }

  void verified(boolean intact) {
    trust = intact ? VERIFIED : DAMAGED;
  }

  /** Wins or loses the duty of giving the slot back. */
  boolean retire() {
    return STATE.compareAndSet(this, LIVE, RETIRED);
  }

  /** From now on readers that copied the bytes must not believe them. */
  void die() {
    state = DEAD;
  }
}
