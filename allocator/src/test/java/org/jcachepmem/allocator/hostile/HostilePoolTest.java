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
package org.jcachepmem.allocator.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.jcachepmem.allocator.layout.Bytes;
import org.jcachepmem.allocator.layout.CatalogueLayout;
import org.jcachepmem.allocator.layout.DirectoryLayout;
import org.jcachepmem.allocator.layout.ExtentLayout;
import org.jcachepmem.allocator.layout.HotWordLayout;
import org.jcachepmem.allocator.layout.SuperblockLayout;
import org.jcachepmem.allocator.medium.HeapMedium;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What fuzzing found, and what was found while preparing it, each as one edit of a sound pool. */
@Timeout(20)
class HostilePoolTest {
  private static final int CLEAN = 0;
  private static final int UNCLEAN = 1;
  private static final int LONG_NAMES = 5;

  private BasePool base = BasePool.ALL.get(CLEAN);
  private byte[] bytes = base.copy();

  private void startFrom(int index) {
    base = BasePool.ALL.get(index);
    bytes = base.copy();
  }

  private PoolTrial.Outcome repaired() {
    Repair.apply(bytes, base.image().geometry, false, false);
    return PoolTrial.run(base, bytes, true);
  }

  private void superblocks(int field, int value) {
    Bytes.putInt(bytes, (int) SuperblockLayout.OFFSET_A + field, value);
    Bytes.putInt(bytes, (int) SuperblockLayout.OFFSET_B + field, value);
  }

  private void superblocks(int field, long value) {
    Bytes.putLong(bytes, (int) SuperblockLayout.OFFSET_A + field, value);
    Bytes.putLong(bytes, (int) SuperblockLayout.OFFSET_B + field, value);
  }

  /** The records of a cache, those that are lists or those that are not. */
  private PoolImage.Entry record(int cacheId, boolean list) {
    PoolImage image = base.image();
    List<PoolImage.Entry> found =
        base.records().stream()
            .filter(e -> image.state(e) == DirectoryLayout.LIVE && image.cacheId(e) == cacheId)
            .filter(e -> image.isList(e) == list)
            .toList();
    return found.get(0);
  }

  // ---- superblock

  @Test
  void aSegmentWhoseChunkNumbersOverflowIsRefused() {
    superblocks(SuperblockLayout.SEGMENT_TABLE_AT + 8, Integer.MAX_VALUE);
    assertEquals(PoolTrial.Outcome.REFUSED, repaired());
  }

  @Test
  void aSegmentWhoseTableOffsetOverflowsIsRefused() {
    superblocks(SuperblockLayout.SEGMENT_TABLE_AT, Long.MAX_VALUE & -64L);
    assertEquals(PoolTrial.Outcome.REFUSED, repaired());
  }

  @Test
  void aPoolOfMoreBytesThanItsFileWithMoreChunksIsRefused() {
    superblocks(SuperblockLayout.POOL_BYTES_AT, Long.MAX_VALUE);
    superblocks(SuperblockLayout.SEGMENT_TABLE_AT + 12, Integer.MAX_VALUE);
    assertEquals(PoolTrial.Outcome.REFUSED, repaired());
  }

  @Test
  void widthsWhoseSumOverflowsAreRefused() {
    superblocks(SuperblockLayout.COUNTER_BITS_AT, Integer.MAX_VALUE);
    assertEquals(PoolTrial.Outcome.REFUSED, repaired());
  }

  // ---- catalogue

  private void catalogueKey(int id) {
    Bytes.putInt(bytes, record(CatalogueLayout.CATALOGUE_ID, false).offset(), id);
    Repair.apply(bytes, base.image().geometry, true, false);
  }

  @Test
  void aCatalogueEntryOfTheCatalogueItselfIsNoCache() {
    catalogueKey(CatalogueLayout.CATALOGUE_ID);
    assertEquals(PoolTrial.Outcome.OPENED, repaired());
  }

  @Test
  void aCatalogueEntryWithANegativeIdIsNoCache() {
    catalogueKey(-1);
    assertEquals(PoolTrial.Outcome.OPENED, repaired());
  }

  @Test
  void aCatalogueEntryWithAHugeIdTakesNoHeap() {
    catalogueKey(Integer.MAX_VALUE);
    assertEquals(PoolTrial.Outcome.OPENED, repaired());
  }

  @Test
  void aNewCacheGetsNothingOfOneWhoseCatalogueEntryHasADamagedPiece() {
    startFrom(LONG_NAMES);
    PoolImage.Range piece = base.image().pieces(record(CatalogueLayout.CATALOGUE_ID, true)).get(0);
    bytes[(int) piece.offset() + 100] ^= 1;
    assertEquals(PoolTrial.Outcome.OPENED, PoolTrial.run(base, bytes, false));
  }

