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
package org.jcachepmem.allocator.mutant;

import java.lang.reflect.Field;
import org.jcachepmem.allocator.medium.Medium;

/**
 * What planted bugs do instead of a call. Public, because the changed classes of other packages
 * call it.
 */
public final class StandIns {
  private StandIns() {}

  /** An 8-byte store in two halves, the lower one first. */
  public static void split(Object medium, long offset, long value) {
    ((Medium) medium).putInt(offset, (int) value);
    ((Medium) medium).putInt(offset + Integer.BYTES, (int) (value >>> Integer.SIZE));
  }

  /** Copies and does not flush. */
  public static void copyIn(Object medium, long offset, byte[] source, int from, int length) {
    medium(medium).copyIn(offset, source, from, length);
  }

  /** Flushes all but the last line of a range. */
  public static void flushShort(Object medium, long offset, long lengthBytes) {
    long last = (offset + lengthBytes - 1) & -64;
    if (last > offset) {
      medium(medium).flush(offset, last - offset);
    }
  }

  /** A medium, or the one that a room of its own stands before. */
  private static Medium medium(Object mediumOrCommits) {
    if (mediumOrCommits instanceof Medium medium) {
      return medium;
    }
    try {
      Field field = mediumOrCommits.getClass().getDeclaredField("medium");
      field.setAccessible(true);
      return (Medium) field.get(mediumOrCommits);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
