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

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a composite key, one after the other: each a count of bytes plus one, and as many
 * bytes of {@link AnyCodec}; 0 is null; arrays of objects have a tag of their own and compare as
 * {@link java.util.Arrays#deepEquals} does. Counts are 7 bits per byte, the lowest first.
 */
final class Elements {

  /**
   * Tag of an array of objects; its component type is not kept, as deepEquals does not look at it.
   */
  static final int ARRAY_TAG = 19;

  /** Most parts of a key: one that is part of it twice counts twice, and so do its own. */
  static final int MAX_PARTS = 1 << 20;

  /** Most arrays in each other, and most keys. */
  private static final int MAX_DEPTH = 8;

  private static final int FIRST_PARTS = 16;

  private final AnyCodec any;

  Elements(AnyCodec any) {
    this.any = any;
  }

  /**
   * Whether equal elements have equal bytes, of a key that is {@code depth} keys deep: see {@link
   * CanonicalCodec#partsLeft}.
   */
  int partsLeft(@Nullable Object element, int depth, int parts) {
    return partsLeft(element, depth, 0, parts);
  }

  private int partsLeft(@Nullable Object element, int depth, int arrays, int parts) {
    int left = parts - 1;
    if (element instanceof Object[] array) {
      for (int i = 0; i < array.length && left >= 0; i++) {
        left = arrays == MAX_DEPTH ? -1 : partsLeft(array[i], depth, arrays + 1, left);
      }
      return left;
    }
    if (element == null || left < 0) {
      return left;
    }
    CanonicalCodec<Object> form = any.formOfClass(element);
    return form == null ? -1 : form.partsLeft(element, depth + 1, left);
  }

  static boolean isTooDeep(int depth) {
    return depth > MAX_DEPTH;
  }

  void write(ByteArrayOutputStream out, @Nullable Object element) {
    if (element == null) {
      out.write(0);
      return;
    }
    byte[] bytes = element instanceof Object[] array ? arrayBytes(array) : any.encode(element);
    writeCount(out, bytes.length + 1);
    out.writeBytes(bytes);
  }

  private byte[] arrayBytes(@Nullable Object[] array) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(ARRAY_TAG);
    writeCount(out, array.length);
    for (Object part : array) {
      write(out, part);
    }
    return out.toByteArray();
  }

  /**
   * Reads a part of a key that is {@code depth} keys deep; what it takes grows with the bytes that
   * are there, not with what they claim.
   */
  @Nullable Object read(Cursor cursor, int depth) {
    return read(cursor, depth, 0);
  }

  private @Nullable Object read(Cursor cursor, int depth, int arrays) {
    int lengthBytes = cursor.count() - 1;
    if (lengthBytes < 0) {
      return null;
    }
    int start = cursor.skip(lengthBytes);
    if (lengthBytes == 0 || cursor.bytes[start] != ARRAY_TAG) {
      return any.decodePart(cursor.bytes, start, start + lengthBytes, depth + 1);
    }
    Cursor parts = new Cursor(cursor.bytes, start + 1, start + lengthBytes);
    int count = parts.count();
    if (count > lengthBytes || arrays == MAX_DEPTH && count > 0) {
      throw new IllegalArgumentException(
          count + " parts in " + lengthBytes + " bytes, " + arrays + " arrays deep");
    }
    List<@Nullable Object> array = new ArrayList<>(Math.min(count, FIRST_PARTS));
    for (int i = 0; i < count; i++) {
      array.add(read(parts, depth, arrays + 1));
    }
    parts.requireEnd();
    return array.toArray();
  }

  static void writeCount(ByteArrayOutputStream out, int count) {
    int rest = count;
    while (rest >= 0x80) {
      out.write(rest | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }

  /** A place in a range of bytes. */
  static final class Cursor {
    private final byte[] bytes;
    private final int end;
    private int position;

    Cursor(byte[] bytes, int from, int to) {
      this.bytes = bytes;
      this.position = from;
      this.end = to;
    }

    int position() {
      return position;
    }

    /** Goes on and returns where it was. */
    int skip(int lengthBytes) {
      if (lengthBytes < 0 || lengthBytes > end - position) {
        throw new IllegalArgumentException(
            lengthBytes + " bytes where " + (end - position) + " are left");
      }
      int start = position;
      position += lengthBytes;
      return start;
    }

    int count() {
      int count = 0;
      for (int shift = 0; shift < 35; shift += 7) {
        byte next = bytes[skip(1)];
        count |= (next & 0x7F) << shift;
        if (next >= 0 && count >= 0) {
          return count;
        }
      }
      throw new IllegalArgumentException("a count beyond 31 bits");
    }

    void requireEnd() {
      if (position != end) {
        throw new IllegalArgumentException((end - position) + " bytes too many");
      }
    }
  }
}
