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

import java.util.Arrays;
import org.jcachepmem.allocator.layout.Bytes;
import org.jcachepmem.allocator.layout.ChunkLayout;
import org.jcachepmem.allocator.layout.DirectoryLayout;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.medium.MediumFailedException;

/**
 * A chunk's directory in the heap: copied as a whole before anything in it is believed. A medium
 * that can't read a line says so out of a copy, where word by word it may say so too late. One
 * buffer for all chunks; not thread safe.
 */
final class DirectoryCopy {
  private final Medium medium;
  private final byte[] bytes;
  private long start;

  /** For directories of at most {@code mostBytes}. */
  DirectoryCopy(Medium medium, int mostBytes) {
    this.medium = medium;
    this.bytes = new byte[mostBytes];
  }

  /** One entry, as it was copied from {@code at}. */
  record Entry(long at, long sequence, long w1, long w2, int crc) {}

  /** What is done with a line that can't be read. */
  @FunctionalInterface
  interface UnreadableLine {
    void accept(long offset, int lengthBytes);
  }

  /** Copies the directory of {@code lengthBytes} at {@code offset}; false if it can't be read. */
  boolean copy(long offset, int lengthBytes) {
    start = offset;
    try {
      medium.copyOut(offset, bytes, 0, lengthBytes);
      return true;
    } catch (MediumFailedException | InternalError e) {
      return false;
    }
  }

  /** The same line by line; entries in lines that can't be read are VOID. */
  void copyLines(long offset, int lengthBytes, UnreadableLine action) {
    start = offset;
    for (int done = 0; done < lengthBytes; done += ChunkLayout.LINE_BYTES) {
      int length = Math.min(ChunkLayout.LINE_BYTES, lengthBytes - done);
      try {
        medium.copyOut(offset + done, bytes, done, length);
      } catch (MediumFailedException | InternalError e) {
        Arrays.fill(bytes, done, done + length, (byte) 0);
        action.accept(offset + done, length);
      }
    }
  }

  /** The state of entry {@code i}. */
  long state(int i) {
    return DirectoryLayout.state(w0(i));
  }

  private long w0(int i) {
    return Bytes.getLong(bytes, i * DirectoryLayout.ENTRY_BYTES);
  }

  /** Entry {@code i}. */
  Entry entry(int i) {
    int at = i * DirectoryLayout.ENTRY_BYTES;
    return new Entry(
        start + at,
        DirectoryLayout.sequence(w0(i)),
        Bytes.getLong(bytes, at + DirectoryLayout.W1_AT),
        Bytes.getLong(bytes, at + DirectoryLayout.W2_AT),
        DirectoryLayout.crc(Bytes.getLong(bytes, at + DirectoryLayout.W3_AT)));
  }
}
