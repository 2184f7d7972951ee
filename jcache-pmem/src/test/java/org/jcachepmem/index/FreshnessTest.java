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

import static org.jcachepmem.allocator.medium.FailingMedium.Step.FLUSH;
import static org.jcachepmem.allocator.medium.FailingMedium.Step.STORE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jcachepmem.allocator.medium.FailingMedium;
import org.jcachepmem.allocator.medium.HeapMedium;
import org.jcachepmem.allocator.medium.MediumFailedException;
import org.jcachepmem.allocator.medium.RecordingMedium;
import org.jcachepmem.allocator.pool.FormatOptions;
import org.jcachepmem.allocator.pool.Pool;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.allocator.record.RecordOptions;
import org.jcachepmem.allocator.record.RecordStore;
import org.jcachepmem.flight.PoolEvents;
import org.jcachepmem.index.Freshness.Companion;
import org.jcachepmem.index.PoolSession.StoredCache;
import org.jcachepmem.key.KeyIdentity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When a cache is cleared as it is opened, and that no crash lets an entry escape that. */
class FreshnessTest {
  private static final KeyIdentity KEY = Keys.CANONICAL.of("key");
  private static final int MOST_IMAGES = 40;
  private static final Freshness UNCLEAN = new Freshness(true, null, 0, null);
  private static final Freshness HOUR = new Freshness(false, null, 3_600_000, null);

  private static Freshness version(String version) {
    return new Freshness(false, version, 0, null);
  }

  private static Freshness with(Freshness timestamps) {
    return new Freshness(false, null, 0, new Companion("timestamps", timestamps));
  }

  /** Entries that the cache has as it is opened; afterwards it has one. */
  private static long open(PoolFixture pool, String name, Freshness freshness) {
    PooledEntries store = pool.attach(PoolFixture.untouched(name, freshness), Keys.CANONICAL);
    long count = store.count();
    store.put(KEY, new byte[] {mark(freshness)}, EntryRef.ETERNAL);
    return count;
  }

  /** The version as a value. */
  private static byte mark(Freshness freshness) {
    Companion companion = freshness.companion();
    String version =
        companion == null ? freshness.dataVersion() : companion.freshness().dataVersion();
    return version == null ? 0 : Byte.parseByte(version);
  }

  @Test
  void anotherDataVersionClearsOnce() {
    try (PoolFixture pool = PoolFixture.recording(256 << 10)) {
      assertEquals(0, open(pool, "a", Freshness.ANY));
      pool.restart();
      assertEquals(0, open(pool, "a", version("1"))); // whatever was stored before is of none
      pool.restart();
      assertEquals(1, open(pool, "a", version("1")));
      pool.kill();
      assertEquals(1, open(pool, "a", version("1")));
      pool.restart();
      assertEquals(0, open(pool, "a", version("2")));
      pool.kill();
      assertEquals(1, open(pool, "a", version("2")));
      pool.restart();
      assertEquals(1, open(pool, "a", Freshness.ANY)); // not compared, and forgotten
      pool.restart();
      assertEquals(0, open(pool, "a", version("2")));
    }
  }

  @Test
  void aLongerDowntimeThanAllowedClears() {
    try (PoolFixture pool = PoolFixture.recording(256 << 10)) {
      assertEquals(0, open(pool, "a", HOUR));
      pool.millis.addAndGet(7_200_000); // in use all the time
      pool.restart();
      pool.millis.addAndGet(3_600_000);
      assertEquals(1, open(pool, "a", HOUR));
      pool.restart();
      pool.millis.addAndGet(3_600_001);
      assertEquals(0, open(pool, "a", HOUR));
      pool.restart();
      assertEquals(0, open(pool, "b", HOUR));
      pool.millis.addAndGet(3_600_001); // the pool is in use, the cache is not
      pool.restart();
      assertEquals(0, open(pool, "a", HOUR));
      pool.restart();
      pool.millis.addAndGet(-3_600_001); // nobody knows how long it was
      assertEquals(0, open(pool, "a", HOUR));
    }
  }

  @Test
  @Timeout(60)
  void useIsWrittenDownWhileACacheIsOpen() throws InterruptedException {
    Freshness seconds = new Freshness(false, null, 1_000, null);
    try (PoolFixture pool = PoolFixture.heap(8 << 20)) {
      assertEquals(0, open(pool, "a", seconds));
      long later = pool.millis.addAndGet(5_000);
      while (pool.records.catalogue().find("ns", "a").provenance().lastUseMillis() != later) {
        Thread.sleep(10);
      }
    }
  }

  @Test
  void whatLivesWithAClearedCacheIsClearedInWhateverOrderTheyAreOpened() {
    for (boolean resultsFirst : new boolean[] {true, false}) {
      try (PoolFixture pool = PoolFixture.recording(256 << 10)) {
        assertEquals(0, open(pool, resultsFirst, version("1")));
        pool.restart();
        assertEquals(2, open(pool, resultsFirst, version("1")));
        pool.restart();
        assertEquals(0, open(pool, resultsFirst, version("2")));
        pool.kill();
        assertEquals(2, open(pool, resultsFirst, version("2")));
        pool.kill();
        assertEquals(0, open(pool, resultsFirst, UNCLEAN));
        pool.restart();
        assertEquals(2, open(pool, resultsFirst, UNCLEAN));
      }
    }
  }

