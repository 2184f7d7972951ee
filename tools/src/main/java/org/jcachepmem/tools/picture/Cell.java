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
import org.jcachepmem.allocator.record.PoolView.ChunkView;

/**
 * A place in the picture: a chunk, or in a large pool some that lie side by side.
 *
 * @param first the number of the first chunk
 * @param chunks how many chunks
 * @param free how many of them have no class
 * @param slotBytes the slot size of its fullest chunk, 0 if all are free
 * @param slots slots of its chunks
 * @param taken slots that are taken
 * @param fullness the share of slots that is taken, 0 to 1, the mean over its chunks
 */
record Cell(int first, int chunks, int free, int slotBytes, int slots, int taken, double fullness) {

  /** The chunks in at most {@code most} cells of equal length. */
  static List<Cell> of(List<ChunkView> chunks, int most) {
    int each = Math.max(1, (chunks.size() + most - 1) / most);
    List<Cell> cells = new ArrayList<>();
    for (int from = 0; from < chunks.size(); from += each) {
      cells.add(of(chunks.subList(from, Math.min(chunks.size(), from + each))));
    }
    return cells;
  }

  private static Cell of(List<ChunkView> chunks) {
    int free = 0;
    int slots = 0;
    int taken = 0;
    double full = 0;
    ChunkView fullest = null;
    for (ChunkView chunk : chunks) {
      slots += chunk.slots();
      taken += chunk.taken();
      full += fullness(chunk);
      if (chunk.isFree()) {
        free++;
      } else if (fullest == null || fullness(chunk) > fullness(fullest)) {
        fullest = chunk;
      }
    }
    return new Cell(
        chunks.get(0).number(),
        chunks.size(),
        free,
        fullest == null ? 0 : fullest.slotBytes(),
        slots,
        taken,
        full / chunks.size());
  }

  private static double fullness(ChunkView chunk) {
    return chunk.slots() == 0 ? 0 : (double) chunk.taken() / chunk.slots();
  }

  boolean isFree() {
    return free == chunks;
  }
}
