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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import javax.cache.CacheException;
import org.jcachepmem.allocator.medium.FailingMedium;
import org.jcachepmem.allocator.medium.MediumFailedException;
import org.jcachepmem.allocator.medium.PagedMedium;
import org.jcachepmem.allocator.medium.RecordingMedium;
import org.jcachepmem.allocator.pool.FormatOptions;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.allocator.record.Stripe;
import org.jcachepmem.index.EntryStore.Write;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several puts on a medium whose fences write pages. */
class BatchedPutsTest {
  private static final int LENGTH = 100;

  private final RecordingMedium medium = new RecordingMedium(8 << 20);
  private final FailingMedium failing = new FailingMedium(medium);
  private final PoolFixture fixture =
      new PoolFixture(new PagedMedium(failing), FormatOptions.standard(1_700_000_000_000L));
  private final PooledEntries store = fixture.attach("a", Keys.CANONICAL);

  @AfterEach
  void inventory() {
    fixture.close();
  }

  private static String key(int number) {
    return "key" + number;
  }

  private static List<Write> writes(int count, int version) {
    List<Write> writes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      writes.add(write(i, version, LENGTH));
    }
    return writes;
  }

  private static Write write(int number, int version, int length) {
    return new Write(
        Keys.CANONICAL.of(key(number)), Values.of(key(number), version, length), EntryRef.ETERNAL);
  }

  private void assertReads(int number, int version, int length) {
    assertArrayEquals(
        Values.of(key(number), version, length),
        Values.read(store, Keys.CANONICAL.of(key(number))),
        key(number));
  }

  @Test
  void aHundredPutsTakeOneFence() {
    store.putAll(writes(200, 1)); // the chunk gets a class
    fixture.records.settleAll();
    for (int version = 2; version < 5; version++) {
      List<Write> writes = writes(100, version);
      assertEquals(
          1, fixture.fencesOf(() -> store.putAll(writes)), "overwrites, version " + version);
      fixture.records.settleAll();
      medium.assertAllDurable();
      for (int i = 0; i < 100; i++) {
        assertReads(i, version, LENGTH);
      }
    }
    assertEquals(200, store.count());
  }

  /** Whoever reads one may rely on it. */
  @Test
  void noneIsReadBeforeAllAreDurable() {
    store.putAll(writes(50, 1));
    fixture.records.settleAll();
    medium.beforeFence(
        () -> {
          for (int i = 0; i < 50; i++) {
            assertReads(i, 1, LENGTH);
          }
          assertEquals(50, store.count());
        });
    assertEquals(1, fixture.fencesOf(() -> store.putAll(writes(100, 2))));
    medium.beforeFence(() -> {});
    for (int i = 0; i < 100; i++) {
      assertReads(i, 2, LENGTH);
    }
  }

  @Test
  void valuesInPiecesAreDurable() {
    int length = 200_000;
    for (int version = 1; version < 4; version++) {
      List<Write> writes = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        writes.add(write(i, version, length));
      }
      store.putAll(writes);
    }
    medium.assertAllDurable();
    for (int i = 0; i < 12; i++) {
      assertReads(i, 3, length);
    }
  }

  @Test
  void whatFitsNowhereIsPutAloneAndEvicts() {
    for (int version = 1; version < 3; version++) {
      List<Write> writes = new ArrayList<>();
      for (int i = 0; i < 5_000; i++) {
        writes.add(write(i, version, 2_000));
      }
      store.putAll(writes);
      assertTrue(store.count() > 2_000, () -> store.count() + " entries");
      assertTrue(store.count() < 5_000, () -> store.count() + " entries");
    }
  }

  @Test
  void aValueThatNeverFitsIsRefusedAndTheOthersAreThere() {
    List<Write> writes = List.of(write(0, 1, LENGTH), write(1, 1, 9 << 20), write(2, 1, LENGTH));
    assertThrows(CacheException.class, () -> store.putAll(writes));
    assertReads(0, 1, LENGTH);
    assertReads(2, 1, LENGTH);
  }

  /** Whoever holds a stripe for long delays the puts of its keys, and no others. */
  @Test
  void aBusyStripeIsNotWaitedForByTheOthers() throws InterruptedException {
    store.putAll(writes(64, 1));
    Stripe busy = fixture.records.stripe(Keys.CANONICAL.of(key(63)).hashCode());
    Thread putting = new Thread(() -> store.putAll(writes(64, 2)), "putting");
    busy.lock();
    try {
      putting.start();
      int free = 0;
      for (int i = 0; i < 64; i++) {
        if (fixture.records.stripe(Keys.CANONICAL.of(key(i)).hashCode()) != busy) {
          awaitReads(i, 2, putting);
          free++;
        }
      }
      assertTrue(free > 32, free + " keys of other stripes");
      assertReads(63, 1, LENGTH);
    } finally {
      busy.unlock();
    }
    putting.join();
    assertReads(63, 2, LENGTH);
  }

  private void awaitReads(int number, int version, Thread putting) {
    byte[] wanted = Values.of(key(number), version, LENGTH);
    boolean isThere = false;
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10); // not for ever, if it waits
    while (!isThere && putting.isAlive() && System.nanoTime() < end) {
      isThere = Arrays.equals(wanted, Values.read(store, Keys.CANONICAL.of(key(number))));
    }
    assertReads(number, version, LENGTH);
  }

  /** Whichever of its stores and flushes it is: none comes to life later, and no slot is lost. */
  @Test
  void ifOneFailsNoneIsThere() {
    store.putAll(writes(30, 1));
    fixture.records.settleAll();
    for (FailingMedium.Step step : List.of(FailingMedium.Step.STORE, FailingMedium.Step.FLUSH)) {
      for (int nth = 1; nth < 40; nth += 7) {
        failing.failAt(step, nth);
        assertThrows(MediumFailedException.class, () -> store.putAll(writes(20, 2)));
        for (int i = 0; i < 30; i++) {
          assertReads(i, 1, LENGTH);
        }
        assertEquals(store.share().weightBytes(), store.share().expectedBytes());
      }
    }
    store.putAll(writes(20, 3));
    assertReads(19, 3, LENGTH);
  }

  @Test
  void equalKeysOfOtherBytesAreReplaced() {
    PooledEntries loose = fixture.attach("loose", Keys.LOOSE);
    List<Write> first = new ArrayList<>();
    List<Write> second = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      first.add(loose(key(i), 1));
      second.add(loose(key(i).toUpperCase(Locale.ROOT) + " ", 2));
    }
    loose.putAll(first);
    assertEquals(1, fixture.fencesOf(() -> loose.putAll(second)));
    assertEquals(20, loose.count());
    for (int i = 0; i < 20; i++) {
      assertArrayEquals(
          new byte[] {2, (byte) i},
          Values.read(loose, Keys.LOOSE.of(new Keys.Word(key(i)))),
          key(i));
    }
  }

  private static Write loose(String text, int version) {
    byte number = Byte.parseByte(text.trim().substring(3));
    return new Write(
        Keys.LOOSE.of(new Keys.Word(text)), new byte[] {(byte) version, number}, EntryRef.ETERNAL);
  }
}
