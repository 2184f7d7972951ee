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
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import org.jcachepmem.allocator.layout.CatalogueLayout;
import org.jcachepmem.allocator.layout.ChunkLayout;
import org.jcachepmem.allocator.layout.DirectoryLayout;
import org.jcachepmem.allocator.layout.Geometry;
import org.jcachepmem.allocator.layout.HotWordLayout;
import org.jcachepmem.allocator.layout.Segment;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.medium.MediumFailedException;
import org.jcachepmem.allocator.pool.Pool;
import org.jcachepmem.allocator.record.EntryJudge.Verdict;
import org.jcachepmem.allocator.record.ScannedChunks.Scanned;
import org.jcachepmem.allocator.space.SizeClasses;
import org.jcachepmem.allocator.space.SlotSpace;

/**
 * Reads a pool as it lies there: hot words, chunk lines and directories, and decides which record
 * is each key's. Stores nothing: {@link Recovery} acts on what it says, {@link PoolCheck} reports
 * it.
 *
 * <p>Among the headers of a key of the right generation and of an epoch not below the cache's
 * minEpoch, a LIVE one newer than the settled epoch must match its checksum; the highest sequence
 * number wins; a DEAD one that would hide a LIVE one must match its checksum too, because its slot
 * may have been under reuse.
 *
 * <p>Several threads read the directories, each those of other chunks. Which record wins does not
 * depend on their order.
 */
final class PoolScan {
  /** An epoch whose word is damaged. */
  static final long UNKNOWN = -1;

  /** To read fewer entries a thread is not worth its start. */
  private static final long SLOTS_PER_THREAD = 16 << 10;

  /**
   * A table may be so much too large until its entries are taken, if the first chunks read are the
   * fullest.
   */
  private static final int MOST_OUTLOOK = 4;

  /** Free, but its directory is not known to be zero. */
  static final long DAMAGED_LINE = ChunkLayout.value(ChunkLayout.FREE, 1, 0);

  private final Pool pool;
  private final Medium medium;
  private final ReadAhead ahead;
  private final Geometry geometry;
  private final SlotSpace space;
  private final RecordReader reader;
  private final RecoveredTables tables;
  private final ScanFindings findings;
  private final FoundWords words;
  private final int threads;

  /** LIVE records that can't be read, by the offset of their slot. Under the findings' lock. */
  private final Map<Long, DirectoryCopy.Entry> unreadable = new TreeMap<>();

  /** The slots of the extent lists among the LIVE records. Under the findings' lock. */
  private final List<Long> lists = new ArrayList<>();

  /** The slots of LIVE records that lost against another record. Under the findings' lock. */
  private final List<Long> lost = new ArrayList<>();

  /** The chunks that have tombstones. Under the findings' lock. */
  private final List<Scanned> withDead = new ArrayList<>();

  /** Of threads that have read their last LIVE record. Under the findings' lock. */
  private final List<DirectoryCopy> idleCopies = new ArrayList<>();

  private final long[] minEpochs;
  private long sessionEpoch;
  private long settledEpoch;
  private final LongAccumulator highestEpoch = new LongAccumulator(Math::max, 0);
  private boolean clean;
  private boolean isReadMeanwhile;
  private long slotsToRead;
  private final LongAdder slotsRead = new LongAdder();
  private int largestDirectoryBytes;

  /** What a thread that reads LIVE records has for itself. */
  private final class LiveReader implements ScanThreads.Worker<Scanned> {
    final ScannedChunks all;
    final EntryJudge judge = judge();
    final PlainEntries plain =
        new PlainEntries(
            geometry, minEpochs, clean ? sessionEpoch : Math.min(settledEpoch, sessionEpoch));
    final DirectoryCopy directory = directoryCopy();
    final BitSet others = new BitSet();
    final FoundRecords found = new FoundRecords(tables, PoolScan.this::outlook);
    final List<Long> foundLists = new ArrayList<>();
    final List<Scanned> foundDead = new ArrayList<>();

    LiveReader(ScannedChunks all) {
      this.all = all;
    }

    @Override
    public void accept(Scanned chunk) {
      all.beforeReading(chunk);
      readLive(this, chunk);
    }

    @Override
    public void end() {
      found.flush();
      synchronized (findings) {
        lost.addAll(found.lost());
        lists.addAll(foundLists);
        withDead.addAll(foundDead);
        idleCopies.add(directory);
      }
      findings.endOfThread();
    }
  }

