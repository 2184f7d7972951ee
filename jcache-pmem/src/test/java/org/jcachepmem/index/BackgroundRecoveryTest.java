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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.cache.CacheException;
import org.jcachepmem.allocator.medium.MediumChoice;
import org.jcachepmem.allocator.pool.Durability;
import org.jcachepmem.allocator.pool.GatedPools;
import org.jcachepmem.allocator.pool.PoolOptions;
import org.jcachepmem.allocator.pool.RecoveryMiss;
import org.jcachepmem.allocator.pool.RecoveryMode;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.index.PoolSession.StoredCache;
import org.jcachepmem.key.KeyIdentity;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is served, what waits and what fails while a pool is recovered in the background. */
@Timeout(120)
class BackgroundRecoveryTest {
  private static final int ENTRIES = 3_000;

  /** The catalogue's directory and record, and those of some chunks. */
  private static final int SOME = 4;

  private static final StoredCache CACHE =
      new StoredCache("ns", "a", "java.lang.Long", "long/1", "[B", "bytes/1", 0, false, false);

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void fill() {
    file = directory.resolve("test.pool");
    try (Opened pool = open(GatedPools.open(), RecoveryMode.BLOCKING, RecoveryMiss.WAIT)) {
      for (long key = 0; key < ENTRIES; key++) {
        pool.store.put(FilePool.KEYS.of(key), value(key), EntryRef.ETERNAL);
      }
    }
  }

  /** A pool with one session and one cache; closing it waits for recovery, so lets it pass. */
  private record Opened(GatedPools pools, OpenPool pool, PoolSession session, EntryStore store)
      implements AutoCloseable {

    @Nullable Long get(long key) {
      KeyIdentity id = FilePool.KEYS.of(key);
      for (int tries = 0; tries < 1_000; tries++) {
        EntryRef entry = store.find(id);
        if (entry == null) {
          return null;
        }
        byte[] value = store.read(entry);
        if (value != null) {
          assertArrayEquals(value(key), value);
          return key;
        }
      }
      throw new AssertionError("an entry that can't be read");
    }

    int found() {
      int found = 0;
      for (long key = 0; key < ENTRIES; key++) {
        found += get(key) == null ? 0 : 1;
      }
      return found;
    }

    @Override
    public void close() {
      pools.passAll();
      session.close();
    }
  }

  private static byte[] value(long key) {
    byte[] value = new byte[(int) (100 + key % 50)];
    Arrays.fill(value, (byte) key);
    return value;
  }

  private Opened open(GatedPools pools, RecoveryMode mode, RecoveryMiss onMiss) {
    return open(pools, mode, onMiss, CACHE);
  }

  private Opened open(GatedPools pools, RecoveryMode mode, RecoveryMiss onMiss, StoredCache cache) {
    PoolOptions options =
        PoolOptions.builder()
            .path(file)
            .sizeBytes(8 << 20)
            .medium(MediumChoice.JDK)
            .durability(Durability.ON_CLOSE)
            .recovery(mode)
            .recoveryMiss(onMiss)
            .build();
    SessionSettings settings = new SessionSettings(options, "test", 64 << 20);
    OpenPool pool = OpenPool.open(settings, pools::open);
    PoolSession session =
        mode == RecoveryMode.BACKGROUND
            ? new RecoveringSession(pool, "test", park -> pool.close())
            : new SharedPoolSession(
                pool.shared(), pool.description(), "test", park -> pool.close());
    return new Opened(pools, pool, session, session.attach(cache, FilePool.KEYS));
  }

  private static <T> CompletableFuture<T> started(Supplier<T> task) {
    CompletableFuture<T> future = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                future.complete(task.get());
              } catch (Throwable e) {
                future.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return future;
  }

  private static <T> T within(CompletableFuture<T> future) throws Exception {
    return future.get(60, TimeUnit.SECONDS);
  }

  private static void awaitHeld(GatedPools pools, Opened pool) throws InterruptedException {
    while (!pools.isHeld() && !pool.pool.recovered().isDone()) {
      Thread.sleep(1);
    }
  }

  @Test
  void afterACleanCloseWhatWasFoundIsServedAtOnce() throws InterruptedException {
    GatedPools pools = new GatedPools(SOME);
    try (Opened pool = open(pools, RecoveryMode.BACKGROUND, RecoveryMiss.MISS)) {
      awaitSome(pools, pool);
      assertTrue(pool.session.figures().recovering());
      EntryRef early = present(pool.store.find(FilePool.KEYS.of(firstFound(pool))));
      pools.passAll();
      pool.store.awaitRecovery();
      assertEquals(ENTRIES, pool.store.count());
      assertEquals(ENTRIES, pool.found());
      assertNull(pool.store.read(early), "its slot may be reused without its knowing");
      assertFalse(pool.session.figures().recovering());
      assertEquals(ENTRIES, pool.session.figures().recovery().entries());
    }
  }

