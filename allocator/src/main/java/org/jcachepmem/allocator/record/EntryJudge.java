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

import java.util.concurrent.atomic.AtomicLong;
import org.jcachepmem.allocator.layout.Bytes;
import org.jcachepmem.allocator.layout.CatalogueLayout;
import org.jcachepmem.allocator.layout.DirectoryLayout;
import org.jcachepmem.allocator.layout.ExtentLayout;
import org.jcachepmem.allocator.layout.Geometry;
import org.jcachepmem.allocator.medium.MediumFailedException;
import org.jcachepmem.allocator.space.SlotSpace;
import org.jspecify.annotations.Nullable;

/** Says what an entry of a directory is worth, looked at by itself. Thread safe. */
final class EntryJudge {
  private final Geometry geometry;
  private final SlotSpace space;
  private final RecordReader reader;
  private final long sessionEpoch;

  /** Bytes of pieces whose checksums may still be looked at: no two live records share any. */
  private final AtomicLong pieceBytesLeft = new AtomicLong();

  /**
   * A judge for one look at all directories.
   *
   * @param sessionEpoch {@link PoolScan#UNKNOWN} if its word is damaged
   */
  EntryJudge(Geometry geometry, SlotSpace space, RecordReader reader, long sessionEpoch) {
    this.geometry = geometry;
    this.space = space;
    this.reader = reader;
    this.sessionEpoch = sessionEpoch;
    pieceBytesLeft.set(geometry.poolBytes());
  }

  /** What a LIVE entry is worth. */
  enum Verdict {
    IMPLAUSIBLE,
    NOT_INTACT,
    UNREADABLE,
    GOOD
  }

  Verdict verdict(
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
      boolean check = unsettled || isList || isCatalogue || sessionEpoch == PoolScan.UNKNOWN;
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
  boolean isIntact(DirectoryCopy.Entry entry, long offset) {
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
    long listed = reader.listedBytes(list);
    long left = pieceBytesLeft.getAndUpdate(bytes -> bytes - Math.min(bytes, listed));
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
  boolean isOfTheFuture(long epoch) {
    return sessionEpoch != PoolScan.UNKNOWN && epoch > sessionEpoch;
  }

  boolean isPlausible(long w2, int slotBytes, int generation) {
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

  /** With its pieces: the key is in the first one, which may be another record's by now. */
  boolean isWhole(DirectoryCopy.Entry entry, long offset, int slotBytes) {
    boolean isList = DirectoryLayout.valueLength(entry.w2()) == DirectoryLayout.EXTENTS;
    return isIntact(entry, offset) && (!isList || arePiecesIntact(offset, slotBytes));
  }
}