  /** What a thread that reads tombstones has for itself. */
  private final class DeadReader implements ScanThreads.Worker<Scanned> {
    final EntryJudge judge = judge();
    final DirectoryCopy directory = directoryCopy();

    @Override
    public void accept(Scanned chunk) {
      readDead(this, chunk);
    }

    @Override
    public void end() {}
  }

  PoolScan(
      Pool pool,
      SlotSpace space,
      RecordReader reader,
      RecoveredTables tables,
      ScanFindings findings,
      int threads) {
    this.pool = pool;
    this.medium = pool.medium();
    this.ahead = new ReadAhead(medium);
    this.geometry = pool.geometry();
    this.space = space;
    this.reader = reader;
    this.tables = tables;
    this.findings = findings;
    this.words = new FoundWords(pool, findings);
    this.threads = threads;
    this.minEpochs = new long[geometry.cacheIds()];
  }

  /** Reads the hot words. A damaged one is taken for its safest value. */
  void readWords() {
    sessionEpoch = words.read(HotWordLayout.SESSION_EPOCH, UNKNOWN, "session epoch");
    settledEpoch = words.read(HotWordLayout.SETTLED_EPOCH, 0, "settled epoch");
    long cleanState = words.read(HotWordLayout.CLEAN_STATE, 0, "clean state");
    clean = cleanState != 0 && cleanState == sessionEpoch + 1;
    highestEpoch.accumulate(Math.max(sessionEpoch, Math.max(settledEpoch, cleanState - 1)));
    for (int id = CatalogueLayout.CATALOGUE_ID + 1; id < minEpochs.length; id++) {
      // Not knowing what was cleared, serve nothing of the cache.
      minEpochs[id] =
          words.read(
              HotWordLayout.minEpoch(id), Long.MAX_VALUE, Long.MAX_VALUE, "minEpoch of cache", id);
      if (!isMinEpochDamaged(id)) {
        highestEpoch.accumulate(minEpochs[id]);
      }
    }
  }

