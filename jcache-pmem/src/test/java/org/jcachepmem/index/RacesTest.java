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
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.jcachepmem.allocator.medium.RecordingMedium;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.key.KeyIdentity;
import org.junit.jupiter.api.Test;

/**
 * Races that the seeded scheduler found, or would have: each with its interleaving made by hand.
 */
class RacesTest {
  private Runnable atDetach = () -> {};
  private Runnable atHash = () -> {};
  private final SteppingKeys keys = new SteppingKeys(() -> atDetach.run(), () -> atHash.run());

  @Test
  void anEntryThatIsDroppedWhileItIsRelocatedStaysDropped() {
    try (PoolFixture fixture = PoolFixture.recording(192 << 10)) {
      PooledEntries store = fixture.attach("a", Keys.CANONICAL);
      KeyIdentity key = Keys.CANONICAL.of("key");
      EntryRef entry = stored(store, key, EntryRef.ETERNAL);
      RecordingMedium medium = (RecordingMedium) fixture.medium;
      boolean[] dropped = {false};
      medium.beforeFence(
          () -> {
            if (!dropped[0]) {
              dropped[0] = store.dropExpired(key, entry, EntryRef.ETERNAL, true);
            }
          });
      store.vacate("key".getBytes(StandardCharsets.UTF_8), entry.offset());
      medium.beforeFence(() -> {});
      assertTrue(dropped[0], "dropped while it was moved");
      assertNull(store.find(key), "it has come back");
      assertEquals(0, store.count());
      assertEquals(0, store.share().weightBytes());
    }
  }

  /** It was stored in the handle of before, whose expiry had been copied already. */
  @Test
  void anExpiryThatIsProlongedWhileItsEntryIsRelocatedIsKept() {
    long later = 2_000_000_000_000L;
    try (PoolFixture fixture = PoolFixture.recording(192 << 10)) {
      PooledEntries store = fixture.attach("a", Keys.CANONICAL);
      KeyIdentity key = Keys.CANONICAL.of("key");
      EntryRef entry = stored(store, key, later - 1000);
      RecordingMedium medium = (RecordingMedium) fixture.medium;
      medium.beforeFence(
          () -> inAnotherThread(() -> store.touch(key, entry, entry.version(), later)));
      store.vacate("key".getBytes(StandardCharsets.UTF_8), entry.offset());
      medium.beforeFence(() -> {});
      assertEquals(later, expiryOf(store, key));
      fixture.restart();
      assertEquals(later, expiryOf(fixture.attach("a", Keys.CANONICAL), key));
    }
  }

  /** Who found it before it was moved and touches it after meant the entry, not the place. */
  @Test
  void anExpiryThatIsChangedByTheHandleOfBeforeARelocationIsKept() {
    long soon = 1_900_000_000_000L;
    try (PoolFixture fixture = PoolFixture.recording(192 << 10)) {
      PooledEntries store = fixture.attach("a", Keys.CANONICAL);
      KeyIdentity key = Keys.CANONICAL.of("key");
      EntryRef entry = stored(store, key, EntryRef.ETERNAL);
      store.vacate("key".getBytes(StandardCharsets.UTF_8), entry.offset());
      store.touch(key, entry, entry.version(), soon);
      assertEquals(soon, expiryOf(store, key));
      store.touch(key, entry, entry.version(), soon + 1000);
      assertEquals(soon + 1000, expiryOf(store, key));
      fixture.restart();
      assertEquals(soon + 1000, expiryOf(fixture.attach("a", Keys.CANONICAL), key));
    }
  }

  /**
   * What was read was the value before; that the newer one has another handle by now is no matter.
   */
  @Test
  void anAccessOfWhatWasOverwrittenAndMovedSinceChangesNothing() {
    try (PoolFixture fixture = PoolFixture.recording(192 << 10)) {
      PooledEntries store = fixture.attach("a", Keys.CANONICAL);
      KeyIdentity key = Keys.CANONICAL.of("key");
      EntryRef entry = stored(store, key, EntryRef.ETERNAL);
      int version = entry.version();
      store.put(key, Values.of("key", 2, 100), EntryRef.ETERNAL);
      store.vacate("key".getBytes(StandardCharsets.UTF_8), entry.offset());
      EntryRef moved = store.find(key);
      assertNotSame(entry, moved);
      store.touch(key, entry, version, 1_900_000_000_000L);
      assertEquals(EntryRef.ETERNAL, expiryOf(store, key));
    }
  }

  private static EntryRef stored(PooledEntries store, KeyIdentity key, long expiryMillis) {
    store.put(key, Values.of("key", 1, 100), expiryMillis);
    EntryRef entry = store.find(key);
    assertNotNull(entry);
    return entry;
  }

