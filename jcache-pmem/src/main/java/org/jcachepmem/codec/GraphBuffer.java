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
package org.jcachepmem.codec;

import java.io.OutputStream;
import java.util.Arrays;

/**
 * Collects serialised bytes behind some headroom. It keeps them while they are few; of more it only
 * counts, so that a second run can write into an array of exactly the right size: a large value
 * costs time twice, but never twice its size in heap. Not thread safe.
 */
final class GraphBuffer extends OutputStream {

  private static final int KEPT_BYTES = 1 << 20;

  private final boolean exact;
  private byte[] bytes;
  private long count;

  /** A buffer that keeps what fits into a mebibyte. */
  static GraphBuffer growing(int headroom) {
    return new GraphBuffer(new byte[headroom + 512], headroom, false);
  }

  /** A buffer of a known length, headroom included. */
  static GraphBuffer exactly(int lengthBytes, int headroom) {
    return new GraphBuffer(new byte[lengthBytes], headroom, true);
  }

  private GraphBuffer(byte[] bytes, int headroom, boolean exact) {
    this.bytes = bytes;
    this.count = headroom;
    this.exact = exact;
  }

  /** Bytes written, headroom included; a count beyond an int can't be stored. */
  long count() {
    return count;
  }

  /** Whether every byte written is here. */
  boolean isComplete() {
    return count <= bytes.length;
  }

  /** The bytes, headroom included. */
  byte[] bytes() {
    assert isComplete();
    return count == bytes.length ? bytes : Arrays.copyOf(bytes, (int) count);
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) {
    long end = count + length;
    if (!exact && end > bytes.length && end <= KEPT_BYTES) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(KEPT_BYTES, Math.max(end, bytes.length * 2L)));
    }
    if (end <= bytes.length) {
      System.arraycopy(source, offset, bytes, (int) count, length);
    }
    count = end;
  }
}