  /** Entries that both have together. */
  private static long open(PoolFixture pool, boolean resultsFirst, Freshness timestamps) {
    if (resultsFirst) {
      return open(pool, "results", with(timestamps)) + open(pool, "timestamps", timestamps);
    }
    return open(pool, "timestamps", timestamps) + open(pool, "results", with(timestamps));
  }

  @Test
  void aLostCacheIsNoticedByWhatLivesWithItLater() {
    try (PoolFixture pool = PoolFixture.recording(256 << 10)) {
      assertEquals(0, open(pool, false, Freshness.ANY));
      pool.restart();
      pool.session("test").destroy("ns", "timestamps");
      pool.restart();
      assertEquals(0, open(pool, "timestamps", Freshness.ANY));
      pool.restart();
      assertEquals(0, open(pool, "results", with(Freshness.ANY)));
      pool.restart();
      assertEquals(2, open(pool, true, Freshness.ANY));
      pool.restart();
      assertEquals(0, open(pool, "timestamps", version("1"))); // the results are not opened
      pool.restart();
      assertEquals(0, open(pool, "results", with(version("1"))));
    }
  }

  @Test
  void aSharedPoolExaminesACacheThatAnotherSessionHasOpenOnce() {
    try (PoolFixture pool = PoolFixture.recording(256 << 10)) {
      assertEquals(0, open(pool, false, version("1")));
      pool.kill();
      assertEquals(0, open(pool, "timestamps", UNCLEAN));
      assertEquals(0, open(pool, "results", with(UNCLEAN)));
      pool.restart();
      assertEquals(2, open(pool, false, UNCLEAN));
    }
  }

  @Test
  void whoKeepsAnUncleanCacheKeepsItForHimselfOnly() {
    try (PoolFixture pool = PoolFixture.recording(256 << 10)) {
      assertEquals(0, openAndClose(pool, Freshness.ANY));
      pool.kill();
      assertEquals(1, openAndClose(pool, Freshness.ANY));
      assertEquals(0, openAndClose(pool, UNCLEAN)); // what is from before the kill is still there
      assertEquals(1, openAndClose(pool, UNCLEAN)); // and now nothing is
      assertEquals(1, openAndClose(pool, Freshness.ANY));
    }
  }

  /** An application may end before it opens the cache: its database is not up yet, say. */
  @Test
  void aKillIsSeenAlsoIfThePoolWasClosedCleanlySince() {
    try (PoolFixture pool = PoolFixture.recording(256 << 10)) {
      assertEquals(0, openAndClose(pool, UNCLEAN));
      pool.kill();
      pool.restart();
      pool.restart();
      assertEquals(0, openAndClose(pool, UNCLEAN));
      pool.restart();
      assertEquals(1, openAndClose(pool, UNCLEAN));
    }
  }

  @Test
  void soItIsIfAnotherConfigurationKeptTheCacheMeanwhile() {
    try (PoolFixture pool = PoolFixture.recording(256 << 10)) {
      assertEquals(0, openAndClose(pool, UNCLEAN));
      pool.kill();
      assertEquals(1, openAndClose(pool, Freshness.ANY));
      pool.restart();
      assertEquals(1, openAndClose(pool, version("")));
      pool.restart();
      assertEquals(0, openAndClose(pool, UNCLEAN));
      pool.restart();
      assertEquals(1, openAndClose(pool, UNCLEAN));
    }
  }

