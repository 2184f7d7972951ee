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
package org.jcachepmem.key;

import java.util.Arrays;

/** A canonical key of more bytes than fit two words. */
final class BytesKey extends CanonicalKey {

  private final byte[] bytes;
  private final int hash;
  private final boolean shared;

  /**
   * @param shared whether the array may be the caller's own, as that of a byte[] key is
   */
  BytesKey(byte[] bytes, boolean shared) {
    this.bytes = bytes;
    this.hash = Hashes.spread(Arrays.hashCode(bytes) * Hashes.GOLDEN + bytes.length);
    this.shared = shared;
  }

  @Override
  public byte[] bytes() {
    return bytes;
  }

  @Override
  public KeyIdentity detached() {
    return shared ? new BytesKey(bytes.clone(), false) : this;
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof BytesKey key && hash == key.hash && Arrays.equals(bytes, key.bytes));
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
