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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import javax.cache.CacheException;
import org.jcachepmem.allocator.medium.FailingMedium;
import org.jcachepmem.allocator.medium.HeapMedium;
import org.jcachepmem.allocator.medium.RecordingMedium;
import org.jcachepmem.allocator.pool.FormatOptions;
import org.jcachepmem.allocator.pool.Pool;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.allocator.record.RecordOptions;
import org.jcachepmem.allocator.record.RecordStore;
import org.jcachepmem.codec.Codec;
import org.jcachepmem.index.Freshness.Companion;
import org.jcachepmem.index.PoolSession.StoredCache;
import org.jcachepmem.key.CodecKeys;
import org.jcachepmem.key.KeyIdentities;
import org.jcachepmem.key.KeyIdentity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** No result without the times it was made with, whenever and however the times are lost. */
@Timeout(60)
class LossesTest {
  private static final KeyIdentity KEY = Keys.CANONICAL.of("key");
  private static final int MOST_IMAGES = 40;
  private static final StoredCache TIMES = PoolFixture.untouched("times", Freshness.ANY);
  private static final StoredCache RESULTS = PoolFixture.untouched("results", with(Freshness.ANY));

  /** With the times that are there at first; with none; with those that are put in the end. */
  private static final byte FIRST = 1;

  private static final byte BETWEEN = 2;
  private static final byte LAST = 3;

  private static Freshness with(Freshness times) {
    return new Freshness(false, null, 0, new Companion("times", times));
  }

  private static void put(EntryStore store, byte mark) {
    store.put(KEY, new byte[] {mark}, EntryRef.ETERNAL);
  }

  private static byte mark(EntryStore store) {
    EntryRef entry = store.find(KEY);
    byte[] value = entry == null ? null : store.read(entry);
    return value == null ? 0 : value[0];
  }

  private static void lose(PoolFixture pool, Runnable loss) {
    pool.session("losing").lose("ns", "times", loss);
  }

  /** What a crash may leave behind, at each fence from now on. */
  private static List<HeapMedium> images(PoolFixture pool) {
    List<HeapMedium> images = new ArrayList<>();
    RecordingMedium medium = (RecordingMedium) pool.medium;
    medium.onFence(
        () -> {
          images.add(medium.killImage());
          medium.crashImages(images.size(), MOST_IMAGES, images::add);
        });
    return images;
  }

  private static void checkAll(PoolFixture pool, List<HeapMedium> images) {
    ((RecordingMedium) pool.medium).onFence(() -> {});
    assertTrue(images.size() > 10, images.size() + " images");
    images.forEach(LossesTest::check);
  }

  private static void check(HeapMedium image) {
    RecordStore records = RecordStore.open(Pool.mount(image), RecordOptions.quiet(1));
    SharedPool pool = PoolFixture.shared(records, 64 << 20, () -> 0);
    byte result = mark(pool.attach("test", RESULTS, Keys.CANONICAL));
    byte time = mark(pool.attach("test", TIMES, Keys.CANONICAL));
    assertTrue(result == 0 || result == time, "a result of " + result + " with times of " + time);
    pool.close();
    records.close();
  }

  @Test
  void aCrashWhileTimesAreClearedLeavesNoResultsWithoutThem() {
    for (boolean isOpen : new boolean[] {true, false}) {
      try (PoolFixture pool = PoolFixture.recording(256 << 10)) {
        PooledEntries times = pool.attach(TIMES, Keys.CANONICAL);
        SharedPoolSession session = pool.session("results");
        EntryStore results = session.attach(RESULTS, Keys.CANONICAL);
        put(times, FIRST);
        put(results, FIRST);
        if (!isOpen) {
          session.detach(results);
        }
        List<HeapMedium> images = images(pool);
        lose(
            pool,
            () -> {
              if (isOpen) {
                assertEquals(0, mark(results), "results are cleared first");
              }
              times.clear();
              if (isOpen) {
                put(results, BETWEEN);
              }
            });
        if (isOpen) {
          assertEquals(0, mark(results), "what was put meanwhile is cleared, too");
        } else {
          assertEquals(0, mark(session.attach(RESULTS, Keys.CANONICAL)));
        }
        checkAll(pool, images);
      }
    }
  }

