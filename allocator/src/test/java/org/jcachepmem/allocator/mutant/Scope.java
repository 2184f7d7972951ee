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
package org.jcachepmem.allocator.mutant;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where bugs are planted, and where not and why. Stores, flushes, fences, commits and the steps of
 * the protocol: everywhere in these classes. Conditions and constants: in the methods that decide
 * what is durable, what counts, and whose a slot is.
 */
final class Scope {
  /** The classes, and the methods whose conditions and constants are changed. */
  private static final Map<String, Set<String>> DECISIONS = new LinkedHashMap<>();

  /** What is left out, and by which rule. */
  static final List<String> LEFT_OUT =
      List.of(
          "Locks, barriers between threads (`VarHandle` fences, volatile): a crash of one thread can't"
              + " show them; the checks of threads do. The fence of a thread of a recovery:"
              + " `ParallelRecoveryTest`, on a medium that knows who flushed.",
          "Assertions, null checks and the conditions of loops: without them every use fails or hangs.",
          "Reports, messages, counts and weights: no byte of the pool depends on them.",
          "When to make room, for whom, and how much (`Reservations`, `ChunkClosing`,"
              + " `Settler.markOthers`): choices of which each is right.",
          "What only damaged bytes need (a checksum at a read, a word that is not intact, an epoch that"
              + " never was) and refusals (`Reservations.check`, `Epochs.check`, `Superblock.decode`, bounds in"
              + " `RecordReader.list`, `arePiecesIntact`, `Extents.read` and `readListed`): no crash makes"
              + " what they refuse; the fuzzer does.",
          "What recovery and the catalogue do about bytes that the medium can't read: the sweep over"
              + " unreadable lines.",
          "Which slots are free and which chunk is on which shelf (`SlotSpace`, `Chunk`, `Shelf`), the hash"
              + " table of `RecoveredTable` (growth, probing): memory only, and any use shows it. The calls"
              + " that take, give back and rebuild are planted.",
          "What may as well happen later or not at all: settling what waits in a queue, declaring an epoch"
              + " settled (recovery verifies more), the order of steps before one and the same fence.",
          "What is done when the heap is full: `StoppedPoolTest`, and the sweep over allocations.",
          "The second copy of the superblock, which matters only when the first is damaged.",
          "Split stores of a word of which only the upper half changes (every change of a record's state):"
              + " the same store.",
          "Answers that err on the safe side (a checksum that never matches, a commit that is never"
              + " done): any use shows it.");

  static {
    in("record.Catalogue", "destroy");
    in("record.Clears", "clear");
    in(
        "record.Commits",
        "flush",
        "copyInAndFlush",
        "note",
        "fence",
        "isDurable",
        "commit",
        "decide");
    in("record.EntryRef");
    in("record.Epochs", "nextSequence", "bump", "leave", "settle");
    in("record.Extents");
    in("record.MediumRecords");
    in("record.Occupancy", "dropOrphans", "occupyPieces");
    in(
        "record.PoolScan",
        "readWords",
        "readChunks",
        "readLive",
        "live",
        "readDead",
        "hiddenBy",
        "dead");
    in("record.PlainEntries", "sort", "isPlain", "add");
    in("record.EntryJudge", "isOfTheFuture", "verdict", "isPlausible", "isWhole");
    in("record.RecordChecksum");
    in("record.RecordReader", "isIntact");
    in("record.PoolLife", "beginEpoch", "settleEpoch", "close");
    in("record.RecordStore", "storeExpiry", "retire", "renew");
    in("record.Removal", "settlesAll");
    in("record.RecordWriter", "store", "write", "storeTombstone", "removeAll", "storeExpiry");
    in("record.RecoveredPart", "add", "hiddenBy");
    in("record.Recovery", "run", "unsettled", "markLosers", "beginSession");
    in("record.Relocation", "relocate");
    in("record.Reservations");
    in(
        "record.Settler",
        "mark",
        "markDead",
        "markQueued",
        "undo",
        "finish",
        "finishOthers",
        "finishSwept",
        "settle",
        "settleAll");
    in("record.Snapshot", "isCopied", "copyContents", "copyPieces", "storeWords");
    in("record.SnapshotTarget", "hasSlots", "share");
    in("record.Snapshots", "begin");
    in("record.Sweep", "markDurably");
    in("pool.Pool");
    in("pool.Superblock", "write", "read");
    in("space.Chunk");
    in("space.ChunkSupply");
    in("space.ChunkTable", "assign");
    in("space.Shelf");
    in("space.SlotSpace");
  }

