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

import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import org.jcachepmem.allocator.layout.Bytes;
import org.jcachepmem.allocator.layout.CatalogueLayout;
import org.jcachepmem.allocator.layout.ChunkLayout;
import org.jcachepmem.allocator.layout.DirectoryLayout;
import org.jcachepmem.allocator.layout.ExtentLayout;
import org.jcachepmem.allocator.layout.Geometry;
import org.jcachepmem.allocator.layout.HotWordLayout;
import org.jcachepmem.allocator.layout.Segment;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.medium.MediumFailedException;
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
  private static final int UNNUMBERED = -1;

  /** Free, but its directory is not known to be zero. */
  static final long DAMAGED_LINE = ChunkLayout.value(ChunkLayout.FREE, 1, 0);

  private final Pool pool;
  private final Medium medium;
  private final Geometry geometry;
  private final SlotSpace space;
  private final RecordReader reader;
  private final RecoveredTables tables;
  private final Findings findings;
  private final DirectoryCopy directory;

  /** LIVE records that can't be read, by the offset of their slot. */
  private final Map<Long, DirectoryCopy.Entry> unreadable = new TreeMap<>();

  /** The numbers of the chunks that have tombstones. */
  private final BitSet withDead = new BitSet();

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

    /** A LIVE record, at directory entry {@code at}, that can't be read; damage, too. */
    default void unreadable(long at) {}

    /** A line of words or of a directory that can't be read; damage, too. */
    default void unreadableLine(long offset, int lengthBytes) {}

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
    this.directory = new DirectoryCopy(medium);
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
      minEpochs[id] =
          word(HotWordLayout.minEpoch(id), Long.MAX_VALUE, Long.MAX_VALUE, "minEpoch of cache", id);
      if (minEpochs[id] != Long.MAX_VALUE) {
        highestEpoch = Math.max(highestEpoch, minEpochs[id]);
      }
    }
  }

  private long word(long offset, long ifDamaged, String what) {
    return word(offset, ifDamaged, ifDamaged, what, UNNUMBERED);
  }

  /** What it is, is put into words only if it is damaged. */
  private long word(long offset, long ifDamaged, long ifUnreadable, String what, int number) {
    try {
      return pool.read(offset);
    } catch (DamagedWordException e) {
      findings.damaged(offset, number == UNNUMBERED ? what : what + " " + number);
      if (e.isUnreadable()) {
        findings.unreadableLine(offset & -ChunkLayout.LINE_BYTES, ChunkLayout.LINE_BYTES);
      }
      return e.isUnreadable() ? ifUnreadable : ifDamaged;
    }
  }

  /** Tells the space which chunk has which class. */
  void readChunks() {
    for (Segment segment : geometry.segments()) {
      for (int number = segment.firstChunk(); number < segment.endChunk(); number++) {
        long line = segment.line(number);
        long value = word(line, DAMAGED_LINE, UNKNOWN, "line of chunk", number);
        if (value == UNKNOWN) {
          // What is stored in such a chunk could not be found again.
          space.adoptUnusable(number);
          continue;
        }
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
    unreadable.forEach(this::hideUnread);
    pieceBytesLeft = geometry.poolBytes();
    space.forEachAdopted(this::readDead);
  }

  private void readLive(long chunk, int sizeClass, int generation) {
    int slotBytes = space.classes().slotBytes(sizeClass);
    long first = chunk + space.classes().firstSlot(sizeClass);
    copyDirectory(chunk, sizeClass);
    boolean anyDead = false;
    for (int i = 0; i < space.classes().slots(sizeClass); i++) {
      long state = directory.state(i);
      if (state == DirectoryLayout.LIVE) {
        live(directory.entry(i), first + (long) i * slotBytes, slotBytes, generation);
      }
      anyDead |= state == DirectoryLayout.DEAD;
    }
    if (anyDead) {
      withDead.set((int) (chunk >>> geometry.chunkShift()));
    }
  }

  /** A directory of which a line can't be read has lost what that line said, and no more. */
  private void copyDirectory(long chunk, int sizeClass) {
    int bytes = space.classes().directoryBytes(sizeClass);
    if (directory.copy(chunk, bytes)) {
      return;
    }
    space.condemn(chunk);
    directory.copyLines(
        chunk,
        bytes,
        (offset, lengthBytes) -> {
          findings.damaged(offset, "directory line that can't be read");
          findings.unreadableLine(offset, lengthBytes);
        });
  }

  private void live(DirectoryCopy.Entry entry, long offset, int slotBytes, int generation) {
    int cacheId = DirectoryLayout.cacheId(entry.w2());
    // Before looking into the slot: a cleared record's slot may be a piece of another one by now.
    if (cacheId < geometry.cacheIds() && geometry.epoch(entry.sequence()) < minEpochs[cacheId]) {
      findings.loser(entry.at(), false);
      return;
    }
    if (entry.w2() == 0) {
      // Of a cleared record, half zeroed when the chunk was to get another class: no record has it.
      findings.loser(entry.at(), false);
      return;
    }
    long epoch = geometry.epoch(entry.sequence());
    boolean unsettled = !clean && epoch > settledEpoch;
    switch (verdict(entry, offset, slotBytes, generation, unsettled)) {
      case IMPLAUSIBLE -> {
        findings.damaged(entry.at(), "directory entry");
        findings.loser(entry.at(), false);
      }
      case NOT_INTACT -> {
        if (!unsettled) {
          findings.damaged(entry.at(), "record");
        }
        findings.loser(entry.at(), unsettled);
      }
      case UNREADABLE -> {
        findings.damaged(entry.at(), "record that can't be read");
        findings.unreadable(entry.at());
        unreadable.put(offset, entry);
      }
      case GOOD -> {
        highestEpoch = Math.max(highestEpoch, epoch);
        if (unsettled) {
          findings.unsettled(offset, entry.w2());
        }
        long lost = tables.of(cacheId).add(entry.w1(), offset, entry.sequence());
        if (lost != 0) {
          findings.loser(space.entry(lost), false);
        }
      }
    }
  }

  /** What a LIVE entry is worth. */
  private enum Verdict {
    IMPLAUSIBLE,
    NOT_INTACT,
    UNREADABLE,
    GOOD
  }

  private Verdict verdict(
      DirectoryCopy.Entry entry, long offset, int slotBytes, int generation, boolean unsettled) {
    long w2 = entry.w2();
    try {
      if (!isPlausible(w2, slotBytes, generation)
          || isOfTheFuture(geometry.epoch(entry.sequence()))) {
        return Verdict.IMPLAUSIBLE;
      }
      boolean isList = DirectoryLayout.valueLength(w2) == DirectoryLayout.EXTENTS;
      // A catalogue entry is checked always and as a whole: without it all records of its cache are
      // dropped, and its cache id is given to another cache.
      boolean isCatalogue = DirectoryLayout.cacheId(w2) == CatalogueLayout.CATALOGUE_ID;
      boolean check = unsettled || isList || isCatalogue || sessionEpoch == UNKNOWN;
      boolean withPieces = isList && (unsettled || isCatalogue);
      boolean intact =
          (!check || isIntact(entry, offset))
              && (!isList || isListPlausible(offset, w2))
              && (!withPieces || arePiecesIntact(offset, slotBytes))
              && (!isCatalogue || isCacheId(reader.keyAt(offset, w2), entry.w1()));
      return intact ? Verdict.GOOD : Verdict.NOT_INTACT;
    } catch (MediumFailedException | InternalError e) {
      return Verdict.UNREADABLE;
    }
  }

  /** Whether a record matches its checksum; of a list, the list itself. */
  private boolean isIntact(DirectoryCopy.Entry entry, long offset) {
    return reader.isIntact(offset, entry.sequence(), entry.w1(), entry.w2(), entry.crc(), false);
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

  private boolean isPlausible(long w2, int slotBytes, int generation) {
    int valueLength = DirectoryLayout.valueLength(w2);
    int keyLength = DirectoryLayout.keyLength(w2);
    if (DirectoryLayout.generation(w2) != generation
        || DirectoryLayout.cacheId(w2) >= geometry.cacheIds()
        || keyLength > DirectoryLayout.MAX_KEY_BYTES) {
      return false;
    }
    if (valueLength != DirectoryLayout.EXTENTS) {
      // What is longer than the longest record is a list, even where a slot would hold it.
      return keyLength + valueLength <= Math.min(slotBytes, space.classes().largestRecordBytes());
    }
    return true;
  }

  /** What an intact list says of the value's length; before it is intact it may say anything. */
  private boolean isListPlausible(long offset, long w2) {
    int listed = reader.valueLength(offset, w2);
    return listed >= 0 && listed <= ExtentLayout.MAX_VALUE_BYTES;
  }

  private void readDead(long chunk, int sizeClass, int generation) {
    if (clean || !withDead.get((int) (chunk >>> geometry.chunkShift()))) {
      return; // a clean close left no older version behind
    }
    int slotBytes = space.classes().slotBytes(sizeClass);
    long first = chunk + space.classes().firstSlot(sizeClass);
    int bytes = space.classes().directoryBytes(sizeClass);
    if (!directory.copy(chunk, bytes)) {
      directory.copyLines(chunk, bytes, (offset, lengthBytes) -> {});
    }
    for (int i = 0; i < space.classes().slots(sizeClass); i++) {
      if (directory.state(i) == DirectoryLayout.DEAD) {
        dead(directory.entry(i), first + (long) i * slotBytes, slotBytes, generation);
      }
    }
  }

  private void dead(DirectoryCopy.Entry entry, long offset, int slotBytes, int generation) {
    try {
      if (!isPlausible(entry.w2(), slotBytes, generation)
          || isOfTheFuture(geometry.epoch(entry.sequence()))) {
        return;
      }
      if (sessionEpoch == UNKNOWN && isIntact(entry, offset)) {
        highestEpoch = Math.max(highestEpoch, geometry.epoch(entry.sequence()));
      }
      long hidden = hiddenBy(entry, offset);
      if (hidden != 0 && isWhole(entry, offset, slotBytes)) {
        hide(entry, hidden);
      }
    } catch (MediumFailedException | InternalError e) {
      hideUnread(offset, entry);
    }
  }

  /** With its pieces: the key is in the first one, which may be another record's by now. */
  private boolean isWhole(DirectoryCopy.Entry entry, long offset, int slotBytes) {
    boolean isList = DirectoryLayout.valueLength(entry.w2()) == DirectoryLayout.EXTENTS;
    return isIntact(entry, offset) && (!isList || arePiecesIntact(offset, slotBytes));
  }

  /**
   * A record or tombstone that can't be read hides each older record of its hash: rather a miss
   * than a value that was superseded or removed.
   */
  private void hideUnread(long offset, DirectoryCopy.Entry entry) {
    if (isOfTheFuture(geometry.epoch(entry.sequence()))) {
      return;
    }
    long hidden = hiddenBy(entry, offset);
    if (hidden != 0) {
      hide(entry, hidden);
    }
  }

  /** The older live record with the key of that tombstone, or 0. */
  private long hiddenBy(DirectoryCopy.Entry entry, long offset) {
    RecoveredTable table = tables.of(DirectoryLayout.cacheId(entry.w2()));
    long hidden = table.count() == 0 ? 0 : table.hiddenBy(entry.w1(), offset);
    return hidden != 0 && entry.sequence() > sequence(hidden) ? hidden : 0;
  }

  private long sequence(long offset) {
    return DirectoryLayout.sequence(medium.getLong(space.entry(offset)));
  }

  private void hide(DirectoryCopy.Entry entry, long hidden) {
    tables.of(DirectoryLayout.cacheId(entry.w2())).drop(entry.w1(), hidden);
    findings.loser(space.entry(hidden), false);
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
