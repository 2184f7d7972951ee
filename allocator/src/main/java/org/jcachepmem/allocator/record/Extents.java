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

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntToLongFunction;
import org.jcachepmem.allocator.layout.Bytes;
import org.jcachepmem.allocator.layout.ExtentLayout;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.space.SizeClasses;
import org.jcachepmem.allocator.space.SlotSpace;
import org.jspecify.annotations.Nullable;

/**
 * Records whose key and value together are too long for one slot. Both are one stream, cut into
 * pieces of whole chunks, then of the largest class, then of the class that fits the rest; so the
 * lengths of the pieces follow from the length of the stream. Which slots they are is on the medium
 * in the extent list and here in DRAM; nothing else says that these slots are taken. Thread safe.
 */
final class Extents {
  private final SlotSpace space;
  private final SizeClasses classes;
  private final Medium medium;
  private final ReadAhead ahead;

  /** The pieces of each record, by the slot of its list. */
  private final Map<Long, long[]> pieces = new ConcurrentHashMap<>();

  /** The slot of the list, by the slot of each piece. */
  private final Map<Long, Long> owners = new ConcurrentHashMap<>();

  Extents(SlotSpace space, Medium medium) {
    this.space = space;
    this.classes = space.classes();
    this.medium = medium;
    this.ahead = new ReadAhead(medium);
  }

  /** Whether a record of that many bytes needs extents. */
  boolean isNeeded(long streamBytes) {
    return streamBytes > classes.largestRecordBytes();
  }

  /** How many pieces a stream is cut into. */
  int count(long streamBytes) {
    int count = 0;
    for (long rest = streamBytes; rest > 0; rest -= pieceBytes(rest)) {
      count++;
    }
    return count;
  }

  /** The length of the next piece when {@code rest} bytes are left. */
  int pieceBytes(long rest) {
    int whole = classes.slotBytes(classes.wholeChunk());
    return rest >= whole ? whole : (int) Math.min(rest, classes.largestRecordBytes());
  }

  /**
   * Pool bytes of a record of {@code streamBytes}, in pieces or not, in slots of its classes: what
   * it weighs wherever it is.
   */
  long weight(long streamBytes) {
    if (!isNeeded(streamBytes)) {
      return classes.weight(classes.classOf((int) streamBytes));
    }
    long weight = classes.weight(classes.classOf(ExtentLayout.bytes(count(streamBytes))));
    for (long rest = streamBytes; rest > 0; rest -= pieceBytes(rest)) {
      weight += classes.weight(classes.classOf(pieceBytes(rest)));
    }
    return weight;
  }

  /**
   * Takes the slots for the pieces, or none: null if one could not be had.
   *
   * @param slotOfClass takes a slot of that class, or {@link SlotSpace#NONE}
   */
  long @Nullable [] reserve(long streamBytes, IntToLongFunction slotOfClass) {
    long[] slots = new long[count(streamBytes)];
    int taken = 0;
    try {
      for (long rest = streamBytes; rest > 0; rest -= pieceBytes(rest)) {
        long slot = slotOfClass.applyAsLong(classes.classOf(pieceBytes(rest)));
        if (slot == SlotSpace.NONE) {
          return null;
        }
        slots[taken++] = slot;
      }
      return slots;
    } finally {
      for (int i = 0; taken < slots.length && i < taken; i++) {
        space.free(slots[i]);
      }
    }
  }

  /** Copies key and value into the pieces, flushes them, and returns the list to be stored. */
  byte[] write(Commits commits, long[] slots, byte[] key, byte[] value) {
    byte[] list = new byte[ExtentLayout.bytes(slots.length)];
    Bytes.putInt(list, ExtentLayout.VALUE_LENGTH_AT, value.length);
    Bytes.putInt(list, ExtentLayout.PIECES_AT, slots.length);
    long stream = (long) key.length + value.length;
    long done = 0;
    for (int i = 0; i < slots.length; i++) {
      int length = pieceBytes(stream - done);
      java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
      int fromKey = (int) Math.max(0, Math.min(length, key.length - done));
      if (fromKey > 0) {
        crc.update(key, (int) done, fromKey);
        commits.copyInAndFlush(slots[i], key, (int) done, fromKey);
      }
      if (fromKey < length) {
        int valueIndex = (int) (done + fromKey - key.length);
        crc.update(value, valueIndex, length - fromKey);
        commits.copyInAndFlush(slots[i] + fromKey, value, valueIndex, length - fromKey);
      }
      int at = ExtentLayout.piece(i);
      Bytes.putLong(list, at + ExtentLayout.PIECE_OFFSET_AT, slots[i]);
      Bytes.putInt(list, at + ExtentLayout.PIECE_LENGTH_AT, length);
      Bytes.putInt(list, at + ExtentLayout.PIECE_CRC_AT, (int) crc.getValue());
      done += length;
    }
    return list;
  }

