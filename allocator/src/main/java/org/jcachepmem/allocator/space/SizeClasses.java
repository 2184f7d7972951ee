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
package org.jcachepmem.allocator.space;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jcachepmem.allocator.layout.Bytes;
import org.jcachepmem.allocator.layout.ChunkLayout;
import org.jcachepmem.allocator.layout.DirectoryLayout;

/**
 * The slot sizes of a pool: 16 byte steps to 512 bytes, then about 6 %, each stretched to what its
 * number of slots leaves in a chunk, so that no tail is wasted; up to the size of which 8 fit a
 * chunk. The last class is one slot that takes a whole chunk, for the pieces of large values. The
 * table follows from the chunk size alone. Immutable.
 */
public final class SizeClasses {
  private static final int STEP = 16;
  private static final int FINE_LIMIT = 512;
  private static final double GROWTH = 1.06;
  private static final int FEWEST_SLOTS = 8;

  /** One for each chunk size that was met, by its logarithm. */
  private static final AtomicReferenceArray<SizeClasses> TABLES =
      new AtomicReferenceArray<>(Integer.SIZE);

  private final int chunkBytes;
  private final int[] slotBytes;
  private final int[] slots;
  private final byte[] byStep;

  /** The classes of chunks of {@code chunkBytes}, a power of two from 4 KiB to 2 MiB. */
  public static SizeClasses of(int chunkBytes) {
    int shift = Integer.numberOfTrailingZeros(chunkBytes);
    SizeClasses known = TABLES.get(shift);
    if (known == null || known.chunkBytes != chunkBytes) {
      known = new SizeClasses(chunkBytes);
      TABLES.set(shift, known); // who comes second makes an equal one
    }
    return known;
  }

  private SizeClasses(int chunkBytes) {
    this.chunkBytes = chunkBytes;
    int[] sizes = new int[ChunkLayout.MAX_CLASSES];
    int count = 0;
    int size = STEP;
    int largest = stretch(STEP, FEWEST_SLOTS);
    while (size <= largest) {
      int stretched = stretch(size, chunkBytes / (size + DirectoryLayout.ENTRY_BYTES));
      sizes[count++] = stretched;
      size =
          stretched < FINE_LIMIT
              ? stretched + STEP
              : Math.max(stretched + STEP, (int) (stretched * GROWTH) & -STEP);
      if (size > largest && stretched < largest) {
        size = largest;
      }
    }
    sizes[count++] = chunkBytes - DirectoryLayout.ENTRY_BYTES;
    slotBytes = Arrays.copyOf(sizes, count);
    slots = new int[count];
    for (int i = 0; i < count; i++) {
      slots[i] = chunkBytes / (slotBytes[i] + DirectoryLayout.ENTRY_BYTES);
    }
    byStep = new byte[largest / STEP + 1];
    for (int step = 0, c = 0; step < byStep.length; step++) {
      while (slotBytes[c] < step * STEP) {
        c++;
      }
      byStep[step] = (byte) c;
    }
  }

  /** The largest multiple of 16 of which {@code n} slots with their entries fit a chunk. */
  private int stretch(int least, int n) {
    return Math.max(least, (chunkBytes / n - DirectoryLayout.ENTRY_BYTES) & -STEP);
  }

  /** How many classes there are. */
  public int count() {
    return slotBytes.length;
  }

  /** The class of the whole-chunk pieces. */
  public int wholeChunk() {
    return slotBytes.length - 1;
  }

  /** The most bytes that one slot holds, pieces apart. */
  public int largestRecordBytes() {
    return slotBytes[slotBytes.length - 2];
  }

  /** The smallest class whose slots hold {@code bytes}. */
  public int classOf(int bytes) {
    int step = (bytes + STEP - 1) / STEP;
    return step < byStep.length ? byStep[step] & 0xFF : wholeChunk();
  }

  /** Bytes of a slot of a class. */
  public int slotBytes(int sizeClass) {
    return slotBytes[sizeClass];
  }

  /** Slots of a chunk of a class. */
  public int slots(int sizeClass) {
    return slots[sizeClass];
  }

  /** Pool bytes of a slot with its directory entry: what an entry weighs. */
  public int weight(int sizeClass) {
    return slotBytes[sizeClass] + DirectoryLayout.ENTRY_BYTES;
  }

  /** Bytes of the directory of a chunk of a class. */
  public int directoryBytes(int sizeClass) {
    return slots[sizeClass] * DirectoryLayout.ENTRY_BYTES;
  }

  /** Where the first slot of a chunk of a class starts, from the chunk's start. */
  public int firstSlot(int sizeClass) {
    return (int) Bytes.alignUp(directoryBytes(sizeClass), STEP);
  }

  /** Bytes of a chunk. */
  public int chunkBytes() {
    return chunkBytes;
  }
}
