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

import java.util.Arrays;
import java.util.List;
import org.jcachepmem.allocator.layout.Bytes;
import org.jcachepmem.allocator.layout.CatalogueLayout;
import org.jcachepmem.allocator.layout.ChunkLayout;
import org.jcachepmem.allocator.layout.DirectoryLayout;
import org.jcachepmem.allocator.layout.ExtentLayout;
import org.jcachepmem.allocator.layout.SealedWord;
import org.jcachepmem.allocator.layout.SuperblockLayout;

/**
 * What the bytes of a fuzzer's input mean: a base pool, switches, and edits of it. Every input is a
 * script, so that a fuzzer's own mutations mutate structures, and one that repairs the checksums
 * gets past them.
 *
 * <pre>
 *   0 base pool | 1 switches | then edits: structure 1, which one 1, field 1, how 1, operand 0 to 8
 * </pre>
 */
final class EditScript {
  private static final int MOST_EDITS = 64;
  private static final int REPAIR = 1;
  private static final int HASHES = 2;
  private static final int GENERATIONS = 4;

  private final byte[] input;
  private int position;

  final BasePool base;
  final int switches;
  private byte[] bytes;

  EditScript(byte[] input) {
    this.input = input;
    base = BasePool.ALL.get(next() % BasePool.ALL.size());
    switches = next();
    bytes = base.copy();
  }

  /** Whether checksums are made true again after the edits. */
  boolean repairs() {
    return (switches & REPAIR) != 0;
  }

  /** Whether the session after the edits ends with a close, and not a kill. */
  boolean closes() {
    return (switches & 8) != 0;
  }

  /** Whether the image is opened as a file. */
  boolean opensFile() {
    return (switches & 0xF0) == 0xF0;
  }

  /** The edited image. */
  byte[] edit() {
    for (int edits = 0; edits < MOST_EDITS && position < input.length; edits++) {
      edit(next(), next(), next());
    }
    if (repairs()) {
      Repair.apply(
          bytes, base.image().geometry, (switches & HASHES) != 0, (switches & GENERATIONS) != 0);
    }
    return bytes;
  }

  private int next() {
    return position < input.length ? input[position++] & 0xFF : 0;
  }

  private long operand(int lengthBytes) {
    long operand = 0;
    for (int i = 0; i < lengthBytes; i++) {
      operand |= (long) next() << 8 * i;
    }
    return operand;
  }

  private void edit(int structure, int which, int field) {
    List<PoolImage.Entry> records = base.records();
    PoolImage.Entry entry = records.get(which % records.size());
    switch (structure % 12) {
      case 0 -> superblock(which, field);
      case 1 -> word(pick(base.image().words(), which | field << 8), 0, SealedWord.VALUE_BITS);
      case 2 -> chunkLine(pick(base.image().lines(), which), field);
      case 3 -> entry(entry.at(), field);
      case 4 -> entry(pick(base.image().entries(), which | (field & 0xF0) << 4).at(), field & 15);
      case 5 -> list(entry, field);
      case 6 -> change(entry.offset() + field % entry.slotBytes(), 1 + which % 4 * 7 / 3);
      case 7 -> catalogue(which, field);
      case 8 -> change((which | field << 8 | next() << 16) % bytes.length, 1);
      case 9 -> copyRecord(entry, pick(base.image().entries(), field | next() << 8));
      case 10 -> fill((which | field << 8) << 6, next());
      default -> resize(which);
    }
  }

  private static <T> T pick(List<T> list, int index) {
    return list.get(index % list.size());
  }

  /** Changes {@code width} bytes: sets them, flips a bit, adds a little, or copies others. */
  private void change(int at, int width) {
    if (at < 0 || at + width > bytes.length) {
      return;
    }
    long old = get(at, width);
    put(at, width, changed(old, width));
  }

  private long changed(long old, int width) {
    int how = next();
    return switch (how % 6) {
      case 0 -> operand(width);
      case 1 -> old ^ 1L << next() % (8 * width);
      case 2 -> old + (byte) next();
      case 3 -> telling(how / 6);
      case 4 -> old ^ operand(width);
      default -> slotOffset(next());
    };
  }

