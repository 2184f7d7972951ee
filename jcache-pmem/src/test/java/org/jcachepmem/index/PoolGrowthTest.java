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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import javax.cache.CacheException;
import org.jcachepmem.allocator.medium.FaultyLibraries;
import org.jcachepmem.allocator.medium.Media;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.medium.MediumChoice;
import org.jcachepmem.allocator.medium.OsFaults;
import org.jcachepmem.allocator.medium.OsFaults.Call;
import org.jcachepmem.allocator.medium.OsFaults.Fault;
import org.jcachepmem.allocator.pool.FaultyPools;
import org.jcachepmem.allocator.pool.PoolOptions;
import org.jcachepmem.allocator.pool.RecoveryMode;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.allocator.record.PoolCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PoolGrowthTest {
  private static final long SMALL = 8L << 20;
  private static final long LARGE = 24L << 20;
  private static final int VALUE_BYTES = 32 << 10;

  /** More than fit into the small pool, fewer than fit into the large one. */
  private static final int ENTRIES = 500;

  @TempDir private Path directory;
  private PoolView pool;

  private Runnable watch(PoolView opened) {
    pool = opened;
    return () -> {};
  }

  private PoolOptions.Builder options() {
    return PoolOptions.builder()
        .path(directory.resolve("test.pool"))
        .sizeBytes(SMALL)
        .medium(MediumChoice.JDK);
  }

  private PoolSession open(PoolOptions.Builder options) {
    return PoolSessions.open(new SessionSettings(options.build(), "test", 1L << 30, this::watch));
  }

  private static EntryStore attach(PoolSession session) {
    return session.attach(PoolFixture.stored("a", 0, false), Keys.CANONICAL);
  }

  private static void fill(EntryStore store) {
    for (int i = 0; i < ENTRIES; i++) {
      store.put(Keys.CANONICAL.of("key" + i), new byte[VALUE_BYTES], EntryRef.ETERNAL);
    }
  }

  private void assertSound() throws IOException {
    try (Medium medium = Media.open(directory.resolve("test.pool"), MediumChoice.JDK)) {
      assertEquals(List.of(), PoolCheck.run(medium).problems());
    }
  }

  @Test
  void whatIsAddedToAnOpenPoolIsEveryCaches() throws IOException {
    try (PoolSession session = open(options())) {
      EntryStore store = attach(session);
      fill(store);
      assertTrue(store.count() < ENTRIES, "entries: " + store.count());
      pool.grow(LARGE);
      assertEquals(LARGE, pool.figures().sizeBytes());
      fill(store);
      assertEquals(ENTRIES, store.count());
      assertThrows(IllegalArgumentException.class, () -> pool.grow(LARGE));
    }
    try (PoolSession session = open(options())) {
      assertEquals(LARGE, pool.figures().sizeBytes());
      assertEquals(ENTRIES, attach(session).count());
    }
    assertSound();
  }

  @Test
  void aPoolGrowsWhenItIsOpenedIfTheSettingsSaySo() throws IOException {
    for (RecoveryMode mode : RecoveryMode.values()) {
      long size = LARGE + mode.ordinal() * SMALL;
      try (PoolSession session = open(options())) {
        attach(session).put(Keys.CANONICAL.of("kept"), new byte[1], EntryRef.ETERNAL);
      }
      try (PoolSession session = open(options().recovery(mode).growToBytes(size))) {
        EntryStore store = attach(session);
        fill(store);
        assertEquals(ENTRIES + 1, store.count());
        assertEquals(size, pool.figures().sizeBytes());
      }
      assertSound();
    }
  }

  @Test
  void whereThereIsNoRoomThePoolKeepsItsSize() throws IOException {
    try (PoolSession session = open(options().growToBytes(1L << 62))) {
      assertEquals(SMALL, pool.figures().sizeBytes());
      attach(session).put(Keys.CANONICAL.of("key"), new byte[1], EntryRef.ETERNAL);
    }
    assertSound();
  }

  @Test
  void afterThePoolIsClosedItsViewSaysSo() {
    open(options()).close();
    List<Executable> calls =
        List.of(
            () -> pool.figures(),
            () -> pool.sizeClasses(),
            () -> pool.grow(LARGE),
            () -> pool.snapshot(directory.resolve("copy"), false));
    for (Executable call : calls) {
      String said = assertThrows(IllegalStateException.class, call).getMessage();
      assertTrue(said.contains("test.pool is closed"), said);
    }
  }

  private static List<Thread> caretakers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("jcache-pmem-caretaker"))
        .toList();
  }

  /** Wherever the medium fails: in recovery, or in the growth after it. */
  @Test
  void aPoolThatCannotBeOpenedHasNoThreadAndIsNotClean() throws IOException {
    OsFaults faults = new OsFaults();
    FaultyPools pools = new FaultyPools(faults, new FaultyLibraries(faults, false, true));
    try (PoolSession session = open(options())) {
      attach(session).put(Keys.CANONICAL.of("kept"), new byte[1], EntryRef.ETERNAL);
    }
    Path closed = Files.copy(directory.resolve("test.pool"), directory.resolve("closed"));
    SessionSettings settings =
        new SessionSettings(
            options().growToBytes(SMALL + (1 << 20)).build(), "test", 1L << 30, this::watch);
    List<Thread> before = caretakers();
    faults.count();
    PoolSession sound = FaultySession.open(settings, pools);
    int opening = faults.uses().get(Call.JDK_MSYNC);
    sound.close();
    for (int nth = 1; nth <= opening; nth++) {
      String when = "write-back " + nth + " of " + opening;
      Files.copy(closed, directory.resolve("test.pool"), StandardCopyOption.REPLACE_EXISTING);
      faults.plant(Call.JDK_MSYNC, Fault.IO_ERROR, nth, false);
      assertThrows(CacheException.class, () -> FaultySession.open(settings, pools), when);
      List<Thread> left = new ArrayList<>(caretakers());
      left.removeAll(before);
      assertEquals(List.of(), left, when);
      faults.count();
      try (PoolSession next = FaultySession.open(settings, pools)) {
        assertFalse(next.figures().recovery().clean(), when);
      }
    }
    assertSound();
  }
}