  @Test
  void resultsOfAfterTheLossAreKept() {
    try (PoolFixture pool = PoolFixture.recording(256 << 10)) {
      PooledEntries times = pool.attach(TIMES, Keys.CANONICAL);
      PooledEntries results = pool.attach(RESULTS, Keys.CANONICAL);
      lose(pool, times::clear);
      put(times, LAST);
      put(results, LAST);
      pool.kill();
      assertEquals(LAST, mark(pool.attach(RESULTS, Keys.CANONICAL)));
    }
  }

  @Test
  void aLossThatEndsDuringAnotherOneIsNotTheEnd() {
    try (PoolFixture pool = PoolFixture.recording(256 << 10)) {
      PooledEntries times = pool.attach(TIMES, Keys.CANONICAL);
      PooledEntries results = pool.attach(RESULTS, Keys.CANONICAL);
      put(times, FIRST);
      lose(
          pool,
          () -> {
            lose(pool, () -> {});
            List<HeapMedium> images = images(pool);
            put(results, FIRST);
            times.clear();
            checkAll(pool, images);
          });
      assertEquals(0, mark(results));
    }
  }

  @Test
  void resultsThatAreOpenedDuringALossAreClearedInTheEnd() {
    try (PoolFixture pool = PoolFixture.recording(256 << 10)) {
      PooledEntries times = pool.attach(TIMES, Keys.CANONICAL);
      SharedPoolSession session = pool.session("results");
      session.detach(session.attach(RESULTS, Keys.CANONICAL));
      put(times, FIRST);
      AtomicReference<EntryStore> opened = new AtomicReference<>();
      lose(
          pool,
          () -> {
            EntryStore results = session.attach(RESULTS, Keys.CANONICAL);
            opened.set(results);
            List<HeapMedium> images = images(pool);
            put(results, FIRST);
            times.clear();
            checkAll(pool, images);
          });
      assertEquals(0, mark(opened.get()));
      put(times, LAST);
      put(opened.get(), LAST);
      pool.kill();
      assertEquals(LAST, mark(pool.attach(RESULTS, Keys.CANONICAL)));
    }
  }

  /** Runs a step when a stored key is decoded, as opening a cache of such keys does. */
  private static KeyIdentities<String> keysThatMeanwhile(Runnable step) {
    return CodecKeys.of(
        new Codec<String>() {
          @Override
          public String id() {
            return "k";
          }

          @Override
          public int version() {
            return 1;
          }

          @Override
          public boolean isCanonical() {
            return false;
          }

          @Override
          public byte[] encode(String object) {
            return object.getBytes(StandardCharsets.UTF_8);
          }

          @Override
          public String decode(byte[] bytes) {
            step.run();
            return new String(bytes, StandardCharsets.UTF_8);
          }
        });
  }

  private static EntryStore storeResult(SharedPoolSession session, KeyIdentities<String> keys) {
    EntryStore results = session.attach(RESULTS, keys);
    results.put(keys.of("key"), new byte[] {FIRST}, EntryRef.ETERNAL);
    session.detach(results);
    return results;
  }

  @Test
  void resultsThatAreBeingOpenedDuringALossAreClearedWhenTheyAre() {
    try (PoolFixture pool = PoolFixture.recording(256 << 10)) {
      PooledEntries times = pool.attach(TIMES, Keys.CANONICAL);
      put(times, FIRST);
      SharedPoolSession session = pool.session("results");
      KeyIdentities<String> keys = keysThatMeanwhile(() -> {});
      storeResult(session, keys);
      EntryStore again = session.attach(RESULTS, keysThatMeanwhile(() -> lose(pool, times::clear)));
      assertEquals(0, again.count());
      again.put(keys.of("key"), new byte[] {LAST}, EntryRef.ETERNAL);
      pool.kill();
      assertEquals(1, pool.attach(RESULTS, keys).count());
    }
  }

