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

import java.io.PrintWriter;
import java.util.List;
import org.jcachepmem.allocator.record.PoolView.ChunkView;
import org.jcachepmem.tools.terminal.Amounts;

/** The picture in characters: a block that is as high as a chunk is full. */
public final class TerminalPicture {
  private static final String BLOCKS = "▁▂▃▄▅▆▇█";
  private static final String EMPTY = "_";
  private static final String FREE = "·";
  private static final int MOST_ROWS = 32;
  private static final int MARGIN = 9;
  private static final int BAR = 20;

  private final PrintWriter out;
  private final int columns;
  private final boolean coloured;

  /**
   * @param columns characters of a line
   */
  public TerminalPicture(PrintWriter out, int columns, boolean coloured) {
    this.out = out;
    this.columns = Math.max(8, columns - MARGIN);
    this.coloured = coloured;
  }

  /** Draws the chunks and the legend. */
  public void draw(List<ChunkView> chunks) {
    List<Cell> cells = Cell.of(chunks, columns * MOST_ROWS);
    for (int from = 0; from < cells.size(); from += columns) {
      out.printf("%7d  ", cells.get(from).first());
      cells.subList(from, Math.min(cells.size(), from + columns)).forEach(this::draw);
      out.println();
    }
    out.println();
    int each = cells.isEmpty() ? 1 : cells.get(0).chunks();
    out.println(
        "One place is "
            + (each == 1 ? "a chunk" : each + " chunks")
            + ": "
            + FREE
            + " free, "
            + EMPTY
            + " of a class and empty, "
            + BLOCKS
            + " as full as it is high");
    legend(chunks);
  }

  private void draw(Cell cell) {
    String sign = FREE;
    if (!cell.isFree()) {
      int height = (int) Math.ceil(cell.fullness() * BLOCKS.length());
      sign = height == 0 ? EMPTY : BLOCKS.substring(height - 1, height);
    }
    out.print(coloured(sign, SizeGroup.mostBytes(cell.slotBytes())));
  }

  private String coloured(String text, int mostBytes) {
    return coloured && mostBytes != SizeGroup.FREE
        ? "\u001b[38;5;" + Palette.terminalColour(mostBytes) + "m" + text + "\u001b[0m"
        : text;
  }

  private void legend(List<ChunkView> chunks) {
    for (SizeGroup group : SizeGroup.of(chunks)) {
      int full = (int) Math.round((double) BAR * group.taken() / Math.max(1, group.slots()));
      out.printf(
          "%s  slots to %9s: %6d chunk%s  %s%s %8s of %s slots%n",
          coloured("█", group.mostBytes()),
          Amounts.bytes(group.mostBytes()),
          group.chunks(),
          group.chunks() == 1 ? " " : "s",
          coloured("█".repeat(full), group.mostBytes()),
          "░".repeat(BAR - full),
          Amounts.share(group.taken(), group.slots()),
          Amounts.count(group.slots()));
    }
    long free = chunks.stream().filter(ChunkView::isFree).count();
    out.printf("%s  free              : %6d chunks%n", FREE, free);
  }
}