  /** Or making room could bring an entry back that was just being moved. */
  @Test
  void nobodyMovesEntriesOfACacheThatIsBeingCleared() {
    HeapMedium medium = new HeapMedium(256 << 10);
    Pool.format(medium, FormatOptions.small(7));
    RecordStore records =
        RecordStore.open(Pool.mount(medium), RecordOptions.quiet(PoolFixture.STRIPES));
    AtomicReference<Runnable> whenCleared = new AtomicReference<>(() -> {});
    PoolEvents events =
        (PoolEvents)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {PoolEvents.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("clearBegins")) {
                    whenCleared.get().run();
                  }
                  return null;
                });
    SharedPool pool = new SharedPool(records, 1 << 20, () -> 0L, () -> 0L, () -> 0, events);
    PooledEntries store =
        pool.attach("test", PoolFixture.untouched("a", version("1")), Keys.CANONICAL);
    store.put(KEY, new byte[1], EntryRef.ETERNAL);
    long offset = Objects.requireNonNull(store.find(KEY)).offset();
    pool.detach(store);
    AtomicInteger tries = new AtomicInteger();
    whenCleared.set(
        () -> {
          tries.incrementAndGet();
          assertFalse(pool.budget().vacate(store.share().stored().id(), KEY.bytes(), offset));
        });
    assertEquals(
        0, pool.attach("test", PoolFixture.untouched("a", version("2")), Keys.CANONICAL).count());
    assertEquals(1, tries.get());
    pool.close();
    records.close();
  }

  private static long openAndClose(PoolFixture pool, Freshness freshness) {
    SharedPoolSession session = pool.session("test");
    EntryStore store = session.attach(PoolFixture.untouched("a", freshness), Keys.CANONICAL);
    long count = store.count();
    store.put(KEY, new byte[1], EntryRef.ETERNAL);
    session.detach(store);
    return count;
  }

  @Test
  void aClearThatFailedIsTriedAgainByTheNextOpening() {
    HeapMedium killed;
    try (PoolFixture pool = PoolFixture.recording(256 << 10)) {
      open(pool, "a", Freshness.ANY);
      killed = ((RecordingMedium) pool.medium).killImage();
    }
    byte[] contents = new byte[(int) killed.sizeBytes()];
    killed.copyOut(0, contents, 0, contents.length);
    int failed = 0;
    for (FailingMedium.Step step : new FailingMedium.Step[] {STORE, FLUSH}) {
      while (failsOnceAndIsClearedThen(contents, step, failed + 1)) {
        failed++;
      }
      assertTrue(failed > 3, failed + " failures of a " + step);
      failed = 0;
    }
  }

  /** False if the opening has no such step. */
  private static boolean failsOnceAndIsClearedThen(
      byte[] contents, FailingMedium.Step step, int nth) {
    HeapMedium copy = new HeapMedium(contents.length);
    copy.copyIn(0, contents, 0, contents.length);
    FailingMedium medium = new FailingMedium(copy);
    RecordStore records = RecordStore.open(Pool.mount(medium), RecordOptions.quiet(1));
    SharedPool pool = PoolFixture.shared(records, 64 << 20, () -> 0);
    medium.failAt(step, nth);
    boolean failed = false;
    try {
      pool.detach(pool.attach("test", PoolFixture.untouched("a", UNCLEAN), Keys.CANONICAL));
    } catch (MediumFailedException e) {
      failed = true;
    }
    medium.repair();
    PooledEntries store = pool.attach("test", PoolFixture.untouched("a", UNCLEAN), Keys.CANONICAL);
    assertEquals(0, store.count(), "after the failure of " + step + " " + nth);
    pool.close();
    records.close();
    return failed;
  }

  @Test
  void aCrashWhileACacheIsClearedEndsInAClearedCache() {
    for (boolean resultsFirst : new boolean[] {true, false}) {
      try (PoolFixture pool = PoolFixture.recording(256 << 10)) {
        open(pool, resultsFirst, version("1"));
        pool.restart();
        List<HeapMedium> images = new ArrayList<>();
        RecordingMedium medium = (RecordingMedium) pool.medium;
        medium.onFence(
            () -> {
              images.add(medium.killImage());
              medium.crashImages(images.size(), MOST_IMAGES, images::add);
            });
        assertEquals(0, open(pool, resultsFirst, version("2")));
        medium.onFence(() -> {});
        assertTrue(images.size() > 50, images.size() + " images");
        images.forEach(image -> checkCrash(image, resultsFirst));
      }
    }
  }

  /** No entry of version 1 under version 2; and under any version, both contents or no results. */
  private static void checkCrash(HeapMedium image, boolean resultsFirst) {
    byte[] contents = new byte[(int) image.sizeBytes()];
    image.copyOut(0, contents, 0, contents.length);
    for (Freshness timestamps : new Freshness[] {version("2"), Freshness.ANY}) {
      HeapMedium copy = new HeapMedium(image.sizeBytes());
      copy.copyIn(0, contents, 0, contents.length);
      RecordStore records = RecordStore.open(Pool.mount(copy), RecordOptions.quiet(1));
      SharedPool pool = PoolFixture.shared(records, 64 << 20, () -> 0);
      StoredCache results = PoolFixture.untouched("results", with(timestamps));
      StoredCache times = PoolFixture.untouched("timestamps", timestamps);
      PooledEntries first = pool.attach("test", resultsFirst ? results : times, Keys.CANONICAL);
      PooledEntries second = pool.attach("test", resultsFirst ? times : results, Keys.CANONICAL);
      PooledEntries resultEntries = resultsFirst ? first : second;
      PooledEntries timeEntries = resultsFirst ? second : first;
      List<Integer> found = List.of(version(resultEntries), version(timeEntries));
      boolean isSound =
          timestamps.dataVersion() == null
              ? found.get(0) != 1 || found.get(1) == 1
              : !found.contains(1);
      assertTrue(isSound, "results of version, timestamps of version: " + found);
      pool.close();
      records.close();
    }
  }

  /** Under which version the entry was put, or 0 if there is none. */
  private static int version(PooledEntries store) {
    EntryRef entry = store.find(KEY);
    byte[] value = entry == null ? null : store.read(entry);
    return value == null ? 0 : value[0];
  }
}
