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

import java.util.Set;
import org.jcachepmem.allocator.medium.HeapMedium;
import org.jcachepmem.allocator.medium.PoisonedMedium;
import org.jcachepmem.allocator.medium.PoisonedMedium.Healing;
import org.jcachepmem.allocator.medium.RecordingMedium;
import org.jcachepmem.allocator.pool.FormatOptions;
import org.jcachepmem.allocator.pool.Pool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A directory line goes bad while the pool is open: its two entries can't be changed any more, and
 * the next process may find in it what it had. All keys are of one stripe.
 */
class BadLineTest {
  private static final int POOL_BYTES = 64 << 10;
  private static final String OTHERS = "other";

  private RecordingMedium below;
  private PoisonedMedium medium;
  private TestCache cache;

  @BeforeEach
  void format() {
    HeapMedium formatted = new HeapMedium(POOL_BYTES);
    Pool.format(formatted, FormatOptions.small(11));
    below = new RecordingMedium(formatted);
  }

  private void open(Healing healing) {
    medium = new PoisonedMedium(below, healing);
    cache =
        new TestCache(RecordStore.open(Pool.mount(medium), RecordOptions.quiet(1)), "bad lines");
  }

  private void put(String key, int version) {
    byte[] value = TestCache.value(key, version, 40);
    try {
      cache.put(key, value);
    } catch (InternalError e) {
      // Into a slot whose entry takes no stores; it is not given to another.
      cache.put(key, value);
    }
  }

  /** Makes the line of the key's directory entry bad, and says where it is. */
  private long spoil(String key) {
    long line = cache.records.entryAt(cache.index.get(key)) & -64L;
    medium.poisonLine(line);
    return line;
  }

  /** The stripe goes on: puts and removals of other keys, and their slots come back. */
  private void assertOthersGoOn() {
    long before = cache.records.usedBytes();
    for (int i = 0; i < 40; i++) {
      put(OTHERS + i % 3, i);
    }
    for (int i = 0; i < 3; i++) {
      assertTrue(cache.remove(OTHERS + i));
      assertFalse(cache.remove(OTHERS + i));
    }
    cache.records.settleAll();
    assertTrue(cache.records.usedBytes() <= before);
    assertEquals(0, cache.records.backlogBytes());
  }

  /**
   * In each image that a power loss can leave now, and after a kill, with the line as it was: the
   * key reads as one of {@code allowed}.
   */
  private void assertReads(String key, Set<String> allowed) {
    below.crashImages(
        5, 300, image -> assertTrue(allowed.contains(read(image, key)), () -> read(image, key)));
    HeapMedium killed = below.killImage();
    assertTrue(allowed.contains(read(killed, key)), () -> "killed: " + read(killed, key));
  }

  private static String read(HeapMedium image, String key) {
    HeapMedium copy = new HeapMedium(POOL_BYTES);
    byte[] bytes = new byte[POOL_BYTES];
    image.copyOut(0, bytes, 0, bytes.length);
    copy.copyIn(0, bytes, 0, bytes.length);
    RecordStore records = RecordStore.open(Pool.mount(copy), RecordOptions.quiet(1));
    TestCache recovered = new TestCache(records, "bad lines");
    String found = TestCache.digest(recovered.get(key));
    // Its slots are in use again, and lose nothing that is put into them.
    for (int i = 0; i < 60; i++) {
      recovered.put("again" + i, TestCache.value("again", i, 40));
    }
    records.close();
    RecordStore next = RecordStore.open(Pool.mount(copy), RecordOptions.quiet(1));
    TestCache last = new TestCache(next, "bad lines");
    for (int i = 0; i < 60; i++) {
      assertArrayEquals(TestCache.value("again", i, 40), last.get("again" + i));
    }
    assertEquals(found, TestCache.digest(last.get(key)));
    assertTrue(PoolCheck.run(copy).problems().isEmpty());
    return found;
  }

  private static Set<String> absent() {
    return Set.of(TestCache.digest(null));
  }

  private static Set<String> version(String key, int version) {
    return Set.of(TestCache.digest(TestCache.value(key, version, 40)));
  }

