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
package org.jcachepmem.allocator.layout;

/**
 * A run of chunks with its chunk table. A pool starts with one and gets another each time it grows.
 *
 * @param tableOffset where the chunk table starts, in bytes
 * @param firstChunk the number of the first chunk
 * @param chunks how many chunks
 */
public record Segment(long tableOffset, int firstChunk, int chunks) {

  /** The segment with the most chunks between {@code from} and {@code to}, both in bytes. */
  public static Segment between(long from, long to, int chunkBytes) {
    long table = Bytes.alignUp(from, ChunkLayout.LINE_BYTES);
    long chunks = Math.max(0, (to - table) / (chunkBytes + ChunkLayout.LINE_BYTES) + 1);
    while (chunks > 0 && first(table, chunks, chunkBytes) + chunks * chunkBytes > to) {
      chunks--;
    }
    return new Segment(table, (int) (first(table, chunks, chunkBytes) / chunkBytes), (int) chunks);
  }

  private static long first(long table, long chunks, int chunkBytes) {
    return Bytes.alignUp(table + chunks * ChunkLayout.LINE_BYTES, chunkBytes);
  }

  /** The number behind the last chunk. */
  public int endChunk() {
    return firstChunk + chunks;
  }

  /** Where the line of chunk {@code number} is. */
  public long line(int number) {
    return tableOffset + (long) (number - firstChunk) * ChunkLayout.LINE_BYTES;
  }
}