  /** Served early, entries of another version would be. */
  @Test
  void whatMayHaveToBeClearedIsNotServedBeforeThatIsKnown() throws InterruptedException {
    Freshness versioned = new Freshness(false, "2", 0, null);
    StoredCache changed =
        new StoredCache(
            "ns", "a", "java.lang.Long", "long/1", "[B", "bytes/1", 0, false, versioned, false);
    GatedPools pools = new GatedPools(SOME);
    try (Opened pool = open(pools, RecoveryMode.BACKGROUND, RecoveryMiss.MISS, changed)) {
      for (int passes = 0; passes < 100 && !pool.pool.recovered().isDone(); passes++) {
        awaitHeld(pools, pool);
        assertEquals(0, pool.found());
        pools.pass(1);
      }
      pools.passAll();
      pool.store.awaitRecovery();
      assertEquals(0, pool.store.count());
    }
  }

  private static void awaitSome(GatedPools pools, Opened pool) throws InterruptedException {
    int found = 0;
    for (int passes = 0; passes < 100 && found == 0; passes++) {
      awaitHeld(pools, pool);
      found = pool.found();
      pools.pass(1);
    }
    assertTrue(found > 0 && found < ENTRIES, found + " found");
  }

  private static long firstFound(Opened pool) {
    for (long key = 0; key < ENTRIES; key++) {
      if (pool.get(key) != null) {
        return key;
      }
    }
    throw new AssertionError("nothing is found any more");
  }

  @Test
  void aUseOfWhatWasFoundEarlyCounts() throws InterruptedException {
    GatedPools pools = new GatedPools(SOME);
    try (Opened pool = open(pools, RecoveryMode.BACKGROUND, RecoveryMiss.MISS)) {
      awaitSome(pools, pool);
      KeyIdentity key = FilePool.KEYS.of(firstFound(pool));
      EntryRef early = present(pool.store.find(key));
      pools.passAll();
      long expiryMillis = System.currentTimeMillis() + 3_600_000;
      pool.store.touch(key, early, early.version(), expiryMillis);
      assertEquals(expiryMillis, present(pool.store.find(key)).expiryMillis());
      assertFalse(
          pool.store.dropExpired(key, early, EntryRef.ETERNAL, true),
          "it is not the entry's handle");
      assertNotNull(pool.store.find(key));
    }
  }

  @Test
  void anInterruptedReaderIsServedAsAnyOther() throws Exception {
    GatedPools pools = new GatedPools(SOME);
    try (Opened pool = open(pools, RecoveryMode.BACKGROUND, RecoveryMiss.MISS)) {
      awaitSome(pools, pool);
      CompletableFuture<Boolean> interrupted =
          started(
              () -> {
                Thread.currentThread().interrupt();
                int found = pool.found();
                assertTrue(found > 0 && found < ENTRIES, found + " found");
                return Thread.interrupted();
              });
      assertTrue(within(interrupted), "it stays interrupted");
    }
  }

  @Test
  void anInterruptedReaderWaitsAsAnyOther() throws Exception {
    GatedPools pools = new GatedPools(0);
    try (Opened pool = open(pools, RecoveryMode.BACKGROUND, RecoveryMiss.WAIT)) {
      awaitHeld(pools, pool);
      CompletableFuture<Long> get =
          started(
              () -> {
                Thread.currentThread().interrupt();
                Long key = pool.get(7);
                assertTrue(Thread.interrupted(), "it stays interrupted");
                return key;
              });
      assertFalse(get.isDone());
      pools.passAll();
      assertEquals(7L, within(get));
    }
  }

  @Test
  void statisticsWaitForNothing() throws Exception {
    GatedPools pools = new GatedPools(0);
    try (Opened pool = open(pools, RecoveryMode.BACKGROUND, RecoveryMiss.WAIT)) {
      awaitHeld(pools, pool);
      assertEquals(0L, within(started(pool.store::count)));
      assertEquals(new StoreCounters(0, 0, 0, 0), pool.store.counters());
      pools.passAll();
      pool.pool.recovered().join();
      while (pool.store.count() == 0) {
        Thread.sleep(1);
      }
      assertEquals(ENTRIES, pool.store.count());
      assertEquals(ENTRIES, pool.store.counters().recovered());
    }
  }

  @Test
  void aGetOfWhatIsNotFoundYetWaitsForIt() throws Exception {
    GatedPools pools = new GatedPools(0);
    try (Opened pool = open(pools, RecoveryMode.BACKGROUND, RecoveryMiss.WAIT)) {
      awaitHeld(pools, pool);
      CompletableFuture<Long> get = started(() -> pool.get(7));
      assertFalse(get.isDone());
      pools.passAll();
      assertEquals(7L, within(get));
    }
  }

