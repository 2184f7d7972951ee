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

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.allocator.record.RecordStore;
import org.jcachepmem.key.KeyIdentity;
import org.jspecify.annotations.Nullable;

/**
 * Puts all entries of a cache into its index before anybody uses it: of one whose keys compare as
 * objects, because recovery compared their bytes, and two records of equal keys may have different
 * ones; and of a pinned one, which gives nothing back anyway.
 *
 * <p>Keys are decoded in parallel, which is foreign code and takes most of the time; no lock is
 * held. Of equal keys the record with the higher sequence number wins. The losers, and entries
 * whose key does not decode any more, are durably gone on return. One thread; the cache is in
 * nobody's hands, but other caches may need its room meanwhile, and evict from it.
 */
final class Reindexing {
  private static final int BATCH = 2048;

  private final RecordStore records;
  private final Share share;
  private final SpaceBudget budget;
  private final StoredKeys keys;
  private final CaffeineIndex index;
  private long undecodable;

  /** Entries that are not indexed any more, and not yet again. */
  private final Deque<Stored> taken = new ArrayDeque<>(BATCH);

  Reindexing(
      RecordStore records, Share share, SpaceBudget budget, StoredKeys keys, CaffeineIndex index) {
    this.records = records;
    this.share = share;
    this.budget = budget;
    this.keys = keys;
    this.index = index;
  }

  /**
   * Empties what is not indexed; returns how many entries were dropped because of their key. If a
   * key's own code throws all are as they were, for whoever opens the cache next. On return the
   * entries are evicted from the index still, until the cache has a store.
   */
  long run() {
    budget.filling(share, index);
    try {
      indexAll();
      records.settleAll();
    } catch (Throwable e) {
      giveBackOrStop();
      throw e;
    }
    return undecodable;
  }

  private void indexAll() {
    UnindexedEntries unindexed = share.unindexed();
    for (byte[] key = unindexed.next(null); key != null; key = unindexed.next(key)) {
      EntryRef entry = share.takeUnindexed(key);
      if (entry != null) {
        unindexed.indexed();
        take(key, entry);
      }
      if (taken.size() == BATCH) {
        indexTaken();
      }
    }
    indexTaken();
  }

  private void take(byte[] key, EntryRef entry) {
    try {
      taken.add(new Stored(key, entry));
    } catch (Error e) {
      share.parkAdded(key, entry);
      throw e;
    }
  }

  private void indexTaken() {
    List<Decoded> decoded = List.copyOf(taken).parallelStream().map(this::decode).toList();
    for (Decoded next : decoded) {
      if (next.key() == null) {
        undecodable++;
        drop(next.entry());
      } else {
        index(next.key(), next.entry());
      }
      taken.remove();
    }
  }

  private void giveBackOrStop() {
    try {
      budget.filling(share, null); // first: what is given back is nobody's victim
      giveBack();
    } catch (Error e) {
      records.life().stop(e); // an entry that is nowhere would come back
      throw e;
    }
  }

  private void giveBack() {
    Stored half = taken.peek(); // what failed may have come after it was indexed
    taken.forEach(stored -> giveBack(stored.key(), stored.entry()));
    index.forEach(
        (key, entry) -> {
          if (half == null || entry != half.entry()) {
            giveBack(records.readKey(entry), entry);
          }
        });
  }

  private void giveBack(byte @Nullable [] keyBytes, EntryRef entry) {
    if (keyBytes == null) {
      drop(entry);
    } else if (entry.isLive()) {
      share.parkAdded(keyBytes, entry);
    }
  }

  private void index(KeyIdentity key, EntryRef entry) {
    EntryRef other = index.peek(key);
    if (other == null) {
      index.publish(key, entry);
    } else if (records.sequence(entry) > records.sequence(other)) {
      index.publish(key, entry);
      drop(other);
    } else {
      drop(entry);
    }
  }

  private void drop(EntryRef entry) {
    share.retire(records.stripe(0), entry);
  }

  private Decoded decode(Stored stored) {
    return new Decoded(keys.decoded(stored.key()), stored.entry());
  }

  private record Stored(byte[] key, EntryRef entry) {}

  private record Decoded(@Nullable KeyIdentity key, EntryRef entry) {}
}
