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

import java.util.concurrent.CompletableFuture;
import org.jcachepmem.allocator.pool.RecoveryMiss;
import org.jcachepmem.allocator.record.EarlyReads;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.index.PoolSession.StoredCache;
import org.jcachepmem.key.KeyIdentity;
import org.junit.jupiter.api.Test;

/** Recovery has ended: a store that was opened before behaves as one that is opened now. */
class RecoveringEntriesTest {
  private static final StoredCache CACHE = PoolFixture.stored("a", 0, false);
  private Runnable atHash = () -> {};
  private final SteppingKeys keys = new SteppingKeys(() -> {}, () -> atHash.run());
  private final KeyIdentity key = keys.of("key");

  private RecoveringEntries recovered(PoolFixture fixture) {
    EntryStore attached = fixture.attach(CACHE, keys);
    return new RecoveringEntries(
        new EarlyReads(),
        RecoveryMiss.MISS,
        CACHE,
        keys,
        CompletableFuture.completedFuture(attached));
  }

  private static byte[] found(EntryStore store, KeyIdentity key) {
    EntryRef entry = store.find(key);
    assertNotNull(entry);
    byte[] value = store.read(entry);
    assertNotNull(value, "the old value is whole until its slot is reused");
    return value;
  }

  /** If it is not, a reader finds the same entry again, until the writer goes on. */
  @Test
  void anEntryThatIsBeingReplacedIsRead() {
    try (PoolFixture fixture = PoolFixture.recording(192 << 10)) {
      RecoveringEntries store = recovered(fixture);
      byte[] old = Values.of("key", 1, 100);
      store.put(key, old, EntryRef.ETERNAL);
      EntryRef entry = store.find(key);
      assertNotNull(entry);
      CompletableFuture<byte[]> meanwhile = new CompletableFuture<>();
      atHash =
          () -> {
            if (!entry.isLive()) { // and its successor is about to be published
              atHash = () -> {};
              meanwhile.completeAsync(() -> found(store, key));
              meanwhile.handle((value, failure) -> value).join();
            }
          };
      byte[] longer = Values.of("key", 2, 300); // of another weight, so that it gets a new handle
      store.put(key, longer, EntryRef.ETERNAL);
      assertArrayEquals(old, meanwhile.join());
      assertArrayEquals(longer, found(store, key));
    }
  }

  @Test
  void aUseOfWhatWasReplacedChangesNothingOfItsSuccessor() {
    try (PoolFixture fixture = PoolFixture.recording(192 << 10)) {
      RecoveringEntries store = recovered(fixture);
      store.put(key, Values.of("key", 1, 100), EntryRef.ETERNAL);
      EntryRef used = store.find(key);
      assertNotNull(used);
      int version = used.version();
      store.put(key, Values.of("key", 2, 100), EntryRef.ETERNAL);
      store.touch(key, used, version, fixture.millis.get() + 1_000);
      EntryRef successor = store.find(key);
      assertNotNull(successor);
      assertEquals(EntryRef.ETERNAL, successor.expiryMillis());
    }
  }
}
