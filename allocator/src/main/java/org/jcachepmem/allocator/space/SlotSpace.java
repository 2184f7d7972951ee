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
package org.jcachepmem.allocator.space;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntConsumer;
import org.jcachepmem.allocator.layout.DirectoryLayout;
import org.jcachepmem.allocator.layout.Geometry;
import org.jcachepmem.allocator.layout.Segment;
import org.jcachepmem.allocator.pool.Pool;

/**
 * Which slots are free: DRAM only, rebuilt at open from what recovery found. The medium keeps no
 * allocation state, so that taking or giving a slot stores nothing; only a chunk that gets a class
 * does.
 *
 * <p>A slot is known by its pool offset. A thread that gave one back has it again, from {@link
 * SpareSlots}, for its next record of that size; where a fence writes pages a class fills one chunk
 * after the other instead, so that records that are put at the same time lie side by side. Thread
 * safe: one lock a size class, and inside it that of the free chunks.
 */
public final class SlotSpace {
  /** No slot to be had. */
  public static final long NONE = -1;

  /** Of a chunk's slots, for it to be filled up while there are empty chunks. */
  private static final int LEAST_FREE_SHARE = 4;

  /** How many chunks of a class are looked at for one with so many, when one has been filled. */
  private static final int LOOKS = 8;

  /** Of all chunks, that stay empty for classes that have none. */
  private static final int EMPTY_SHARE = 8;

  private final SizeClasses classes;
  private final ChunkTable table;
  private final ChunkSupply supply;
  private final boolean fillsPages;
  private final int chunkShift;

  /** By size class; made when a class has its first chunk, because most never have one. */
  private final AtomicReferenceArray<Shelf> shelves;

  private final SpareSlots spares = new SpareSlots();

  /** By number; replaced by a longer one when the pool grows. */
  private volatile Chunk[] chunks;

  /** Of the slots that their chunks take for taken. */
  private final LongAdder usedBytes = new LongAdder();

  private final LongAdder unusableBytes = new LongAdder();

  private final ChunkClosing closing = new ChunkClosing(this);

  private volatile long chunkedBytes;

  /** A space in which every chunk is free; the caller then {@link #adopt}s and {@link #occupy}s. */
  public SlotSpace(Pool pool) {
    Geometry geometry = pool.geometry();
    classes = SizeClasses.of(geometry.chunkBytes());
    table = new ChunkTable(pool, classes);
    supply = new ChunkSupply(table, geometry.chunkBytes(), unusableBytes);
    fillsPages = pool.medium().facts().pageGranular();
    chunkShift = geometry.chunkShift();
    shelves = new AtomicReferenceArray<>(classes.count());
    chunks = new Chunk[0];
    geometry.segments().forEach(this::addChunks);
  }

  private void addChunks(Segment segment) {
    Chunk[] more = Arrays.copyOf(chunks, segment.endChunk());
    for (int n = segment.firstChunk(); n < segment.endChunk(); n++) {
      more[n] = new Chunk(n, (long) n << chunkShift);
    }
    chunks = more;
    chunkedBytes += (long) segment.chunks() << chunkShift;
  }

  /** The pool has grown: from now on the chunks of {@code added} can be taken. By one thread. */
  public void grow(Segment added) {
    addChunks(added);
    for (int n = added.firstChunk(); n < added.endChunk(); n++) {
      adoptFree(n, 0, true);
      supply.add(chunks[n]);
    }
  }

  /** The slot sizes. */
  public SizeClasses classes() {
    return classes;
  }

  /** What its chunks and slots are used for. */
  public SpaceCensus census() {
    return new SpaceCensus(this);
  }

  /** At open: the medium says that chunk {@code number} has this class. */
  public void adopt(int number, int sizeClass, int generation) {
    chunks[number].assign(sizeClass, generation, classes.slots(sizeClass));
  }

  /** At open: the chunk is free; {@code pristine} says whether it never had a class. */
  public void adoptFree(int number, int generation, boolean pristine) {
    chunks[number].generation = generation;
    chunks[number].pristine = pristine;
  }

