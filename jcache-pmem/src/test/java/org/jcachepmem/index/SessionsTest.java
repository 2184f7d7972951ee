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
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.cache.CacheException;
import org.jcachepmem.allocator.medium.HeapMedium;
import org.jcachepmem.allocator.medium.MediumChoice;
import org.jcachepmem.allocator.medium.RecordingMedium;
import org.jcachepmem.allocator.pool.Durability;
import org.jcachepmem.allocator.pool.PoolOptions;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.allocator.record.RecordOptions;
import org.jcachepmem.index.PoolSession.StoredCache;
import org.jcachepmem.key.KeyIdentity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class SessionsTest {
  private static final KeyIdentity KEY = Keys.CANONICAL.of("key");

  private static StoredCache typed(String keyType, String valueType, String valueCodec) {
    return new StoredCache("ns", "a", keyType, "k/1", valueType, valueCodec, 0, false, false);
  }

  private static PoolOptions options(Path directory) {
    return PoolOptions.builder()
        .path(directory.resolve("p.pool"))
        .sizeBytes(8 << 20)
        .medium(MediumChoice.JDK)
        .build();
  }

  @Test
  void twoSessionsShareAPoolAndNoCache() {
    try (PoolFixture fixture = PoolFixture.heap(8 << 20)) {
      SharedPoolSession one = fixture.session("one:uri");
      SharedPoolSession two = fixture.session("two:uri");
      EntryStore a = one.attach(PoolFixture.stored("a", 0, false), Keys.CANONICAL);
      two.attach(PoolFixture.stored("b", 0, false), Keys.CANONICAL);
      a.put(KEY, new byte[] {1}, EntryRef.ETERNAL);
      CacheException held =
          assertThrows(
              CacheException.class,
              () -> two.attach(PoolFixture.stored("a", 0, false), Keys.CANONICAL));
      assertTrue(held.getMessage().contains("one:uri"), held.getMessage());
      assertThrows(CacheException.class, () -> two.destroy("ns", "a"));
      assertEquals(List.of("a", "b"), two.storedNames("ns"));
      assertEquals(List.of(), two.storedNames("other"));
      one.close();
      one.close();
      EntryStore again = two.attach(PoolFixture.stored("a", 0, false), Keys.CANONICAL);
      assertNotNull(again.find(KEY));
      assertThrows(
          IllegalStateException.class,
          () -> one.attach(PoolFixture.stored("c", 0, false), Keys.CANONICAL));
    }
  }

  @Test
  void figuresDoNotWaitForACacheThatIsBeingOpened() {
    try (PoolFixture fixture = PoolFixture.recording(1 << 20)) {
      SharedPoolSession session = fixture.session("one");
      List<PoolFigures> told = new ArrayList<>();
      RecordingMedium medium = (RecordingMedium) fixture.medium;
      medium.beforeFence(
          () ->
              told.add(
                  CompletableFuture.supplyAsync(session::figures)
                      .orTimeout(10, TimeUnit.SECONDS)
                      .join()));
      session.attach(PoolFixture.stored("a", 0, false), Keys.CANONICAL);
      medium.beforeFence(() -> {});
      assertFalse(told.isEmpty());
    }
  }

  @Test
  void destroyDeletesOpenAndClosedCachesForGood() {
    try (PoolFixture fixture = PoolFixture.recording(1 << 20)) {
      SharedPoolSession session = fixture.session("one");
      EntryStore open = session.attach(PoolFixture.stored("open", 0, false), Keys.CANONICAL);
      EntryStore shut = session.attach(PoolFixture.stored("shut", 0, false), Keys.CANONICAL);
      open.put(KEY, new byte[] {1}, EntryRef.ETERNAL);
      shut.put(KEY, new byte[] {1}, EntryRef.ETERNAL);
      session.detach(shut);
      assertTrue(session.destroy("ns", "open"));
      assertTrue(session.destroy("ns", "shut"));
      assertFalse(session.destroy("ns", "shut"));
      assertThrows(IllegalStateException.class, () -> open.find(KEY));
      assertEquals(List.of(), session.storedNames("ns"));
      EntryStore anew = session.attach(PoolFixture.stored("open", 0, false), Keys.CANONICAL);
      assertNull(anew.find(KEY));
      assertEquals(0, anew.count());
      fixture.kill();
      SharedPoolSession after = fixture.session("two");
      assertEquals(List.of("open"), after.storedNames("ns"));
      assertEquals(0, after.attach(PoolFixture.stored("open", 0, false), Keys.CANONICAL).count());
    }
  }

  @Test
  void aStoredCacheComesBackOnlyAsWhatItIs() {
    String any = "java.lang.Object";
    try (PoolFixture fixture = PoolFixture.heap(8 << 20)) {
      SharedPoolSession session = fixture.session("one");
      EntryStore store = session.attach(typed("K", "V", "v/1"), Keys.CANONICAL);
      session.detach(store);
      store = session.attach(typed("Other", "V2", "v/2"), Keys.CANONICAL);
      store.put(KEY, new byte[] {1}, EntryRef.ETERNAL);
      session.detach(store);
      CacheException types =
          assertThrows(
              CacheException.class, () -> session.attach(typed("K", "V2", "v/2"), Keys.CANONICAL));
      assertTrue(types.getMessage().contains("Other"), types.getMessage());
      assertThrows(
          CacheException.class, () -> session.attach(typed("Other", "V2", "v/1"), Keys.CANONICAL));
      store = session.attach(typed(any, any, "v/2"), Keys.CANONICAL);
      assertNotNull(store.find(KEY));
      fixture.restart();
      assertEquals(1, fixture.attach(typed("Other", "V2", "v/2"), Keys.CANONICAL).count());
    }
  }

  /** What was evicted is there after a kill until it is settled, and is of the types of before. */
  @Test
  void whatWasEvictedDoesNotComeBackWithOtherTypes() {
    try (PoolFixture fixture = PoolFixture.recording(256 << 10)) {
      RecordingMedium medium = (RecordingMedium) fixture.medium;
      SharedPoolSession session = fixture.session("one");
      EntryStore store = session.attach(typed("K", "V", "v/1"), Keys.CANONICAL);
      store.put(KEY, new byte[] {1}, EntryRef.ETERNAL);
      session.detach(store);
      assertTrue(fixture.pool.budget().evict(1));
      List<HeapMedium> images = new ArrayList<>();
      medium.onFence(() -> images.add(medium.killImage()));
      session.attach(typed("K", "V2", "v/2"), Keys.CANONICAL);
      medium.onFence(() -> {});
      assertTrue(images.size() > 1);
      for (HeapMedium image : images) {
        MediumPool killed =
            new MediumPool(image, RecordOptions.quiet(PoolFixture.STRIPES), 64 << 20, () -> 0L);
        PoolSession after = killed.session();
        try {
          assertEquals(0, after.attach(typed("K", "V2", "v/2"), Keys.CANONICAL).count());
        } catch (CacheException e) {
          assertTrue(e.getMessage().contains("v/1"), e.getMessage());
        }
        after.close();
      }
    }
  }

  /** It is neither here nor there, but it is an entry, and of the types of before. */
  @Test
  @Timeout(30)
  void anEntryThatIsBeingMovedCounts() throws Exception {
    try (PoolFixture fixture = PoolFixture.recording(256 << 10)) {
      RecordingMedium medium = (RecordingMedium) fixture.medium;
      SharedPoolSession session = fixture.session("one");
      EntryStore store = session.attach(typed("K", "V", "v/1"), Keys.CANONICAL);
      store.put(KEY, new byte[] {1}, EntryRef.ETERNAL);
      long offset = Objects.requireNonNull(store.find(KEY)).offset();
      session.detach(store);
      CompletableFuture<Boolean> refused = new CompletableFuture<>();
      Thread opener =
          new Thread(
              () -> {
                try {
                  session.attach(typed("K", "V2", "v/2"), Keys.CANONICAL);
                  refused.complete(false);
                } catch (CacheException e) {
                  refused.complete(true);
                }
              });
      medium.beforeFence(
          () -> {
            if (opener.getState() == Thread.State.NEW) {
              opener.start();
              while (opener.getState() == Thread.State.RUNNABLE) {
                Thread.onSpinWait(); // until it waits for who moves the entry
              }
            }
          });
      int id = fixture.pool.budget().shares().get(0).stored().id();
      assertTrue(fixture.pool.budget().vacate(id, KEY.bytes(), offset));
      medium.beforeFence(() -> {});
      assertTrue(refused.get(10, TimeUnit.SECONDS));
      opener.join();
      assertEquals(1, session.attach(typed("K", "V", "v/1"), Keys.CANONICAL).count());
    }
  }

  @Test
  void namesAndNumberOfCachesHaveLimits() {
    try (PoolFixture fixture = PoolFixture.recording(1 << 20)) {
      SharedPoolSession session = fixture.session("one");
      String longest = "x".repeat(1024);
      session.attach(PoolFixture.stored(longest, 0, false), Keys.CANONICAL);
      assertThrows(
          CacheException.class,
          () -> session.attach(PoolFixture.stored(longest + "x", 0, false), Keys.CANONICAL));
      for (int i = 1; i < 16; i++) {
        session.attach(PoolFixture.stored("cache" + i, 0, false), Keys.CANONICAL);
      }
      CacheException full =
          assertThrows(
              CacheException.class,
              () -> session.attach(PoolFixture.stored("one more", 0, false), Keys.CANONICAL));
      assertTrue(full.getMessage().contains("16"), full.getMessage());
      assertTrue(session.destroy("ns", "cache1"));
      session.attach(PoolFixture.stored("one more", 0, false), Keys.CANONICAL);
    }
  }

  @Test
  void aCacheMayAskToStartEmptyAfterAnUncleanEnd() {
    StoredCache clearing = new StoredCache("ns", "a", "K", "k/1", "V", "v/1", 0, false, true);
    try (PoolFixture fixture = PoolFixture.recording(1 << 20)) {
      fixture.attach(clearing, Keys.CANONICAL).put(KEY, new byte[] {1}, EntryRef.ETERNAL);
      fixture.restart();
      assertNotNull(fixture.attach(clearing, Keys.CANONICAL).find(KEY));
      fixture.kill();
      SharedPoolSession session = fixture.session("one");
      EntryStore store = session.attach(clearing, Keys.CANONICAL);
      assertNull(store.find(KEY));
      store.put(KEY, new byte[] {2}, EntryRef.ETERNAL);
      session.detach(store);
      assertNotNull(session.attach(clearing, Keys.CANONICAL).find(KEY), "once, not at each attach");
    }
  }

  @Test
  void aCacheThatIsDetachedByAClosingSessionIsTheOthersWhenItHasClosed() {
    try (PoolFixture fixture = PoolFixture.heap(8 << 20)) {
      SharedPoolSession one = fixture.session("one");
      EntryStore store = one.attach(PoolFixture.stored("a", 0, false), Keys.CANONICAL);
      store.put(KEY, new byte[] {1}, EntryRef.ETERNAL);
      one.closing();
      one.detach(store);
      assertThrows(IllegalStateException.class, () -> store.find(KEY));
      SharedPoolSession two = fixture.session("two"); // which comes between
      assertThrows(
          CacheException.class,
          () -> two.attach(PoolFixture.stored("a", 0, false), Keys.CANONICAL));
      one.close();
      EntryStore again = two.attach(PoolFixture.stored("a", 0, false), Keys.CANONICAL);
      assertNotNull(again.find(KEY));
    }
  }

  @Test
  void aClosingSessionThatIsNotTheLastGivesACacheAwayAtOnce(@TempDir Path directory) {
    PoolOptions options = options(directory);
    try (PoolSession one = PoolSessions.open(new SessionSettings(options, "one", 1 << 20));
        PoolSession two = PoolSessions.open(new SessionSettings(options, "two", 1 << 20))) {
      EntryStore store = one.attach(PoolFixture.stored("a", 0, false), Keys.CANONICAL);
      store.put(KEY, new byte[] {1}, EntryRef.ETERNAL);
      one.closing();
      one.detach(store);
      EntryStore again = two.attach(PoolFixture.stored("a", 0, false), Keys.CANONICAL);
      assertNotNull(again.find(KEY));
    }
  }

  @Test
  void theLastSessionParksNothing() {
    try (PoolFixture fixture = PoolFixture.recording(1 << 20)) {
      SharedPoolSession last =
          new SharedPoolSession(fixture.pool, new PoolDescription(null, "x"), "last", park -> {});
      EntryStore store = last.attach(PoolFixture.stored("a", 0, false), Keys.CANONICAL);
      store.put(KEY, new byte[] {1}, EntryRef.ETERNAL);
      last.close();
      Share share = fixture.pool.budget().share(1);
      assertNotNull(share);
      assertEquals(0, share.unindexed().count());
      fixture.restart();
      assertNotNull(fixture.attach("a", Keys.CANONICAL).find(KEY));
    }
  }

  @Test
  void entriesParkedByADetachAreEvictedAndFoundAgain() {
    try (PoolFixture fixture = PoolFixture.heap(8 << 20)) {
      SharedPoolSession session = fixture.session("one");
      EntryStore store = session.attach(PoolFixture.stored("a", 0, false), Keys.CANONICAL);
      for (int i = 0; i < 1000; i++) {
        store.put(Keys.CANONICAL.of("key" + i), new byte[2000], EntryRef.ETERNAL);
      }
      Share share = fixture.pool.budget().share(1);
      assertNotNull(share);
      long weight = share.weightBytes();
      session.detach(store);
      assertEquals(weight, share.weightBytes());
      fixture.pool.budget().evict(weight / 2);
      EntryStore again = session.attach(PoolFixture.stored("a", 0, false), Keys.CANONICAL);
      assertTrue(again.count() >= 495 && again.count() <= 500, "" + again.count());
      assertEquals(again.count(), again.counters().recovered());
      fixture.restart();
      assertEquals(500, fixture.attach("a", Keys.CANONICAL).count(), 5);
    }
  }

  /** What relies on durability must not get less because another manager was first. */
  @Test
  void whoNeedsMoreDurabilityThanThePoolHasIsRefused(@TempDir Path directory) {
    PoolOptions sync = options(directory);
    PoolOptions async = sync.toBuilder().durability(Durability.ASYNC).build();
    try (PoolSession one = PoolSessions.open(new SessionSettings(async, "one", 1 << 20))) {
      CacheException refused =
          assertThrows(
              CacheException.class,
              () -> PoolSessions.open(new SessionSettings(sync, "two", 1 << 20)));
      assertTrue(
          refused.getMessage().contains("pool.durability is ASYNC, not SYNC"),
          refused.getMessage());
      assertEquals(List.of(), one.storedNames("ns"));
      PoolOptions sooner = async.toBuilder().maxLag(Duration.ofMillis(1)).build();
      assertThrows(
          CacheException.class,
          () -> PoolSessions.open(new SessionSettings(sooner, "two", 1 << 20)));
    }
    try (PoolSession one = PoolSessions.open(new SessionSettings(sync, "one", 1 << 20));
        PoolSession two = PoolSessions.open(new SessionSettings(async, "two", 2 << 20))) {
      assertEquals("sync", two.figures().durability());
      assertEquals(List.of(), one.storedNames("ns"));
    }
  }

  @Test
  void volatilePoolsAreOpenedByTheFrontDoor() {
    PoolOptions options = PoolOptions.builder().sizeBytes(8 << 20).build();
    SessionSettings settings = new SessionSettings(options, "one", 1 << 20);
    try (PoolSession one = PoolSessions.open(settings);
        PoolSession two = PoolSessions.open(settings)) {
      one.attach(PoolFixture.stored("a", 0, false), Keys.CANONICAL);
      two.attach(PoolFixture.stored("a", 0, false), Keys.CANONICAL);
      assertEquals("volatile", one.figures().durability());
      assertNull(one.figures().path());
      assertTrue(one.figures().work().fences() > 0);
    }
  }

  @Test
  void oneFileIsMappedOnceHoweverItIsNamed(@TempDir Path directory) throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("link"), directory);
    PoolOptions options = options(directory);
    SessionSettings settings = new SessionSettings(options, "one", 1 << 20);
    SessionSettings same =
        new SessionSettings(
            options.toBuilder().path(link.resolve("p.pool")).build(), "two", 1 << 20);
    try (PoolSession two = PoolSessions.open(same)) {
      try (PoolSession one = PoolSessions.open(settings)) {
        one.attach(PoolFixture.stored("a", 0, false), Keys.CANONICAL)
            .put(KEY, new byte[] {1}, EntryRef.ETERNAL);
        assertThrows(
            CacheException.class,
            () -> two.attach(PoolFixture.stored("a", 0, false), Keys.CANONICAL));
      }
      assertEquals(1, two.attach(PoolFixture.stored("a", 0, false), Keys.CANONICAL).count());
    }
    try (PoolSession again = PoolSessions.open(settings)) {
      assertEquals(1, again.figures().recovery().entries());
      assertNotNull(again.attach(PoolFixture.stored("a", 0, false), Keys.CANONICAL).find(KEY));
      assertEquals(again.figures().path(), options.path().toString());
    }
  }

  @Test
  void aFileThatIsNoPoolIsACacheExceptionAndStaysAsItIs(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("no.pool");
    byte[] contents = new byte[8 << 20];
    contents[5] = 5;
    Files.write(file, contents);
    PoolOptions options = PoolOptions.builder().path(file).medium(MediumChoice.JDK).build();
    SessionSettings settings = new SessionSettings(options, "one", 1 << 20);
    CacheException refusal =
        assertThrows(CacheException.class, () -> PoolSessions.open(settings).close());
    assertTrue(refusal.getMessage().contains(file.toString()), refusal.getMessage());
    assertThrows(CacheException.class, () -> PoolSessions.open(settings).close());
    assertArrayEquals(contents, Files.readAllBytes(file));
  }
}
