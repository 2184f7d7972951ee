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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is packed into a handle comes out of it, and its parts change without each other. */
class EntryRefTest {
  private static final long FARTHEST = (1L << 47) - 16;
  private static final int MOST_SMALL_KEY = (1 << 12) - 1;
  private static final int MOST_SMALL_VALUE = (1 << 19) - 1;

  @ParameterizedTest
  @ValueSource(longs = {0, 16, (1L << 40) + 48, FARTHEST})
  void placesAreKept(long offset) {
    for (int keyLength : new int[] {0, 1, 1 << 16, (1 << 17) - 1}) {
      EntryRef entry = EntryRef.of(offset, keyLength, Integer.MAX_VALUE, 5, false);
      assertEquals(offset, entry.offset());
      assertEquals(keyLength, entry.keyLength());
      assertEquals(Integer.MAX_VALUE, entry.valueLength());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 1",
    MOST_SMALL_KEY + ", " + MOST_SMALL_VALUE,
  })
  void ofAnEntryThatNeverExpiresThereIsASmallHandle(int keyLength, int valueLength) {
    EntryRef entry = EntryRef.of(FARTHEST, keyLength, valueLength, EntryRef.ETERNAL, true);
    assertFalse(entry.canExpire());
    assertEquals(FARTHEST, entry.offset());
    assertEquals(keyLength, entry.keyLength());
    assertEquals(valueLength, entry.valueLength());
    assertTrue(entry.isEternal() && entry.isVerified(0));
    assertEquals(EntryRef.ETERNAL, entry.expiryMillis());
    entry.expiryMillis(0, EntryRef.ETERNAL);
    assertThrows(IllegalArgumentException.class, () -> entry.expiryMillis(0, 1_000));
    assertTrue(entry.isEternal());
  }

  @Test
  void aLongKeyOrValueOrAnExpiryNeedsAFullOne() {
    assertTrue(EntryRef.of(0, MOST_SMALL_KEY + 1, 0, EntryRef.ETERNAL, true).canExpire());
    assertTrue(EntryRef.of(0, 0, MOST_SMALL_VALUE + 1, EntryRef.ETERNAL, true).canExpire());
    assertTrue(EntryRef.of(0, 0, 0, (1L << 43) - 2, true).canExpire());
    assertFalse(EntryRef.of(0, 0, 0, (1L << 43) - 1, true).canExpire());
  }

  @Test
  void anotherHandleCanExpireInItsPlace() {
    EntryRef entry = EntryRef.of(4096, 8, 100, EntryRef.ETERNAL, false);
    assertTrue(renew(entry, EntryRef.of(8192, 8, 101, EntryRef.ETERNAL, true)));
    EntryRef expirable = entry.expirable();
    assertTrue(entry.isDead() && !entry.retire());
    assertTrue(expirable.isLive() && expirable.canExpire() && expirable.isEternal());
    assertEquals(8192, expirable.offset());
    assertEquals(8, expirable.keyLength());
    assertEquals(101, expirable.valueLength());
    assertEquals(2, expirable.version());
    assertTrue(expirable.isVerified(2));
    expirable.expiryMillis(2, 1_000);
    assertEquals(1_000, expirable.expiryMillis());
    assertSame(expirable, expirable.expirable());
  }

  @Test
  void aSmallHandleIsRenewedUnlessTheNextRecordExpires() {
    EntryRef entry = EntryRef.of(4096, 8, 100, EntryRef.ETERNAL, false);
    assertFalse(renew(entry, EntryRef.of(8192, 8, 100, 1_000, true)));
    EntryRef outgoing = entry.outgoing();
    assertTrue(entry.renew(outgoing, EntryRef.of(8192, 8, 101, EntryRef.ETERNAL, true)));
    assertEquals(101, entry.valueLength());
    assertTrue(entry.isVerified(2) && !outgoing.isVerified(0));
    assertEquals(100, outgoing.valueLength());
    assertEquals(4096, outgoing.offset());
    EntryRef full = EntryRef.of(0, 8, 100, 1_000, true);
    assertTrue(renew(full, EntryRef.of(4096, 8, 100, EntryRef.ETERNAL, true)));
    assertTrue(full.isEternal() && full.canExpire());
  }

  @ParameterizedTest
  @ValueSource(
      longs = {EntryRef.ETERNAL, 0, 1, -1, 1_800_000_000_000L, (1L << 43) - 2, -(1L << 43)})
  void expiriesAreKept(long millis) {
    EntryRef entry = EntryRef.of(0, 0, 0, millis, true);
    assertEquals(millis, entry.expiryMillis());
    assertEquals(millis < 0, entry.isExpired(-1));
    EntryRef changed = EntryRef.of(0, 0, 0, 77, true);
    changed.expiryMillis(0, millis);
    assertEquals(millis, changed.expiryMillis());
  }

