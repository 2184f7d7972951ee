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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jcachepmem.allocator.medium.FailingMedium;
import org.jcachepmem.allocator.medium.MediumFailedException;
import org.jcachepmem.allocator.medium.PagedMedium;
import org.jcachepmem.allocator.medium.RecordingMedium;
import org.jcachepmem.allocator.pool.FormatOptions;
import org.jcachepmem.allocator.pool.Pool;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.allocator.record.RecordOptions;
import org.jcachepmem.allocator.record.RecordStore;
import org.jcachepmem.allocator.record.Stripe;
import org.jcachepmem.index.EntryStore.Write;
import org.jcachepmem.key.KeyIdentity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several removals on a medium whose fences write pages. */
class BatchedRemovalsTest {
  private static final int LENGTH = 100;

  private final RecordingMedium medium = new RecordingMedium(8 << 20);
  private final FailingMedium failing = new FailingMedium(medium);
  private final PoolFixture fixture =
      new PoolFixture(new PagedMedium(failing), FormatOptions.standard(1_700_000_000_000L));
  private PooledEntries store = fixture.attach("a", Keys.CANONICAL);

  @AfterEach
  void inventory() {
    fixture.close();
  }

  private static KeyIdentity key(int number) {
    return Keys.CANONICAL.of("key" + number);
  }

  private static List<KeyIdentity> keys(int from, int to) {
    return IntStream.range(from, to).mapToObj(BatchedRemovalsTest::key).toList();
  }

  private void put(int count, int version) {
    put(count, version, LENGTH);
  }

  private void put(int count, int version, int length) {
    List<Write> writes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      writes.add(new Write(key(i), Values.of("key" + i, version, length), EntryRef.ETERNAL));
    }
    store.putAll(writes);
  }

  private void assertThere(int from, int to, boolean isThere) {
    for (int i = from; i < to; i++) {
      byte[] value = Values.read(store, key(i));
      if (isThere) {
        assertNotNull(value, "key" + i);
      } else {
        assertNull(value, "key" + i);
      }
    }
  }

  private void restart() {
    fixture.restart();
    store = fixture.attach("a", Keys.CANONICAL);
  }

  @Test
  void aHundredRemovalsTakeOneFence() {
    put(300, 1);
    fixture.records.settleAll();
    assertEquals(1, fixture.fencesOf(() -> store.removeAll(keys(0, 100))));
    medium.assertAllDurable();
    assertThere(0, 100, false);
    assertThere(100, 300, true);
    assertEquals(200, store.count());
    restart();
    assertThere(0, 100, false);
    assertThere(100, 300, true);
  }

  /** Whoever misses one may rely on it, and holds no stripe to look. */
  @Test
  void allAreReadUntilAllTombstonesAreDurable() {
    put(100, 1);
    fixture.records.settleAll();
    medium.beforeFence(() -> assertThere(0, 100, true));
    assertEquals(1, fixture.fencesOf(() -> store.removeAll(keys(0, 100))));
    medium.beforeFence(() -> {});
    assertThere(0, 100, false);
  }

  @Test
  void moreThanShareAFenceAreRemoved() {
    put(1_000, 1);
    fixture.records.settleAll();
    long fences = fixture.fencesOf(() -> store.removeAll(keys(0, 1_000)));
    assertEquals(1_000 / EntryRemovals.MOST_REMOVALS + 1, fences);
    assertEquals(0, store.count());
  }

  /** What was evicted and is not settled yet must not come back. */
  @Test
  void missesTakeOneFenceIfAnythingCouldComeBackAndElseNone() {
    put(50, 1);
    fixture.pool.budget().evict(1 << 20);
    assertEquals(0, store.count());
    assertEquals(1, fixture.fencesOf(() -> store.removeAll(keys(0, 100))));
    assertEquals(0, fixture.fencesOf(() -> store.removeAll(keys(0, 100))));
    RecordStore killed =
        RecordStore.open(Pool.mount(medium.afterKill()), RecordOptions.quiet(PoolFixture.STRIPES));
    assertNull(killed.recovered(store.share().stored().id()).peekAny());
  }

  /** Each settles all that waits in its stripe, which others must not wait for together. */
  @Test
  void missesThatSettleMuchTakeMoreFences() {
    put(5_000, 1, 1_000);
    fixture.pool.budget().evict(fixture.records.usedBytes() / 2);
    long backlogBytes = fixture.records.backlogBytes();
    assertTrue(backlogBytes > 2 * EntryRemovals.MANY_BYTES, backlogBytes + " bytes wait");
    long fences = fixture.fencesOf(() -> store.removeAll(keys(5_000, 5_100)));
    assertTrue(fences > 1 && fences <= PoolFixture.STRIPES, fences + " fences");
    assertEquals(0, fixture.records.backlogBytes());
  }

  @Test
  void keysTwiceAndKeysThatAreNotThere() {
    put(10, 1);
    List<KeyIdentity> keys = new ArrayList<>(keys(5, 20));
    keys.addAll(keys(5, 8));
    store.removeAll(keys);
    store.removeAll(List.of());
    assertThere(0, 5, true);
    assertThere(5, 20, false);
    assertEquals(5, store.count());
  }

  /** Whoever holds a stripe for long delays the removals of its keys, and no others. */
  @Test
  void aBusyStripeIsNotWaitedForByTheOthers() throws InterruptedException {
    put(64, 1);
    Stripe busy = fixture.records.stripe(key(63).hashCode());
    Thread removing = new Thread(() -> store.removeAll(keys(0, 64)), "removing");
    busy.lock();
    try {
      removing.start();
      long others =
          keys(0, 64).stream()
              .filter(key -> fixture.records.stripe(key.hashCode()) != busy)
              .count();
      assertTrue(others > 32, others + " keys of other stripes");
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10); // not for ever, if it waits
      while (store.count() > 64 - others && removing.isAlive() && System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      assertEquals(64 - others, store.count());
      assertNotNull(Values.read(store, key(63)));
    } finally {
      busy.unlock();
    }
    removing.join();
    assertEquals(0, store.count());
  }

  /** Whichever of its stores and flushes it is: the entries are there until they are all gone. */
  @Test
  void ifOneFailsAllAreThere() {
    put(30, 1);
    fixture.records.settleAll();
    for (FailingMedium.Step step : List.of(FailingMedium.Step.STORE, FailingMedium.Step.FLUSH)) {
      for (int nth = 1; nth <= 20; nth++) {
        failing.failAt(step, nth);
        assertThrows(MediumFailedException.class, () -> store.removeAll(keys(0, 20)));
        assertThere(0, 30, true);
      }
    }
    store.removeAll(keys(0, 20));
    assertThere(0, 20, false);
    assertThere(20, 30, true);
    restart();
    assertThere(0, 20, false);
    assertThere(20, 30, true);
  }

  @Test
  void equalKeysOfOtherBytesAreRemoved() {
    PooledEntries loose = fixture.attach("loose", Keys.LOOSE);
    List<KeyIdentity> others = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      loose.put(Keys.LOOSE.of(new Keys.Word("key" + i)), new byte[] {(byte) i}, EntryRef.ETERNAL);
      others.add(Keys.LOOSE.of(new Keys.Word(("key" + i).toUpperCase(Locale.ROOT) + " ")));
    }
    assertEquals(1, fixture.fencesOf(() -> loose.removeAll(others)));
    assertEquals(0, loose.count());
  }
}