  /** Values at which code turns. */
  private static long telling(int index) {
    long[] values = {
      0,
      -1,
      1,
      Long.MAX_VALUE,
      Long.MIN_VALUE,
      Integer.MAX_VALUE,
      Integer.MIN_VALUE,
      1L << 32,
      0xFFFF_FFFFL,
      1 << 16,
      (1 << 16) + 1,
      1 << 20,
      (1 << 20) - 1,
      1 << 30,
      (1 << 30) + 1,
      4096,
      4064,
      480,
      481,
      64,
      63,
      1L << 44,
      8192,
      8191,
      2,
      7,
      8
    };
    return values[index % values.length];
  }

  private long slotOffset(int index) {
    return base.records().get(index % base.records().size()).offset();
  }

  private long get(int at, int width) {
    long value = 0;
    for (int i = 0; i < width; i++) {
      value |= (bytes[at + i] & 0xFFL) << 8 * i;
    }
    return value;
  }

  private void put(int at, int width, long value) {
    for (int i = 0; i < width; i++) {
      bytes[at + i] = (byte) (value >>> 8 * i);
    }
  }

  private void superblock(int which, int field) {
    int[][] fields = {
      {SuperblockLayout.MAGIC_AT, 8}, {SuperblockLayout.MAJOR_AT, 4},
      {SuperblockLayout.MINOR_AT, 4}, {SuperblockLayout.COMPAT_AT, 8},
      {SuperblockLayout.RO_COMPAT_AT, 8}, {SuperblockLayout.INCOMPAT_AT, 8},
      {SuperblockLayout.VERSION_AT, 8}, {SuperblockLayout.POOL_BYTES_AT, 8},
      {SuperblockLayout.CHUNK_BYTES_AT, 4}, {SuperblockLayout.CACHE_IDS_AT, 4},
      {SuperblockLayout.SALT_AT, 8}, {SuperblockLayout.CREATION_AT, 8},
      {SuperblockLayout.COUNTER_BITS_AT, 4}, {SuperblockLayout.EPOCH_BITS_AT, 4},
      {SuperblockLayout.GENERATION_BITS_AT, 4}, {SuperblockLayout.SEGMENTS_AT, 4},
      {SuperblockLayout.SEGMENT_TABLE_AT, 8}, {SuperblockLayout.SEGMENT_TABLE_AT + 8, 4},
      {SuperblockLayout.SEGMENT_TABLE_AT + 12, 4}, {SuperblockLayout.SEGMENT_TABLE_AT + 16, 8},
      {SuperblockLayout.SEGMENT_TABLE_AT + 24, 4}, {SuperblockLayout.SEGMENT_TABLE_AT + 28, 4},
      {SuperblockLayout.CRC_AT, 4}
    };
    int[] chosen = fields[field % fields.length];
    int at = (int) (which % 2 == 0 ? SuperblockLayout.OFFSET_A : SuperblockLayout.OFFSET_B);
    if (bytes.length < 2 * SuperblockLayout.BYTES) {
      return; // cut off
    }
    change(at + chosen[0], chosen[1]);
    if (which % 4 >= 2) {
      int other = (int) (at ^ SuperblockLayout.OFFSET_B);
      put(other + chosen[0], chosen[1], get(at + chosen[0], chosen[1]));
    }
  }

  /** Some bits of a word. */
  private void word(long at, int shift, int bits) {
    if (at + Long.BYTES > bytes.length) {
      return;
    }
    long mask = (bits == Long.SIZE ? -1L : (1L << bits) - 1) << shift;
    long old = Bytes.getLong(bytes, (int) at);
    long value = changed((old & mask) >>> shift, (bits + 7) / 8) << shift & mask;
    Bytes.putLong(bytes, (int) at, old & ~mask | value);
  }

  private void chunkLine(long line, int field) {
    switch (field % 4) {
      case 0 -> word(line, 0, 16);
      case 1 -> word(line, 16, 10);
      case 2 -> word(line, 26, ChunkLayout.MAX_GENERATION_BITS);
      default -> word(line, 0, Long.SIZE);
    }
  }

