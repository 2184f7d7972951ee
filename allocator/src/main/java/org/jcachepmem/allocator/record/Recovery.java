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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jcachepmem.allocator.layout.CatalogueLayout;
import org.jcachepmem.allocator.layout.DirectoryLayout;
import org.jcachepmem.allocator.layout.HotWordLayout;
import org.jcachepmem.allocator.layout.Segment;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.medium.MediumFailedException;
import org.jcachepmem.allocator.pool.Pool;
import org.jcachepmem.allocator.pool.PoolFormatException;
import org.jcachepmem.allocator.space.SlotSpace;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a pool from whatever a crash left to where a session may begin:
 *
 * <ol>
 *   <li>Flush what recovery reads, and fence: after a kill it may be in the processor's or the page
 *       cache only, and what is built on it must not be more durable than it.
 *   <li>Mark the LIVE records that lost VOID, and fence. Tombstones stay: they hide nothing any
 *       more.
 *   <li>Store the new session epoch, above every one seen, the settled epoch below it, and that the
 *       pool is in use, and fence.
 * </ol>
 *
 * A crash in between leaves a pool in which each key reads the same, so recovery may be cut off and
 * begin anew any number of times. After a clean close the first two steps have nothing to do, but
 * for the superblock.
 */
final class Recovery implements ScanFindings {
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
  private static final long PAGE_BYTES = 4096;

  private final Pool pool;
  private final Medium medium;
  private final SlotSpace space;
  private final Extents extents;
  private final RecordReader reader;
  private final RecoveredTables tables;
  private final PoolScan scan;
  private final Thread opener = Thread.currentThread();
  private final List<Long> losers = new ArrayList<>();
  private final List<Long> unreadable = new ArrayList<>();
  private final Map<Long, Integer> unreadableLines = new TreeMap<>();
  private long superseded;
  private long unfinished;
  private long damaged;
  private long epoch;

  Recovery(Pool pool, SlotSpace space, Extents extents, RecordReader reader, int threads) {
    if (pool.isReadOnly()) {
      throw new PoolFormatException(
          "the pool has features that this version may not write: open it with a newer version");
    }
    this.pool = pool;
    this.medium = pool.medium();
    this.space = space;
    this.extents = extents;
    this.reader = reader;
    this.tables =
        new RecoveredTables(pool.geometry(), new MediumRecords(pool, space, extents, reader));
    this.scan = new PoolScan(pool, space, reader, tables, this, threads);
  }

  /** Recovers the pool; until it stores anything, {@code early} may read what was found. */
  RecoveryReport run(LongSupplier clock, @Nullable EarlyReads early) {
    long start = clock.getAsLong();
    scan.readWords();
    scan.readChunks();
    flushSuperblock();
    if (!scan.isClean()) {
      flushTables();
    } else if (early != null) {
      early.begin(tables, reader);
    }
    try {
      scan.readDirectories(early != null && scan.isClean());
    } finally {
      if (early != null) {
        early.end();
      }
    }
    Set<Integer> orphans =
        new Occupancy(medium, space, extents, reader, tables, this).occupy(scan.lists());
    if (!scan.isClean()) {
      medium.fence();
    }
    if (scan.isClean()) {
      endCleanState();
    }
    markLosers();
    takeTombstonesAway();
    space.open();
    beginSession(orphans);
    if (!unreadable.isEmpty() || !unreadableLines.isEmpty()) {
      LOG.warn(
          "the medium can't read {} lines and {} records of the pool: what they said is lost, and {}"
              + " bytes are out of use",
          unreadableLines.size(),
          unreadable.size(),
          space.unusableBytes());
    }
    long[] entries = {0};
    tables.forEach(
        (id, table) -> entries[0] += id == CatalogueLayout.CATALOGUE_ID ? 0 : table.count());
    return new RecoveryReport(
        scan.isClean(),
        entries[0],
        superseded,
        unfinished,
        damaged,
        space.unusableBytes(),
        clock.getAsLong() - start);
  }

  RecoveredTables tables() {
    return tables;
  }

  /** The session epoch. */
  long epoch() {
    return epoch;
  }

  /**
   * Of a clean pool, too: a process that was killed while it made the pool larger left it clean.
   */
  private void flushSuperblock() {
    flush(0, HotWordLayout.SESSION_EPOCH);
  }

  private void flushTables() {
    long words = HotWordLayout.SESSION_EPOCH;
    flush(words, HotWordLayout.end(pool.geometry().cacheIds()) - words);
    for (Segment segment : pool.geometry().segments()) {
      flush(segment.tableOffset(), segment.line(segment.endChunk()) - segment.tableOffset());
    }
  }

  @Override
  public void directory(long offset, int lengthBytes) {
    if (!scan.isClean()) {
      flush(offset, lengthBytes);
    }
  }

  /** A fence is for what its own thread has flushed. */
  @Override
  public void endOfThread() {
    if (!scan.isClean() && Thread.currentThread() != opener) {
      medium.fence();
    }
  }

  /**
   * Has a range written back that was stored by an earlier process. After a failed msync the system
   * takes its pages for clean though the disk never got them, so they are made dirty first.
   */
  private void flush(long offset, long lengthBytes) {
    if (medium.facts().pageGranular()) {
      long end = offset + lengthBytes;
      for (long at = offset & -Long.BYTES; at < end; at = (at + PAGE_BYTES) & -PAGE_BYTES) {
        makeDirty(at);
      }
    }
    medium.flush(offset, lengthBytes);
  }

