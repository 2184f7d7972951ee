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
package org.jcachepmem.allocator.simulator;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.jcachepmem.allocator.layout.Bytes;
import org.jcachepmem.allocator.layout.DirectoryLayout;
import org.jspecify.annotations.Nullable;

/**
 * What a key reads as: a value and when it expires, or nothing.
 *
 * @param version counts the puts; 0 for nothing
 * @param expirySeconds as the medium keeps it; all ones for never
 */
public record Content(int version, byte[] value, int expirySeconds) {
  public static final int ETERNAL = -1;

  /** Values from this length on may be forged. */
  private static final int FORGED_FROM = 64;

  public static final Content ABSENT = new Content(0, new byte[0], ETERNAL);

  /** The value that version {@code version} of a key has: each byte depends on both. */
  public static Content of(Key key, int version, int length, int expirySeconds) {
    byte[] value = new byte[length];
    SplittableRandom random = new SplittableRandom((long) key.number() << 32 | version);
    random.nextBytes(value);
    if (length >= FORGED_FROM && version % 3 == 0) {
      forge(value, version);
    }
    return new Content(version, value, expirySeconds);
  }

  /**
   * Fills the value with what a directory entry of an old epoch could be, one that recovery would
   * believe: a chunk that gets another class must not show it.
   */
  private static void forge(byte[] value, int version) {
    int cacheId = 1 + version / 3 % 2;
    int generation = 1 + version / 6 % 3;
    long sequence = version % 2 == 0 ? 5 : 1L << 28 | 5;
    for (int at = version / 3 % 4 * 8;
        at + DirectoryLayout.ENTRY_BYTES <= value.length;
        at += DirectoryLayout.ENTRY_BYTES) {
      Bytes.putLong(value, at, DirectoryLayout.live(sequence));
      Bytes.putLong(value, at + DirectoryLayout.W1_AT, version);
      Bytes.putLong(
          value, at + DirectoryLayout.W2_AT, DirectoryLayout.lengths(0, 0, cacheId, generation));
    }
  }

  /** The same until another time. */
  public Content expiring(int newExpirySeconds) {
    return new Content(version, value, newExpirySeconds);
  }

  public boolean isAbsent() {
    return version == 0;
  }

  /** Whether it is there no more at that time. */
  public boolean hasExpired(int nowSeconds) {
    return version != 0
        && expirySeconds != ETERNAL
        && Integer.compareUnsigned(expirySeconds, nowSeconds) <= 0;
  }

  /** Whether this is what was found; null for nothing. */
  public boolean matches(byte @Nullable [] found, int foundExpirySeconds) {
    return found == null
        ? version == 0
        : version != 0 && expirySeconds == foundExpirySeconds && Arrays.equals(value, found);
  }

  @Override
  public String toString() {
    return isAbsent()
        ? "absent"
        : "version "
            + version
            + " of "
            + value.length
            + " bytes"
            + (expirySeconds == ETERNAL ? "" : " until " + expirySeconds);
  }
}
