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

import static org.jcachepmem.allocator.record.DirectoryCopy.ENTRY_WORDS;
import static org.jcachepmem.allocator.record.DirectoryCopy.W1;
import static org.jcachepmem.allocator.record.DirectoryCopy.W2;

import java.util.BitSet;
import org.jcachepmem.allocator.layout.CatalogueLayout;
import org.jcachepmem.allocator.layout.DirectoryLayout;
import org.jcachepmem.allocator.layout.Geometry;

/**
 * The entries of a directory that need no look into their slots: LIVE, settled, of a cache that is
 * not cleared since, in bounds, and no list. {@link EntryJudge} would call each of them good.
 * Nearly all entries are plain, so they decide how long a restart takes, and as a restart runs code
 * that no JVM has run before, they are read by two loops over an array that are compiled within
 * milliseconds. Thread safe.
 */
final class PlainEntries {
  private final Geometry geometry;
  private final long[] minEpochs;
  private final long lastEpoch;

  /**
   * Of a pool with these epochs.
   *
   * @param minEpochs by cache id
   * @param lastEpoch the last one that need not be checked; negative if all have to
   */
  PlainEntries(Geometry geometry, long[] minEpochs, long lastEpoch) {
    this.geometry = geometry;
    this.minEpochs = minEpochs;
    this.lastEpoch = lastEpoch;
  }

  /**
   * Sorts the entries of a directory out.
   *
   * @param mostBytes how long a record may be
   * @param plain gets the bits of the plain ones
   * @param others gets the bits of the other LIVE ones
   * @return whether there is a DEAD one
   */
  boolean sort(
      long[] directory, int slots, int generation, int mostBytes, long[] plain, BitSet others) {
    boolean anyDead = false;
    for (int i = 0; i < slots; i++) {
      long w0 = directory[i * ENTRY_WORDS];
      long state = DirectoryLayout.state(w0);
      if (state != DirectoryLayout.LIVE) {
        anyDead |= state == DirectoryLayout.DEAD;
      } else if (isPlain(w0, directory[i * ENTRY_WORDS + W2], generation, mostBytes)) {
        plain[i >>> 6] |= 1L << i;
      } else {
        others.set(i);
      }
    }
    return anyDead;
  }

  private boolean isPlain(long w0, long w2, int generation, int mostBytes) {
    int cacheId = DirectoryLayout.cacheId(w2);
    int keyLength = DirectoryLayout.keyLength(w2);
    int valueLength = DirectoryLayout.valueLength(w2);
    if (DirectoryLayout.generation(w2) != generation
        || cacheId == CatalogueLayout.CATALOGUE_ID
        || cacheId >= minEpochs.length
        || keyLength > DirectoryLayout.MAX_KEY_BYTES
        || valueLength == DirectoryLayout.EXTENTS
        || keyLength + valueLength > mostBytes) {
      return false;
    }
    long epoch = geometry.epoch(w0 & DirectoryLayout.SEQUENCE_MASK);
    return epoch >= minEpochs[cacheId] && epoch <= lastEpoch;
  }

  /**
   * Hands plain entries on.
   *
   * @param plain their bits
   * @return the highest sequence number among them
   */
  static long add(
      long[] directory,
      long[] plain,
      long firstSlot,
      int slotBytes,
      long weightBytes,
      FoundRecords found) {
    long highest = 0;
    for (int word = 0; word < plain.length; word++) {
      for (long bits = plain[word]; bits != 0; bits &= bits - 1) {
        int i = (word << 6) + Long.numberOfTrailingZeros(bits);
        int at = i * ENTRY_WORDS;
        highest = Math.max(highest, directory[at] & DirectoryLayout.SEQUENCE_MASK);
        found.add(
            DirectoryLayout.cacheId(directory[at + W2]),
            directory[at + W1],
            firstSlot + (long) i * slotBytes,
            weightBytes);
      }
    }
    return highest;
  }

  /** Whether their judge, too, finds plain entries good. */
  static boolean areGood(
      EntryJudge judge,
      DirectoryCopy directory,
      long[] plain,
      long firstSlot,
      int slotBytes,
      int generation) {
    for (int word = 0; word < plain.length; word++) {
      for (long bits = plain[word]; bits != 0; bits &= bits - 1) {
        int i = (word << 6) + Long.numberOfTrailingZeros(bits);
        long offset = firstSlot + (long) i * slotBytes;
        if (judge.verdict(directory.entry(i), offset, slotBytes, generation, false)
            != EntryJudge.Verdict.GOOD) {
          return false;
        }
      }
    }
    return true;
  }
}
