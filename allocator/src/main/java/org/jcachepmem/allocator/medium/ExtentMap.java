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

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What the file system says about where the bytes of a file are: {@code FIEMAP} of Linux
 * (Documentation/filesystems/fiemap.rst of its sources).
 */
final class ExtentMap {
  // struct fiemap
  private static final int START_AT = 0;
  private static final int LENGTH_AT = 8;
  private static final int MAPPED_EXTENTS_AT = 20;
  private static final int EXTENT_COUNT_AT = 24;
  private static final int HEADER_BYTES = 32;

  // struct fiemap_extent
  private static final int LOGICAL_AT = 0;
  private static final int EXTENT_LENGTH_AT = 16;
  private static final int FLAGS_AT = 40;
  private static final int EXTENT_BYTES = 56;

  private static final int EXTENTS = 128;

  /**
   * LAST, UNWRITTEN and MERGED. Others say that a place is not known yet, or not the file's alone,
   * or not one that can be stored to.
   */
  private static final int HARMLESS_FLAGS = 0x1 | 0x800 | 0x1000;

  private ExtentMap() {}

  /**
   * Whether the file has storage of its own for all of {@code [offset, offset + lengthBytes)}, so
   * that no store to it needs room. False if the file system does not say.
   */
  static boolean isWhole(Libc.Functions libc, int descriptor, long offset, long lengthBytes) {
    long end = offset + lengthBytes;
    long reached = offset;
    while (reached < end) {
      long next = reach(libc, descriptor, reached, end);
      if (next <= reached) {
        return false;
      }
      reached = next;
    }
    return true;
  }

  /** How far such storage goes on from {@code from}, as far as one call tells. */
  private static long reach(Libc.Functions libc, int descriptor, long from, long end) {
    ByteBuffer map =
        ByteBuffer.allocateDirect(HEADER_BYTES + EXTENTS * EXTENT_BYTES)
            .order(ByteOrder.nativeOrder())
            .putLong(START_AT, from)
            .putLong(LENGTH_AT, end - from)
            .putInt(EXTENT_COUNT_AT, EXTENTS);
    int result = libc.ioctl(descriptor, Libc.FS_IOC_FIEMAP, RawMemory.addressOf(map));
    Reference.reachabilityFence(map);
    if (result != 0) {
      return from;
    }
    long reached = from;
    int extents = Math.min(EXTENTS, map.getInt(MAPPED_EXTENTS_AT));
    for (int i = 0; i < extents; i++) {
      int at = HEADER_BYTES + i * EXTENT_BYTES;
      long start = map.getLong(at + LOGICAL_AT);
      if (start > reached || (map.getInt(at + FLAGS_AT) & ~HARMLESS_FLAGS) != 0) {
        return reached;
      }
      reached = Math.max(reached, start + map.getLong(at + EXTENT_LENGTH_AT));
    }
    return reached;
  }
}
