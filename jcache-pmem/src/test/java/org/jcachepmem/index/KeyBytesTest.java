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
package org.jcachepmem.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.jcachepmem.allocator.layout.Bytes;
import org.junit.jupiter.api.Test;

class KeyBytesTest {
  private static final int KEYS = 100_000;

  private static KeyBytes key(long number) {
    byte[] bytes = new byte[Long.BYTES];
    Bytes.putLong(bytes, 0, number);
    return new KeyBytes(bytes);
  }

  @Test
  void equalBytesAreEqual() {
    assertEquals(key(7), key(7));
    assertEquals(key(7).hashCode(), key(7).hashCode());
    assertNotEquals(key(7), key(8));
  }

  /** Of buffers with such numbers only one in fifty has a hash of its own. */
  @Test
  void numberedKeysHaveDifferentHashes() {
    Set<Integer> hashes = new HashSet<>();
    for (int i = 0; i < KEYS; i++) {
      hashes.add(key(i).hashCode());
    }
    assertTrue(hashes.size() > KEYS - KEYS / 1_000, hashes.size() + " of " + KEYS);
  }
}