  /** Single places to which a rule of {@link #LEFT_OUT} applies. */
  private static final List<String> PLACES =
      List.of(
          // Refusals.
          "Superblock.read: if sizeBytes",
          "Superblock.read: if isOfAPool",
          "PoolScan.readChunks: if slots#2 ",
          "PoolScan.readChunks: if state#2 ",
          "PoolScan.readChunks: if count",
          "PoolScan.live: if cacheIds",
          "PlainEntries.isPlain: if generation",
          "PlainEntries.isPlain: if minEpochs#1 ",
          "PlainEntries.isPlain: if keyLength",
          "PlainEntries.isPlain: if valueLength",
          "PlainEntries.isPlain: if mostBytes",
          "EntryJudge.isPlausible: if cacheIds",
          "EntryJudge.isPlausible: if keyLength",
          "EntryJudge.isPlausible: if min",
          "EntryJudge.isPlausible: if listed",
          "Epochs.bump: if maxEpoch",
          "Snapshot.isCopied: if minEpochs#1 boundary",
          "Snapshot.copyPieces: if length#1 boundary",
          "SnapshotTarget.share: if to#1 boundary",
          "Snapshots.begin: if begun#2 ",
          "Epochs.leave: if maxEpoch",
          "Epochs.leave: +-1#1 ",
          "EntryJudge.verdict: if isCatalogue",
          "EntryJudge.verdict: if isList#1 ",
          "EntryJudge.verdict: if isList#3 ",
          "RecordReader.isIntact: if withPieces#1 ",
          "RecordReader.isIntact: arePiecesIntact#1 ",
          "RecordReader.isIntact: if value",
          "RecordReader.isIntact: if crc",
          "Pool.isIntact: ",
          "Catalogue.write: cancel",
          "RecordStore.write: cancel",
          "RecordStore.writeAll: cancel",
          "Catalogue.destroy: if get#1 ",
          "Extents.occupy: vacate#1 ",
          "Occupancy.occupyPieces: loser#1 ",
          "Occupancy.occupyPieces: drop#1 ",
          "Occupancy.occupyPieces: vacate#1 ",
          "RecoveredPart.add: if twins",
          "RecordStore.dropDamaged: ",
          "EntryJudge.isOfTheFuture: ",
          "EntryJudge.verdict: isOfTheFuture#1 ",
          "EntryJudge.verdict: if sessionEpoch",
          "PoolScan.dead: isOfTheFuture#1 ",
          "PoolScan.dead: if sessionEpoch",
          "PoolScan.dead: if isIntact#1 ",
          "PoolScan.hideUnread: ",
          "PoolScan.readWords: if minEpochs#2 ",
          "Pool.read: isIntact#1 ",
          "RecordReader.copy: verify#1 ",
          "RecordReader.isIntact: isIntact#1 ",
          "RecordReader.listedBytes: ",
          "RecordReader.isReadable: isDamaged#1 ",
          "RecordReader.verify: ",
          "Removal.settlesAll: isDamaged#1 ",
          "Settler.free: isDamaged#1 ",
          // A pristine chunk whose directory is not zero: only in a file that somebody made.
          "ChunkTable.assign: if equals#1 ",
          "ChunkTable.assign: if isZero#2 ",
          // What can't be read.
          "PoolScan.readChunks: if value#1 ",
          "PoolScan.readDead: if copy#1 ",
          "RecordReader.unreadable: ",
          "Relocation.relocate: if cacheId#1 ",
          "Relocation.relocate: if needed#1 ",
          "Relocation.relocate: if isReadable#1 ",
          "Recovery.mendLines: ",
          "Recovery.markLosers: if isEmpty#2 ",
          "Recovery.markLosers: if isEmpty#3 ",
          "Recovery.markLosers: dead#1 ",
          "Recovery.markLosers: putLongRelease#1 ",
          "Recovery.markLosers: flush#1 ",
          "Catalogue.drop: ",
          "ChunkTable.assign: if isReadable#1 ",
          // Reports and counts.
          "PoolScan.live: if unsettled#1 ",
          "Recovery.run: if isEmpty",
          "Recovery.run: isClean#4 ",
          "Recovery.run: if intValue",
          "Settler.finishSwept: hasMarked#2 ",
          // A full heap.
          "PoolLife.close: commit#1 ",
          "RecordStore.storeExpiry: if durable#1 ",
          "RecordStore.storeExpiry: if isStored#1 ",
          // The hash table.
          "RecoveredPart.add: +-1",
          "RecoveredPart.add: if capacity",
          // Loops that never end.
          "PoolScan.readLive: +-1#1 ",
          "PlainEntries.add: +-1#2 ",
          // Errs on the safe side.
          "PlainEntries.isPlain: if minEpochs#2 boundary",
          "PlainEntries.isPlain: if lastEpoch#1 boundary",
          "Commits.isDurable: if durable#1 boundary",
          "Commits.note: +-1#1 ",
          "Commits.flush: if lengthBytes#1 boundary",
          // Of one thread nothing can come in between.
          "Commits.copyInAndFlush: if relaxed#1 ",
          "Commits.copyInAndFlush: copyIn#1 after ",
          "RecordReader.copy: isDead#1 ",
          "RecordReader.isReadable: isDead#1 ",
          "RecordStore.barrier: ",
          "Clears.clear: barrier",
          "Clears.clear: retire#1 ",
          "RecordWriter.abandon: fence#1 ",
          "RecordWriter.abandon: undo#1 after fence#1",
          "RecordWriter.fence: after finish",
          "RecordWriter.fence: finishOthers",
          "Settler.mark: flush#1 ",
          "Settler.mark: if isRelaxed#1 ",
          "Settler.markOthers: finishOthers",
          "Settler.finishSwept: hasMarked#1 ",
          "Settler.settle: fence#1 after finish#1",
          "Settler.settleAll: fence#1 after commit#2",
          "Settler.settleAll: finishOthers",
          "ChunkTable.assign: fence#2 ",
          "ChunkTable.assign: store#1 after fence#2",
          "PoolLife.close: barrier",
          "PoolLife.endOperations: barrier",
          "Relocation.relocate: if tryLock#1 ",
          "Relocation.relocate: isLive#1 ",
          "Settler.settleAll: if tryLock#1 ",
          "Settler.settleAll: +-1#1 ",
          "Settler.settleAll: settle#1 ",
          "Sweep.markDurably: if tryLock#1 ",
          // A thread of a recovery fences what it flushed.
          "Recovery.endOfThread: ",
          // Later is right, too.
          "PoolScan.readLive: if isReadMeanwhile",
          "Recovery.run: isClean#2 ",
          "Epochs.settle: store#1 ",
          "Epochs.settle: fence#1 ",
          "Epochs.settle: bump#1 ",
          "Epochs.settle: if settled#1 ",
          "Epochs.settle: +-1#1 ",
          "Epochs.settle: +-1#3 ",
          "RecordStore.sweep: ",
          "RecordStore.prepare: ",
          "Settler.settleFailed: ",
          "Settler.finishSwept: finish#1 ",
          "PoolLife.close: store#1 ",
          "PoolLife.close: fence#1 ",
          "PoolLife.close: commit#2 ",
          "PoolLife.close: settleAll#1 after ",
          "RecordWriter.write: store#1 after mark#1",
          "RecordWriter.storeExpiry: mark#1 ",
          "RecordWriter.storeExpiry: flush#1 after mark#1",
          "RecordWriter.abandon: finishFailed#1 ",
          "RecordWriter.write: finish#1 dropped",
          "RecordWriter.writeAll: finish#1 dropped",
          "RecordWriter.removeAll: finish#1 dropped",
          "RecordWriter.storeExpiry: finish#1 dropped",
          "RecordWriter.write: mark#1 after fence#1",
          "Settler.settle: finish#1 ",
          "Snapshot.storeWords: store#3 ",
          "Snapshot.storeWords: store#4 after flush#1",
          "Settler.settleAll: commit#2 ",
          // The second superblock.
          "Pool.format: write",
          "Superblock.read: if version",
          // When to make room.
          "Catalogue.relocate: relocate#1 ",
          "Relocation.vacate: ",
          "Reservations.reserve: ",
          "Reservations.makeRoom: ",
          "Reservations.evict: ",
          "Reservations.vacate: ",
          "Reservations.tryReserve: ",
          "Extents.reserve: ",
          "Settler.markOthers: mark");

  private Scope() {}

  private static void in(String type, String... methods) {
    DECISIONS.put("org.jcachepmem.allocator." + type, Set.of(methods));
  }

  /** Binary names, in order. */
  static Iterable<String> classes() {
    return DECISIONS.keySet();
  }

  /** Whether conditions and constants of the method are changed. */
  static boolean decides(Planting.Method method) {
    return DECISIONS.get(method.owner().name.replace('/', '.')).contains(method.name());
  }

  /** Whether it is one of the classes, or nested in one. */
  static boolean isProduct(String type) {
    int nested = type.indexOf('$');
    return DECISIONS.containsKey(nested < 0 ? type : type.substring(0, nested));
  }

  /** Whether a rule leaves the mutant out. */
  static boolean isLeftOut(String name) {
    return PLACES.stream().anyMatch(name::startsWith);
  }
}
