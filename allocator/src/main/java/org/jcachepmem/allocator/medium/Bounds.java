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
package org.jcachepmem.allocator.medium;

/** The checks that every access of every medium makes first: raw memory makes none. */
final class Bounds {
  private Bounds() {}

  /** Refuses an 8-byte word that is not wholly inside, or not aligned. */
  static void checkLong(long offset, long sizeBytes) {
    if (offset < 0 || offset > sizeBytes - Long.BYTES || (offset & 7) != 0) {
      throw outside(offset, Long.BYTES, sizeBytes);
    }
  }

  /** Refuses a 4-byte word that is not wholly inside, or not aligned. */
  static void checkInt(long offset, long sizeBytes) {
    if (offset < 0 || offset > sizeBytes - Integer.BYTES || (offset & 3) != 0) {
      throw outside(offset, Integer.BYTES, sizeBytes);
    }
  }

  /** Refuses a range that is not wholly inside. */
  static void checkRange(long offset, long lengthBytes, long sizeBytes) {
    if ((offset | lengthBytes) < 0 || lengthBytes > sizeBytes - offset) {
      throw outside(offset, lengthBytes, sizeBytes);
    }
  }

  /** Refuses a new size that shrinks the medium or is not a whole number of pages. */
  static void checkExtension(long newSizeBytes, long sizeBytes) {
    if (newSizeBytes < sizeBytes || (newSizeBytes & (Pages.BYTES - 1)) != 0) {
      throw new IllegalArgumentException(
          "cannot extend a medium of "
              + sizeBytes
              + " bytes to "
              + newSizeBytes
              + " bytes: it must grow, to a multiple of "
              + Pages.BYTES);
    }
  }

  static IllegalStateException closed() {
    return new IllegalStateException("the medium is closed");
  }

  private static IndexOutOfBoundsException outside(long offset, long lengthBytes, long sizeBytes) {
    return new IndexOutOfBoundsException(
        lengthBytes
            + " bytes at offset "
            + offset
            + " are outside of a medium of "
            + sizeBytes
            + " bytes, or not aligned");
  }
}
