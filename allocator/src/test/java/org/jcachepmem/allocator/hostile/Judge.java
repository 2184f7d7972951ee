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
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jcachepmem.allocator.layout.DirectoryLayout;
import org.jcachepmem.allocator.layout.SuperblockLayout;

/**
 * Says whether what a session served is what the image that it opened holds. What it holds is read
 * here a second time, without the product's code.
 */
final class Judge {

  private Judge() {}

  /** A key and a value that a session gave out, and the slot that it says they came from. */
  record Served(int cacheId, byte[] key, byte[] value, long offset) {
    @Override
    public String toString() {
      return Session.text(key) + " of cache " + cacheId + " at " + offset;
    }
  }

  /**
   * Each served value is that of one intact LIVE record of that key and cache, whose bytes lie in
   * its own slot, or in slots that no other served record claims. True of every image, repaired or
   * not.
   */
  static void checkBytes(PoolImage image, List<Served> all) {
    Map<Long, PoolImage.Entry> slots = new HashMap<>();
    image.entries().forEach(entry -> slots.put((long) entry.offset(), entry));
    List<PoolImage.Range> claimed = new ArrayList<>();
    for (Served served : all) {
      PoolImage.Entry entry = slots.get(served.offset);
      check(entry != null, served, "no slot is there");
      check(image.state(entry) == DirectoryLayout.LIVE, served, "the record is not LIVE");
      check(image.cacheId(entry) == served.cacheId, served, "the record is of another cache");
      check(image.counts(entry), served, "the record was cleared");
      check(image.isIntact(entry), served, "the record does not match its checksums");
      byte[] stream = image.stream(entry);
      int split = image.keyLength(entry);
      check(
          stream != null
              && split == served.key.length
              && stream.length - split == served.value.length
              && Arrays.equals(stream, 0, split, served.key, 0, split)
              && Arrays.equals(stream, split, stream.length, served.value, 0, served.value.length),
          served,
          "key or value are not the record's bytes");
      claim(claimed, new PoolImage.Range(entry.offset(), entry.slotBytes()), served);
      if (image.isList(entry)) {
        for (PoolImage.Range piece : image.pieces(entry)) {
          PoolImage.Entry slot = slots.get(piece.offset());
          check(
              slot != null && piece.lengthBytes() <= slot.slotBytes(),
              served,
              "a piece at " + piece.offset() + " is not in a slot");
          claim(claimed, piece, served);
        }
      }
    }
  }

  private static void claim(List<PoolImage.Range> claimed, PoolImage.Range range, Served served) {
    for (PoolImage.Range other : claimed) {
      check(!range.overlaps(other), served, "its bytes are another record's, too");
    }
    claimed.add(range);
  }

  private static void check(boolean holds, Served served, String complaint) {
    if (!holds) {
      throw new AssertionError("served " + served + ": " + complaint);
    }
  }

  /**
   * Of an image that was damaged but not repaired: each served value is the right one, or an older
   * one of which every newer version and tombstone was hit, if the pool ended uncleanly
   * (crash-consistency.md, section 6).
   */
  static void checkRight(BasePool base, PoolImage damaged, List<Served> all) {
    if (isForged(base.image(), damaged)) {
      return;
    }
    for (Served served : all) {
      check(
          isForged(base.image(), damaged, served) || isRight(base, damaged, served),
          served,
          "neither the right value nor one that section 6 allows");
    }
  }

  /** Versions from the newest on, as long as the ones before were hit. */
  private static boolean isRight(BasePool base, PoolImage damaged, Served served) {
    PoolImage image = base.image();
    List<PoolImage.Entry> versions =
        base.records().stream()
            .filter(e -> image.cacheId(e) == served.cacheId && image.counts(e))
            .filter(e -> isKey(image, e, served.key))
            .sorted(Comparator.comparingLong(image::sequence).reversed())
            .toList();
    for (PoolImage.Entry version : versions) {
      byte[] stream = image.stream(version);
      if (stream != null
          && image.state(version) == DirectoryLayout.LIVE
          && Arrays.equals(
              stream, served.key.length, stream.length, served.value, 0, served.value.length)) {
        return true;
      }
      if (!isHit(image, damaged, version)) {
        return false;
      }
    }
    return false;
  }

  private static boolean isKey(PoolImage image, PoolImage.Entry entry, byte[] key) {
    byte[] stream = image.stream(entry);
    return stream != null
        && image.keyLength(entry) == key.length
        && Arrays.equals(stream, 0, key.length, key, 0, key.length);
  }

  /** Whether a byte changed on which it depends that the version counts; its expiry is not one. */
  private static boolean isHit(PoolImage image, PoolImage damaged, PoolImage.Entry version) {
    boolean hit =
        differs(image, damaged, version.line(), Long.BYTES)
            || differs(image, damaged, version.at(), DirectoryLayout.EXPIRY_AT)
            || differs(image, damaged, version.offset(), Math.max(0, image.usedBytes(version)));
    if (image.isList(version)) {
      for (PoolImage.Range piece : image.pieces(version)) {
        hit |= differs(image, damaged, piece.offset(), piece.lengthBytes());
      }
    }
    return hit;
  }

  private static boolean differs(PoolImage image, PoolImage damaged, long from, int lengthBytes) {
    int at = (int) from;
    return damaged.bytes.length < at + lengthBytes
        || !Arrays.equals(image.bytes, at, at + lengthBytes, damaged.bytes, at, at + lengthBytes);
  }

  /**
   * Whether an edit hit a checksum by luck, or a fuzzer by looking at comparisons: a superblock or
   * a word that is intact and says something else.
   */
  private static boolean isForged(PoolImage image, PoolImage damaged) {
    for (long at : new long[] {SuperblockLayout.OFFSET_A, SuperblockLayout.OFFSET_B}) {
      if (PoolImage.isSuperblock(damaged.bytes, at)
          && differs(image, damaged, at, SuperblockLayout.BYTES)) {
        return true;
      }
    }
    for (long word : image.words()) {
      if (damaged.isIntactWord(word) && damaged.word(word) != image.word(word)) {
        return true;
      }
    }
    return false;
  }

  /** The same of a record: its checksum is true, and it is none of the base's. */
  private static boolean isForged(PoolImage image, PoolImage damaged, Served served) {
    for (PoolImage.Entry entry : damaged.entries()) {
      if (entry.offset() == served.offset) {
        return damaged.sequence(entry) != image.sequence(entry)
            || differs(
                image,
                damaged,
                entry.at() + DirectoryLayout.W1_AT,
                DirectoryLayout.EXPIRY_AT - DirectoryLayout.W1_AT)
            || differs(image, damaged, entry.offset(), Math.max(0, damaged.usedBytes(entry)));
      }
    }
    return false;
  }
}
