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

import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.locks.ReentrantLock;
import org.jcachepmem.allocator.layout.Bytes;
import org.jcachepmem.allocator.layout.ChunkLayout;
import org.jcachepmem.allocator.layout.DirectoryLayout;
import org.jcachepmem.allocator.layout.ExtentLayout;
import org.jcachepmem.allocator.layout.Geometry;
import org.jcachepmem.allocator.layout.HotWordLayout;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.medium.MediumFailedException;
import org.jcachepmem.allocator.pool.DamagedWordException;
import org.jcachepmem.allocator.pool.Pool;
import org.jcachepmem.allocator.space.SizeClasses;
import org.jcachepmem.allocator.space.SlotSpace;
import org.jspecify.annotations.Nullable;

/**
 * A copy of an open pool as it is at one instant, made while the pool is used.
 *
 * <p>At the instant nobody holds a stripe, what was retired is marked DEAD, and a new epoch begins.
 * So what the copy has to hold is what is LIVE, of an older epoch, and of a cache that was not
 * cleared since: one record for each key. Such a record stays as it is, where it is, until somebody
 * is about to mark, change or free it; and who does so copies its chunk first. Whatever else is
 * stored meanwhile has a newer epoch, and is left out.
 *
 * <p>Nothing is stored in the pool itself but the new epoch. Thread safe.
 */
final class Snapshot {
  private static final int LOCKS = 64;
  private static final int NO_CLASS = -1;

  private final Medium source;
  private final SnapshotTarget slots;
  private final Medium target;
  private final SlotSpace space;
  private final Extents extents;
  private final Geometry geometry;

  /** The last epoch whose records are in the copy. */
  private final long epoch;

  private final long[] minEpochs;

  /** By the number of a chunk, as they were at the instant. */
  private final int[] sizeClasses;

  private final int[] generations;

  private final ReentrantLock[] locks = new ReentrantLock[LOCKS];

  /** By the number of a chunk; each guarded by its lock. */
  private final boolean[] copied;

  private final LongAccumulator longestWaitNanos = new LongAccumulator(Math::max, 0);
  private final AtomicLong records = new AtomicLong();
  private final AtomicLong unreadable = new AtomicLong();
  private volatile @Nullable Throwable failure;
  private volatile boolean ended;

  /** Before the instant: the caller holds every stripe. */
  Snapshot(Pool pool, SlotSpace space, Extents extents, long epoch, SnapshotTarget target) {
    this.source = pool.medium();
    this.slots = target;
    this.target = target.medium();
    this.space = space;
    this.extents = extents;
    this.geometry = pool.geometry();
    this.epoch = epoch;
    minEpochs = new long[geometry.cacheIds()];
    for (int id = 1; id < minEpochs.length; id++) {
      minEpochs[id] = minEpoch(pool, id);
    }
    sizeClasses = new int[geometry.endChunk()];
    Arrays.fill(sizeClasses, NO_CLASS);
    generations = new int[geometry.endChunk()];
    copied = new boolean[geometry.endChunk()];
    Arrays.setAll(locks, i -> new ReentrantLock());
  }

  /** A cache whose word is damaged has nothing that counts. */
  private static long minEpoch(Pool pool, int id) {
    try {
      return pool.read(HotWordLayout.minEpoch(id));
    } catch (DamagedWordException e) {
      return Long.MAX_VALUE;
    }
  }

  /**
   * Notes which chunks have a class. {@link #beforeAssignment} is told already: who gets a chunk
   * meanwhile either is seen here, or takes the chunk for copied.
   */
  void readChunks() {
    space.forEachAdopted(
        (offset, sizeClass, generation) -> {
          int number = number(offset);
          sizeClasses[number] = sizeClass;
          generations[number] = generation;
        });
  }

  private int number(long offset) {
    return (int) (offset >>> geometry.chunkShift());
  }

  /** Whether there may be records in the chunk of that number. */
  boolean hasRecords(int number) {
    return sizeClasses[number] != NO_CLASS;
  }

  /** How many chunks there are to copy, by their numbers. */
  int chunks() {
    return copied.length;
  }

