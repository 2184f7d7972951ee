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
package org.jcachepmem.allocator.simulator;

import java.util.List;
import java.util.SplittableRandom;
import org.jcachepmem.allocator.medium.HeapMedium;
import org.jcachepmem.allocator.pool.Pool;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.allocator.record.Inventory;
import org.jcachepmem.allocator.record.PoolCheck;
import org.jcachepmem.allocator.record.PoolCheckReport;
import org.jcachepmem.allocator.record.RecordStore;
import org.jcachepmem.allocator.record.SteppedSnapshot;

/**
 * A snapshot that is made while operations go on, and what every key read as at its instant: when
 * it is done it must be a sound pool, closed cleanly, that has exactly that.
 */
final class WatchedSnapshot {
  private static final int MOST_CHUNKS_AT_ONCE = 4;

  private final Settings settings;
  private final List<Key> keys;
  private final List<Content> expected;
  private final List<Boolean> existing;
  private final SteppedSnapshot snapshot;
  private final SplittableRandom random;
  private final int chunks;

  /** Begins it; as many chunks as that share the pool's storage, before the others are copied. */
  WatchedSnapshot(
      Settings settings,
      List<Key> keys,
      List<Content> expected,
      List<Boolean> existing,
      RecordStore records,
      SplittableRandom random,
      int chunks) {
    this.settings = settings;
    this.keys = keys;
    this.expected = expected;
    this.existing = existing;
    this.random = random;
    this.chunks = chunks;
    snapshot = new SteppedSnapshot(records, chunks);
  }

  /** Goes on; false if it is done, and was what it must be. */
  boolean goOn() {
    if (snapshot.copy(random.nextInt(MOST_CHUNKS_AT_ONCE))) {
      return true;
    }
    check(snapshot.finish());
    boolean isShared = snapshot.sharedChunks() > 0;
    if (isShared ? chunks == 0 : chunks > 0 && existing.contains(true)) {
      throw new AssertionError(
          snapshot.sharedChunks() + " chunks share the pool's storage, and " + chunks + " could");
    }
    return false;
  }

  /** Ends it unfinished. */
  void abandon() {
    snapshot.end();
  }

  private void check(HeapMedium copy) {
    PoolCheckReport report = PoolCheck.run(copy);
    if (!report.isSound()) {
      throw new AssertionError("the snapshot is not sound: " + report.problems());
    }
    RecordStore records = RecordStore.open(Pool.mount(copy), settings.options());
    if (!records.recovery().clean() || records.recovery().damaged() != 0) {
      throw new AssertionError("the snapshot was not closed cleanly: " + records.recovery());
    }
    Inventory.check(records);
    for (int cache = 0; cache < existing.size(); cache++) {
      DrivenCache driven = DrivenCache.attach(records, cache, keys);
      if ((driven != null) != existing.get(cache)) {
        throw new AssertionError("in the snapshot cache " + cache + " is " + driven);
      }
      for (Key key : keys) {
        if (key.cache() == cache) {
          EntryRef entry = driven == null ? null : driven.entry(key);
          check(key, entry == null ? null : records.readValue(entry), entry);
        }
      }
    }
  }

  private void check(Key key, byte @org.jspecify.annotations.Nullable [] value, EntryRef entry) {
    Content wanted = expected.get(key.number());
    boolean isEqual =
        entry == null
            ? wanted == Content.ABSENT
            : wanted != Content.ABSENT
                && java.util.Arrays.equals(wanted.value(), value)
                && wanted.expirySeconds() == Inspection.seconds(entry.expiryMillis());
    if (!isEqual) {
      throw new AssertionError(
          "in the snapshot " + key + " is " + entry + ", but at its instant it was " + wanted);
    }
  }
}