  /** At open: whether the chunk is free or has a class can't be read. */
  public void adoptUnusable(int number) {
    chunks[number].unusable = true;
    unusableBytes.add(chunkBytes());
  }

  /** At open: the directory of the adopted chunk at {@code offset} can't be read as a whole. */
  public void condemn(long offset) {
    Chunk chunk = chunk(offset);
    chunk.unusable = true;
    chunk.closed = true;
  }

  /** For emptying chunks. */
  public ChunkClosing closing() {
    return closing;
  }

  /** Has {@code listener} told the number of each chunk that is about to get a class. */
  public void beforeAssignment(IntConsumer listener) {
    supply.beforeAssignment(listener);
  }

  /** Each chunk that has a class. */
  public void forEachAdopted(AdoptedChunk action) {
    takeSparesBack();
    for (Chunk chunk : chunks) {
      int sizeClass = chunk == null ? -1 : chunk.sizeClass;
      if (sizeClass < 0) {
        continue;
      }
      Shelf shelf = shelf(sizeClass);
      shelf.lock.lock();
      try {
        if (chunk.sizeClass == sizeClass) {
          action.accept(chunk.offset, sizeClass, chunk.generation);
        }
      } finally {
        shelf.lock.unlock();
      }
    }
  }

  /** At open: a live record has this slot. False if another has it, or there is no such slot. */
  public boolean occupy(long offset) {
    // Compared as a long: an offset in an extent list may be anything.
    long number = offset >>> chunkShift;
    Chunk chunk = number >= chunks.length ? null : chunks[(int) number];
    if (chunk == null || chunk.sizeClass < 0) {
      return false;
    }
    long within = offset - chunk.offset - classes.firstSlot(chunk.sizeClass);
    int slot = (int) (within / classes.slotBytes(chunk.sizeClass));
    if (within < 0
        || within % classes.slotBytes(chunk.sizeClass) != 0
        || slot >= chunk.slots
        || !chunk.take(slot)) {
      return false;
    }
    usedBytes.add(classes.weight(chunk.sizeClass));
    return true;
  }

  /**
   * At open: live records have the slots of the chunk at {@code offset} whose bits are set. By one
   * thread for each chunk.
   */
  public void occupyAll(long offset, long[] slots) {
    Chunk chunk = chunk(offset);
    int before = chunk.taken;
    chunk.takeAll(slots);
    usedBytes.add((chunk.taken - before) * classes.weight(chunk.sizeClass));
  }

  /** At open: takes an {@link #occupy} back. */
  public void vacate(long offset) {
    Chunk chunk = chunk(offset);
    chunk.give(slot(chunk, offset));
    usedBytes.add(-classes.weight(chunk.sizeClass));
  }

  /** At open, when all slots are occupied: from now on slots can be reserved. */
  public void open() {
    for (Chunk chunk : chunks) {
      if (chunk != null && chunk.sizeClass >= 0 && chunk.unusable) {
        unusableBytes.add((chunk.slots - chunk.taken) * weight(chunk));
      } else if (chunk != null && chunk.sizeClass >= 0) {
        Shelf shelf = shelf(chunk.sizeClass);
        shelf.chunks++;
        shelf.freeSlots += chunk.slots - chunk.taken;
        if (chunk.taken == 0) {
          supply.takeBack(shelf, chunk);
        } else if (chunk.taken < chunk.slots) {
          shelf.list(chunk);
        }
      } else if (chunk != null && !chunk.unusable) {
        supply.add(chunk);
      }
    }
  }

  /**
   * Takes a slot, giving a free chunk the class if no other has one.
   *
   * @return its offset, or {@link #NONE}
   */
  public long reserve(int sizeClass) {
    long spare = spares.take(sizeClass);
    return spare != NONE ? spare : reserve(sizeClass, true);
  }

  /** The same, but without a free chunk: only slots of chunks that have the class. */
  public long reserveBeside(int sizeClass) {
    return reserve(sizeClass, false);
  }

