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

import java.math.BigDecimal;
import java.math.BigInteger;

/** BigDecimal as its scale and unscaled value: 2.0 and 2.00 differ, as they do for its equals. */
final class BigDecimalCodec extends CanonicalCodec<BigDecimal> {

  BigDecimalCodec() {
    super("big-decimal", 13, BigDecimal.class);
  }

  @Override
  byte[] write(BigDecimal number, int headroom) {
    byte[] unscaled = number.unscaledValue().toByteArray();
    byte[] bytes = new byte[headroom + 4 + unscaled.length];
    Words.put(bytes, headroom, 4, number.scale());
    System.arraycopy(unscaled, 0, bytes, headroom + 4, unscaled.length);
    return bytes;
  }

  @Override
  BigDecimal read(byte[] bytes, int from, int to) {
    BigInteger unscaled = BigIntegerCodec.integer(bytes, from + 4, to);
    return new BigDecimal(unscaled, (int) Words.get(bytes, from, 4));
  }
}
