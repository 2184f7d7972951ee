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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.jcachepmem.allocator.layout.HotWordLayout;
import org.jcachepmem.allocator.medium.HeapMedium;
import org.jcachepmem.allocator.pool.Durability;
import org.jcachepmem.allocator.pool.FormatOptions;
import org.jcachepmem.allocator.pool.Pool;
import org.jcachepmem.allocator.pool.VerifyReads;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Damage costs the damaged entries, never the cache. */
class DamageTest {
  private final HeapMedium medium = new HeapMedium(96 << 10);

  @BeforeEach
  void fill() {
    Pool.format(medium, FormatOptions.small(7));
    RecordStore records = open();
    TestCache cache = new TestCache(records, "damage");
    for (String key : new String[] {"one", "two", "three"}) {
      cache.put(key, TestCache.value(key, 1, 200));
    }
    cache.put("large", TestCache.value("large", 1, 9000));
    records.close();
  }

  private RecordStore open() {
    return RecordStore.open(Pool.mount(medium), RecordOptions.quiet(1));
  }

  private long offsetOf(String key) {
    RecordStore records = open();
    long offset = new TestCache(records, "damage").index.get(key).offset();
    records.close();
    return offset;
  }

  private void flipByte(long offset) {
    byte[] one = new byte[1];
    medium.copyOut(offset, one, 0, 1);
    one[0] ^= 0x10;
    medium.copyIn(offset, one, 0, 1);
  }

  private void assertOnlyMissing(String missing, RecordStore records, TestCache cache) {
    for (String key : new String[] {"one", "two", "three"}) {
      if (key.equals(missing)) {
        assertNull(cache.index.get(key));
      } else {
        assertArrayEquals(TestCache.value(key, 1, 200), cache.get(key));
      }
    }
    assertArrayEquals(TestCache.value("large", 1, 9000), cache.get("large"));
    records.close();
    PoolCheckReport report = PoolCheck.run(medium);
    assertTrue(report.isSound(), () -> report.problems().toString());
  }

  @Test
  void aSettledRecordWithADamagedKeyIsDroppedAndOpeningEnds() {
    flipByte(offsetOf("two"));
    assertFalse(PoolCheck.run(medium).isSound());
    RecordStore records = open();
    TestCache cache = new TestCache(records, "damage");
    assertEquals(1, records.damagedKeys());
    assertOnlyMissing("two", records, cache);
  }

  @Test
  void aDamagedValueIsFoundAtTheFirstReadAndNeverServed() {
    flipByte(offsetOf("two") + "two".length() + 50);
    RecordStore records = open();
    EntryRef entry =
        records
            .recovered(records.catalogue().find("test", "damage").id())
            .take("two".getBytes(StandardCharsets.UTF_8));
    assertNull(records.readValue(entry));
    assertTrue(entry.isDamaged());
  }

  /** Its tombstone fails its check and hides nothing: older versions must be marked with it. */
  @ParameterizedTest
  @EnumSource(Durability.class)
  void aDamagedEntryThatIsRemovedTakesItsOlderVersionsAlong(Durability durability) {
    RecordStore records =
        RecordStore.open(
            Pool.mount(medium),
            RecordOptions.quiet(1).with(durability, 1_000).with(VerifyReads.ALWAYS));
    TestCache cache = new TestCache(records, "damage");
    cache.put("two", TestCache.value("two", 2, 200));
    EntryRef entry = cache.index.get("two");
    flipByte(entry.offset() + "two".length() + 50);
    assertNull(records.readValue(entry));
    assertTrue(cache.remove("two"));
    records.abandon(); // as if killed
    RecordStore recovered = open();
    assertOnlyMissing("two", recovered, new TestCache(recovered, "damage"));
  }

  @Test
  void aDamagedDirectoryEntryCostsItsRecord() {
    RecordStore before = open();
    long at = before.entryAt(new TestCache(before, "damage").index.get("three"));
    before.close();
    flipByte(at + 18); // lengths
    RecordStore records = open();
    assertTrue(records.recovery().damaged() > 0);
    assertOnlyMissing("three", records, new TestCache(records, "damage"));
  }

  @Test
  void damagedHotWordsAreTakenForTheirSafestValue() {
    flipByte(HotWordLayout.SESSION_EPOCH);
    flipByte(HotWordLayout.SETTLED_EPOCH);
    flipByte(HotWordLayout.CLEAN_STATE);
    RecordStore records = open();
    assertEquals(3, records.recovery().damaged());
    assertFalse(records.recovery().clean());
    assertOnlyMissing("", records, new TestCache(records, "damage"));
  }

  @Test
  void aDamagedMinEpochCostsThatCacheItsEntries() {
    RecordStore before = open();
    int id = before.catalogue().find("test", "damage").id();
    before.close();
    flipByte(HotWordLayout.minEpoch(id));
    RecordStore records = open();
    TestCache cache = new TestCache(records, "damage");
    assertEquals(0, cache.index.size());
    cache.put("one", TestCache.value("one", 2, 200));
    records.close();
    assertArrayEquals(TestCache.value("one", 2, 200), new TestCache(open(), "damage").get("one"));
  }

  /**
   * The word of the session said how far epochs had got, and the cache's own what of them counts: a
   * pool that had lost both, as with one bad block, counted from below its cleared records.
   */
  @Test
  void whatWasClearedStaysGoneWhenItsWordIsDamagedWithThatOfTheSession() {
    RecordStore records = open();
    new TestCache(records, "other").put("neighbour", TestCache.value("neighbour", 1, 200));
    TestCache cache = new TestCache(records, "damage");
    for (int clears = 0; clears < 3; clears++) {
      cache.put("one", TestCache.value("one", 10 + clears, 200));
      cache.clear();
    }
    // not closed
    flipByte(HotWordLayout.SESSION_EPOCH);
    flipByte(HotWordLayout.minEpoch(cache.id));
    for (int lives = 0; lives < 5; lives++) {
      records = open();
      cache = new TestCache(records, "damage");
      assertNull(cache.get("one"), "in life " + lives);
      new TestCache(records, "third").clear(); // begins an epoch
      records.close();
    }
  }
}
