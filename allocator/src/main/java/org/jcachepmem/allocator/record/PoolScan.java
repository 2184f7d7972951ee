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

import org.jcachepmem.allocator.layout.Bytes;
import org.jcachepmem.allocator.layout.CatalogueLayout;
import org.jcachepmem.allocator.layout.ChunkLayout;
import org.jcachepmem.allocator.layout.DirectoryLayout;
import org.jcachepmem.allocator.layout.ExtentLayout;
import org.jcachepmem.allocator.layout.Geometry;
import org.jcachepmem.allocator.layout.HotWordLayout;
import org.jcachepmem.allocator.layout.Segment;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.pool.DamagedWordException;
import org.jcachepmem.allocator.pool.Pool;
import org.jcachepmem.allocator.space.SlotSpace;
import org.jspecify.annotations.Nullable;

/**
 * Reads a pool as it lies there: hot words, chunk lines and directories, and decides which record
 * is each key's. Stores nothing: {@link Recovery} acts on what it says, {@link PoolCheck} reports
 * it.
 *
 * <p>Among the headers of a key of the right generation and of an epoch not below the cache's
 * minEpoch, a LIVE one newer than the settled epoch must match its checksum; the highest sequence
 * number wins; a DEAD one that would hide a LIVE one must match its checksum too, because its slot
 * may have been under reuse.
 */
final class PoolScan {
  private static final long UNKNOWN = -1;

  /** Free, but its directory is not known to be zero. */
  private static final long DAMAGED_LINE = ChunkLayout.value(ChunkLayout.FREE, 1, 0);

  private final Pool pool;
  private final Medium medium;
  private final Geometry geometry;
  private final SlotSpace space;
  private final RecordReader reader;
  private final RecoveredTables tables;
  private final Findings findings;
  private final long[] minEpochs;
  private long sessionEpoch;
  private long settledEpoch;
  private long highestEpoch;
  private boolean clean;

  /** Bytes of pieces whose checksums may still be looked at: no two live records share any. */
  private long pieceBytesLeft;

  /** What the scan finds and its caller acts on or counts. */
  interface Findings {
    /** A word or record that says what can't be; {@code offset} is where. */
    void damaged(long offset, String what);

    /** A LIVE record, at directory entry {@code at}, that is no key's value. */
    void loser(long at, boolean unfinished);

    /** A LIVE record newer than the settled epoch, whose payload may be in a cache only. */
    default void unsettled(long offset, long w2) {}
  }

  PoolScan(
      Pool pool, SlotSpace space, RecordReader reader, RecoveredTables tables, Findings findings) {
    this.pool = pool;
    this.medium = pool.medium();
    this.geometry = pool.geometry();
    this.space = space;
    this.reader = reader;
    this.tables = tables;
    this.findings = findings;
    this.minEpochs = new long[geometry.cacheIds()];
    this.pieceBytesLeft = geometry.poolBytes();
  }

  /** Reads the hot words. A damaged one is taken for its safest value. */
  void readWords() {
    sessionEpoch = word(HotWordLayout.SESSION_EPOCH, UNKNOWN, "session epoch");
    settledEpoch = word(HotWordLayout.SETTLED_EPOCH, 0, "settled epoch");
    long cleanState = word(HotWordLayout.CLEAN_STATE, 0, "clean state");
    clean = cleanState != 0 && cleanState == sessionEpoch + 1;
    highestEpoch = Math.max(sessionEpoch, Math.max(settledEpoch, cleanState - 1));
    for (int id = CatalogueLayout.CATALOGUE_ID + 1; id < minEpochs.length; id++) {
      // Not knowing what was cleared, serve nothing of the cache.
      minEpochs[id] = word(HotWordLayout.minEpoch(id), Long.MAX_VALUE, "minEpoch of cache " + id);
      if (minEpochs[id] != Long.MAX_VALUE) {
        highestEpoch = Math.max(highestEpoch, minEpochs[id]);
      }
    }
  }

  private long word(long offset, long ifDamaged, String what) {
    try {
      return pool.read(offset);
    } catch (DamagedWordException e) {
      findings.damaged(offset, what);
      return ifDamaged;
    }
  }

