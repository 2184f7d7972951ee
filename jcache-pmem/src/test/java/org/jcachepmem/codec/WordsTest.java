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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Words of every width at every offset. */
final class WordsTest {

  @Test
  void everyWidthAtEveryOffset() {
    Random random = new Random(11);
    for (int length = 0; length <= 20; length++) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      for (int offset = 0; offset <= length; offset++) {
        for (int width = 0; width <= Math.min(8, length - offset); width++) {
          long expected = 0;
          for (int i = width - 1; i >= 0; i--) {
            expected = expected << 8 | (bytes[offset + i] & 0xFF);
          }
          assertEquals(expected, Words.get(bytes, offset, width));
          byte[] copy = bytes.clone();
          Words.put(copy, offset, width, expected | (width == 8 ? 0 : -1L << (8 * width)));
          assertArrayEquals(bytes, copy);
        }
      }
    }
  }
}
