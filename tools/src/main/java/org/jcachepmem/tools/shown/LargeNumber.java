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

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import org.jcachepmem.tools.shown.Shown.Field;
import org.jcachepmem.tools.shown.Shown.Raw;
import org.jcachepmem.tools.shown.Shown.Scalar;
import org.jcachepmem.tools.shown.Shown.Structure;

/**
 * Numbers of any size. Their digits take time that grows with their square, so large ones are shown
 * as what they are made of, which is also how they look in a serialised object.
 */
final class LargeNumber {
  private static final int MOST_MAGNITUDE_BYTES = 4096;
  private static final int BITS_OF_A_DIGIT = 3;

  private LargeNumber() {}

  /** Whether it takes too long to find the digits of a number with so many bytes. */
  static boolean isTooLarge(long magnitudeBytes) {
    return magnitudeBytes > MOST_MAGNITUDE_BYTES;
  }

  private static boolean isTooLarge(BigInteger number) {
    return isTooLarge((number.bitLength() + (long) Byte.SIZE - 1) / Byte.SIZE);
  }

  /** A whole number with its digits, or by its parts. */
  static Shown of(BigInteger number) {
    return isTooLarge(number)
        ? new Structure(
            "java.math.BigInteger",
            List.of(
                new Field("signum", new Scalar(number.signum())),
                new Field("magnitude", new Raw(number.abs().toByteArray()))))
        : new Scalar(number);
  }

  /** A decimal number with its digits, or by its parts. */
  static Shown of(BigDecimal number) {
    return isTooLarge(number.unscaledValue())
        ? new Structure(
            "java.math.BigDecimal",
            List.of(
                new Field("intVal", of(number.unscaledValue())),
                new Field("scale", new Scalar(number.scale()))))
        : new Scalar(number);
  }

  /** At most how many digits, without finding them. */
  static int mostDigits(BigInteger number) {
    return number.bitLength() / BITS_OF_A_DIGIT + 1;
  }
}
