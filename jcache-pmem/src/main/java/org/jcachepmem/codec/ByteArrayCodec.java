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

import java.util.Arrays;

/**
 * byte[] as it is, without a copy when it stands alone. As a key it compares by content, unlike the
 * array's own equals.
 */
final class ByteArrayCodec extends CanonicalCodec<byte[]> {

  ByteArrayCodec() {
    super("bytes", 11, byte[].class);
  }

  @Override
  byte[] write(byte[] array, int headroom) {
    if (headroom == 0) {
      return array;
    }
    byte[] bytes = new byte[Math.addExact(headroom, array.length)];
    System.arraycopy(array, 0, bytes, headroom, array.length);
    return bytes;
  }

  @Override
  byte[] read(byte[] bytes, int from, int to) {
    return from == 0 && to == bytes.length ? bytes : Arrays.copyOfRange(bytes, from, to);
  }
}
