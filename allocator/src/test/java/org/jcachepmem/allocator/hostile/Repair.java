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

import java.util.List;
import java.util.zip.CRC32C;
import org.jcachepmem.allocator.layout.Bytes;
import org.jcachepmem.allocator.layout.DirectoryLayout;
import org.jcachepmem.allocator.layout.ExtentLayout;
import org.jcachepmem.allocator.layout.Geometry;
import org.jcachepmem.allocator.layout.SealedWord;
import org.jcachepmem.allocator.layout.SuperblockLayout;
import org.jcachepmem.allocator.medium.HeapMedium;
import org.jcachepmem.allocator.pool.Pool;
import org.jcachepmem.allocator.pool.PoolFormatException;
import org.jcachepmem.allocator.record.KeyHash;

/**
 * Makes every checksum of an edited image true, as an attacker would who knows the format, so that
 * what the edits say is believed.
 */
final class Repair {

  private Repair() {}

  /**
   * Repairs {@code bytes} in place.
   *
   * @param geometry the one that counts if the edited superblocks say none
   * @param hashes whether the hash in each entry is made that of its key, too
   * @param generations whether each entry is made one of its chunk's generation, too
   */
  static void apply(byte[] bytes, Geometry geometry, boolean hashes, boolean generations) {
    superblock(bytes, (int) SuperblockLayout.OFFSET_A);
    superblock(bytes, (int) SuperblockLayout.OFFSET_B);
    PoolImage image = new PoolImage(bytes, effective(bytes, geometry));
    for (long word : image.words()) {
      if (image.isInside(word, Long.BYTES)) {
        long value = SealedWord.value(image.word(word));
        Bytes.putLong(bytes, (int) word, SealedWord.seal(image.geometry.salt(), word, value));
      }
    }
    for (PoolImage.Entry entry : image.entries()) {
      if (image.state(entry) != DirectoryLayout.VOID) {
        record(image, entry, hashes, generations);
      }
    }
  }

  private static void superblock(byte[] bytes, int offset) {
    if (bytes.length < offset + SuperblockLayout.BYTES) {
      return;
    }
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, SuperblockLayout.CRC_AT);
    Bytes.putInt(bytes, offset + SuperblockLayout.CRC_AT, (int) crc.getValue());
  }

  /** What the edited superblocks say, if a pool of it can be. */
  static Geometry effective(byte[] bytes, Geometry otherwise) {
    HeapMedium medium = new HeapMedium(bytes.length);
    medium.copyIn(0, bytes, 0, bytes.length);
    try {
      return Pool.mount(medium).geometry();
    } catch (PoolFormatException e) {
      return otherwise; // whoever opens it is told so
    }
  }

  private static void record(
      PoolImage image, PoolImage.Entry entry, boolean hashes, boolean generations) {
    byte[] bytes = image.bytes;
    long w2 = image.w2(entry);
    if (generations && DirectoryLayout.generation(w2) != entry.generation()) {
      long others = w2 & -(1L << DirectoryLayout.GENERATION_BITS);
      Bytes.putLong(bytes, entry.at() + DirectoryLayout.W2_AT, others | entry.generation());
    }
    int used = image.usedBytes(entry);
    if (used < 0) {
      return;
    }
    if (image.isList(entry)) {
      List<PoolImage.Range> pieces = image.pieces(entry);
      for (int i = 0; i < pieces.size(); i++) {
        int at = entry.offset() + ExtentLayout.piece(i) + ExtentLayout.PIECE_CRC_AT;
        Bytes.putInt(bytes, at, image.checksum(pieces.get(i)));
      }
    }
    byte[] stream = hashes ? image.stream(entry) : null;
    if (stream != null && image.keyLength(entry) <= stream.length) {
      byte[] key = java.util.Arrays.copyOf(stream, image.keyLength(entry));
      Bytes.putLong(bytes, entry.at() + DirectoryLayout.W1_AT, KeyHash.of(key));
    }
    int w3 = entry.at() + DirectoryLayout.W3_AT;
    Bytes.putInt(bytes, w3, image.checksum(entry, used));
  }
}
