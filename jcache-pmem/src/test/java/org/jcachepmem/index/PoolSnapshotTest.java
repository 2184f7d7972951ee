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
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.cache.CacheException;
import org.jcachepmem.allocator.medium.Media;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.medium.MediumChoice;
import org.jcachepmem.allocator.pool.PoolExistsException;
import org.jcachepmem.allocator.pool.PoolMissingException;
import org.jcachepmem.allocator.pool.PoolOptions;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.allocator.record.PoolCheck;
import org.jcachepmem.allocator.record.SnapshotReport;
import org.jcachepmem.allocator.record.Stripe;
import org.jcachepmem.index.PoolSession.StoredCache;
import org.jcachepmem.key.KeyIdentity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PoolSnapshotTest {
  @TempDir private Path directory;
  private PoolView pool;

  private Runnable watch(PoolView opened) {
    pool = opened;
    return () -> {};
  }

  private PoolSession open(String name) {
    PoolOptions options =
        PoolOptions.builder()
            .path(directory.resolve(name))
            .sizeBytes(8 << 20)
            .medium(MediumChoice.JDK)
            .build();
    return PoolSessions.open(new SessionSettings(options, "test", 1L << 30, this::watch));
  }

  private static EntryStore attach(PoolSession session, String name) {
    return session.attach(PoolFixture.stored(name, 0, false), Keys.CANONICAL);
  }

  private static KeyIdentity key(int i) {
    return Keys.CANONICAL.of("key" + i);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aSnapshotKnowsOfAKillThatItsOriginHasYetToBeClearedFor() throws IOException {
    StoredCache stale = PoolFixture.untouched("stale", new Freshness(true, null, 0, null));
    try (PoolSession session = open("live.pool")) {
      session.attach(stale, Keys.CANONICAL).put(key(1), new byte[1], EntryRef.ETERNAL);
      Files.copy(directory.resolve("live.pool"), directory.resolve("killed.pool"));
    }
    try (PoolSession session = open("killed.pool")) {
      assertEquals(List.of("stale"), session.storedNames("ns"));
      pool.snapshot(directory.resolve("copy.pool"), false);
    }
    try (PoolSession session = open("copy.pool")) {
      assertEquals(0, session.attach(stale, Keys.CANONICAL).count());
    }
  }

  @Test
  void aSnapshotOpensAsAPoolBesideItsOrigin() throws IOException {
    Path copy = directory.resolve("copy.pool");
    try (PoolSession session = open("test.pool")) {
      EntryStore one = attach(session, "one");
      EntryStore two = attach(session, "two");
      for (int i = 0; i < 500; i++) {
        one.put(key(i), new byte[] {1, (byte) i}, EntryRef.ETERNAL);
        two.put(key(i), new byte[i * 40], EntryRef.ETERNAL);
      }
      one.remove(key(3));
      session.detach(two); // what nobody has open is copied, too
      Thread.currentThread().interrupt();
      SnapshotReport report = pool.snapshot(copy, false);
      assertTrue(Thread.interrupted());
      assertEquals(999 + 2, report.records(), "with the catalogue's two");
      assertEquals(0, report.unreadable());
      one.put(key(4), new byte[] {2}, EntryRef.ETERNAL);

      try (Medium medium = Media.open(copy, MediumChoice.JDK)) {
        assertEquals(List.of(), PoolCheck.run(medium).problems());
      }
      try (PoolSession other = open("copy.pool")) {
        assertEquals(List.of("one", "two"), other.storedNames("ns"));
        EntryStore copied = attach(other, "one");
        assertEquals(499, copied.count());
        assertNull(copied.find(key(3)));
        assertArrayEquals(new byte[] {1, 4}, copied.read(copied.find(key(4))));
        assertEquals(500, attach(other, "two").count());
      }
    }
    assertEquals(List.of("copy.pool", "copy.pool.lock", "test.pool", "test.pool.lock"), files());
  }

  /** As far as this file system can do that. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSnapshotThatSharesStorageIsOneOfItsInstant(boolean isSharing) throws IOException {
    Path copy = directory.resolve("copy.pool");
    try (PoolSession session = open("test.pool")) {
      EntryStore store = attach(session, "one");
      for (int i = 0; i < 500; i++) {
        store.put(key(i), new byte[i * 20], EntryRef.ETERNAL);
      }
      SnapshotReport report = pool.snapshot(copy, isSharing);
      assertEquals(isSharing, report.chunks() > 0);
      assertTrue(report.sharedChunks() >= 0 && report.sharedChunks() <= report.chunks());
      for (int i = 0; i < 500; i++) {
        store.put(key(i), new byte[700], EntryRef.ETERNAL);
      }
      try (PoolSession other = open("copy.pool")) {
        EntryStore copied = attach(other, "one");
        for (int i = 0; i < 500; i++) {
          assertArrayEquals(new byte[i * 20], copied.read(copied.find(key(i))));
        }
      }
    }
  }

  /** It was in DRAM only, and the copy's entry had expired. */
  @Test
  void aLifeThatAReadHasProlongedIsCopied() throws InterruptedException {
    long soon = System.currentTimeMillis() + 100_000;
    long late = soon + 1_000_000;
    try (PoolFixture fixture = PoolFixture.heap(8 << 20)) {
      EntryStore store = attach(fixture.session("one"), "one");
      store.put(key(1), new byte[1], soon);
      EntryRef entry = store.find(key(1));
      Stripe stripe = fixture.records.stripe(key(1).hashCode());
      Thread busy =
          new Thread(
              () -> {
                stripe.lock();
                try {
                  Thread reader =
                      new Thread(() -> store.touch(key(1), entry, entry.version(), late));
                  reader.start();
                  reader.join();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                } finally {
                  stripe.unlock();
                }
              });
      busy.start();
      busy.join();
      fixture.pool.snapshot(directory.resolve("copy.pool"), false);
    }
    try (PoolSession other = open("copy.pool")) {
      EntryRef copied = attach(other, "one").find(key(1));
      assertEquals(late / 1_000, copied.expiryMillis() / 1_000);
    }
  }

  @Test
  void aSnapshotTakesNobodysPlace() throws IOException {
    PoolSession session = open("test.pool");
    try {
      Path taken = Files.writeString(directory.resolve("taken"), "mine");
      CacheException refused =
          assertThrows(CacheException.class, () -> pool.snapshot(taken, false));
      assertInstanceOf(PoolExistsException.class, refused.getCause());
      assertEquals("mine", Files.readString(taken));
      CacheException lost =
          assertThrows(
              CacheException.class, () -> pool.snapshot(directory.resolve("no/where.pool"), false));
      assertInstanceOf(PoolMissingException.class, lost.getCause());
      assertThrows(
          CacheException.class, () -> pool.snapshot(directory.resolve("test.pool"), false));
      assertFalse(files().contains("taken.lock"));
    } finally {
      session.close();
    }
    assertThrows(
        IllegalStateException.class, () -> pool.snapshot(directory.resolve("late.pool"), false));
  }
}