  @Test
  void writesWaitAndAreNotUndone() throws Exception {
    GatedPools pools = new GatedPools(SOME);
    try (Opened pool = open(pools, RecoveryMode.BACKGROUND, RecoveryMiss.MISS)) {
      awaitHeld(pools, pool);
      CompletableFuture<Boolean> removed = started(() -> pool.store.remove(FilePool.KEYS.of(8L)));
      CompletableFuture<Boolean> put =
          started(
              () -> {
                pool.store.put(FilePool.KEYS.of(9L), new byte[9], EntryRef.ETERNAL);
                return true;
              });
      CompletableFuture<Boolean> awaited =
          started(
              () -> {
                pool.store.awaitRecovery();
                return true;
              });
      Thread.sleep(20);
      assertFalse(removed.isDone() || put.isDone() || awaited.isDone());
      pools.passAll();
      assertTrue(within(removed));
      assertTrue(within(put));
      assertTrue(within(awaited));
    }
    try (Opened pool = open(GatedPools.open(), RecoveryMode.BLOCKING, RecoveryMiss.WAIT)) {
      assertNull(pool.store.find(FilePool.KEYS.of(8L)));
      EntryRef entry = present(pool.store.find(FilePool.KEYS.of(9L)));
      assertEquals(9, entry.valueLength());
    }
  }

  private static EntryRef present(@Nullable EntryRef entry) {
    assertNotNull(entry);
    return entry;
  }

  @Test
  void afterAKillNothingIsServedBeforeTheEnd() throws Exception {
    Path copy = directory.resolve("copy.pool");
    try (Opened pool = open(GatedPools.open(), RecoveryMode.BLOCKING, RecoveryMiss.WAIT)) {
      pool.store.put(FilePool.KEYS.of(1L), new byte[1], EntryRef.ETERNAL);
      Files.copy(file, copy);
    }
    Files.move(copy, file, StandardCopyOption.REPLACE_EXISTING);
    GatedPools pools = new GatedPools(0);
    try (Opened pool = open(pools, RecoveryMode.BACKGROUND, RecoveryMiss.MISS)) {
      for (int passes = 0; passes < 100 && !pool.pool.recovered().isDone(); passes++) {
        awaitHeld(pools, pool);
        assertTrue(pool.pool.recovered().isDone() || pool.get(2) == null);
        pools.pass(1);
      }
      pools.passAll();
      pool.store.awaitRecovery();
      assertEquals(1, present(pool.store.find(FilePool.KEYS.of(1L))).valueLength());
      assertEquals(2L, pool.get(2));
    }
  }

  @Test
  void aRecoveryThatFailsIsToldByEachOperationAndThePoolIsLeftAlone() {
    GatedPools pools = GatedPools.open().failing(new IOException("No space left on device"));
    Opened failed = open(pools, RecoveryMode.BACKGROUND, RecoveryMiss.WAIT);
    for (int i = 0; i < 2; i++) {
      CacheException told = assertThrows(CacheException.class, () -> failed.get(1));
      assertTrue(told.getMessage().contains("\"a\" can't be used"), told.getMessage());
      assertTrue(told.getMessage().contains("No space left"), told.getMessage());
    }
    assertThrows(CacheException.class, () -> failed.session.storedNames("ns"));
    assertEquals(0, failed.store.count(), "statistics tell no failure");
    assertEquals(file.toString(), failed.session.figures().path());
    assertFalse(failed.session.figures().recovering());
    failed.close();
    try (Opened pool = open(GatedPools.open(), RecoveryMode.BLOCKING, RecoveryMiss.WAIT)) {
      assertEquals(ENTRIES, pool.found());
    }
  }

  @Test
  void aCacheOfOtherTypesIsRefusedWhenItIsUsed() {
    StoredCache other =
        new StoredCache("ns", "a", "java.lang.Long", "long/1", "V", "other/1", 0, false, false);
    try (Opened pool = open(GatedPools.open(), RecoveryMode.BACKGROUND, RecoveryMiss.WAIT, other)) {
      CacheException told = assertThrows(CacheException.class, () -> pool.get(1));
      assertTrue(told.getMessage().contains("other/1"), told.getMessage());
    }
  }

  @Test
  void closingWaitsForRecoveryAndClosesCleanly() throws Exception {
    GatedPools pools = new GatedPools(SOME);
    Opened pool = open(pools, RecoveryMode.BACKGROUND, RecoveryMiss.MISS);
    awaitHeld(pools, pool);
    CompletableFuture<Boolean> closed =
        started(
            () -> {
              pool.close();
              return true;
            });
    pools.passAll();
    assertTrue(within(closed));
    try (Opened again = open(GatedPools.open(), RecoveryMode.BLOCKING, RecoveryMiss.WAIT)) {
      assertTrue(again.pool.shared().records().recovery().clean());
      assertEquals(ENTRIES, again.found());
    }
  }

  @Test
  void aCacheIsDestroyedAndMadeAgain() {
    GatedPools pools = new GatedPools(SOME);
    try (Opened pool = open(pools, RecoveryMode.BACKGROUND, RecoveryMiss.WAIT)) {
      pools.passAll();
      assertEquals(List.of("a"), pool.session.storedNames("ns"));
      assertTrue(pool.session.destroy("ns", "a"));
      pool.session.detach(pool.store);
      EntryStore again = pool.session.attach(CACHE, FilePool.KEYS);
      assertInstanceOf(PooledEntries.class, again);
      assertEquals(0, again.count());
    }
  }
}
