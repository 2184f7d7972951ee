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
package org.jcachepmem.allocator.record;

import org.jcachepmem.allocator.layout.DirectoryLayout;

/**
 * Expiry times on the medium: whole seconds since the pool's creation, rounded down, in 32 bits
 * unsigned.
 */
final class ExpiryClock {
  /** The last time that can be kept: 136 years after creation. */
  private static final long LAST = 0xFFFF_FFFEL;

  private final long creationMillis;

  ExpiryClock(long creationMillis) {
    this.creationMillis = creationMillis;
  }

  /**
   * Never later than {@code millis}, but for times before the creation, which become the creation.
   */
  int toSeconds(long millis) {
    if (millis == EntryRef.ETERNAL) {
      return DirectoryLayout.ETERNAL_SECONDS;
    }
    long seconds = Math.floorDiv(millis - creationMillis, 1000L);
    return (int) Math.max(0, Math.min(LAST, seconds));
  }

  long toMillis(int seconds) {
    return seconds == DirectoryLayout.ETERNAL_SECONDS
        ? EntryRef.ETERNAL
        : creationMillis + Integer.toUnsignedLong(seconds) * 1000L;
  }
}
