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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.function.LongUnaryOperator;
import org.jcachepmem.allocator.layout.Bytes;
import org.jcachepmem.allocator.layout.DirectoryLayout;
import org.jcachepmem.allocator.layout.ExtentLayout;
import org.jcachepmem.allocator.medium.HeapMedium;
import org.jcachepmem.allocator.pool.FormatOptions;
import org.jcachepmem.allocator.pool.Pool;
import org.jcachepmem.allocator.space.SizeClasses;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A file whose checksums are true and whose hashes and lists are made to take recovery long. */
class HostileHashesTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  /** Records whose key is their offset, counting how often a key is read. */
  private static final class CountedKeys implements RecoveredTable.RecoveredRecords {
    private final LongUnaryOperator hashes;
    private int reads;

    CountedKeys(LongUnaryOperator hashes) {
      this.hashes = hashes;
    }

    @Override
    public byte @Nullable [] key(long offset) {
      reads++;
      byte[] key = new byte[Long.BYTES];
      Bytes.putLong(key, 0, offset);
      return key;
    }

    @Override
    public long hash(long offset) {
      return hashes.applyAsLong(offset);
    }

    @Override
    public long sequence(long offset) {
      return 1;
    }

    @Override
    public EntryRef handle(long offset) {
      return EntryRef.of(offset, Long.BYTES, 0, EntryRef.ETERNAL, true);
    }

    @Override
    public long weight(EntryRef entry) {
      return 1;
    }
  }

  @Test
  void recordsThatClaimOneHashAreNotComparedWithEachOther() {
    CountedKeys keys = new CountedKeys(offset -> 42);
    RecoveredTable table = new RecoveredTable(keys, RecoveredTable.MOST_PARTS, 1L << 40);
    int lost = 0;
    for (long offset = 16; offset <= 160_000; offset += 16) {
      lost += SingleRecord.add(table, 42, offset) == offset ? 1 : 0;
    }
    assertTrue(keys.reads <= 20_000, "keys read: " + keys.reads);
    assertEquals(9_999, lost, "one could be of that hash, for all that anybody knows");
  }

  @Test
  void hashesThatDifferInTheirHighBitsOnlyAreSpread() {
    CountedKeys keys = new CountedKeys(offset -> offset << 36);
    RecoveredTable table = new RecoveredTable(keys, RecoveredTable.MOST_PARTS, 1L << 40);
    assertTimeoutPreemptively(
        LONG,
        () -> {
          for (long i = 1; i <= 600_000; i++) {
            SingleRecord.add(table, i << 40, i << 4);
          }
        });
    assertEquals(600_000, table.count());
  }

  @Test
  void listsThatClaimTheSameBytesAreNotAllReadForThem() {
    int poolBytes = 8 << 20;
    HeapMedium medium = new HeapMedium(poolBytes);
    FormatOptions small = FormatOptions.small(21);
    Pool.format(
        medium,
        new FormatOptions(
            1 << 20, 16, 28, 34, 14, small.salt(), small.creationMillis(), small.uuid()));
    RecordStore records = RecordStore.open(Pool.mount(medium), RecordOptions.quiet(1));
    TestCache cache = new TestCache(records, "lists");
    cache.put("small", new byte[20]); // a chunk of slots in which a list of one piece fits
    EntryRef small32 = cache.index.get("small");
    cache.put("large", new byte[200_000]);
    long chunk = small32.offset() & -(1L << 20);
    SizeClasses classes = SizeClasses.of(1 << 20);
    int sizeClass = classes.classOf(25);
    long salt = records.pool().geometry().salt();
    long w2 = medium.getLong(records.entryAt(small32) + DirectoryLayout.W2_AT);
    int pieceBytes = classes.largestRecordBytes();
    int crc = RecordChecksum.ofPiece(new byte[pieceBytes], 0, pieceBytes);
    long blank = 7L << 20;
    int lists = 0;
    for (int slot = 1; slot < classes.slots(sizeClass); slot++, lists++) {
      long at = chunk + (long) slot * DirectoryLayout.ENTRY_BYTES;
      long offset =
          chunk + classes.firstSlot(sizeClass) + (long) slot * classes.slotBytes(sizeClass);
      byte[] list = new byte[ExtentLayout.bytes(1)];
      Bytes.putInt(list, ExtentLayout.VALUE_LENGTH_AT, pieceBytes - 5);
      Bytes.putInt(list, ExtentLayout.PIECES_AT, 1);
      Bytes.putLong(list, ExtentLayout.piece(0), blank);
      Bytes.putInt(list, ExtentLayout.piece(0) + ExtentLayout.PIECE_LENGTH_AT, pieceBytes);
      Bytes.putInt(list, ExtentLayout.piece(0) + ExtentLayout.PIECE_CRC_AT, crc);
      medium.copyIn(offset, list, 0, list.length);
      long sequence = records.sequence(small32) + slot;
      long header =
          DirectoryLayout.lengths(
              DirectoryLayout.EXTENTS,
              5,
              DirectoryLayout.cacheId(w2),
              DirectoryLayout.generation(w2));
      int check = new RecordChecksum(salt, offset, sequence, slot, header).update(list).value();
      medium.putLong(at + DirectoryLayout.W1_AT, slot);
      medium.putLong(at + DirectoryLayout.W2_AT, header);
      medium.putLong(at + DirectoryLayout.W3_AT, DirectoryLayout.seal(check, -1));
      medium.putLong(at, DirectoryLayout.live(sequence));
    }
    assertTrue((long) lists * pieceBytes > 100L * poolBytes, "lists " + lists);
    RecordStore again = RecordStore.open(Pool.mount(medium), RecordOptions.quiet(1));
    long unread = again.recovery().unfinished();
    assertTrue(unread > lists - 2L * poolBytes / pieceBytes, unread + " of " + lists);
    again.close();
  }
}
