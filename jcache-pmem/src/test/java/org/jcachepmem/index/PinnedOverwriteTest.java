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
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import javax.cache.CacheException;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.key.KeyIdentity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What takes the room of what it replaces, or the last there is, is not refused for want of it. */
class PinnedOverwriteTest {
  private static final int LENGTH = 1000;

  private static void put(PooledEntries store, int number, int value) {
    KeyIdentity key = Keys.CANONICAL.of("key" + number);
    store.put(key, Values.of("key" + number, value, LENGTH), EntryRef.ETERNAL);
  }

  private static int fill(PooledEntries store) {
    int[] entries = {0};
    assertThrows(
        CacheException.class,
        () -> {
          while (entries[0] < 10_000) {
            put(store, entries[0], 1);
            entries[0]++;
          }
        });
    return entries[0];
  }

  private static void assertOverwritten(PooledEntries store, int entries) {
    for (int i = 0; i < entries; i++) {
      put(store, i, 2);
    }
    for (int i = 0; i < entries; i++) {
      EntryRef entry = store.find(Keys.CANONICAL.of("key" + i));
      assertNotNull(entry);
      assertArrayEquals(Values.of("key" + i, 2, LENGTH), store.read(entry));
    }
    assertEquals(entries, store.count());
  }

  @Test
  void whereTheIndexIsFull() {
    try (PoolFixture fixture = PoolFixture.heap(16 << 20)) {
      fixture.indexMaxBytes = 100_000;
      fixture.restart();
      PooledEntries store = fixture.attach(PoolFixture.stored("p", 0, true), Keys.CANONICAL);
      assertOverwritten(store, fill(store));
    }
  }

  @Test
  void whereTheQuotaWasLowered() {
    try (PoolFixture fixture = PoolFixture.heap(16 << 20)) {
      int entries = fill(fixture.attach(PoolFixture.stored("p", 256 << 10, true), Keys.CANONICAL));
      fixture.restart();
      PooledEntries store =
          fixture.attach(PoolFixture.stored("p", 128 << 10, true), Keys.CANONICAL);
      assertOverwritten(store, entries);
    }
  }

  @Test
  @Timeout(30)
  void oneOfTwoGetsTheLastRoom() throws Exception {
    try (PoolFixture fixture = PoolFixture.heap(16 << 20)) {
      PooledEntries store =
          fixture.attach(PoolFixture.stored("p", 256 << 10, true), Keys.CANONICAL);
      int entries = fill(store);
      store.remove(Keys.CANONICAL.of("key0"));
      fixture.restart(); // so that what it may weigh is what it weighs, and each asks for more
      PooledEntries again =
          fixture.attach(PoolFixture.stored("p", 256 << 10, true), Keys.CANONICAL);
      List<FutureTask<Boolean>> puts = new ArrayList<>();
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        int number = 1_000 + i;
        FutureTask<Boolean> put = new FutureTask<>(() -> isPut(again, number));
        puts.add(put);
        threads.add(new Thread(put));
      }
      fixture
          .pool
          .budget()
          .exclusively(
              () -> {
                for (Thread thread : threads) {
                  thread.start();
                  while (thread.getState() != Thread.State.WAITING) {
                    Thread.onSpinWait();
                  }
                }
              });
      int done = 0;
      for (FutureTask<Boolean> put : puts) {
        done += put.get() ? 1 : 0;
      }
      assertEquals(1, done);
      assertEquals(entries, again.count());
    }
  }

  private static boolean isPut(PooledEntries store, int number) {
    try {
      put(store, number, 1);
      return true;
    } catch (CacheException e) {
      return false;
    }
  }

  /** As another thread's insert does that is about to be refused. */
  @Test
  void whileAnotherPutAsksForRoomThatItWillNotGet() {
    try (PoolFixture fixture = PoolFixture.heap(16 << 20)) {
      PooledEntries store =
          fixture.attach(PoolFixture.stored("p", 256 << 10, true), Keys.CANONICAL);
      int entries = fill(store);
      Share share = Objects.requireNonNull(store.share());
      share.admitted(8_000);
      assertOverwritten(store, entries);
      share.admitted(-8_000);
    }
  }
}