  private long reserve(int sizeClass, boolean mayOpenChunk) {
    Shelf shelf = shelf(sizeClass);
    shelf.lock.lock();
    try {
      Chunk chunk = shelf.first();
      if (chunk == null) {
        takeSparesBack(shelf, sizeClass);
        chunk = shelf.first();
      }
      if (mayOpenChunk && fillsPages && chunk != null && !isRoomy(chunk)) {
        chunk = shelf.first(SlotSpace::isRoomy, LOOKS);
      }
      if (mayOpenChunk && (chunk == null || !isWorthFilling(chunk))) {
        Chunk fresh = supply.provide(shelf, sizeClass);
        chunk = fresh == null ? chunk : fresh;
      }
      if (chunk == null) {
        return NONE;
      }
      int slot = chunk.take();
      chunk.filling = (chunk.filling || mayOpenChunk) && chunk.taken < chunk.slots;
      shelf.freeSlots--;
      usedBytes.add(classes.weight(sizeClass));
      return chunk.offset
          + classes.firstSlot(sizeClass)
          + (long) slot * classes.slotBytes(sizeClass);
    } finally {
      shelf.lock.unlock();
    }
  }

  /**
   * Whether the next records may as well go into that chunk as into an empty one. Where a fence
   * writes pages, records that are put at the same time should lie side by side: a chunk of which
   * few slots are free is left alone while there are plenty of empty ones. The next time around it
   * has more.
   */
  private boolean isWorthFilling(Chunk chunk) {
    return !fillsPages || isRoomy(chunk) || supply.count() <= chunks.length / EMPTY_SHARE;
  }

  private static boolean isRoomy(Chunk chunk) {
    return chunk.filling || (chunk.slots - chunk.taken) * LEAST_FREE_SHARE >= chunk.slots;
  }

  /** Whether the medium can read a taken slot. */
  public boolean isReadable(long offset) {
    return table.isReadable(offset, classes.slotBytes(sizeClass(offset)));
  }

  /**
   * Gives a slot back that a read or a store of its record has failed in. If it can't be read it
   * stays taken, or each next record would fail in it.
   */
  public void freeIfReadable(long offset) {
    Chunk chunk = chunk(offset);
    if (isReadable(offset)) {
      free(offset);
      return;
    }
    Shelf shelf = shelf(chunk.sizeClass);
    shelf.lock.lock();
    try {
      chunk.spoiled++;
    } finally {
      shelf.lock.unlock();
    }
    usedBytes.add(-weight(chunk));
    unusableBytes.add(weight(chunk));
  }

  /** Gives a slot back. Its record is settled: the caller has seen to that. */
  public void free(long offset) {
    Chunk chunk = chunk(offset);
    int sizeClass = chunk.sizeClass;
    if (isSpared(chunk) && spares.keep(offset, sizeClass)) {
      // Looked at again: who empties the chunk may have taken the spares back just before.
      if (isSpared(chunk) || !spares.takeBack(offset, sizeClass)) {
        return;
      }
    }
    Shelf shelf = shelf(sizeClass);
    shelf.lock.lock();
    try {
      give(shelf, chunk, offset);
    } finally {
      shelf.lock.unlock();
    }
  }

  /**
   * A slot that is a whole chunk is none to spare: another class may want the chunk. Nor is one
   * where records should lie side by side.
   */
  private boolean isSpared(Chunk chunk) {
    return !fillsPages && !chunk.closed && !chunk.unusable && chunk.slots > 1;
  }

  /** Under the shelf's lock: gives a slot back to its chunk. */
  private void give(Shelf shelf, Chunk chunk, long offset) {
    chunk.give(slot(chunk, offset));
    usedBytes.add(-weight(chunk));
    if (chunk.unusable) {
      unusableBytes.add(weight(chunk));
      return;
    }
    shelf.freeSlots++;
    if (chunk.taken == 0 && (chunk.closed || shelf.freeSlots >= 2L * chunk.slots)) {
      supply.takeBack(shelf, chunk);
    } else {
      shelf.list(chunk);
    }
  }

  /** Gives the spare slots back to their chunks. */
  void takeSparesBack() {
    for (int sizeClass = 0; sizeClass < shelves.length(); sizeClass++) {
      Shelf shelf = shelves.get(sizeClass);
      if (shelf != null && spares.count(sizeClass) > 0) {
        shelf.lock.lock();
        try {
          takeSparesBack(shelf, sizeClass);
        } finally {
          shelf.lock.unlock();
        }
      }
    }
  }

