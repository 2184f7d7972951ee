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
package org.jcachepmem.tools.picture;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jcachepmem.allocator.record.PoolView.ChunkView;

/**
 * The chunks whose slots are of about one size: up to a power of two, above its half. They share a
 * colour.
 *
 * @param mostBytes the power of two
 * @param slots their slots
 * @param taken slots that are taken
 * @param slotBytes bytes of all their slots
 * @param takenBytes bytes of the slots that are taken
 */
record SizeGroup(
    int mostBytes, int chunks, long slots, long taken, long slotBytes, long takenBytes) {
  /** What a chunk without a class has for a size. */
  static final int FREE = 0;

  private static final int SMALLEST = 32;

  /** The power of two that stands for a slot size. */
  static int mostBytes(int slotBytes) {
    return slotBytes == 0
        ? FREE
        : Math.max(SMALLEST, slotBytes <= 1 ? 1 : Integer.highestOneBit(slotBytes - 1) << 1);
  }

  /** The groups that a pool has, the smallest first; free chunks are in none. */
  static List<SizeGroup> of(List<ChunkView> chunks) {
    Map<Integer, SizeGroup> groups = new TreeMap<>();
    for (ChunkView chunk : chunks) {
      if (!chunk.isFree()) {
        long bytes = chunk.slotBytes();
        SizeGroup one =
            new SizeGroup(
                mostBytes(chunk.slotBytes()),
                1,
                chunk.slots(),
                chunk.taken(),
                chunk.slots() * bytes,
                chunk.taken() * bytes);
        groups.merge(one.mostBytes, one, SizeGroup::plus);
      }
    }
    return new ArrayList<>(groups.values());
  }

  private SizeGroup plus(SizeGroup other) {
    return new SizeGroup(
        mostBytes,
        chunks + other.chunks,
        slots + other.slots,
        taken + other.taken,
        slotBytes + other.slotBytes,
        takenBytes + other.takenBytes);
  }
}