  @Test
  void resultsThatCannotBeClearedWhenTheyAreOpenedAreNobodys() {
    FailingMedium medium = new FailingMedium(new HeapMedium(256 << 10));
    try (PoolFixture pool = new PoolFixture(medium, FormatOptions.small(7))) {
      PooledEntries times = pool.attach(TIMES, Keys.CANONICAL);
      put(times, FIRST);
      SharedPoolSession session = pool.session("results");
      KeyIdentities<String> keys = keysThatMeanwhile(() -> {});
      EntryStore results = storeResult(session, keys);
      Runnable failing =
          () -> {
            lose(pool, times::clear);
            pool.records.settleAll(); // or reindexing is what fails
            medium.failAt(FailingMedium.Step.STORE, 1);
          };
      CacheException refused =
          assertThrows(
              CacheException.class, () -> session.attach(RESULTS, keysThatMeanwhile(failing)));
      assertTrue(refused.getMessage().contains("results"), refused.getMessage());
      Share share = ((PooledEntries) results).share();
      assertFalse(share.isAttached(), "no session has it");
      assertFalse(share.isAttaching());
      lose(pool, times::clear);
      EntryStore again = session.attach(RESULTS, keys);
      assertEquals(0, again.count());
      again.put(keys.of("key"), new byte[] {LAST}, EntryRef.ETERNAL);
    }
  }

  @Test
  void resultsThatAreBeingClosedAreNotTouched() throws Exception {
    try (PoolFixture pool = PoolFixture.recording(256 << 10)) {
      PooledEntries times = pool.attach(TIMES, Keys.CANONICAL);
      SharedPoolSession session = pool.session("results");
      EntryStore results = session.attach(RESULTS, Keys.CANONICAL);
      put(results, FIRST);
      FutureTask<Void> loss = new FutureTask<>(() -> lose(pool, times::clear), null);
      Thread losing = new Thread(loss);
      AtomicReference<Thread> closing = new AtomicReference<>(Thread.currentThread());
      ((RecordingMedium) pool.medium)
          .beforeFence(
              () -> {
                if (closing.compareAndSet(Thread.currentThread(), null)) {
                  assertThrows(IllegalStateException.class, results::count);
                  losing.start();
                  CompanionRacesTest.awaitBlockedOrEnded(losing);
                }
              });
      session.detach(results);
      loss.get();
      assertEquals(0, mark(session.attach(RESULTS, Keys.CANONICAL)));
    }
  }

  @Test
  void timesThatAreClearedAsTheyAreOpenedTakeTheOpenResultsAlong() {
    Freshness hour = new Freshness(false, null, 3_600_000, null);
    try (PoolFixture pool = PoolFixture.recording(256 << 10)) {
      PooledEntries results =
          pool.attach(PoolFixture.untouched("results", with(hour)), Keys.CANONICAL);
      put(results, FIRST);
      pool.millis.addAndGet(7_200_000);
      put(pool.attach(PoolFixture.untouched("times", hour), Keys.CANONICAL), LAST);
      assertEquals(0, mark(results));
      put(results, LAST);
      pool.kill();
      assertEquals(
          LAST, mark(pool.attach(PoolFixture.untouched("results", with(hour)), Keys.CANONICAL)));
    }
  }

  @Test
  void aLossThatFailsIsOverToo() {
    try (PoolFixture pool = PoolFixture.recording(256 << 10)) {
      PooledEntries times = pool.attach(TIMES, Keys.CANONICAL);
      PooledEntries results = pool.attach(RESULTS, Keys.CANONICAL);
      IllegalStateException failure = new IllegalStateException("of a writer");
      Runnable loss =
          () -> {
            put(results, BETWEEN);
            throw failure;
          };
      assertSame(failure, assertThrows(IllegalStateException.class, () -> lose(pool, loss)));
      assertEquals(0, mark(results));
      lose(pool, times::clear);
      put(results, LAST);
      pool.kill();
      assertEquals(LAST, mark(pool.attach(RESULTS, Keys.CANONICAL)));
    }
  }

  @Test
  void destroyedTimesTakeResultsOfAnySessionAlong() {
    try (PoolFixture pool = PoolFixture.recording(256 << 10)) {
      SharedPoolSession session = pool.session("times");
      put(session.attach(TIMES, Keys.CANONICAL), FIRST);
      PooledEntries results = pool.attach(RESULTS, Keys.CANONICAL);
      put(results, FIRST);
      List<HeapMedium> images = images(pool);
      session.destroy("ns", "times");
      assertEquals(0, mark(results));
      checkAll(pool, images);
    }
  }
}
