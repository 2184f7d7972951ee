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

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.Arrays;
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
  /** Words of an entry in {@link #words()}, and which of them are which. */
  static final int ENTRY_WORDS = DirectoryLayout.ENTRY_BYTES / Long.BYTES;

  static final int W1 = DirectoryLayout.W1_AT / Long.BYTES;
  static final int W2 = DirectoryLayout.W2_AT / Long.BYTES;
  private static final int W3 = DirectoryLayout.W3_AT / Long.BYTES;

  private final Medium medium;
  private final byte[] bytes;
  private final LongBuffer view;

  /** What is in {@link #bytes}: code that is not compiled yet reads an array many times faster. */
  private final long[] words;

  private long start;

  /** For directories of at most {@code mostBytes}. */
  DirectoryCopy(Medium medium, int mostBytes) {
    this.medium = medium;
    this.bytes = new byte[mostBytes];
    this.view = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();
    this.words = new long[view.capacity()];
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
      view.get(0, words, 0, lengthBytes / Long.BYTES);
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
    view.get(0, words, 0, lengthBytes / Long.BYTES);
  }

  /** The words of the entries, four each; those of longer directories before may follow. */
  long[] words() {
    return words;
  }

  /** The state of entry {@code i}. */
  long state(int i) {
    return DirectoryLayout.state(w0(i));
  }

  private long w0(int i) {
    return words[i * ENTRY_WORDS];
  }

  /** Entry {@code i}. */
  Entry entry(int i) {
    int at = i * ENTRY_WORDS;
    return new Entry(
        start + (long) i * DirectoryLayout.ENTRY_BYTES,
        DirectoryLayout.sequence(w0(i)),
        words[at + W1],
        words[at + W2],
        DirectoryLayout.crc(words[at + W3]));
  }
}
