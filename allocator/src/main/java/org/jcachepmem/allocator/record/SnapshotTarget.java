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

import java.util.BitSet;
import java.util.concurrent.locks.ReentrantLock;
import org.jcachepmem.allocator.layout.Bytes;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.medium.MediumFailedException;

/**
 * The medium that a snapshot is made on, and which of its chunks have all of their slots already,
 * because they share the storage of the pool's own.
 *
 * <p>Slots are shared a chunk at a time, once, before anything of that chunk is stored here:
 * records of the snapshot do not change before they are in it, so any moment between the instant
 * and then is right, and nothing that came with another chunk is overlaid. The chunk's directory is
 * never shared, because it has entries of later records. After the first time that the file system
 * refused, everything else is left to be copied.
 *
 * <p>Thread safe.
 */
final class SnapshotTarget {
  /** What file systems share is blocks, mostly of a page. */
  private static final int PAGE_BYTES = 4096;

  private final Medium medium;
  private final int unitBytes;

  /** Innermost: who has it waits for the file system only. */
  private final ReentrantLock lock = new ReentrantLock();

  private boolean isSharing;
  private final BitSet asked = new BitSet();
  private final BitSet shared = new BitSet();

  /**
   * Over a zero-filled medium.
   *
   * @param isSharing whether chunks share the storage of the pool's, where that can be done
   */
  SnapshotTarget(Medium medium, boolean isSharing) {
    this(medium, isSharing, PAGE_BYTES);
  }

  /** For tests, whose chunks have a page only: shares {@code unitBytes} or a multiple of them. */
  SnapshotTarget(Medium medium, boolean isSharing, int unitBytes) {
    this.medium = medium;
    this.unitBytes = unitBytes;
    this.isSharing = isSharing;
  }

  Medium medium() {
    return medium;
  }

  /**
   * Whether this has what was in {@code [from, to)} of {@code source}, all slots of the chunk of
   * that number. If not, each of its records is to be stored here.
   */
  boolean hasSlots(Medium source, int number, long from, long to) {
    lock.lock();
    try {
      if (isSharing && !asked.get(number)) {
        shared.set(number, share(source, from, to));
      }
      asked.set(number);
      return shared.get(number);
    } finally {
      lock.unlock();
    }
  }

  private boolean share(Medium source, long from, long to) {
    long unit = Bytes.alignUp(from, unitBytes);
    if (unit >= to) {
      return false;
    }
    byte[] besideDirectory = new byte[(int) (unit - from)];
    try {
      source.copyOut(from, besideDirectory, 0, besideDirectory.length);
    } catch (MediumFailedException | InternalError e) {
      return false; // as much as can be read is copied
    }
    isSharing = medium.cloneFrom(source, unit, to - unit);
    if (isSharing) {
      medium.copyIn(from, besideDirectory, 0, besideDirectory.length);
    }
    return isSharing;
  }

  /** How many chunks were asked for. */
  int askedChunks() {
    lock.lock();
    try {
      return asked.cardinality();
    } finally {
      lock.unlock();
    }
  }

  /** How many of them share the storage of the pool's. */
  int sharedChunks() {
    lock.lock();
    try {
      return shared.cardinality();
    } finally {
      lock.unlock();
    }
  }
}
