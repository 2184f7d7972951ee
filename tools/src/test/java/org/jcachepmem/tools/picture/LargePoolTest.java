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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.jcachepmem.allocator.record.PoolView.ChunkView;
import org.junit.jupiter.api.Test;

/** Where there are more chunks than places, a place stands for several. */
class LargePoolTest {

  private static List<ChunkView> chunks(int count) {
    List<ChunkView> chunks = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      chunks.add(
          number % 4 == 3
              ? new ChunkView(number, ChunkView.FREE, 0, 0, 0)
              : new ChunkView(number, number % 3, 64 << number % 3, 100, number % 101));
    }
    return chunks;
  }

  @Test
  void placesShareTheChunksOut() {
    List<Cell> cells = Cell.of(chunks(100_000), 8192);
    assertTrue(cells.size() <= 8192 && cells.size() > 4096, "cells " + cells.size());
    assertEquals(100_000, cells.stream().mapToInt(Cell::chunks).sum());
    assertEquals(25_000, cells.stream().mapToInt(Cell::free).sum());
    assertTrue(cells.stream().allMatch(cell -> cell.fullness() >= 0 && cell.fullness() <= 1));
  }

  @Test
  void bothPicturesStayOfAPassableSize() {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    new TerminalPicture(out, 80, false).draw(chunks(100_000));
    out.flush();
    assertTrue(text.toString().lines().count() < 50, text.toString());
    assertTrue(text.toString().contains("One place is 45 chunks"), text.toString());
    String svg = SvgPicture.of("large", chunks(100_000));
    assertTrue(svg.length() < 4 << 20, "characters " + svg.length());
    assertTrue(svg.contains("one square is 13 chunks"), svg.substring(0, 1000));
  }

  @Test
  void slotSizesAreGroupedByPowersOfTwo() {
    assertEquals(32, SizeGroup.mostBytes(16));
    assertEquals(64, SizeGroup.mostBytes(33));
    assertEquals(64, SizeGroup.mostBytes(64));
    assertEquals(2 << 20, SizeGroup.mostBytes((2 << 20) - 32));
    assertEquals(SizeGroup.FREE, SizeGroup.mostBytes(0));
  }
}