  /** Under the shelf's lock, so that nobody misses a slot that is on its way. */
  void takeSparesBack(Shelf shelf, int sizeClass) {
    spares.takeAll(sizeClass, offset -> give(shelf, chunk(offset), offset));
  }

  /** Frees the empty chunks that shelves keep for themselves; true if there was one. */
  public boolean reclaim() {
    boolean any = false;
    for (int sizeClass = 0; sizeClass < shelves.length(); sizeClass++) {
      Shelf shelf = shelves.get(sizeClass);
      if (shelf == null) {
        continue;
      }
      shelf.lock.lock();
      try {
        takeSparesBack(shelf, sizeClass);
        for (Chunk chunk : shelf.open.toArray(Chunk[]::new)) {
          if (chunk.taken == 0) {
            supply.takeBack(shelf, chunk);
            any = true;
          }
        }
      } finally {
        shelf.lock.unlock();
      }
    }
    return any;
  }

  /** Bytes of the taken slots of the chunk that starts at {@code offset}. */
  public long takenBytes(long offset) {
    Chunk chunk = chunk(offset);
    return chunk.sizeClass < 0
        ? 0
        : (long) (chunk.taken - chunk.spoiled) * classes.slotBytes(chunk.sizeClass);
  }

  /** Where the directory entry of a slot is. */
  public long entry(long offset) {
    Chunk chunk = chunk(offset);
    return chunk.offset + (long) slot(chunk, offset) * DirectoryLayout.ENTRY_BYTES;
  }

  /** The generation of a taken slot's chunk. */
  public int generation(long offset) {
    return chunk(offset).generation;
  }

  /** The size class of a taken slot. */
  public int sizeClass(long offset) {
    return chunk(offset).sizeClass;
  }

  private long weight(Chunk chunk) {
    return classes.weight(chunk.sizeClass);
  }

  ChunkSupply supply() {
    return supply;
  }

  Chunk[] chunks() {
    return chunks;
  }

  /** Whether a chunk has, or had, the class. */
  boolean hasShelf(int sizeClass) {
    return shelves.get(sizeClass) != null;
  }

  Shelf shelf(int sizeClass) {
    Shelf shelf = shelves.get(sizeClass);
    if (shelf == null) {
      Shelf made = new Shelf();
      shelf = shelves.compareAndExchange(sizeClass, null, made);
      return shelf == null ? made : shelf;
    }
    return shelf;
  }

  /** How many slots of that class are free although their chunks take them for taken. */
  int spareSlots(int sizeClass) {
    return spares.count(sizeClass);
  }

  private Chunk chunk(long offset) {
    return chunks[(int) (offset >>> chunkShift)];
  }

  private int slot(Chunk chunk, long offset) {
    int within = (int) (offset - chunk.offset) - classes.firstSlot(chunk.sizeClass);
    return within / classes.slotBytes(chunk.sizeClass);
  }

  /** How many chunks have no class. */
  public int freeChunks() {
    return supply.count();
  }

  /** When this returns, no chunk is given a class any more: nothing is stored here. */
  public void close() {
    supply.close();
    for (int sizeClass = 0; sizeClass < shelves.length(); sizeClass++) {
      Shelf shelf = shelves.get(sizeClass);
      if (shelf != null) {
        shelf.lock.lock(); // who is giving one its class has the lock
        shelf.lock.unlock();
      }
    }
  }

  /** Bytes of taken slots and their directory entries. */
  public long usedBytes() {
    return usedBytes.sum() - spares.weightBytes(classes);
  }

  /** Bytes of chunks and slots that nothing is stored in any more, because they can't be read. */
  public long unusableBytes() {
    return unusableBytes.sum();
  }

  /** Bytes of all chunks. */
  public long chunkedBytes() {
    return chunkedBytes;
  }

  /** Bytes of a chunk. */
  public int chunkBytes() {
    return classes.chunkBytes();
  }
}
