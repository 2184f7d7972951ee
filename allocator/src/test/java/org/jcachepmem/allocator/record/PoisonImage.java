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
package org.jcachepmem.allocator.record;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jcachepmem.allocator.layout.CatalogueLayout;
import org.jcachepmem.allocator.layout.DirectoryLayout;
import org.jcachepmem.allocator.layout.ExtentLayout;
import org.jcachepmem.allocator.layout.HotWordLayout;
import org.jcachepmem.allocator.medium.HeapMedium;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.pool.FormatOptions;
import org.jcachepmem.allocator.pool.Pool;
import org.jcachepmem.allocator.pool.VerifyReads;
import org.jcachepmem.allocator.space.SizeClasses;
import org.jcachepmem.allocator.space.SlotSpace;
import org.jspecify.annotations.Nullable;

/**
 * A small pool in use, as a clean close or a kill left it, and for each key what it reads as and
 * which bytes of the pool that depends on.
 */
final class PoisonImage {
  static final String CACHE = "poison";
  static final int POOL_BYTES = 64 << 10;
  private static final SizeClasses CLASSES = SizeClasses.of(4 << 10);

  /** Bytes of the pool. */
  record Range(long offset, long lengthBytes) {}

  /**
   * What becomes of a key.
   *
   * @param digest what it reads as
   * @param older what it read as before
   * @param needs the bytes without which it may be absent
   * @param knows the bytes that alone say that {@code older} is over, after a kill
   */
  record Fate(String digest, List<String> older, List<Range> needs, List<Range> knows) {}

  private final byte[] bytes = new byte[POOL_BYTES];
  private final Map<String, Fate> fates = new TreeMap<>();
  private final Map<String, List<String>> older = new HashMap<>();
  private final boolean clean;
  private final Pool pool;

  PoisonImage(boolean clean) {
    this.clean = clean;
    Medium medium = new HeapMedium(POOL_BYTES);
    Pool.format(medium, FormatOptions.small(5));
    TestCache cache =
        new TestCache(RecordStore.open(Pool.mount(medium), RecordOptions.quiet(2)), CACHE);
    use(cache);
    // Before the close: the entries are not moved by it, and it forgets them.
    for (String key : older.keySet()) {
      fates.putIfAbsent(key, fate(cache, key, cache.index.get(key)));
    }
    if (clean) {
      cache.records.close();
    }
    medium.copyOut(0, bytes, 0, bytes.length);
    pool = Pool.mount(copy());
  }

  private void use(TestCache cache) {
    for (String key : List.of("a", "b", "c", "d", "removed", "gone", "longer", "moved")) {
      put(cache, key, 1, key.equals("longer") ? 300 : 44);
    }
    put(cache, "large", 1, 5000);
    put(cache, "settled", 1, 44);
    remove(cache, "gone");
    put(cache, "a", 2, 45);
    cache.records.life().settleEpoch();
    put(cache, "b", 2, 46);
    put(cache, "b", 3, 47);
    put(cache, "large", 2, 5600);
    put(cache, "new", 1, 40);
    put(cache, "moved", 2, 120);
    put(cache, "longer", 2, 310);
    // More than ride along, so that removed and superseded records wait to be settled.
    for (int i = 0; i < 12; i++) {
      put(cache, "d", 2 + i, 41);
    }
    put(cache, "evicted", 1, 43);
    cache.evict("evicted");
    // A kill may bring it back.
    Range everything = new Range(0, POOL_BYTES);
    fates.put(
        "evicted",
        new Fate(TestCache.digest(null), older.get("evicted"), List.of(), List.of(everything)));
    EntryRef tombstone = cache.index.get("removed");
    assertNotNull(tombstone);
    remove(cache, "removed");
    fates.put("removed", fate(cache, "removed", tombstone));
  }

  private void put(TestCache cache, String key, int version, int length) {
    byte[] value = TestCache.value(key, version, length);
    cache.put(key, value);
    older.computeIfAbsent(key, k -> new ArrayList<>()).add(TestCache.digest(value));
  }

  private void remove(TestCache cache, String key) {
    cache.remove(key);
    older.get(key).add(TestCache.digest(null));
  }