  private void makeDirty(long at) {
    long word;
    try {
      word = medium.getLong(at);
    } catch (MediumFailedException | InternalError e) {
      LOG.debug("the page at offset {} can't be read: {}", at, e.getMessage());
      return;
    }
    medium.putLong(at, word);
  }

  @Override
  public void unsettled(long offset, long w2) {
    byte[] list =
        DirectoryLayout.valueLength(w2) == DirectoryLayout.EXTENTS
            ? reader.list(offset, space.classes().slotBytes(space.sizeClass(offset)))
            : null;
    if (list == null) {
      flush(offset, DirectoryLayout.keyLength(w2) + (long) DirectoryLayout.valueLength(w2));
      return;
    }
    flush(offset, list.length);
    extents.forEachListed(list, this::flush);
  }

  @Override
  public void damaged(long offset, String what) {
    damaged++;
  }

  @Override
  public void loser(long at, boolean wasUnfinished) {
    losers.add(at);
    if (wasUnfinished) {
      unfinished++;
    } else {
      superseded++;
    }
  }

  /** It stays as it is, below the minEpoch that its cache's id gets when the session begins. */
  @Override
  public void orphan(long at) {
    superseded++;
  }

  @Override
  public void unreadable(long at) {
    unreadable.add(at);
  }

  @Override
  public void unreadableLine(long offset, int lengthBytes) {
    unreadableLines.put(offset, lengthBytes);
  }

  /**
   * Stores zeros over lines that could not be read. It heals some, and in any case what they said
   * does not come back after what this session does without it. A medium that takes no stores there
   * is left alone: the chunks concerned are out of use.
   */
  private void mendLines() {
    unreadableLines.forEach(
        (offset, lengthBytes) -> {
          try {
            medium.zero(offset, lengthBytes);
            medium.flush(offset, lengthBytes);
            if (isChunkLine(offset)) {
              pool.store(offset, PoolScan.DAMAGED_LINE);
            }
          } catch (MediumFailedException | InternalError e) {
            LOG.debug("the line at offset {} can't be stored: {}", offset, e.getMessage());
          }
        });
  }

  private boolean isChunkLine(long offset) {
    return pool.geometry().segments().stream()
        .anyMatch(s -> offset >= s.tableOffset() && offset < s.line(s.endChunk()));
  }

  /**
   * Before every other store: a recovery believes what it reads in a clean pool, and does not write
   * it back. A mark or a word that this one stores, and a kill leaves in the caches only, is then
   * read in a pool that is not clean.
   */
  private void endCleanState() {
    store(HotWordLayout.CLEAN_STATE, 0);
    medium.storeStoreFence();
  }

  private void markLosers() {
    mendLines();
    if (losers.isEmpty() && unreadable.isEmpty() && unreadableLines.isEmpty()) {
      return;
    }
    // A tombstone, so that a recovery after this one finds what they hide hidden, too.
    for (long at : unreadable) {
      medium.putLongRelease(at, DirectoryLayout.dead(DirectoryLayout.sequence(medium.getLong(at))));
      medium.flush(at, Long.BYTES);
    }
    for (long at : losers) {
      medium.putLongRelease(at, DirectoryLayout.VOID);
      medium.flush(at, Long.BYTES);
    }
    medium.fence();
  }

  /**
   * Now that nothing which a tombstone hid can come back. In the relaxed modes it may have reached
   * the medium without the payload of its record, and hidden nothing. It must not begin to when its
   * slot is given to a record of the same key, of which the payload comes first.
   *
   * <p>Before the settled epoch is stored, which says that tombstones up to it are whole. Unless a
   * line could not be read: what it said may come back, and then it must find its tombstone.
   */
  private void takeTombstonesAway() {
    if (!unreadableLines.isEmpty()) {
      return;
    }
    boolean[] any = {false};
    scan.forEachUnsettledTombstone(
        at -> {
          medium.putLongRelease(at, DirectoryLayout.VOID);
          medium.flush(at, Long.BYTES);
          any[0] = true;
        });
    if (any[0]) {
      medium.fence();
    }
  }

  private void beginSession(Set<Integer> orphans) {
    // One beyond the last: nothing can be written any more, but everything read.
    epoch = Math.min(scan.highestEpoch(), pool.geometry().maxEpoch()) + 1;
    for (int id = 1; id < pool.geometry().cacheIds(); id++) {
      if (orphans.contains(id) || scan.isMinEpochDamaged(id)) {
        storeMinEpoch(id);
      }
    }
    store(HotWordLayout.SESSION_EPOCH, epoch);
    store(HotWordLayout.SETTLED_EPOCH, epoch - 1);
    store(HotWordLayout.CLEAN_STATE, 0);
    medium.fence();
  }

  /** An id whose word can't be stored is not given to any cache: the catalogue sees to that. */
  private void storeMinEpoch(int id) {
    try {
      pool.store(HotWordLayout.minEpoch(id), epoch);
    } catch (MediumFailedException | InternalError e) {
      if (pool.isIntact(HotWordLayout.minEpoch(id))) {
        throw e;
      }
      LOG.warn("the minEpoch of cache {} can't be stored: {}", id, e.getMessage());
    }
  }

  /** Without these words there is no session: nothing else on the medium can stand in for them. */
  private void store(long offset, long value) {
    try {
      pool.store(offset, value);
    } catch (MediumFailedException | InternalError e) {
      throw new MediumFailedException(
          "the word at offset "
              + offset
              + " of the pool's header can't be stored: copy the file to a sound device, with zeros"
              + " for what can't be read, and open the copy",
          e);
    }
  }
}
