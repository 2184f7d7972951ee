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

import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jcachepmem.allocator.layout.Bytes;
import org.jcachepmem.allocator.layout.CatalogueLayout;
import org.jcachepmem.allocator.layout.ChunkLayout;
import org.jcachepmem.allocator.layout.DirectoryLayout;
import org.jcachepmem.allocator.layout.ExtentLayout;
import org.jcachepmem.allocator.layout.Geometry;
import org.jcachepmem.allocator.layout.HotWordLayout;
import org.jcachepmem.allocator.layout.SealedWord;
import org.jcachepmem.allocator.layout.Segment;
import org.jcachepmem.allocator.layout.SuperblockLayout;
import org.jcachepmem.allocator.space.SizeClasses;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a pool, read by the format's document alone: a second opinion on what the product
 * makes of them. Never throws, whatever the bytes are.
 */
final class PoolImage {
  final byte[] bytes;
  final Geometry geometry;
  final SizeClasses classes;

  PoolImage(byte[] bytes, Geometry geometry) {
    this.bytes = bytes;
    this.geometry = geometry;
    this.classes = SizeClasses.of(geometry.chunkBytes());
  }

  /**
   * A directory entry with its slot.
   *
   * @param line where the line of its chunk is
   * @param at where the entry is
   * @param offset where the slot is
   * @param generation of the chunk, as its line says
   */
  record Entry(long line, int at, int offset, int slotBytes, int generation) {}

  /** A range of the pool. */
  record Range(long offset, int lengthBytes) {
    boolean overlaps(Range other) {
      return offset < other.offset + other.lengthBytes && other.offset < offset + lengthBytes;
    }
  }

  boolean isInside(long offset, long lengthBytes) {
    return offset >= 0 && lengthBytes >= 0 && offset <= bytes.length - lengthBytes;
  }

  long word(long offset) {
    return isInside(offset, Long.BYTES) ? Bytes.getLong(bytes, (int) offset) : 0;
  }

  int half(long offset) {
    return isInside(offset, Integer.BYTES) ? Bytes.getInt(bytes, (int) offset) : 0;
  }

  boolean isIntactWord(long offset) {
    return isInside(offset, Long.BYTES)
        && SealedWord.isIntact(geometry.salt(), offset, word(offset));
  }

  /** Where the sealed words are. */
  List<Long> words() {
    List<Long> words = new ArrayList<>();
    words.add(HotWordLayout.SESSION_EPOCH);
    words.add(HotWordLayout.SETTLED_EPOCH);
    words.add(HotWordLayout.CLEAN_STATE);
    for (int id = 0; id < geometry.cacheIds(); id++) {
      words.add(HotWordLayout.minEpoch(id));
    }
    words.addAll(lines());
    return words;
  }

  /** Where the chunk lines are. */
  List<Long> lines() {
    List<Long> lines = new ArrayList<>();
    for (Segment segment : geometry.segments()) {
      for (int n = segment.firstChunk(); n < segment.endChunk(); n++) {
        lines.add(segment.line(n));
      }
    }
    return lines;
  }

