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
import java.lang.reflect.Method;
import java.util.zip.CRC32C;
import org.jcachepmem.allocator.layout.DirectoryLayout;
import org.jcachepmem.allocator.medium.Medium;
import org.jspecify.annotations.Nullable;

/**
 * What planted bugs do instead of a call. Public, because the changed classes of other packages
 * call it.
 */
public final class StandIns {
  private static @Nullable Medium owed;

  private StandIns() {}

  /** An 8-byte store in two halves, the lower one first. */
  public static void split(Object medium, long offset, long value) {
    ((Medium) medium).putInt(offset, (int) value);
    ((Medium) medium).putInt(offset + Integer.BYTES, (int) (value >>> Integer.SIZE));
  }

  /** Stores the tombstone of what is there. */
  public static void putDead(Object medium, long offset, long value) {
    long word = ((Medium) medium).getLong(offset);
    ((Medium) medium).putLongRelease(offset, DirectoryLayout.dead(DirectoryLayout.sequence(word)));
  }

  /** Has what is there LIVE. */
  public static void putLive(Object medium, long offset, long value) {
    long word = ((Medium) medium).getLong(offset);
    ((Medium) medium).putLongRelease(offset, DirectoryLayout.live(DirectoryLayout.sequence(word)));
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

  /** The fence is left to the next operation. */
  public static void fenceLater(Object commits) {
    owed = medium(commits);
  }

  /** Makes the fence that the operation before left out. */
  public static void fenceOwed() {
    Medium medium = owed;
    owed = null;
    if (medium != null) {
      medium.fence();
    }
  }

  /** A retired record's slot is free without having been settled. */
  public static void freeAtOnce(Object settler, Object stripe, Object entry, long weight) {
    call(entry, "die");
    call(settler, "free", entry);
  }

  /** Leaves the last byte out of a checksum. */
  public static void updateShort(Object crc, byte[] bytes, int from, int length) {
    ((CRC32C) crc).update(bytes, from, Math.max(0, length - 1));
  }

  private static void call(Object target, String name, Object... arguments) {
    try {
      method(target.getClass(), name, arguments).invoke(target, arguments);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Method method(Class<?> type, String name, Object... arguments) {
    for (Class<?> in = type; in != null; in = in.getSuperclass()) {
      for (Method method : in.getDeclaredMethods()) {
        if (method.getName().equals(name)
            && method.getParameterCount() == arguments.length
            && (arguments.length == 0 || method.getParameterTypes()[0].isInstance(arguments[0]))) {
          method.setAccessible(true);
          return method;
        }
      }
    }
    throw new NoSuchMethodError(type + " has no method " + name); // no violation: see Trial
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