  /** Tells the space which chunk has which class. */
  void readChunks() {
    for (Segment segment : geometry.segments()) {
      for (int number = segment.firstChunk(); number < segment.endChunk(); number++) {
        long line = segment.line(number);
        long value = word(line, DAMAGED_LINE, "line of chunk " + number);
        boolean pristine = value == 0;
        int generation = ChunkLayout.generation(value);
        boolean slots = ChunkLayout.state(value) == ChunkLayout.SLOTS;
        if (slots && ChunkLayout.sizeClass(value) < space.classes().count()) {
          space.adopt(number, ChunkLayout.sizeClass(value), generation);
        } else {
          if (slots || ChunkLayout.state(value) > ChunkLayout.SLOTS) {
            findings.damaged(line, "state of chunk " + number);
          }
          space.adoptFree(number, generation, pristine);
        }
      }
    }
  }

  /** Finds the winners, into the tables. */
  void readDirectories() {
    space.forEachAdopted(this::readLive);
    space.forEachAdopted(this::readDead);
  }

  private void readLive(long chunk, int sizeClass, int generation) {
    int slots = space.classes().slots(sizeClass);
    int slotBytes = space.classes().slotBytes(sizeClass);
    long offset = chunk + space.classes().firstSlot(sizeClass);
    long at = chunk;
    for (int i = 0; i < slots; i++, at += DirectoryLayout.ENTRY_BYTES, offset += slotBytes) {
      long w0 = medium.getLong(at);
      if (DirectoryLayout.state(w0) == DirectoryLayout.LIVE) {
        live(at, offset, slotBytes, generation, DirectoryLayout.sequence(w0));
      }
    }
  }

  private void live(long at, long offset, int slotBytes, int generation, long sequence) {
    long w1 = medium.getLong(at + DirectoryLayout.W1_AT);
    long w2 = medium.getLong(at + DirectoryLayout.W2_AT);
    int cacheId = DirectoryLayout.cacheId(w2);
    long epoch = geometry.epoch(sequence);
    // Before looking into the slot: a cleared record's slot may be a piece of another one by now.
    if (cacheId < geometry.cacheIds() && epoch < minEpochs[cacheId]) {
      findings.loser(at, false);
      return;
    }
    if (!isPlausible(w2, offset, slotBytes, generation) || isOfTheFuture(epoch)) {
      findings.damaged(at, "directory entry");
      findings.loser(at, false);
      return;
    }
    boolean unsettled = !clean && epoch > settledEpoch;
    boolean isList = DirectoryLayout.valueLength(w2) == DirectoryLayout.EXTENTS;
    // A catalogue entry is checked always and as a whole: without it all records of its cache are
    // dropped, and its cache id is given to another cache.
    boolean isCatalogue = cacheId == CatalogueLayout.CATALOGUE_ID;
    boolean check = unsettled || isList || isCatalogue || sessionEpoch == UNKNOWN;
    int crc = DirectoryLayout.crc(medium.getLong(at + DirectoryLayout.W3_AT));
    if (check && !reader.isIntact(offset, sequence, w1, w2, crc, false)
        || isList && (unsettled || isCatalogue) && !arePiecesIntact(offset, slotBytes)
        || isCatalogue && !isCacheId(reader.keyAt(offset, w2), w1)) {
      if (!unsettled) {
        findings.damaged(at, "record");
      }
      findings.loser(at, unsettled);
      return;
    }
    highestEpoch = Math.max(highestEpoch, epoch);
    if (unsettled) {
      findings.unsettled(offset, w2);
    }
    long lost = tables.of(cacheId).add(w1, offset, sequence);
    if (lost != 0) {
      findings.loser(space.entry(lost), false);
    }
  }

  /**
   * Whether the pieces of a list that is intact itself match their checksums. Lists that claim the
   * same bytes over and over must not make recovery quadratic.
   */
  private boolean arePiecesIntact(long offset, int slotBytes) {
    byte[] list = reader.list(offset, slotBytes);
    if (list == null) {
      return false;
    }
    long left = pieceBytesLeft;
    pieceBytesLeft -= Math.min(left, reader.listedBytes(list));
    return reader.arePiecesIntact(list, left);
  }

