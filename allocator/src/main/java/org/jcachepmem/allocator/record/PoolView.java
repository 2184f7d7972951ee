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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jcachepmem.allocator.layout.Bytes;
import org.jcachepmem.allocator.layout.CatalogueLayout;
import org.jcachepmem.allocator.layout.Geometry;
import org.jcachepmem.allocator.layout.Segment;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.pool.Pool;
import org.jcachepmem.allocator.pool.PoolFormatException;
import org.jcachepmem.allocator.pool.VerifyReads;
import org.jcachepmem.allocator.space.SizeClasses;
import org.jcachepmem.allocator.space.SlotSpace;
import org.jspecify.annotations.Nullable;

/**
 * What the next open of a pool would find in it: its caches, the record of each key, and which
 * slots are taken; also after a crash, because it decides as recovery does. Stores nothing, and
 * works on a medium that takes no stores.
 *
 * <p>Nobody changes the pool meanwhile. Thread safe when it is made.
 */
public final class PoolView {
  private final Pool pool;
  private final SlotSpace space;
  private final RecordReader reader;
  private final RecoveredTables tables;
  private final MediumRecords records;
  private final boolean clean;
  private long damages;
  private final List<CatalogueEntry> caches = new ArrayList<>();

  /** A view that tells {@code findings} what it meets. */
  PoolView(Pool pool, ScanFindings findings, int threads) {
    this.pool = pool;
    Medium medium = pool.medium();
    Geometry geometry = pool.geometry();
    space = new SlotSpace(pool);
    Extents extents = new Extents(space, medium);
    reader = new RecordReader(medium, space, extents, geometry.salt(), VerifyReads.FIRST);
    records = new MediumRecords(pool, space, extents, reader);
    tables = new RecoveredTables(geometry, records);
    PoolScan scan = new PoolScan(pool, space, reader, tables, findings, threads);
    scan.readWords();
    scan.readChunks();
    scan.readDirectories(false);
    new Occupancy(medium, space, extents, reader, tables, findings).occupy(scan.lists());
    clean = scan.isClean();
  }

  /**
   * Looks at a mounted pool.
   *
   * @throws PoolFormatException if a cache's catalogue entry is of a later version
   */
  public static PoolView of(Pool pool) {
    Counted findings = new Counted();
    PoolView view = new PoolView(pool, findings, RecordOptions.AS_MANY_AS_PAY);
    view.readCatalogue();
    view.damages = findings.damages.sum();
    return view;
  }

  /** What is damaged, and what is left over, is {@link PoolCheck}'s to tell. */
  private static final class Counted implements ScanFindings {
    private final LongAdder damages = new LongAdder();

    @Override
    public void damaged(long offset, String what) {
      damages.increment();
    }

    @Override
    public void loser(long at, boolean unfinished) {}
  }

  private void readCatalogue() {
    RecoveredTable catalogue = tables.of(CatalogueLayout.CATALOGUE_ID);
    catalogue.forEachOffset(
        offset -> {
          EntryRef entry = records.handle(offset);
          byte[] key = reader.key(entry);
          byte[] value = reader.value(entry);
          if (key != null && value != null) {
            caches.add(CatalogueCoding.decode(Bytes.getInt(key, 0), value));
          }
        });
    caches.sort(Comparator.comparingInt(CatalogueEntry::id));
  }

  /** The pool. */
  public Pool pool() {
    return pool;
  }

  /** Whether the pool was closed cleanly; if not, its next open recovers it. */
  public boolean isClean() {
    return clean;
  }

  /**
   * How many damaged parts of the pool were found on the way. What they were of is not among the
   * entries, nor perhaps all entries of a cache; damage of others shows when they are read.
   */
  public long damages() {
    return damages;
  }

  /** The stored caches, by id. */
  public List<CatalogueEntry> caches() {
    return Collections.unmodifiableList(caches);
  }

  /** How many entries a cache has, expired ones included. */
  public long count(int cacheId) {
    return tables.of(cacheId).count();
  }

  /** Pool bytes that a cache's entries take, their directory entries included. */
  public long weightBytes(int cacheId) {
    return tables.of(cacheId).weightBytes();
  }

  /** Shows a handle of each entry of a cache, in the order in which they lie in the pool. */
  public void forEachEntry(int cacheId, Consumer<EntryRef> action) {
    long[] offsets = new long[(int) tables.of(cacheId).count()];
    int[] count = {0};
    tables.of(cacheId).forEachOffset(offset -> offsets[count[0]++] = offset);
    Arrays.sort(offsets, 0, count[0]);
    for (int i = 0; i < count[0]; i++) {
      action.accept(records.handle(offsets[i]));
    }
  }

  /** The entry with these key bytes, or null if there is none. */
  public @Nullable EntryRef find(int cacheId, byte[] key) {
    return tables.of(cacheId).peek(key);
  }

  /** A copy of the key, or null if the record is damaged. */
  public byte @Nullable [] readKey(EntryRef entry) {
    byte[] key = reader.key(entry);
    return key != null && KeyHash.of(key) == records.hash(entry.offset()) ? key : null;
  }

  /** A copy of the value, or null if the record is damaged. */
  public byte @Nullable [] readValue(EntryRef entry) {
    return reader.value(entry);
  }

  /** The epoch in which the record was written: those of one session are equal or neighbours. */
  public long epoch(EntryRef entry) {
    return pool.geometry().epoch(records.sequence(entry.offset()));
  }

  /** Pool bytes that the entry takes. */
  public long weightBytes(EntryRef entry) {
    return records.weight(entry);
  }

  /** The chunks, in order. */
  public List<ChunkView> chunks() {
    SizeClasses classes = space.classes();
    List<ChunkView> chunks = new ArrayList<>();
    int[] sizeClasses = new int[pool.geometry().endChunk()];
    Arrays.fill(sizeClasses, ChunkView.FREE);
    int shift = pool.geometry().chunkShift();
    space.forEachAdopted(
        (offset, sizeClass, generation) -> sizeClasses[(int) (offset >>> shift)] = sizeClass);
    for (Segment segment : pool.geometry().segments()) {
      for (int number = segment.firstChunk(); number < segment.endChunk(); number++) {
        int sizeClass = sizeClasses[number];
        chunks.add(
            sizeClass == ChunkView.FREE
                ? ChunkView.free(number)
                : new ChunkView(
                    number,
                    sizeClass,
                    classes.slotBytes(sizeClass),
                    classes.slots(sizeClass),
                    (int)
                        (space.takenBytes((long) number << shift) / classes.slotBytes(sizeClass))));
      }
    }
    return chunks;
  }

  /**
   * A chunk as the view finds it.
   *
   * @param number its offset divided by the chunk size
   * @param sizeClass which class its slots have, or {@link #FREE}
   * @param slotBytes bytes of a slot, 0 in a free chunk
   * @param slots how many slots, 0 in a free chunk
   * @param taken how many of them live records and their pieces have
   */
  public record ChunkView(int number, int sizeClass, int slotBytes, int slots, int taken) {
    /** The class of a chunk that has none. */
    public static final int FREE = -1;

    static ChunkView free(int number) {
      return new ChunkView(number, FREE, 0, 0, 0);
    }

    /** Whether the chunk has no class. */
    public boolean isFree() {
      return sizeClass == FREE;
    }
  }

  // ---- for the check of a pool

  SlotSpace space() {
    return space;
  }

  RecordReader reader() {
    return reader;
  }

  RecoveredTables tables() {
    return tables;
  }
}
