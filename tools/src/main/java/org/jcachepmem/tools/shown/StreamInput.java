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
package org.jcachepmem.tools.shown;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The bytes of a serialised object, read big endian and never beyond their end. */
final class StreamInput {
  /** How often all bytes may be read, since one way to read them may fail and another be tried. */
  private static final int MOST_READINGS = 64;

  private static final int LEAST_BUDGET = 1000;

  private final ByteBuffer buffer;
  private long budget;

  StreamInput(byte[] bytes, int from) {
    buffer = ByteBuffer.wrap(bytes, from, bytes.length - from);
    budget = LEAST_BUDGET + (long) MOST_READINGS * buffer.remaining();
  }

  /** The bytes are not the stream of an object. */
  static final class MalformedStream extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedStream(String message) {
      super(message, null, false, false); // thrown while a way to read is tried: no trace
    }
  }

  private void require(long bytes) {
    if (bytes < 0 || bytes > buffer.remaining()) {
      throw new MalformedStream(
          bytes + " bytes at " + buffer.position() + ", where " + buffer.remaining() + " are left");
    }
    budget -= bytes;
    if (isSpent()) {
      throw new MalformedStream("too many ways to read it");
    }
  }

  /** Whether more was tried than any application's object takes. */
  boolean isSpent() {
    return budget < 0;
  }

  int position() {
    return buffer.position();
  }

  void position(int position) {
    buffer.position(position);
  }

  int remaining() {
    return buffer.remaining();
  }

  int u1() {
    require(1);
    return buffer.get() & 0xFF;
  }

  byte s1() {
    require(1);
    return buffer.get();
  }

  short s2() {
    require(Short.BYTES);
    return buffer.getShort();
  }

  int u2() {
    return s2() & 0xFFFF;
  }

  int s4() {
    require(Integer.BYTES);
    return buffer.getInt();
  }

  long s8() {
    require(Long.BYTES);
    return buffer.getLong();
  }

  /** A count of things that take {@code atLeastBytes} each. */
  int count(int atLeastBytes) {
    int count = s4();
    if (count < 0) {
      throw new MalformedStream("a count of " + count);
    }
    require((long) count * atLeastBytes);
    return count;
  }

  byte[] bytes(long length) {
    require(length);
    byte[] bytes = new byte[(int) length];
    buffer.get(bytes);
    return bytes;
  }

  byte[] rest() {
    byte[] bytes = Arrays.copyOfRange(buffer.array(), buffer.position(), buffer.limit());
    buffer.position(buffer.limit());
    return bytes;
  }

  String utf() {
    return utf(u2());
  }

  /** Text in the JVM's own UTF-8, where zero takes two bytes and a surrogate three. */
  String utf(long lengthBytes) {
    require(lengthBytes);
    StringBuilder text = new StringBuilder((int) Math.min(lengthBytes, 1 << 16));
    int end = buffer.position() + (int) lengthBytes;
    while (buffer.position() < end) {
      int first = u1();
      int kind = first >> 4;
      int more = kind < 8 ? 0 : kind == 12 || kind == 13 ? 1 : kind == 14 ? 2 : -1;
      if (more < 0 || buffer.position() + more > end) {
        throw new MalformedStream("no text at " + (buffer.position() - 1));
      }
      text.append(
          (char)
              switch (more) {
                case 0 -> first;
                case 1 -> (first & 0x1F) << 6 | u1() & 0x3F;
                default -> (first & 0x0F) << 12 | (u1() & 0x3F) << 6 | u1() & 0x3F;
              });
    }
    return text.toString();
  }
}