  private static long expiryOf(PooledEntries store, KeyIdentity key) {
    EntryRef entry = store.find(key);
    assertNotNull(entry);
    return entry.expiryMillis();
  }

  private static void inAnotherThread(Runnable step) {
    Thread thread = new Thread(step);
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theLastEntryThatIsNotIndexedIsNoMissWhileItIsIndexed() throws Exception {
    try (PoolFixture fixture = PoolFixture.recording(192 << 10)) {
      fixture.attach("a", keys).put(keys.of("key"), Values.of("key", 1, 100), EntryRef.ETERNAL);
      fixture.restart();
      PooledEntries store = fixture.attach("a", keys);
      AtomicReference<EntryRef> found = new AtomicReference<>();
      Thread reader = new Thread(() -> found.set(store.find(keys.of("key"))));
      atDetach =
          () -> {
            atDetach = () -> {};
            reader.start();
            while (reader.getState() != Thread.State.WAITING && reader.isAlive()) {
              Thread.onSpinWait();
            }
          };
      assertNotNull(store.find(keys.of("key")));
      reader.join();
      assertNotNull(found.get(), "a miss of an entry that nobody removed");
    }
  }

  @Test
  void anOverwriteWhoseEntryIsRemovedMeanwhileEvictsNobody() {
    try (PoolFixture fixture = PoolFixture.recording(192 << 10)) {
      fixture.attach("a", keys).put(keys.of("key"), Values.of("key", 1, 100), EntryRef.ETERNAL);
      fixture.restart(); // now the cache may weigh just that, and grows on demand
      PooledEntries store = fixture.attach("a", keys);
      assertNotNull(store.find(keys.of("key")));
      long used = fixture.records.usedBytes();
      atHash =
          () -> {
            if (fixture.records.usedBytes() > used) { // reserved, and not yet under the stripe
              atHash = () -> {};
              store.remove(keys.of("key"));
              store.put(keys.of("other"), Values.of("other", 2, 100), EntryRef.ETERNAL);
            }
          };
      store.put(keys.of("key"), Values.of("key", 3, 100), EntryRef.ETERNAL);
      assertNotNull(store.find(keys.of("other")));
      assertNotNull(store.find(keys.of("key")));
      assertEquals(0, store.counters().evictions(), "evictions in a pool that is almost empty");
    }
  }

  @Test
  void anIterationMeanwhileTakesNothingFromTheNextSession() {
    try (PoolFixture fixture = PoolFixture.recording(192 << 10)) {
      PooledEntries before = fixture.attach("a", keys);
      for (int i = 0; i < 5; i++) {
        before.put(keys.of("key" + i), Values.of("key" + i, 1, 100), EntryRef.ETERNAL);
      }
      fixture.restart();
      SharedPoolSession session = fixture.session("test");
      EntryStore closing = session.attach(PoolFixture.stored("a", 0, false), keys);
      AtomicReference<EntryStore> reopened = new AtomicReference<>();
      atHash =
          () -> { // the first entry is about to be indexed
            atHash = () -> {};
            session.detach(closing);
            reopened.set(session.attach(PoolFixture.stored("a", 0, false), keys));
          };
      assertThrows(IllegalStateException.class, closing::keys);
      EntryStore next = reopened.get();
      assertEquals(5, next.count(), "entries that the iteration has left");
      for (int i = 0; i < 5; i++) {
        assertTrue(next.remove(keys.of("key" + i)), "key" + i);
      }
      fixture.restart();
      PooledEntries after = fixture.attach("a", keys);
      for (int i = 0; i < 5; i++) {
        assertNull(after.find(keys.of("key" + i)), "removed by the session before");
      }
    }
  }

  @Test
  void aClearReturnsOnlyWhenWhatIsBeingEvictedIsGone() throws Exception {
    try (PoolFixture fixture = PoolFixture.recording(192 << 10)) {
      PooledEntries store = fixture.attach("a", Keys.CANONICAL);
      KeyIdentity key = Keys.CANONICAL.of("key");
      EntryRef entry = stored(store, key, EntryRef.ETERNAL);
      AtomicReference<EntryRef> mappedAfterwards = new AtomicReference<>();
      Thread clearing =
          new Thread(
              () -> {
                store.clear();
                mappedAfterwards.set(store.index().peek(key));
              });
      store
          .index()
          .drop(
              key,
              entry,
              (kept, live) -> {
                boolean won = store.share().retire(fixture.records.stripe(kept.hashCode()), live);
                clearing.start();
                while (clearing.getState() != Thread.State.BLOCKED && clearing.isAlive()) {
                  Thread.onSpinWait();
                }
                return won;
              });
      clearing.join();
      assertNull(mappedAfterwards.get(), "what was cleared can still be read");
    }
  }
}
