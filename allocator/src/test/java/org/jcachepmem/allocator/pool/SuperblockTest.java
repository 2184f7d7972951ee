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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.zip.CRC32C;
import org.jcachepmem.allocator.layout.Bytes;
import org.jcachepmem.allocator.layout.SuperblockLayout;
import org.jcachepmem.allocator.medium.HeapMedium;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What opens, what is refused, and what the refusal says. */
class SuperblockTest {
  private static final int BYTES = 64 << 10;
  private final HeapMedium medium = new HeapMedium(BYTES);

  @BeforeEach
  void format() {
    Pool.format(medium, FormatOptions.small(5));
  }

  /** Changes a word of both copies and repairs their checksums, as a newer version would. */
  private void change(int at, int value) {
    for (long offset : new long[] {SuperblockLayout.OFFSET_A, SuperblockLayout.OFFSET_B}) {
      byte[] block = new byte[SuperblockLayout.BYTES];
      medium.copyOut(offset, block, 0, block.length);
      Bytes.putInt(block, at, value);
      CRC32C crc = new CRC32C();
      crc.update(block, 0, SuperblockLayout.CRC_AT);
      Bytes.putInt(block, SuperblockLayout.CRC_AT, (int) crc.getValue());
      medium.copyIn(offset, block, 0, block.length);
    }
  }

  private byte[] contents() {
    byte[] bytes = new byte[BYTES];
    medium.copyOut(0, bytes, 0, bytes.length);
    return bytes;
  }

  private void assertRefused(String... parts) {
    byte[] before = contents();
    PoolFormatException refusal = assertThrows(PoolFormatException.class, () -> Pool.mount(medium));
    for (String part : parts) {
      assertTrue(refusal.getMessage().contains(part), refusal.getMessage());
    }
    org.junit.jupiter.api.Assertions.assertArrayEquals(before, contents(), "nothing is written");
  }

  @Test
  void aNewerFormatIsRefused() {
    change(SuperblockLayout.MAJOR_AT, 2);
    assertRefused("format 2.0", "format 1", "newer version");
  }

  @Test
  void anUnknownIncompatibleFeatureIsRefused() {
    change(SuperblockLayout.INCOMPAT_AT, 4);
    assertRefused("features 0x4", "newer version");
  }

  @Test
  void anUnknownCompatibleFeatureOpens() {
    change(SuperblockLayout.COMPAT_AT, 4);
    assertEquals(BYTES, Pool.mount(medium).geometry().poolBytes());
  }

  @Test
  void anUnknownReadOnlyCompatibleFeatureOpensForReadingOnly() {
    change(SuperblockLayout.RO_COMPAT_AT, 1);
    assertTrue(Pool.mount(medium).isReadOnly());
  }

  @Test
  void aTruncatedPoolIsRefused() {
    byte[] half = new byte[BYTES / 2];
    medium.copyOut(0, half, 0, half.length);
    HeapMedium truncated = new HeapMedium(half.length);
    truncated.copyIn(0, half, 0, half.length);
    PoolFormatException refusal =
        assertThrows(PoolFormatException.class, () -> Pool.mount(truncated));
    assertTrue(refusal.getMessage().contains("truncated"), refusal.getMessage());
    assertTrue(refusal.getMessage().contains("" + BYTES), refusal.getMessage());
  }

  @Test
  void whatIsNoPoolIsRefused() {
    medium.zero(0, BYTES);
    assertRefused("not a pool", "path");
  }

  @Test
  void impossibleGeometryIsRefusedThoughItsChecksumIsRight() {
    change(SuperblockLayout.CHUNK_BYTES_AT, 12345);
    assertRefused("chunk bytes = 12345");
  }

  @Test
  void eitherCopyAloneIsEnough() {
    medium.zero(SuperblockLayout.OFFSET_A, SuperblockLayout.BYTES);
    assertEquals(BYTES, Pool.mount(medium).geometry().poolBytes());
    format();
    medium.zero(SuperblockLayout.OFFSET_B, SuperblockLayout.BYTES);
    assertEquals(BYTES, Pool.mount(medium).geometry().poolBytes());
    medium.zero(SuperblockLayout.OFFSET_A + 100, 8);
    assertRefused("both superblocks are damaged");
  }
}
