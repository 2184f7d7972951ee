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
              + " show them; the checks of threads do.",
          "Assertions, null checks and the conditions of loops: without them every use fails or hangs.",
          "Reports, messages, counts and weights: no byte of the pool depends on them.",
          "When to make room, for whom, and how much (`Reservations`, `SlotSpace.close` and `reopen`,"
              + " `Settler.markOthers`): choices of which each is right.",
          "Refusals (`Reservations.check`, `Epochs.check`, `Superblock.decode`, bounds in"
              + " `RecordReader.list`, `arePiecesIntact`, `Extents.read` and `readListed`): no crash makes"
              + " what they refuse; the fuzzer does.",
          "Which slots are free and which chunk is on which shelf (`SlotSpace`, `Chunk`, `Shelf`), the hash"
              + " table of `RecoveredTable` (growth, probing): memory only, and any use shows it. The calls"
              + " that take, give back and rebuild are planted.",
          "Split stores of a word of which only the upper half changes (every change of a record's state):"
              + " the same store.",
          "Answers that err on the safe side (a checksum that never matches, a commit that is never"
              + " done): any use shows it.");

  static {
    in("record.Catalogue", "destroy");
    in("record.Commits", "flush", "copyInAndFlush", "note", "fence", "isDurable", "commit");
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
        "isOfTheFuture",
        "isPlausible",
        "readDead",
        "dead");
    in("record.RecordChecksum");
    in("record.RecordReader", "isIntact");
    in("record.RecordStore", "storeExpiry", "relocate", "retire", "clear", "close");
    in("record.RecordWriter", "store", "write", "remove", "storeExpiry");
    in("record.RecoveredTable", "add");
    in("record.Recovery", "run", "unsettled", "markLosers", "beginSession");
    in("record.Reservations");
    in("record.Settler", "mark", "undo", "finish", "finishOthers", "settle", "settleAll");
    in("pool.Pool");
    in("pool.Superblock", "write", "read");
    in("space.Chunk");
    in("space.ChunkTable", "assign");
    in("space.Shelf");
    in("space.SlotSpace");
  }

  /** Single places to which a rule of {@link #LEFT_OUT} applies. */
  private static final List<String> PLACES =
      List.of(
          // Refusals.
          "Superblock.read: condition#1 ",
          "Superblock.read: condition#8 ",
          "Superblock.read: condition#9 ",
          "PoolScan.readChunks: condition#6 ",
          "PoolScan.readChunks: condition#7 ",
          "PoolScan.readChunks: condition#8 ",
          "PoolScan.live: condition#1 ",
          "PoolScan.isPlausible: condition#2 ",
          "PoolScan.isPlausible: condition#3 ",
          "PoolScan.isPlausible: condition#5 ",
          "PoolScan.isPlausible: condition#7 ",
          "PoolScan.isPlausible: condition#8 ",
          "Epochs.bump: condition#1 ",
          "Epochs.leave: condition#1 ",
          "RecordReader.isIntact: condition#2 ",
          "Pool.isIntact: ",
          "Catalogue.write: cancel",
          "Catalogue.destroy: condition#2 ",
          "Extents.occupy: vacate#1 ",
          "Occupancy.occupyPieces: loser#1 ",
          "Occupancy.occupyPieces: drop#1 ",
          "Occupancy.occupyPieces: vacate#1 ",
          // Reports and counts.
          "PoolScan.live: condition#14 ",
          "Recovery.run: condition#3 ",
          // The hash table.
          "RecoveredTable.add: condition#1 ",
          "RecoveredTable.add: condition#3 ",
          "RecoveredTable.add: +-1",
          // Errs on the safe side.
          "Commits.isDurable: condition#2 boundary",
          "Commits.note: +-1#1 ",
          "Commits.flush: condition#2 boundary",
          // Of one thread nothing can come in between.
          "Commits.copyInAndFlush: condition#1 ",
          "Commits.copyInAndFlush: copyIn#1 after ",
          // When to make room.
          "Catalogue.relocate: relocate#1 ",
          "Reservations.reserve: ",
          "Reservations.makeRoom: ",
          "Reservations.vacate: ",
          "Reservations.tryReserve: ",
          "Extents.reserve: ");

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