  @Test
  void whatIsFartherThanTheWordIsEternalOrLongPast() {
    assertEquals(EntryRef.ETERNAL, EntryRef.of(0, 0, 0, 1L << 43, true).expiryMillis());
    assertTrue(EntryRef.of(0, 0, 0, Long.MIN_VALUE, true).isExpired(-(1L << 43)));
  }

  @Test
  void itsPartsChangeWithoutEachOther() {
    EntryRef entry = EntryRef.of(4096, 8, 100, 500, false);
    assertTrue(entry.isLive());
    assertFalse(entry.isVerified(0));
    entry.verified(0, true);
    entry.expiryMillis(0, 1_000);
    assertTrue(entry.isLive() && entry.isVerified(0) && !entry.isDamaged());
    assertFalse(entry.isMoved());
    assertFalse(entry.expiryMillis(0, 1_100));
    assertEquals(1_100, entry.moved());
    assertTrue(entry.expiryMillis(0, 1_000), "who changes the expiry of a moved handle is told");
    assertTrue(entry.isMoved() && entry.isLive() && entry.isVerified(0));
    assertTrue(entry.retire());
    assertFalse(entry.retire());
    assertFalse(entry.isLive() || entry.isDead());
    entry.verified(0, false);
    assertTrue(entry.isDamaged() && !entry.isVerified(0));
    entry.die();
    entry.expiryMillis(0, 2_000);
    assertTrue(entry.isDead() && entry.isDamaged());
    assertFalse(entry.retire());
    assertEquals(2_000, entry.expiryMillis());
    assertEquals(4096, entry.offset());
  }

  private static boolean renew(EntryRef entry, EntryRef written) {
    return entry.isRenewableBy(written) && entry.renew(entry.outgoing(), written);
  }

  @Test
  void aRenewedHandleStandsForTheNewRecordAndTheOtherForTheOld() {
    int longValue = (5 << 19) + 77;
    EntryRef entry = EntryRef.of(4096, 8, longValue - 70, 1_000, false);
    EntryRef written = EntryRef.of(8192, 8, longValue, 2_000, true);
    assertEquals(EntryRef.FIRST_VERSION, entry.version());
    EntryRef outgoing = entry.outgoing();
    assertTrue(entry.renew(outgoing, written));
    assertEquals(8192, entry.offset());
    assertEquals(longValue, entry.valueLength());
    assertEquals(2_000, entry.expiryMillis());
    assertEquals(2, entry.version());
    assertTrue(entry.isLive() && entry.isVerified(2) && !entry.isVerified(0));
    assertTrue(entry.isStill(2) && !entry.isStill(0));
    assertEquals(4096, outgoing.offset());
    assertEquals(longValue - 70, outgoing.valueLength());
    assertEquals(1_000, outgoing.expiryMillis());
    assertFalse(outgoing.isLive() || outgoing.isDead() || outgoing.retire());
    assertFalse(outgoing.isVerified(0));
  }

  @Test
  void whatIsMeantForAnEarlierVersionChangesNothing() {
    EntryRef entry = EntryRef.of(4096, 8, 100, 1_000, true);
    assertTrue(renew(entry, EntryRef.of(8192, 8, 101, EntryRef.ETERNAL, true)));
    entry.verified(0, false);
    assertFalse(entry.isDamaged());
    assertFalse(entry.expiryMillis(0, 5));
    assertTrue(entry.isEternal());
    entry.verified(2, false);
    assertTrue(entry.isDamaged());
  }

  @Test
  void aHandleIsNotRenewedWhenItIsRetiredOrTheKeyDiffers() {
    EntryRef entry = EntryRef.of(4096, 8, 100, 1_000, true);
    assertFalse(renew(entry, EntryRef.of(8192, 9, 100, 1_000, true)));
    assertFalse(renew(entry, EntryRef.of(8192, 8, 1 << 19, 1_000, true)));
    EntryRef outgoing = entry.outgoing();
    assertTrue(entry.retire());
    EntryRef written = EntryRef.of(8192, 8, 100, 2_000, true);
    assertFalse(entry.renew(outgoing, written));
    assertFalse(renew(entry, written));
    assertTrue(written.isLive());
    assertEquals(8192, written.offset());
    assertEquals(4096, entry.offset());
    assertEquals(1_000, entry.expiryMillis());
  }

  /** Or a reader that slept for so many puts might find the version that it began with. */
  @ParameterizedTest
  @ValueSource(longs = {1_000, EntryRef.ETERNAL})
  void aHandleHasNoVersionTwice(long expiryMillis) {
    EntryRef entry = EntryRef.of(0, 8, 100, expiryMillis, true);
    int last = entry.version();
    int renewals = 0;
    while (renew(entry, EntryRef.of(16L * renewals, 8, 100, expiryMillis, true))) {
      assertTrue(entry.version() > last, "version " + entry.version() + " after " + last);
      last = entry.version();
      renewals++;
    }
    assertEquals((1 << 16) - 1, renewals);
    assertTrue(entry.isLive() && entry.isStill(last));
    assertEquals(8, entry.keyLength());
    assertEquals(expiryMillis, entry.expiryMillis());
  }
}
