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
 * An extent list: what the slot of a record holds when key and value together are too long for one
 * slot. The key's bytes and then the value's are one stream, cut into pieces; each piece lies in a
 * slot of its own whose directory entry stays VOID, and belongs to the record that lists it.
 *
 * <pre>
 *   0 value length 4 | 4 pieces 4
 *   8 pieces: {slot offset 8, length 4, crc32c of the piece 4} each
 * </pre>
 */
public final class ExtentLayout {
  public static final int VALUE_LENGTH_AT = 0;
  public static final int PIECES_AT = 4;
  public static final int HEADER_BYTES = 8;
  public static final int PIECE_BYTES = 16;
  public static final int PIECE_OFFSET_AT = 0;
  public static final int PIECE_LENGTH_AT = 8;
  public static final int PIECE_CRC_AT = 12;

  /** The most bytes a value may have: 1 GiB. */
  public static final int MAX_VALUE_BYTES = 1 << 30;

  private ExtentLayout() {}

  /** Bytes of a list of {@code pieces}. */
  public static int bytes(int pieces) {
    return HEADER_BYTES + pieces * PIECE_BYTES;
  }

  /** Where piece {@code index} starts in the list. */
  public static int piece(int index) {
    return HEADER_BYTES + index * PIECE_BYTES;
  }
}
