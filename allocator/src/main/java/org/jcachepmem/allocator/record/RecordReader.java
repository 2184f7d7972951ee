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

import java.lang.invoke.VarHandle;
import org.jcachepmem.allocator.layout.Bytes;
import org.jcachepmem.allocator.layout.DirectoryLayout;
import org.jcachepmem.allocator.layout.ExtentLayout;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.medium.MediumFailedException;
import org.jcachepmem.allocator.pool.VerifyReads;
import org.jcachepmem.allocator.space.SlotSpace;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies keys and values out, without a lock. A copy is believed only if the handle is not dead
 * after it: slots are reused only after their handle died. Decoding is for after that, never from
 * the mapping.
 *
 * <p>Of an entry, what the medium can't read is damage. Recovery's questions throw instead.
 */
final class RecordReader {
  private static final Logger LOG = LoggerFactory.getLogger(RecordReader.class);

  private final Medium medium;
  private final ReadAhead ahead;
  private final SlotSpace space;
  private final Extents extents;
  private final long salt;
  private final VerifyReads verifyReads;

  RecordReader(
      Medium medium, SlotSpace space, Extents extents, long salt, VerifyReads verifyReads) {
    this.medium = medium;
    this.ahead = new ReadAhead(medium);
    this.space = space;
    this.extents = extents;
    this.salt = salt;
    this.verifyReads = verifyReads;
  }

  byte @Nullable [] key(EntryRef entry) {
    int version = entry.version();
    if (!isReadable(entry)) {
      return null;
    }
    byte[] key = new byte[entry.keyLength()];
    return read(entry, version, entry.place(), 0, key) ? key : null;
  }

  byte @Nullable [] value(EntryRef entry) {
    int version = entry.version();
    if (!isReadable(entry)) {
      return null;
    }
    long place = entry.place();
    byte[] value = new byte[entry.valueLengthAt(place)];
    return read(entry, version, place, entry.keyLength(), value) ? value : null;
  }

  /** The same into an array of the caller's; false if it can't be, also if the length differs. */
  boolean value(EntryRef entry, byte[] into) {
    int version = entry.version();
    long place = entry.place();
    return into.length == entry.valueLengthAt(place)
        && isReadable(entry)
        && read(entry, version, place, entry.keyLength(), into);
  }

  private static boolean isReadable(EntryRef entry) {
    return !entry.isDead() && !entry.isDamaged();
  }

  /** Whether the record is in pieces. */
  boolean isLarge(EntryRef entry) {
    return extents.isNeeded((long) entry.keyLength() + entry.valueLength());
  }

  /** Reads the record that {@code entry} stood for when it had that version and place. */
  private boolean read(EntryRef entry, int version, long place, int from, byte[] bytes) {
    try {
      return copy(entry, version, place, from, bytes);
    } catch (MediumFailedException | InternalError e) {
      unreadable(entry, version, e);
      return false;
    }
  }

  private boolean copy(EntryRef entry, int version, long place, int from, byte[] bytes) {
    long offset = EntryRef.offsetAt(place);
    long stream = (long) entry.keyLength() + entry.valueLengthAt(place);
    boolean whole = true;
    if (extents.isNeeded(stream)) {
      whole = extents.read(offset, stream, from, bytes);
    } else {
      if (entry.isVerified(version)) {
        ahead.range(offset + from, bytes.length);
      } else {
        ahead.unread(offset, stream);
      }
      medium.copyOut(offset + from, bytes, 0, bytes.length);
    }
    VarHandle.loadLoadFence();
    if (!entry.isStill(version) || !whole) {
      return false;
    }
    return verifyReads == VerifyReads.NEVER
        || entry.isVerified(version) && verifyReads == VerifyReads.FIRST
        || verify(entry, version, offset);
  }

  /** What can't be read is damage: it costs this entry. */
  private void unreadable(EntryRef entry, int version, Throwable cause) {
    long offset = entry.offset();
    VarHandle.loadLoadFence();
    if (entry.isStill(version)) {
      entry.verified(version, false);
      LOG.warn(
          "the record at offset {} can't be read, its entry is lost: {}",
          offset,
          cause.getMessage());
    }
  }

  /**
   * Whether the record matches its checksum; if not, and it is still alive, the handle is damaged
   * from now on.
   */
  private boolean verify(EntryRef entry, int version, long offset) {
    boolean intact;
    try {
      intact = isIntact(offset);
    } catch (IndexOutOfBoundsException e) {
      intact = false; // the slot belongs to another class by now, or its header is damaged
    }
    VarHandle.loadLoadFence();
    if (!entry.isStill(version)) {
      return false;
    }
    entry.verified(version, intact);
    return intact;
  }

