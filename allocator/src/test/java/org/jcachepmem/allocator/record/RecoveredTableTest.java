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
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.jcachepmem.allocator.layout.Bytes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecoveredTableTest {
  private static final int ENTRIES = 1_000;

  /** Records whose key is their offset. */
  private static class Offsets implements RecoveredTable.RecoveredRecords {
    @Override
    public byte @Nullable [] key(long offset) {
      return keyOf(offset);
    }

    @Override
    public long hash(long offset) {
      return KeyHash.of(keyOf(offset));
    }

    @Override
    public long sequence(long offset) {
      return offset;
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

  private static final RecoveredTable.RecoveredRecords OFFSETS = new Offsets();

  private static byte[] keyOf(long offset) {
    byte[] key = new byte[Long.BYTES];
    Bytes.putLong(key, 0, offset);
    return key;
  }

  /** In a file system's largest file an offset leaves room for nothing of a hash. */
  @ParameterizedTest
  @ValueSource(longs = {ENTRIES * 16L + 16, 1L << 40, Long.MAX_VALUE})
  void entriesAreToldApartHoweverLittleOfTheirHashesFits(long endOffset) {
    for (int outlook : new int[] {1, 8}) {
      RecoveredTable table = new RecoveredTable(OFFSETS, RecoveredTable.MOST_PARTS, endOffset);
      for (long offset = 16; offset <= ENTRIES * 16L; offset += 16) {
        long hash = OFFSETS.hash(offset);
        assertEquals(0, SingleRecord.add(table, hash, offset, outlook), "offset " + offset);
        assertEquals(offset, SingleRecord.add(table, hash, offset), "a second time");
      }
      assertEquals(ENTRIES, table.count());
      assertEquals(ENTRIES, table.weightBytes());
      assertNull(table.take(keyOf(16L * ENTRIES + 16)));
      for (long offset = 16; offset <= ENTRIES * 16L; offset += 32) {
        EntryRef entry = table.take(keyOf(offset));
        assertNotNull(entry, "offset " + offset);
        assertEquals(offset, entry.offset());
        assertNull(table.take(keyOf(offset)), "taken twice");
        assertTrue(table.has(OFFSETS.hash(offset + 16), offset + 16));
        assertTrue(table.drop(OFFSETS.hash(offset + 16), offset + 16));
      }
      assertEquals(0, table.count());
      assertEquals(0, table.weightBytes());
    }
  }

  /** Its part was empty before the search for another one of its hash was over. */
  @Test
  void theLastEntryOfAPartCostsItselfIfItsKeyCannotBeRead() {
    RecoveredTable table =
        new RecoveredTable(
            new Offsets() {
              @Override
              public byte @Nullable [] key(long offset) {
                return null;
              }
            },
            RecoveredTable.MOST_PARTS,
            1L << 30);
    List<EntryRef> damaged = new ArrayList<>();
    table.onDamaged(damaged::add);
    assertEquals(0, SingleRecord.add(table, OFFSETS.hash(16), 16, 1));
    assertNull(table.take(keyOf(16)));
    assertEquals(1, damaged.size());
    assertEquals(0, table.count());
    assertNull(table.take(keyOf(16)));
  }
}
