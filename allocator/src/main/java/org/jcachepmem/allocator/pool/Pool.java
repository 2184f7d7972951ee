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
package org.jcachepmem.allocator.pool;

import java.util.function.Consumer;
import org.jcachepmem.allocator.layout.ChunkLayout;
import org.jcachepmem.allocator.layout.Geometry;
import org.jcachepmem.allocator.layout.HotWordLayout;
import org.jcachepmem.allocator.layout.SealedWord;
import org.jcachepmem.allocator.layout.Segment;
import org.jcachepmem.allocator.layout.SuperblockLayout;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.medium.MediumFailedException;

/**
 * A formatted medium: its geometry and the words that change while it is open. What the chunks hold
 * is the business of the rooms above. Words are read and stored without locks; who stores a word is
 * said where it is stored.
 */
public final class Pool {
  private final Medium medium;
  private volatile Superblock superblock;

  /** Of the copy of the superblock that is valid now. */
  private long version;

  private boolean hasFailedToGrow;

  private Pool(Medium medium, Superblock superblock) {
    this.medium = medium;
    this.superblock = superblock;
    this.version = superblock.version();
  }

  /**
   * Makes a pool of the whole medium, which is zero-filled. The superblock is stored last, after a
   * fence: before it the medium is not a pool.
   */
  public static void format(Medium medium, FormatOptions options) {
    format(medium, options.geometry(medium.sizeBytes()), pool -> {});
  }

  /**
   * The same with the numbers of another pool, of as many bytes. Chunks are left as they are.
   *
   * @param finish stores and fences what the pool begins with, before there is a superblock
   */
  public static void format(Medium medium, Geometry geometry, Consumer<Pool> finish) {
    long salt = geometry.salt();
    seal(medium, salt, HotWordLayout.SESSION_EPOCH, 1);
    seal(medium, salt, HotWordLayout.SETTLED_EPOCH, 1);
    seal(medium, salt, HotWordLayout.CLEAN_STATE, 2);
    for (int id = 0; id < geometry.cacheIds(); id++) {
      seal(medium, salt, HotWordLayout.minEpoch(id), 0);
    }
    medium.flush(
        HotWordLayout.SESSION_EPOCH,
        HotWordLayout.end(geometry.cacheIds()) - HotWordLayout.SESSION_EPOCH);
    for (Segment segment : geometry.segments()) {
      sealChunkTable(medium, salt, segment);
    }
    medium.fence();
    finish.accept(new Pool(medium, new Superblock(geometry, 0, false)));
    Superblock.write(medium, geometry, 0);
    Superblock.write(medium, geometry, 1);
  }

  private static void seal(Medium medium, long salt, long offset, long value) {
    medium.putLong(offset, SealedWord.seal(salt, offset, value));
  }

  /** Every chunk free and never used; flushed, for the caller to fence. */
  private static void sealChunkTable(Medium medium, long salt, Segment segment) {
    long bytes = (long) segment.chunks() * ChunkLayout.LINE_BYTES;
    medium.zero(segment.tableOffset(), bytes);
    for (int number = segment.firstChunk(); number < segment.endChunk(); number++) {
      seal(medium, salt, segment.line(number), ChunkLayout.value(ChunkLayout.FREE, 0, 0));
    }
    medium.flush(segment.tableOffset(), bytes);
  }

  /**
   * The pool on {@code medium}.
   *
   * @throws PoolFormatException if there is none, or one that this version can't open
   */
  public static Pool mount(Medium medium) {
    return new Pool(medium, Superblock.read(medium));
  }

  /** The ground. */
  public Medium medium() {
    return medium;
  }

  /** The numbers that the pool was made with. */
  public Geometry geometry() {
    return superblock.geometry();
  }

  /** Whether features that this version does not know allow reading only. */
  public boolean isReadOnly() {
    return superblock.readOnly();
  }

  /**
   * The value of the word at {@code offset}.
   *
   * @throws DamagedWordException if it is not intact, or can't be read
   */
  public long read(long offset) {
    long word;
    try {
      word = medium.getLong(offset);
    } catch (MediumFailedException | InternalError e) {
      throw new DamagedWordException(offset, e);
    }
    if (!SealedWord.isIntact(geometry().salt(), offset, word)) {
      throw new DamagedWordException(offset, word);
    }
    return SealedWord.value(word);
  }

  /** Whether the word at {@code offset} can be read and is intact. */
  public boolean isIntact(long offset) {
    try {
      return SealedWord.isIntact(geometry().salt(), offset, medium.getLong(offset));
    } catch (MediumFailedException | InternalError e) {
      return false;
    }
  }

  /** Stores and flushes a word; the caller's next fence makes it durable. */
  public void store(long offset, long value) {
    medium.putLongRelease(offset, SealedWord.seal(geometry().salt(), offset, value));
    medium.flush(offset, Long.BYTES);
  }

  /** Where the line of chunk {@code number} is. */
  public long chunkLine(int number) {
    for (Segment segment : geometry().segments()) {
      if (number < segment.endChunk()) {
        return segment.line(number);
      }
    }
    throw new IndexOutOfBoundsException("no chunk " + number);
  }

  /**
   * The segment that growing to {@code newPoolBytes} adds.
   *
   * @throws IllegalArgumentException if it would have no chunk, or there is no place for one more
   */
  public Segment growth(long newPoolBytes) {
    Geometry geometry = geometry();
    if (newPoolBytes / geometry.chunkBytes() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "a pool with chunks of "
              + geometry.chunkBytes()
              + " bytes can't have "
              + newPoolBytes
              + " bytes");
    }
    long end = (long) geometry.endChunk() * geometry.chunkBytes();
    Segment segment = Segment.between(end, newPoolBytes, geometry.chunkBytes());
    if (segment.chunks() < 1) {
      throw new IllegalArgumentException(
          "growing from "
              + geometry.poolBytes()
              + " to "
              + newPoolBytes
              + " bytes gains no chunk of "
              + geometry.chunkBytes()
              + ": ask for at least "
              + (geometry.poolBytes() + 2L * geometry.chunkBytes()));
    }
    if (geometry.segments().size() == SuperblockLayout.MAX_SEGMENTS) {
      throw new IllegalArgumentException(
          "the pool has grown "
              + (SuperblockLayout.MAX_SEGMENTS - 1)
              + " times, and can't again: copy it into a larger one");
    }
    return segment;
  }

  /**
   * Appends a segment, so that the pool has {@code newPoolBytes}. The medium has been extended; a
   * crash leaves the pool as it was or grown. Not thread safe with itself.
   *
   * @return the new segment
   * @throws IllegalArgumentException as {@link #growth}
   */
  public Segment grow(long newPoolBytes) {
    Geometry old = geometry();
    Segment segment = growth(newPoolBytes);
    if (hasFailedToGrow) {
      // The medium may say that it has grown: the lines of that segment can't be made anew then.
      write(old);
    }
    sealChunkTable(medium, old.salt(), segment);
    medium.fence();
    hasFailedToGrow = true;
    write(old.grown(newPoolBytes, segment));
    hasFailedToGrow = false;
    return segment;
  }

  /** The copy that is not valid now first; then the other one, so that both say the same. */
  private void write(Geometry geometry) {
    for (int copy = 0; copy < 2; copy++) {
      Superblock.write(medium, geometry, version + 1);
      version++; // if the next write fails, this one is the valid one
    }
    superblock = new Superblock(geometry, version, false);
  }
}