  /** All directory entries of the chunks that have a class. */
  List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    for (Segment segment : geometry.segments()) {
      for (int n = segment.firstChunk(); n < segment.endChunk(); n++) {
        addEntries(entries, segment.line(n), (long) n * geometry.chunkBytes());
      }
    }
    return entries;
  }

  private void addEntries(List<Entry> entries, long line, long chunk) {
    long value = SealedWord.value(word(line));
    int sizeClass = ChunkLayout.sizeClass(value);
    if (!isInside(chunk, geometry.chunkBytes())
        || ChunkLayout.state(value) != ChunkLayout.SLOTS
        || sizeClass >= classes.count()) {
      return;
    }
    for (int slot = 0; slot < classes.slots(sizeClass); slot++) {
      int slotBytes = classes.slotBytes(sizeClass);
      entries.add(
          new Entry(
              line,
              (int) chunk + slot * DirectoryLayout.ENTRY_BYTES,
              (int) chunk + classes.firstSlot(sizeClass) + slot * slotBytes,
              slotBytes,
              ChunkLayout.generation(value)));
    }
  }

  long state(Entry entry) {
    return word(entry.at) & DirectoryLayout.STATE_MASK;
  }

  long sequence(Entry entry) {
    long bits = word(entry.at) & DirectoryLayout.SEQUENCE_MASK;
    return state(entry) == DirectoryLayout.DEAD ? bits ^ 0x3A5C_96E1_7B2D_C48FL : bits;
  }

  long w2(Entry entry) {
    return word(entry.at + DirectoryLayout.W2_AT);
  }

  int cacheId(Entry entry) {
    return DirectoryLayout.cacheId(w2(entry));
  }

  boolean isList(Entry entry) {
    return DirectoryLayout.valueLength(w2(entry)) == DirectoryLayout.EXTENTS;
  }

  /** Bytes of the slot that the checksum covers, or -1 if they can't be in it. */
  int usedBytes(Entry entry) {
    long w2 = w2(entry);
    long used = (long) DirectoryLayout.keyLength(w2) + DirectoryLayout.valueLength(w2);
    if (isList(entry)) {
      long pieces = half(entry.offset + ExtentLayout.PIECES_AT);
      used =
          pieces < 1
              ? -1
              : ExtentLayout.HEADER_BYTES
                  + Math.min(pieces, 1 << 20) * (long) ExtentLayout.PIECE_BYTES;
    }
    return used <= entry.slotBytes ? (int) used : -1;
  }

  /** The ranges of the pieces of a list, empty if a piece is outside of the pool. */
  List<Range> pieces(Entry entry) {
    List<Range> pieces = new ArrayList<>();
    int count = usedBytes(entry) < 0 ? 0 : half(entry.offset + ExtentLayout.PIECES_AT);
    for (int i = 0; i < count; i++) {
      int at = entry.offset + ExtentLayout.piece(i);
      Range piece =
          new Range(
              word(at + ExtentLayout.PIECE_OFFSET_AT), half(at + ExtentLayout.PIECE_LENGTH_AT));
      if (!isInside(piece.offset, piece.lengthBytes)) {
        return List.of();
      }
      pieces.add(piece);
    }
    return pieces;
  }

  /** Key and value bytes one behind the other, or null if the header can't be true. */
  byte @Nullable [] stream(Entry entry) {
    int used = usedBytes(entry);
    if (used < 0) {
      return null;
    }
    if (!isList(entry)) {
      return copy(entry.offset, used);
    }
    long length = keyLength(entry) + (long) valueLength(entry);
    List<Range> pieces = pieces(entry);
    if (length != pieces.stream().mapToLong(Range::lengthBytes).sum() || length > bytes.length) {
      return null;
    }
    byte[] stream = new byte[(int) length];
    int done = 0;
    for (Range piece : pieces) {
      System.arraycopy(bytes, (int) piece.offset, stream, done, piece.lengthBytes);
      done += piece.lengthBytes;
    }
    return stream;
  }

  int keyLength(Entry entry) {
    return DirectoryLayout.keyLength(w2(entry));
  }

  int valueLength(Entry entry) {
    return isList(entry)
        ? half(entry.offset + ExtentLayout.VALUE_LENGTH_AT)
        : DirectoryLayout.valueLength(w2(entry));
  }

  private byte[] copy(int offset, int lengthBytes) {
    byte[] copy = new byte[lengthBytes];
    System.arraycopy(bytes, offset, copy, 0, lengthBytes);
    return copy;
  }

  /** The checksum that the entry should have; its used bytes are known to be in the slot. */
  int checksum(Entry entry, int used) {
    byte[] header = new byte[5 * Long.BYTES];
    Bytes.putLong(header, 0, geometry.salt());
    Bytes.putLong(header, 8, entry.offset);
    Bytes.putLong(header, 16, sequence(entry));
    Bytes.putLong(header, 24, word(entry.at + DirectoryLayout.W1_AT));
    Bytes.putLong(header, 32, w2(entry));
    CRC32C crc = new CRC32C();
    crc.update(header, 0, header.length);
    crc.update(bytes, entry.offset, used);
    return (int) crc.getValue();
  }

  int checksum(Range range) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, (int) range.offset, range.lengthBytes);
    return (int) crc.getValue();
  }

  /** Whether the entry, its slot and its pieces match their checksums and the chunk's line. */
  boolean isIntact(Entry entry) {
    int used = usedBytes(entry);
    long w3 = word(entry.at + DirectoryLayout.W3_AT);
    if (used < 0
        || !isIntactWord(entry.line)
        || DirectoryLayout.generation(w2(entry)) != entry.generation
        || checksum(entry, used) != DirectoryLayout.crc(w3)) {
      return false;
    }
    if (!isList(entry)) {
      return true;
    }
    List<Range> pieces = pieces(entry);
    for (int i = 0; i < pieces.size(); i++) {
      int stored = half(entry.offset + ExtentLayout.piece(i) + ExtentLayout.PIECE_CRC_AT);
      if (checksum(pieces.get(i)) != stored) {
        return false;
      }
    }
    return !pieces.isEmpty();
  }

  /** Whether the entry is one that a session would count, as far as its epoch says. */
  boolean counts(Entry entry) {
    int id = cacheId(entry);
    long word = HotWordLayout.minEpoch(id);
    return id < geometry.cacheIds()
        && (id == CatalogueLayout.CATALOGUE_ID
            || isIntactWord(word)
                && geometry.epoch(sequence(entry)) >= SealedWord.value(word(word)));
  }

  /** Where the intact superblocks are. */
  static boolean isSuperblock(byte[] bytes, long offset) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, (int) offset, SuperblockLayout.CRC_AT);
    return Bytes.getLong(bytes, (int) offset) == SuperblockLayout.MAGIC
        && Bytes.getInt(bytes, (int) offset + SuperblockLayout.CRC_AT) == (int) crc.getValue();
  }
}
