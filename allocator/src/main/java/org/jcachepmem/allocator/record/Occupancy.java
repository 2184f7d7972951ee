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

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jcachepmem.allocator.layout.Bytes;
import org.jcachepmem.allocator.layout.CatalogueLayout;
import org.jcachepmem.allocator.layout.DirectoryLayout;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.space.SlotSpace;
import org.jspecify.annotations.Nullable;

/**
 * Which slots the winners of a scan take beside their own: those of their pieces. Nothing on the
 * medium says so but the winners themselves.
 */
final class Occupancy {
  private final Medium medium;
  private final SlotSpace space;
  private final Extents extents;
  private final RecordReader reader;
  private final RecoveredTables tables;
  private final ScanFindings findings;

  Occupancy(
      Medium medium,
      SlotSpace space,
      Extents extents,
      RecordReader reader,
      RecoveredTables tables,
      ScanFindings findings) {
    this.medium = medium;
    this.space = space;
    this.extents = extents;
    this.reader = reader;
    this.tables = tables;
    this.findings = findings;
  }

  /**
   * Takes the slots of the pieces of {@code lists}, where they are winners. All winners have their
   * own slots, so that no list can claim one of these. The pieces of catalogue entries come first,
   * since a list that claims what is taken is damage and loses, and with a catalogue entry its
   * cache does.
   *
   * @return the caches that have records but no catalogue entry: a crash in the deletion of a cache
   *     leaves them, and their records count no more
   */
  Set<Integer> occupy(List<Long> lists) {
    RecoveredTable catalogue = tables.of(CatalogueLayout.CATALOGUE_ID);
    for (long offset : lists) {
      if (cacheId(offset) == CatalogueLayout.CATALOGUE_ID) {
        occupyPieces(catalogue, offset);
      }
    }
    Set<Integer> orphans = dropOrphans(catalogue);
    for (long offset : lists) {
      if (cacheId(offset) != CatalogueLayout.CATALOGUE_ID) {
        occupyPieces(tables.of(cacheId(offset)), offset);
      }
    }
    return orphans;
  }

  private int cacheId(long offset) {
    return DirectoryLayout.cacheId(medium.getLong(space.entry(offset) + DirectoryLayout.W2_AT));
  }

  private Set<Integer> dropOrphans(RecoveredTable catalogue) {
    Set<Integer> known = new HashSet<>();
    known.add(CatalogueLayout.CATALOGUE_ID);
    catalogue.forEachKey(key -> known.add(Bytes.getInt(key, 0)));
    Set<Integer> orphans = new HashSet<>();
    tables.forEach(
        (id, table) -> {
          if (!known.contains(id) && table.count() > 0) {
            orphans.add(id);
            table.forEachOffset(
                offset -> {
                  findings.orphan(space.entry(offset));
                  space.vacate(offset);
                });
            table.clear();
          }
        });
    return orphans;
  }

  private void occupyPieces(RecoveredTable table, long offset) {
    long at = space.entry(offset);
    long hash = medium.getLong(at + DirectoryLayout.W1_AT);
    if (!table.has(hash, offset)) {
      return;
    }
    long w2 = medium.getLong(at + DirectoryLayout.W2_AT);
    byte @Nullable [] list =
        reader.list(offset, space.classes().slotBytes(space.sizeClass(offset)));
    long stream = (long) DirectoryLayout.keyLength(w2) + reader.valueLength(offset, w2);
    if (list == null || !extents.isNeeded(stream) || !extents.occupy(offset, stream, list)) {
      findings.damaged(offset, "extent list");
      findings.loser(at, false);
      table.drop(hash, offset);
      space.vacate(offset);
    }
  }
}