  /** Tells the space which chunk has which class. */
  void readChunks() {
    for (Segment segment : geometry.segments()) {
      for (int number = segment.firstChunk(); number < segment.endChunk(); number++) {
        long line = segment.line(number);
        long value = words.read(line, DAMAGED_LINE, UNKNOWN, "line of chunk", number);
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

  /**
   * Finds the winners, into the tables; their slots are taken.
   *
   * @param atOnce whether somebody reads the tables meanwhile
   */
  void readDirectories(boolean atOnce) {
    isReadMeanwhile = atOnce;
    ScannedChunks chunks = new ScannedChunks(space, ahead);
    for (Scanned chunk : chunks.all()) {
      slotsToRead += space.classes().slots(chunk.sizeClass());
      int bytes = space.classes().directoryBytes(chunk.sizeClass());
      largestDirectoryBytes = Math.max(largestDirectoryBytes, bytes);
    }
    chunks.begin();
    ScanThreads.run(threadsFor(chunks.all()), chunks.all(), () -> new LiveReader(chunks));
    dismissLost();
    if (!unreadable.isEmpty()) {
      EntryJudge judge = judge();
      unreadable.forEach((offset, entry) -> hideUnread(judge, offset, entry));
      dismissLost();
    }
    if (!clean && !withDead.isEmpty()) {
      ScanThreads.run(threadsFor(withDead), withDead, DeadReader::new);
      dismissLost();
    }
  }

  private int threadsFor(List<Scanned> chunks) {
    if (threads != RecordOptions.AS_MANY_AS_PAY) {
      return threads;
    }
    long slots = 0;
    for (Scanned chunk : chunks) {
      slots += space.classes().slots(chunk.sizeClass());
    }
    return (int) Math.min(Runtime.getRuntime().availableProcessors(), 1 + slots / SLOTS_PER_THREAD);
  }

  private DirectoryCopy directoryCopy() {
    synchronized (findings) {
      if (!idleCopies.isEmpty()) {
        return idleCopies.remove(idleCopies.size() - 1);
      }
    }
    return new DirectoryCopy(medium, largestDirectoryBytes);
  }

  private EntryJudge judge() {
    return new EntryJudge(geometry, space, reader, sessionEpoch);
  }

  private void dismissLost() {
    for (long offset : lost) {
      findings.loser(space.entry(offset), false);
      space.vacate(offset);
    }
    lost.clear();
  }

  private void readLive(LiveReader worker, Scanned chunk) {
    SizeClasses classes = space.classes();
    int sizeClass = chunk.sizeClass();
    int slots = classes.slots(sizeClass);
    int slotBytes = classes.slotBytes(sizeClass);
    long first = chunk.offset() + classes.firstSlot(sizeClass);
    DirectoryCopy directory = worker.directory;
    findings.directory(chunk.offset(), classes.directoryBytes(sizeClass));
    copyDirectory(directory, chunk.offset(), sizeClass);
    long[] taken = new long[(slots + 63) >>> 6];
    worker.others.clear();
    int mostBytes = Math.min(slotBytes, classes.largestRecordBytes());
    if (worker.plain.sort(
        directory.words(), slots, chunk.generation(), mostBytes, taken, worker.others)) {
      worker.foundDead.add(chunk);
    }
    assert PlainEntries.areGood(
        worker.judge, directory, taken, first, slotBytes, chunk.generation());
    long weight = classes.weight(sizeClass);
    long highest =
        PlainEntries.add(directory.words(), taken, first, slotBytes, weight, worker.found);
    highestEpoch.accumulate(geometry.epoch(highest));
    worker.all.beforeReadingRecords(chunk, worker.others.cardinality());
    for (int i = worker.others.nextSetBit(0); i >= 0; i = worker.others.nextSetBit(i + 1)) {
      long offset = first + (long) i * slotBytes;
      if (live(worker, directory.entry(i), offset, sizeClass, chunk.generation())) {
        taken[i >>> 6] |= 1L << i;
      }
    }
    slotsRead.add(slots);
    if (isReadMeanwhile) {
      worker.found.flush();
    }
    space.occupyAll(chunk.offset(), taken);
  }

  /** How many times as many records as the threads have found so far they may find in all. */
  private int outlook() {
    return (int) Math.min(MOST_OUTLOOK, slotsToRead / Math.max(1, slotsRead.sum()));
  }

  /** A directory of which a line can't be read has lost what that line said, and no more. */
  private void copyDirectory(DirectoryCopy directory, long chunk, int sizeClass) {
    int bytes = space.classes().directoryBytes(sizeClass);
    if (directory.copy(chunk, bytes)) {
      return;
    }
    space.condemn(chunk);
    directory.copyLines(
        chunk,
        bytes,
        (offset, lengthBytes) -> {
          synchronized (findings) {
            findings.damaged(offset, "directory line that can't be read");
            findings.unreadableLine(offset, lengthBytes);
          }
        });
  }

  /** Whether the entry is a record, be it the newest of its key or not. */
  private boolean live(
      LiveReader worker, DirectoryCopy.Entry entry, long offset, int sizeClass, int generation) {
    int cacheId = DirectoryLayout.cacheId(entry.w2());
    // Before looking into the slot: a cleared record's slot may be a piece of another one by now.
    if (cacheId < geometry.cacheIds() && geometry.epoch(entry.sequence()) < minEpochs[cacheId]) {
      // It stays as it is: every later recovery judges it the same way. Unless the word is damaged:
      // it gets another value, and if the session's is damaged, too, not above all that there was.
      if (isMinEpochDamaged(cacheId)) {
        synchronized (findings) {
          findings.loser(entry.at(), false);
        }
      }
      return false;
    }
    if (entry.w2() == 0) {
      // Of a cleared record, half zeroed when the chunk was to get another class: no record has it.
      // Nor has the chunk any other: it is free, and will be zeroed as a whole.
      return false;
    }
    long epoch = geometry.epoch(entry.sequence());
    boolean unsettled = !clean && epoch > settledEpoch;
    int slotBytes = space.classes().slotBytes(sizeClass);
    Verdict verdict = worker.judge.verdict(entry, offset, slotBytes, generation, unsettled);
    if (verdict != Verdict.GOOD) {
      dismiss(verdict, entry, offset, unsettled);
      return false;
    }
    highestEpoch.accumulate(epoch);
    if (unsettled) {
      findings.unsettled(offset, entry.w2());
    }
    long weight = space.classes().weight(sizeClass);
    if (DirectoryLayout.valueLength(entry.w2()) == DirectoryLayout.EXTENTS) {
      weight = tables.weightBytes(offset);
      worker.foundLists.add(offset);
    }
    worker.found.add(cacheId, entry.w1(), offset, weight);
    return true;
  }

  private void dismiss(Verdict verdict, DirectoryCopy.Entry entry, long offset, boolean unsettled) {
    synchronized (findings) {
      if (verdict == Verdict.UNREADABLE) {
        findings.damaged(entry.at(), "record that can't be read");
        findings.unreadable(entry.at());
        unreadable.put(offset, entry);
        return;
      }
      boolean unfinished = verdict == Verdict.NOT_INTACT && unsettled;
      if (!unfinished) {
        findings.damaged(entry.at(), verdict == Verdict.NOT_INTACT ? "record" : "directory entry");
      }
      findings.loser(entry.at(), unfinished);
    }
  }

  private void readDead(DeadReader worker, Scanned chunk) {
    SizeClasses classes = space.classes();
    int slotBytes = classes.slotBytes(chunk.sizeClass());
    long first = chunk.offset() + classes.firstSlot(chunk.sizeClass());
    DirectoryCopy directory = worker.directory;
    copyReadable(directory, chunk);
    for (int i = 0; i < classes.slots(chunk.sizeClass()); i++) {
      if (directory.state(i) == DirectoryLayout.DEAD) {
        long offset = first + (long) i * slotBytes;
        dead(directory.entry(i), worker.judge, offset, slotBytes, chunk.generation());
      }
    }
  }

  /** Shows the directory entries of tombstones above the settled epoch, when all has been read. */
  void forEachUnsettledTombstone(LongConsumer action) {
    if (clean) {
      return;
    }
    DirectoryCopy directory = directoryCopy();
    for (Scanned chunk : withDead) {
      copyReadable(directory, chunk);
      for (int i = 0; i < space.classes().slots(chunk.sizeClass()); i++) {
        if (directory.state(i) == DirectoryLayout.DEAD
            && geometry.epoch(directory.entry(i).sequence()) > settledEpoch) {
          action.accept(directory.entry(i).at());
        }
      }
    }
  }

  private void copyReadable(DirectoryCopy directory, Scanned chunk) {
    int bytes = space.classes().directoryBytes(chunk.sizeClass());
    if (!directory.copy(chunk.offset(), bytes)) {
      directory.copyLines(chunk.offset(), bytes, (offset, lengthBytes) -> {});
    }
  }

  private void dead(
      DirectoryCopy.Entry entry, EntryJudge judge, long offset, int slotBytes, int generation) {
    try {
      if (!judge.isPlausible(entry.w2(), slotBytes, generation)
          || judge.isOfTheFuture(geometry.epoch(entry.sequence()))) {
        return;
      }
      if (sessionEpoch == UNKNOWN && judge.isIntact(entry, offset)) {
        highestEpoch.accumulate(geometry.epoch(entry.sequence()));
      }
      long hidden = hiddenBy(entry, offset);
      if (hidden != 0 && judge.isWhole(entry, offset, slotBytes)) {
        hide(entry, hidden);
      }
    } catch (MediumFailedException | InternalError e) {
      hideUnread(judge, offset, entry);
    }
  }

  /**
   * A record or tombstone that can't be read hides each older record of its hash: rather a miss
   * than a value that was superseded or removed.
   */
  private void hideUnread(EntryJudge judge, long offset, DirectoryCopy.Entry entry) {
    if (judge.isOfTheFuture(geometry.epoch(entry.sequence()))) {
      return;
    }
    long hidden = hiddenBy(entry, offset);
    if (hidden != 0) {
      hide(entry, hidden);
    }
  }

  /** The older live record with the key of that tombstone, or 0. */
  private long hiddenBy(DirectoryCopy.Entry entry, long offset) {
    return tables
        .of(DirectoryLayout.cacheId(entry.w2()))
        .hiddenBy(entry.w1(), offset, entry.sequence());
  }

  private void hide(DirectoryCopy.Entry entry, long hidden) {
    if (tables.of(DirectoryLayout.cacheId(entry.w2())).drop(entry.w1(), hidden)) {
      synchronized (findings) {
        lost.add(hidden);
      }
    }
  }

  /** The slots of extent lists; some may have lost since they were found. */
  List<Long> lists() {
    return lists;
  }

  /** Whether the pool was closed cleanly. */
  boolean isClean() {
    return clean;
  }

  /** The highest epoch seen anywhere. */
  long highestEpoch() {
    return highestEpoch.get();
  }

  /** Whether a cache's word is damaged, so that none of its records counts. */
  boolean isMinEpochDamaged(int cacheId) {
    return minEpochs[cacheId] == Long.MAX_VALUE;
  }
}