  private Fate fate(TestCache cache, String key, @Nullable EntryRef record) {
    List<String> history = older.get(key);
    List<Range> needs = new ArrayList<>();
    List<Range> knows = new ArrayList<>();
    if (record != null) {
      needs.addAll(needs(cache, record));
      knows.addAll(knows(cache.records, record));
    }
    // Without its cache's own words nothing is left of it, and nothing comes back either.
    needs.add(new Range(HotWordLayout.minEpoch(cache.id), Long.BYTES));
    needs.addAll(catalogue(cache.records));
    return new Fate(
        history.get(history.size() - 1), history.subList(0, history.size() - 1), needs, knows);
  }

  /** The bytes that an entry can't do without. */
  static List<Range> needs(TestCache cache, EntryRef entry) {
    try {
      return readableNeeds(cache, entry);
    } catch (InternalError e) {
      return List.of(new Range(0, POOL_BYTES)); // its list of extents can't be read
    }
  }

  private static List<Range> readableNeeds(TestCache cache, EntryRef entry) {
    int stream = entry.keyLength() + entry.valueLength();
    List<Range> needs = new ArrayList<>();
    Medium medium = cache.records.pool().medium();
    if (stream <= CLASSES.largestRecordBytes()) {
      needs.addAll(needsOf(cache.records, entry.offset(), stream));
      return needs;
    }
    int pieces = medium.getInt(entry.offset() + ExtentLayout.PIECES_AT);
    needs.addAll(needsOf(cache.records, entry.offset(), ExtentLayout.bytes(pieces)));
    for (int i = 0; i < pieces; i++) {
      long at = entry.offset() + ExtentLayout.piece(i);
      needs.addAll(
          needsOf(
              cache.records,
              medium.getLong(at + ExtentLayout.PIECE_OFFSET_AT),
              medium.getInt(at + ExtentLayout.PIECE_LENGTH_AT)));
    }
    return needs;
  }

  private static List<Range> catalogue(RecordStore records) {
    Pool pool = records.pool();
    SlotSpace space = new SlotSpace(pool);
    Extents extents = new Extents(space, pool.medium());
    RecordReader reader =
        new RecordReader(pool.medium(), space, extents, pool.geometry().salt(), VerifyReads.NEVER);
    RecoveredTables tables =
        new RecoveredTables(pool.geometry(), new MediumRecords(pool, space, extents, reader));
    PoolScan scan = new PoolScan(pool, space, reader, tables, new PoolCheck(), 1);
    scan.readWords();
    scan.readChunks();
    scan.readDirectories(false);
    List<Range> needs = new ArrayList<>();
    tables
        .of(CatalogueLayout.CATALOGUE_ID)
        .forEachOffset(
            offset -> {
              EntryRef entry = new MediumRecords(pool, space, extents, reader).handle(offset);
              needs.addAll(needsOf(records, offset, entry.keyLength() + entry.valueLength()));
            });
    return needs;
  }

  private static List<Range> needsOf(RecordStore records, long offset, long lengthBytes) {
    List<Range> needs = new ArrayList<>();
    needs.add(new Range(offset, lengthBytes));
    needs.add(new Range(records.entryAt(slot(offset)), DirectoryLayout.ENTRY_BYTES));
    needs.add(chunkLine(records, offset));
    return needs;
  }

  private static EntryRef slot(long offset) {
    return EntryRef.of(offset, 0, 0, EntryRef.ETERNAL, true);
  }

  private static List<Range> knows(RecordStore records, EntryRef entry) {
    return List.of(
        new Range(records.entryAt(entry), DirectoryLayout.ENTRY_BYTES),
        chunkLine(records, entry.offset()));
  }

  private static Range chunkLine(RecordStore records, long offset) {
    int number = (int) (offset / records.pool().geometry().chunkBytes());
    return new Range(records.pool().chunkLine(number), Long.BYTES);
  }

  /** The pool as it was left. */
  HeapMedium copy() {
    HeapMedium copy = new HeapMedium(POOL_BYTES);
    copy.copyIn(0, bytes, 0, bytes.length);
    return copy;
  }

  /** The pool, with nothing poisoned. */
  Pool pool() {
    return pool;
  }

  Map<String, Fate> fates() {
    return fates;
  }

  boolean isClean() {
    return clean;
  }
}