  @ParameterizedTest
  @EnumSource(Healing.class)
  void aReplacedRecordThatCannotBeMarkedCostsItsSlot(Healing healing) {
    open(healing);
    put("key", 1);
    spoil("key");
    put("key", 2);
    assertReads("key", version("key", 2));
    assertOthersGoOn();
    assertArrayEquals(TestCache.value("key", 2, 40), cache.get("key"));
    assertTrue(cache.records.recovery().unusableBytes() == 0);
  }

  @ParameterizedTest
  @EnumSource(Healing.class)
  void aReplacedRecordDoesNotComeBackWhenItsSuccessorIsRemoved(Healing healing) {
    open(healing);
    put("key", 1);
    spoil("key");
    put("key", 2);
    assertTrue(cache.remove("key"));
    assertReads("key", absent());
    assertOthersGoOn();
    assertReads("key", absent());
  }

  @ParameterizedTest
  @EnumSource(Healing.class)
  void anEvictedRecordDoesNotComeBackAfterARemovalThatMissed(Healing healing) {
    open(healing);
    put("key", 1);
    spoil("key");
    assertTrue(cache.evict("key"));
    assertFalse(cache.remove("key"));
    assertReads("key", absent());
    assertOthersGoOn();
    assertReads("key", absent());
  }

  @ParameterizedTest
  @EnumSource(Healing.class)
  void aRecordWhoseEntryTakesNoTombstoneIsRemoved(Healing healing) {
    open(healing);
    put("key", 1);
    put("key", 2);
    spoil("key");
    assertTrue(cache.remove("key"));
    assertReads("key", absent());
    assertOthersGoOn();
    assertNull(cache.get("key"));
    assertReads("key", absent());
  }

  @ParameterizedTest
  @EnumSource(Healing.class)
  void whatATombstoneInTheLineHidesStaysHidden(Healing healing) {
    open(healing);
    put("key", 1);
    for (int i = 0; i < 20; i++) {
      put(OTHERS + i, 1);
    }
    for (int i = 0; i < 20; i++) {
      cache.evict(OTHERS + i); // more than ride along
    }
    put("key", 2);
    long line = cache.records.entryAt(cache.index.get("key")) & -64L;
    assertTrue(cache.remove("key"));
    medium.poisonLine(line);
    assertReads("key", absent());
    int[] fences = {0};
    below.beforeFence(
        () -> {
          fences[0]++;
          assertReads("key", absent());
        });
    assertFalse(cache.remove("key"));
    below.beforeFence(() -> {});
    assertTrue(fences[0] >= 2);
    assertOthersGoOn();
    assertReads("key", absent());
  }

  @ParameterizedTest
  @EnumSource(Healing.class)
  void theNeighbourInTheLineIsServedReplacedAndRemoved(Healing healing) {
    open(healing);
    put("key", 1);
    put("nei", 1);
    long line = spoil("key");
    assertEquals(line, cache.records.entryAt(cache.index.get("nei")) & -64L);
    put("key", 2);
    assertOthersGoOn();
    assertArrayEquals(TestCache.value("nei", 1, 40), cache.get("nei"));
    assertReads("nei", version("nei", 1));
    put("nei", 2);
    assertReads("nei", version("nei", 2));
    assertTrue(cache.remove("nei"));
    assertReads("nei", absent());
    assertOthersGoOn();
    assertReads("nei", absent());
    assertReads("key", version("key", 2));
  }

  @ParameterizedTest
  @EnumSource(Healing.class)
  void aClearDropsWhatCannotBeReadAndNothingComesBack(Healing healing) {
    open(healing);
    put("key", 1);
    put("nei", 1);
    spoil("key");
    cache.clear();
    assertTrue(cache.index.isEmpty());
    assertReads("key", absent());
    assertOthersGoOn();
    assertReads("key", absent());
    assertReads("nei", absent());
  }

  @ParameterizedTest
  @EnumSource(Healing.class)
  void aCleanCloseRemembersWhatIsStruckOut(Healing healing) {
    open(healing);
    put("key", 1);
    spoil("key");
    assertTrue(cache.remove("key"));
    put("key", 2);
    assertTrue(cache.remove("key"));
    cache.records.close();
    assertReads("key", absent());
    // With the line as bad as before.
    PoisonedMedium stillBad = medium;
    RecordStore again = RecordStore.open(Pool.mount(stillBad), RecordOptions.quiet(1));
    assertNull(new TestCache(again, "bad lines").get("key"));
    again.close();
    assertReads("key", absent());
  }
}