  @Test
  void aNewCacheGetsNothingOfOneWhoseCatalogueEntryClaimsAnothersSlot() {
    startFrom(LONG_NAMES);
    PoolImage.Entry list = record(CatalogueLayout.CATALOGUE_ID, true);
    long other = base.image().pieces(record(1, true)).get(0).offset();
    Bytes.putLong(bytes, list.offset() + ExtentLayout.piece(0), other);
    assertEquals(PoolTrial.Outcome.OPENED, repaired());
  }

  // ---- chunk table

  @Test
  void aChunkThatClaimsThatItNeverHadAClassBringsNothingBack() {
    startFrom(UNCLEAN);
    base.image().lines().forEach(line -> Bytes.putLong(bytes, (int) (long) line, 0));
    Bytes.putLong(bytes, (int) HotWordLayout.SESSION_EPOCH, 0);
    Bytes.putLong(bytes, (int) HotWordLayout.SETTLED_EPOCH, 0);
    Bytes.putLong(bytes, (int) HotWordLayout.CLEAN_STATE, 0);
    assertEquals(PoolTrial.Outcome.OPENED, repaired());
  }

  // ---- the state of an entry, which no checksum covers

  /** Turns the state of every entry that is in {@code from} into LIVE. */
  private void revive(long from) {
    int revived = 0;
    for (PoolImage.Entry entry : base.image().entries()) {
      long w0 = base.image().word(entry.at());
      if (base.image().state(entry) == from && base.image().w2(entry) != 0) {
        long live = w0 & DirectoryLayout.SEQUENCE_MASK | DirectoryLayout.LIVE;
        Bytes.putLong(bytes, entry.at(), live);
        revived++;
      }
    }
    assertTrue(revived > 0);
    assertEquals(PoolTrial.Outcome.OPENED, PoolTrial.run(base, bytes, false));
  }

  @Test
  void aTombstoneWhoseStateIsDamagedIsNoRecord() {
    revive(DirectoryLayout.DEAD);
  }

  @Test
  void aTombstoneOfWhichEveryBitIsTurnedIsNoRecord() {
    for (PoolImage.Entry entry : base.image().entries()) {
      if (base.image().state(entry) == DirectoryLayout.DEAD) {
        Bytes.putLong(bytes, entry.at(), ~base.image().word(entry.at()));
      }
    }
    assertEquals(PoolTrial.Outcome.OPENED, PoolTrial.run(base, bytes, false));
  }

  @Test
  void aSupersededRecordWhoseStateIsDamagedStaysVoid() {
    startFrom(UNCLEAN);
    HeapMedium medium = new HeapMedium(bytes.length);
    medium.copyIn(0, bytes, 0, bytes.length);
    Session session = Session.open(medium); // marks those VOID that were superseded
    session.takeRecovered(bytes.length);
    session.remove(session.cache("alpha"), Session.utf8("key0"));
    session.remove(session.cache("beta"), Session.utf8("key4"));
    session.records.close();
    base = BasePool.of("removed", medium);
    bytes = base.copy();
    revive(DirectoryLayout.VOID);
  }

  // ---- records

  @Test
  void aRecordTooLongForASlotThatIsNoListIsDamage() {
    PoolImage.Range piece =
        base.image().pieces(record(1, true)).get(0); // a whole chunk: its own entry is VOID
    PoolImage.Entry from = record(1, false);
    PoolImage.Entry to =
        base.image().entries().stream()
            .filter(e -> e.offset() == piece.offset())
            .findFirst()
            .orElseThrow();
    System.arraycopy(bytes, from.at(), bytes, to.at(), DirectoryLayout.ENTRY_BYTES);
    System.arraycopy(bytes, from.offset(), bytes, to.offset(), 16);
    Bytes.putLong(
        bytes,
        to.at() + DirectoryLayout.W2_AT,
        DirectoryLayout.lengths(3000, base.image().keyLength(from), 1, to.generation()));
    assertEquals(PoolTrial.Outcome.OPENED, repaired());
  }

  @Test
  void aPieceBeyondThePoolThatIsASlotModuloAnIntIsDamage() {
    PoolImage.Entry list = record(1, true);
    long slot = base.image().pieces(list).get(0).offset();
    // A multiple of 2^32 chunks and of 2^32 slots of 4064 bytes.
    Bytes.putLong(bytes, list.offset() + ExtentLayout.piece(0), slot + (127L << 44));
    assertEquals(PoolTrial.Outcome.OPENED, repaired());
  }
}
