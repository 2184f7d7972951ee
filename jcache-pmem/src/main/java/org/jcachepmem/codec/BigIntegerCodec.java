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

import java.math.BigInteger;

/** BigInteger as its shortest two's complement, big endian. */
final class BigIntegerCodec extends CanonicalCodec<BigInteger> {

  BigIntegerCodec() {
    super("big-integer", 12, BigInteger.class);
  }

  @Override
  byte[] write(BigInteger number, int headroom) {
    byte[] magnitude = number.toByteArray();
    if (headroom == 0) {
      return magnitude;
    }
    byte[] bytes = new byte[headroom + magnitude.length];
    System.arraycopy(magnitude, 0, bytes, headroom, magnitude.length);
    return bytes;
  }

  @Override
  BigInteger read(byte[] bytes, int from, int to) {
    return integer(bytes, from, to);
  }

  /** Of no bytes JDK 17 makes a number of what lies around them, and later ones make 0. */
  static BigInteger integer(byte[] bytes, int from, int to) {
    if (from >= to) {
      throw new IllegalArgumentException("a number of no bytes");
    }
    return new BigInteger(bytes, from, to - from);
  }
}