  private boolean isIntact(long offset) {
    long at = space.entry(offset);
    return isIntact(
        offset,
        DirectoryLayout.sequence(medium.getLong(at)),
        medium.getLong(at + DirectoryLayout.W1_AT),
        medium.getLong(at + DirectoryLayout.W2_AT),
        DirectoryLayout.crc(medium.getLong(at + DirectoryLayout.W3_AT)),
        true);
  }

  /**
   * Whether the bytes in the slot at {@code offset} match {@code crc}; and, {@code withPieces},
   * whether the pieces of an extent list match theirs. The lengths in {@code w2} have been checked
   * to lie in the slot.
   */
  boolean isIntact(long offset, long sequence, long w1, long w2, int crc, boolean withPieces) {
    boolean isList = DirectoryLayout.valueLength(w2) == DirectoryLayout.EXTENTS;
    byte[] used =
        isList
            ? list(offset, space.classes().slotBytes(space.sizeClass(offset)))
            : slot(offset, w2);
    if (used == null
        || new RecordChecksum(salt, offset, sequence, w1, w2).update(used).value() != crc) {
      return false;
    }
    return !isList || !withPieces || arePiecesIntact(used, medium.sizeBytes());
  }

  /**
   * The key of the record whose slot is at {@code offset}, or null if it can't be read or its
   * extents are unknown.
   */
  byte @Nullable [] keyAt(long offset, long w2) {
    try {
      return copyKey(offset, w2);
    } catch (MediumFailedException | InternalError e) {
      LOG.debug("the key at offset {} can't be read: {}", offset, e.getMessage());
      return null;
    }
  }

  private byte @Nullable [] copyKey(long offset, long w2) {
    byte[] key = new byte[DirectoryLayout.keyLength(w2)];
    if (DirectoryLayout.valueLength(w2) != DirectoryLayout.EXTENTS) {
      ahead.unread(offset, key.length);
      medium.copyOut(offset, key, 0, key.length);
      return key;
    }
    byte[] list = list(offset, space.classes().slotBytes(space.sizeClass(offset)));
    return list != null && extents.readListed(list, key) ? key : null;
  }

  /** Bytes of the value of the record whose slot is at {@code offset}. */
  int valueLength(long offset, long w2) {
    int length = DirectoryLayout.valueLength(w2);
    return length == DirectoryLayout.EXTENTS
        ? medium.getInt(offset + ExtentLayout.VALUE_LENGTH_AT)
        : length;
  }

  private byte[] slot(long offset, long w2) {
    byte[] bytes = new byte[DirectoryLayout.keyLength(w2) + DirectoryLayout.valueLength(w2)];
    medium.copyOut(offset, bytes, 0, bytes.length);
    return bytes;
  }

  /** The extent list in the slot at {@code offset}, or null if its length can't be true. */
  byte @Nullable [] list(long offset, int slotBytes) {
    if (slotBytes < ExtentLayout.bytes(1)) {
      return null;
    }
    int pieces = medium.getInt(offset + ExtentLayout.PIECES_AT);
    if (pieces < 1 || pieces > (slotBytes - ExtentLayout.HEADER_BYTES) / ExtentLayout.PIECE_BYTES) {
      return null;
    }
    byte[] list = new byte[ExtentLayout.bytes(pieces)];
    medium.copyOut(offset, list, 0, list.length);
    return Bytes.getInt(list, ExtentLayout.PIECES_AT) == pieces ? list : null;
  }

  /** Bytes of the pieces in a list, as it says. */
  long listedBytes(byte[] list) {
    long[] bytes = {0};
    extents.forEachListed(list, (offset, length) -> bytes[0] += Math.max(0, length));
    return bytes[0];
  }

  /**
   * Whether the pieces of a list match their checksums.
   *
   * @param mostBytes how many bytes of them there can be
   */
  boolean arePiecesIntact(byte[] list, long mostBytes) {
    long listed = listedBytes(list);
    if (listed > mostBytes) {
      return false;
    }
    int pieces = Bytes.getInt(list, ExtentLayout.PIECES_AT);
    byte[] buffer = new byte[(int) Math.min(space.chunkBytes(), listed)];
    for (int i = 0; i < pieces; i++) {
      int at = ExtentLayout.piece(i);
      long slot = Bytes.getLong(list, at + ExtentLayout.PIECE_OFFSET_AT);
      int length = Bytes.getInt(list, at + ExtentLayout.PIECE_LENGTH_AT);
      if (slot < 0 || length < 1 || length > buffer.length || slot > medium.sizeBytes() - length) {
        return false;
      }
      medium.copyOut(slot, buffer, 0, length);
      if (RecordChecksum.ofPiece(buffer, 0, length)
          != Bytes.getInt(list, at + ExtentLayout.PIECE_CRC_AT)) {
        return false;
      }
    }
    return true;
  }
}