  /** Whether the key of a catalogue entry is the id of a cache. */
  private boolean isCacheId(byte @Nullable [] key, long hash) {
    if (key == null || key.length != CatalogueLayout.KEY_BYTES || KeyHash.of(key) != hash) {
      return false;
    }
    int id = Bytes.getInt(key, 0);
    return id > CatalogueLayout.CATALOGUE_ID && id < geometry.cacheIds();
  }

  /**
   * An epoch's word is durable before any record is written in it. Without an intact word, records
   * that match their checksum say which epochs there were.
   */
  private boolean isOfTheFuture(long epoch) {
    return sessionEpoch != UNKNOWN && epoch > sessionEpoch;
  }

  private boolean isPlausible(long w2, long offset, int slotBytes, int generation) {
    int valueLength = DirectoryLayout.valueLength(w2);
    int keyLength = DirectoryLayout.keyLength(w2);
    if (DirectoryLayout.generation(w2) != generation
        || DirectoryLayout.cacheId(w2) >= geometry.cacheIds()
        || keyLength > DirectoryLayout.MAX_KEY_BYTES) {
      return false;
    }
    if (valueLength != DirectoryLayout.EXTENTS) {
      // What is longer than the longest record is stored as a list, also where a slot would hold
      // it.
      return keyLength + valueLength <= Math.min(slotBytes, space.classes().largestRecordBytes());
    }
    byte[] list = reader.list(offset, slotBytes);
    int listed = list == null ? -1 : reader.valueLength(offset, w2);
    return listed >= 0 && listed <= ExtentLayout.MAX_VALUE_BYTES;
  }

  private void readDead(long chunk, int sizeClass, int generation) {
    if (clean) {
      return; // a clean close left no older version behind
    }
    int slots = space.classes().slots(sizeClass);
    int slotBytes = space.classes().slotBytes(sizeClass);
    long offset = chunk + space.classes().firstSlot(sizeClass);
    long at = chunk;
    for (int i = 0; i < slots; i++, at += DirectoryLayout.ENTRY_BYTES, offset += slotBytes) {
      long w0 = medium.getLong(at);
      if (DirectoryLayout.state(w0) == DirectoryLayout.DEAD) {
        dead(at, offset, slotBytes, generation, DirectoryLayout.sequence(w0));
      }
    }
  }

  private void dead(long at, long offset, int slotBytes, int generation, long sequence) {
    long w1 = medium.getLong(at + DirectoryLayout.W1_AT);
    long w2 = medium.getLong(at + DirectoryLayout.W2_AT);
    long epoch = geometry.epoch(sequence);
    int crc = DirectoryLayout.crc(medium.getLong(at + DirectoryLayout.W3_AT));
    if (!isPlausible(w2, offset, slotBytes, generation) || isOfTheFuture(epoch)) {
      return;
    }
    if (sessionEpoch == UNKNOWN && reader.isIntact(offset, sequence, w1, w2, crc, false)) {
      highestEpoch = Math.max(highestEpoch, epoch);
    }
    if (tables.of(DirectoryLayout.cacheId(w2)).count() == 0) {
      return;
    }
    RecoveredTable table = tables.of(DirectoryLayout.cacheId(w2));
    long hidden = table.hiddenBy(w1, offset);
    if (hidden == 0) {
      return;
    }
    long hiddenAt = space.entry(hidden);
    long hiddenSequence = DirectoryLayout.sequence(medium.getLong(hiddenAt));
    if (sequence > hiddenSequence && reader.isIntact(offset, sequence, w1, w2, crc, false)) {
      table.drop(w1, hidden);
      findings.loser(hiddenAt, false);
    }
  }

  /** Whether the pool was closed cleanly. */
  boolean isClean() {
    return clean;
  }

  /** The highest epoch seen anywhere. */
  long highestEpoch() {
    return highestEpoch;
  }

  /**
   * The epoch before which records of a cache count no more; {@code Long.MAX_VALUE} if its word is
   * damaged.
   */
  long minEpoch(int cacheId) {
    return minEpochs[cacheId];
  }
}
