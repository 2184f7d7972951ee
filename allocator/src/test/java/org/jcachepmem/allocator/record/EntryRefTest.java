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
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is packed into a handle comes out of it, and its parts change without each other. */
class EntryRefTest {
  private static final long FARTHEST = (1L << 47) - 1;

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 16, (1L << 40) + 48, FARTHEST})
  void placesAreKept(long offset) {
    for (int keyLength : new int[] {0, 1, 1 << 16, (1 << 17) - 1}) {
      EntryRef entry = new EntryRef(offset, keyLength, Integer.MAX_VALUE, 5, false);
      assertEquals(offset, entry.offset());
      assertEquals(keyLength, entry.keyLength());
      assertEquals(Integer.MAX_VALUE, entry.valueLength());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {EntryRef.ETERNAL, 0, 1, -1, 1_800_000_000_000L, 1L << 57, -(1L << 57)})
  void expiriesAreKept(long millis) {
    EntryRef entry = new EntryRef(0, 0, 0, millis, true);
    assertEquals(millis, entry.expiryMillis());
    assertEquals(millis < 0, entry.isExpired(-1));
    EntryRef changed = new EntryRef(0, 0, 0, 77, true);
    changed.expiryMillis(millis);
    assertEquals(millis, changed.expiryMillis());
  }

  @Test
  void whatIsFartherThanTheWordIsEternalOrLongPast() {
    assertEquals(EntryRef.ETERNAL, new EntryRef(0, 0, 0, 1L << 59, true).expiryMillis());
    assertTrue(new EntryRef(0, 0, 0, Long.MIN_VALUE, true).isExpired(-(1L << 57)));
  }

  @Test
  void itsPartsChangeWithoutEachOther() {
    EntryRef entry = new EntryRef(4096, 8, 100, EntryRef.ETERNAL, false);
    assertTrue(entry.isLive());
    assertFalse(entry.isVerified());
    entry.verified(true);
    entry.expiryMillis(1_000);
    assertTrue(entry.isLive() && entry.isVerified() && !entry.isDamaged());
    assertFalse(entry.isMoved());
    assertFalse(entry.expiryMillis(1_100));
    assertEquals(1_100, entry.moved());
    assertTrue(entry.expiryMillis(1_000), "who changes the expiry of a moved handle is told");
    assertTrue(entry.isMoved() && entry.isLive() && entry.isVerified());
    assertTrue(entry.retire());
    assertFalse(entry.retire());
    assertFalse(entry.isLive() || entry.isDead());
    entry.verified(false);
    assertTrue(entry.isDamaged() && !entry.isVerified());
    entry.die();
    entry.expiryMillis(2_000);
    assertTrue(entry.isDead() && entry.isDamaged());
    assertFalse(entry.retire());
    assertEquals(2_000, entry.expiryMillis());
    assertEquals(4096, entry.offset());
  }
}
