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

/** Why an entry is gone that nobody removed, replaced or cleared. */
public enum LossCause {
  /** Evicted: the pool is full. */
  SPACE(true),
  /** Evicted: the cache's quota is used up. */
  QUOTA(true),
  /** Evicted: the indexes take more heap than {@code index.max-bytes}. */
  HEAP(true),
  /** Evicted: its chunk was emptied for another size class, and no other slot had room for it. */
  RELOCATION(true),
  /** Dropped: it had expired when somebody asked for it. */
  EXPIRY(false),
  /** Dropped: its value can't be decoded any more. */
  DECODING(false),
  /** Dropped: its bytes don't match their checksum, or its key can't be decoded any more. */
  DAMAGE(false);

  private final boolean isEviction;

  LossCause(boolean isEviction) {
    this.isEviction = isEviction;
  }

  /** Whether the entry had to make room, for whatever it was. */
  public boolean isEviction() {
    return isEviction;
  }
}