  /**
   * Somebody is about to mark, change or free the record whose slot is at {@code offset}: the copy
   * gets its chunk first.
   */
  void beforeChange(long offset) {
    int number = number(offset);
    if (number >= copied.length) {
      return; // the pool has grown
    }
    long start = System.nanoTime();
    copy(number);
    longestWaitNanos.accumulate(System.nanoTime() - start);
  }

  /**
   * A chunk without a record is about to get a class: what is in it from now on can't be read by
   * the class that it had.
   */
  void beforeAssignment(int number) {
    if (number >= copied.length) {
      return; // the pool has grown
    }
    long start = System.nanoTime();
    ReentrantLock lock = locks[number % LOCKS];
    lock.lock(); // whose holder may be copying
    try {
      copied[number] = true;
    } finally {
      lock.unlock();
    }
    longestWaitNanos.accumulate(System.nanoTime() - start);
  }

  /** Copies a chunk, unless that was done. */
  void copy(int number) {
    ReentrantLock lock = locks[number % LOCKS];
    lock.lock();
    try {
      if (!copied[number] && failure == null && !ended) {
        copyRecords(number);
        copied[number] = true;
      }
    } catch (RuntimeException | Error e) {
      // Whoever is about to change a record has nothing to do with it.
      failure = e;
    } finally {
      lock.unlock();
    }
  }

  private void copyRecords(int number) {
    int sizeClass = sizeClasses[number];
    if (sizeClass == NO_CLASS) {
      return;
    }
    SizeClasses classes = space.classes();
    long offset = (long) number << geometry.chunkShift();
    byte[] directory = new byte[classes.directoryBytes(sizeClass)];
    readDirectory(offset, directory);
    // Who gives a slot to a new record stores VOID first: where the first word is still what it
    // was, the others are of the same record.
    VarHandle.loadLoadFence();
    int copies = 0;
    for (int at = 0; at < directory.length; at += DirectoryLayout.ENTRY_BYTES) {
      if (isCopied(directory, at, offset + at, generations[number])) {
        copies++;
      } else {
        leaveOut(directory, at);
      }
    }
    if (copies > 0) {
      copyContents(directory, number);
      target.copyIn(offset, directory, 0, directory.length);
    }
  }

  private static void leaveOut(byte[] directory, int at) {
    Arrays.fill(directory, at, at + DirectoryLayout.ENTRY_BYTES, (byte) 0);
  }

  /** Of all entries; what can't be read is left out. */
  private void copyContents(byte[] directory, int number) {
    SizeClasses classes = space.classes();
    boolean isShared = isShared(number);
    byte[] slot = new byte[classes.slotBytes(sizeClasses[number])];
    long offset = firstSlot(number);
    for (int at = 0; at < directory.length; at += DirectoryLayout.ENTRY_BYTES) {
      if (Bytes.getLong(directory, at) != 0) {
        long w2 = Bytes.getLong(directory, at + DirectoryLayout.W2_AT);
        if (copyContents(w2, offset, slot, isShared)) {
          records.incrementAndGet();
        } else {
          unreadable.incrementAndGet();
          leaveOut(directory, at);
        }
      }
      offset += slot.length;
    }
  }

  private long firstSlot(int number) {
    return ((long) number << geometry.chunkShift())
        + space.classes().firstSlot(sizeClasses[number]);
  }

  /** Whether the copy has the chunk's slots already. */
  private boolean isShared(int number) {
    long end = (long) (number + 1) << geometry.chunkShift();
    return slots.hasSlots(source, number, firstSlot(number), end);
  }

  /** What can't be read is VOID, line by line. */
  private void readDirectory(long offset, byte[] directory) {
    if (read(offset, directory, directory.length)) {
      return;
    }
    byte[] line = new byte[ChunkLayout.LINE_BYTES];
    for (int at = 0; at < directory.length; at += line.length) {
      int length = Math.min(line.length, directory.length - at);
      if (read(offset + at, line, length)) {
        System.arraycopy(line, 0, directory, at, length);
      } else {
        Arrays.fill(directory, at, at + length, (byte) 0);
        unreadable.incrementAndGet();
      }
    }
  }