  private void entry(int at, int field) {
    switch (field % 11) {
      case 0 -> word(at, 62, 2);
      case 1 -> word(at, 0, base.image().geometry.counterBits());
      case 2 -> word(at, base.image().geometry.counterBits(), 10);
      case 3 -> word(at + DirectoryLayout.W1_AT, 0, Long.SIZE);
      case 4 -> word(at + DirectoryLayout.W2_AT, 44, DirectoryLayout.VALUE_LENGTH_BITS);
      case 5 -> word(at + DirectoryLayout.W2_AT, 27, DirectoryLayout.KEY_LENGTH_BITS);
      case 6 -> word(at + DirectoryLayout.W2_AT, 14, DirectoryLayout.CACHE_ID_BITS);
      case 7 -> word(at + DirectoryLayout.W2_AT, 0, DirectoryLayout.GENERATION_BITS);
      case 8 -> change(at + DirectoryLayout.W3_AT, 4);
      case 9 -> change(at + DirectoryLayout.EXPIRY_AT, 4);
      default -> word(at, 0, Long.SIZE);
    }
  }

  private void list(PoolImage.Entry entry, int field) {
    int piece = entry.offset() + ExtentLayout.piece(field / 5 % 8);
    switch (field % 5) {
      case 0 -> change(entry.offset() + ExtentLayout.VALUE_LENGTH_AT, 4);
      case 1 -> change(entry.offset() + ExtentLayout.PIECES_AT, 4);
      case 2 -> change(piece + ExtentLayout.PIECE_OFFSET_AT, 8);
      case 3 -> change(piece + ExtentLayout.PIECE_LENGTH_AT, 4);
      default -> word(entry.at() + DirectoryLayout.W2_AT, 44, DirectoryLayout.VALUE_LENGTH_BITS);
    }
  }

  /** A field of the catalogue entry of some cache: its key, its numbers, or a string's length. */
  private void catalogue(int which, int field) {
    List<PoolImage.Entry> stored =
        base.records().stream()
            .filter(e -> base.image().cacheId(e) == CatalogueLayout.CATALOGUE_ID)
            .toList();
    PoolImage.Entry entry = pick(stored, which);
    if (base.image().isList(entry)) {
      List<PoolImage.Range> pieces = base.image().pieces(entry);
      change((int) pieces.get(0).offset() + field % 64, 4);
      return;
    }
    int value = entry.offset() + CatalogueLayout.KEY_BYTES;
    switch (field % 6) {
      case 0 -> change(entry.offset(), 4);
      case 1 -> change(value + CatalogueLayout.VERSION_AT, 4);
      case 2 -> change(value + CatalogueLayout.FLAGS_AT, 4);
      case 3 -> change(value + CatalogueLayout.QUOTA_AT, 8);
      case 4 -> change(value + CatalogueLayout.STRINGS_AT, 4);
      default -> change(value + CatalogueLayout.STRINGS_AT + 4 + field % 40, 1);
    }
  }

  /** The same record once more, in another slot: a twin, or in a slot of another size. */
  private void copyRecord(PoolImage.Entry from, PoolImage.Entry to) {
    if (Math.max(from.offset() + from.slotBytes(), to.offset() + to.slotBytes()) > bytes.length) {
      return; // cut off
    }
    System.arraycopy(bytes, from.at(), bytes, to.at(), DirectoryLayout.ENTRY_BYTES);
    int length = Math.min(from.slotBytes(), to.slotBytes());
    System.arraycopy(bytes, from.offset(), bytes, to.offset(), length);
  }

  private void fill(int from, int how) {
    if (from < bytes.length) {
      int length = 64 << (how & 7);
      byte value = (byte) (how < 128 ? 0 : -1);
      Arrays.fill(bytes, from, Math.min(bytes.length, from + length), value);
    }
  }

  /** A file that was cut off or has more behind it. */
  private void resize(int which) {
    bytes = Arrays.copyOf(bytes, Math.max(1, (bytes.length >> 12) + (which % 16 - 8)) << 12);
  }
}
