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

import java.util.Arrays;
import org.jcachepmem.allocator.record.KeyHash;

/**
 * The bytes of a key as a key of hash tables, with a hash that spreads: that of arrays and buffers
 * gives thousands of numbered keys the same one, and closing a large cache became quadratic.
 */
final class KeyBytes {
  private final byte[] bytes;
  private final int hash;

  /** Shares {@code bytes}, which nobody may change. */
  KeyBytes(byte[] bytes) {
    this.bytes = bytes;
    this.hash = Long.hashCode(KeyHash.of(bytes));
  }

  byte[] bytes() {
    return bytes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KeyBytes key && hash == key.hash && Arrays.equals(bytes, key.bytes);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