  /** Whether the entry is of a record that the copy has to hold. */
  private boolean isCopied(byte[] directory, int at, long entry, int generation) {
    long w0 = Bytes.getLong(directory, at);
    long w2 = Bytes.getLong(directory, at + DirectoryLayout.W2_AT);
    long itsEpoch = geometry.epoch(DirectoryLayout.sequence(w0));
    int cacheId = DirectoryLayout.cacheId(w2);
    return DirectoryLayout.state(w0) == DirectoryLayout.LIVE
        && itsEpoch <= epoch
        && cacheId < minEpochs.length
        && itsEpoch >= minEpochs[cacheId]
        && DirectoryLayout.generation(w2) == generation
        && source.getLong(entry) == w0;
  }

  /** Copies what is in a slot, and the pieces that it lists; false if that can't be read. */
  private boolean copyContents(long w2, long offset, byte[] slot, boolean isShared) {
    boolean isList = DirectoryLayout.valueLength(w2) == DirectoryLayout.EXTENTS;
    long[] pieces = isList ? extents.pieces(offset) : null;
    int length =
        pieces != null
            ? ExtentLayout.bytes(pieces.length)
            : DirectoryLayout.keyLength(w2) + DirectoryLayout.valueLength(w2);
    if (length > slot.length) {
      return false; // damaged
    }
    if (isShared && !isList) {
      return true;
    }
    if (!read(offset, slot, length) || isList && !copyPieces(pieces, slot)) {
      return false;
    }
    if (!isShared) {
      // Alone: other slots may have pieces that are copied.
      target.copyIn(offset, slot, 0, length);
    }
    return true;
  }

  private boolean copyPieces(long @Nullable [] pieces, byte[] list) {
    if (pieces == null || Bytes.getInt(list, ExtentLayout.PIECES_AT) != pieces.length) {
      return false; // damaged
    }
    for (int i = 0; i < pieces.length; i++) {
      int length = Bytes.getInt(list, ExtentLayout.piece(i) + ExtentLayout.PIECE_LENGTH_AT);
      if (length < 0 || length > space.classes().slotBytes(space.sizeClass(pieces[i]))) {
        return false; // damaged
      }
      if (isShared(number(pieces[i]))) {
        continue;
      }
      byte[] piece = new byte[length];
      if (!read(pieces[i], piece, length)) {
        return false;
      }
      target.copyIn(pieces[i], piece, 0, length);
    }
    return true;
  }

  private boolean read(long offset, byte[] bytes, int lengthBytes) {
    try {
      source.copyOut(offset, bytes, 0, lengthBytes);
      return true;
    } catch (MediumFailedException | InternalError e) {
      return false;
    }
  }

  /** Says what failed since the last call, if anything did. */
  void check() {
    Throwable failed = failure;
    if (failed instanceof Error error) {
      throw error;
    } else if (failed instanceof RuntimeException exception) {
      throw exception;
    }
  }

  /**
   * After all chunks were copied: makes the target a pool that was closed at the instant, durably.
   */
  void finish() {
    check();
    Geometry renamed = geometry.renamed(UUID.randomUUID());
    Pool.format(target, renamed, this::storeWords);
  }

  /**
   * With all of the target durable. Its minEpochs stay 0: no record below one was copied, and none
   * can come into it.
   */
  private void storeWords(Pool made) {
    for (int number = 0; number < sizeClasses.length; number++) {
      if (sizeClasses[number] != NO_CLASS) {
        made.store(
            made.chunkLine(number),
            ChunkLayout.value(ChunkLayout.SLOTS, sizeClasses[number], generations[number]));
      }
    }
    made.store(HotWordLayout.SESSION_EPOCH, epoch);
    made.store(HotWordLayout.SETTLED_EPOCH, epoch);
    made.store(HotWordLayout.CLEAN_STATE, epoch + 1);
    target.flush(0, target.sizeBytes());
    target.fence();
  }

  /** From now on nothing is copied any more. */
  void end() {
    ended = true;
    for (ReentrantLock lock : locks) {
      lock.lock(); // who copies is done
      lock.unlock();
    }
  }

  long records() {
    return records.get();
  }

  long unreadable() {
    return unreadable.get();
  }

  /** The longest that a change of a record has waited, in nanoseconds. */
  long longestWaitNanos() {
    return longestWaitNanos.get();
  }
}