  /** From now on the slots belong to the record at {@code head}. */
  void own(long head, long[] slots) {
    pieces.put(head, slots);
    for (long slot : slots) {
      owners.put(slot, head);
    }
  }

  /** The slots of the pieces of the record at {@code head}, or null if it has none. */
  long @Nullable [] pieces(long head) {
    return pieces.get(head);
  }

  /** The record to which the piece in {@code slot} belongs, or null if the slot is none. */
  @Nullable Long owner(long slot) {
    return owners.get(slot);
  }

  /**
   * Copies {@code target.length} bytes of the stream from {@code from} on; false if the record is
   * gone.
   */
  boolean read(long head, long streamBytes, long from, byte[] target) {
    long[] slots = pieces.get(head);
    if (slots == null) {
      return false;
    }
    long done = 0;
    for (long slot : slots) {
      int length = pieceBytes(streamBytes - done);
      long start = Math.max(from, done);
      long end = Math.min(from + target.length, done + length);
      if ((slot & (classes.chunkBytes() - 1)) + length > classes.chunkBytes()) {
        return false; // the slots are those of a later record; the handle is dead
      }
      if (start < end) {
        ahead.soon(slot + (start - done), (int) (end - start));
        medium.copyOut(slot + (start - done), target, (int) (start - from), (int) (end - start));
      }
      done += length;
      if (done >= streamBytes) {
        break;
      }
    }
    return done >= streamBytes;
  }

  /**
   * Copies the first {@code target.length} bytes of the stream of a list; false if the list can't
   * be true.
   */
  boolean readListed(byte[] list, byte[] target) {
    int done = 0;
    for (int i = 0; i < Bytes.getInt(list, ExtentLayout.PIECES_AT) && done < target.length; i++) {
      long slot = Bytes.getLong(list, ExtentLayout.piece(i) + ExtentLayout.PIECE_OFFSET_AT);
      int listed = Bytes.getInt(list, ExtentLayout.piece(i) + ExtentLayout.PIECE_LENGTH_AT);
      int length = Math.min(listed, target.length - done);
      if (length < 1 || slot < 0 || slot > medium.sizeBytes() - length) {
        return false;
      }
      medium.copyOut(slot, target, done, length);
      done += length;
    }
    return done == target.length;
  }

  /** The ranges of the pieces of an intact list: offset and length. */
  void forEachListed(byte[] list, Range action) {
    for (int i = 0; i < Bytes.getInt(list, ExtentLayout.PIECES_AT); i++) {
      int at = ExtentLayout.piece(i);
      action.accept(
          Bytes.getLong(list, at + ExtentLayout.PIECE_OFFSET_AT),
          Bytes.getInt(list, at + ExtentLayout.PIECE_LENGTH_AT));
    }
  }

  /** What is done with a range of the pool. */
  @FunctionalInterface
  interface Range {
    void accept(long offset, long lengthBytes);
  }

  /**
   * At open: takes the slots of the pieces in the list at {@code head}. False, and none is taken,
   * if the list is not the one that a stream of that length has, or a slot is taken by another
   * record.
   */
  boolean occupy(long head, long streamBytes, byte[] list) {
    int count = Bytes.getInt(list, ExtentLayout.PIECES_AT);
    if (count != count(streamBytes)) {
      return false;
    }
    long[] slots = new long[count];
    long rest = streamBytes;
    for (int i = 0; i < count; i++) {
      int at = ExtentLayout.piece(i);
      slots[i] = Bytes.getLong(list, at + ExtentLayout.PIECE_OFFSET_AT);
      int length = Bytes.getInt(list, at + ExtentLayout.PIECE_LENGTH_AT);
      boolean taken = length == pieceBytes(rest) && space.occupy(slots[i]);
      if (!taken || classes.slotBytes(space.sizeClass(slots[i])) < length) {
        for (int undo = taken ? i : i - 1; undo >= 0; undo--) {
          space.vacate(slots[undo]);
        }
        return false;
      }
      rest -= length;
    }
    own(head, slots);
    return true;
  }

  /** Gives the pieces of the settled record at {@code head} back. */
  void free(long head) {
    long[] slots = pieces.remove(head);
    if (slots != null) {
      free(slots);
    }
  }

  /** The same for a record that a read has failed in. */
  void freeIfReadable(long head) {
    long[] slots = pieces.remove(head);
    if (slots != null) {
      freeIfReadable(slots);
    }
  }

  /** Gives slots back of which some may not be readable. */
  void freeIfReadable(long[] slots) {
    for (long slot : slots) {
      owners.remove(slot);
      space.freeIfReadable(slot);
    }
  }

  /** Gives slots back that belong to no record, or no longer. */
  void free(long[] slots) {
    for (long slot : slots) {
      owners.remove(slot);
      space.free(slot);
    }
  }
}
