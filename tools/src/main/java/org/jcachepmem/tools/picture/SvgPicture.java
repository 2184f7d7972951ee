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

import java.util.List;
import java.util.Locale;
import org.jcachepmem.allocator.record.PoolView.ChunkView;
import org.jcachepmem.tools.terminal.Amounts;

/** The picture as SVG: a square for each chunk, filled from below as far as it is full. */
public final class SvgPicture {
  private static final int MOST_CELLS = 8192;
  private static final int SIDE = 14;
  private static final int GAP = 2;
  private static final int STEP = SIDE + GAP;
  private static final int MARGIN = 24;
  private static final int HEAD = 56;
  private static final int ROW = 22;
  private static final int LEGEND_COLUMN = 330;
  private static final int LEAST_COLUMNS = 42;
  private static final double SHAPE = 1.8;

  private final StringBuilder svg = new StringBuilder();
  private final List<Cell> cells;
  private final List<SizeGroup> groups;
  private final int columns;
  private final long free;

  private SvgPicture(List<ChunkView> chunks) {
    cells = Cell.of(chunks, MOST_CELLS);
    groups = SizeGroup.of(chunks);
    columns = Math.max(LEAST_COLUMNS, (int) Math.ceil(Math.sqrt(cells.size() * SHAPE)));
    free = chunks.stream().filter(ChunkView::isFree).count();
  }

  /**
   * The picture as a whole document.
   *
   * @param title one line above it
   */
  public static String of(String title, List<ChunkView> chunks) {
    SvgPicture picture = new SvgPicture(chunks);
    picture.draw(title, chunks);
    return picture.svg.toString();
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  private void draw(String title, List<ChunkView> chunks) {
    int rows = (cells.size() + columns - 1) / columns;
    int width = 2 * MARGIN + columns * STEP - GAP;
    int legendColumns = Math.max(1, (width - MARGIN) / LEGEND_COLUMN);
    int legendRows = (groups.size() + legendColumns) / legendColumns;
    int legendTop = HEAD + rows * STEP + MARGIN;
    int height = legendTop + legendRows * ROW + MARGIN / 2;
    add("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
            + " font-family=\"sans-serif\">",
        width, height, width, height);
    add("<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>", width, height);
    add(
        "<text x=\"%d\" y=\"24\" font-size=\"15\" font-weight=\"bold\" fill=\"#222222\">%s</text>",
        MARGIN, escaped(title));
    add(
        "<text x=\"%d\" y=\"43\" font-size=\"12\" fill=\"#555555\">%s</text>",
        MARGIN, subtitle(chunks));
    for (int i = 0; i < cells.size(); i++) {
      draw(cells.get(i), MARGIN + i % columns * STEP, HEAD + i / columns * STEP);
    }
    for (int i = 0; i <= groups.size(); i++) {
      int x = MARGIN + i / legendRows * LEGEND_COLUMN;
      int y = legendTop + i % legendRows * ROW;
      legend(i < groups.size() ? groups.get(i) : null, x, y);
    }
    add("</svg>");
  }

  private String subtitle(List<ChunkView> chunks) {
    long slots = groups.stream().mapToLong(SizeGroup::slotBytes).sum();
    long taken = groups.stream().mapToLong(SizeGroup::takenBytes).sum();
    int each = cells.isEmpty() ? 1 : cells.get(0).chunks();
    return Amounts.count(chunks.size())
        + " chunks, "
        + Amounts.count(free)
        + " free; of the slots of the others "
        + Amounts.share(taken, slots)
        + " are taken; one square is "
        + (each == 1 ? "a chunk" : each + " chunks");
  }

  private void draw(Cell cell, int x, int y) {
    if (cell.isFree()) {
      add(
          "<rect x=\"%.1f\" y=\"%.1f\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#d0d0d0\"/>",
          x + 0.5, y + 0.5, SIDE - 1, SIDE - 1);
      return;
    }
    int colour = Palette.colour(SizeGroup.mostBytes(cell.slotBytes()));
    double height = SIDE * cell.fullness();
    add(
        "<g><title>%s</title><rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#%06x\""
            + " fill-opacity=\"0.22\"/><rect x=\"%d\" y=\"%.2f\" width=\"%d\" height=\"%.2f\""
            + " fill=\"#%06x\"/></g>",
        title(cell), x, y, SIDE, SIDE, colour, x, y + SIDE - height, SIDE, height, colour);
  }

  private static String title(Cell cell) {
    String which =
        cell.chunks() == 1
            ? "chunk " + cell.first()
            : "chunks " + cell.first() + " to " + (cell.first() + cell.chunks() - 1);
    String of = cell.chunks() == 1 ? " of " + Amounts.bytes(cell.slotBytes()) : "";
    return which
        + ": "
        + Amounts.count(cell.taken())
        + " of "
        + Amounts.count(cell.slots())
        + " slots"
        + of
        + " taken";
  }

  private void legend(@org.jspecify.annotations.Nullable SizeGroup group, int x, int y) {
    String text = "free: " + Amounts.count(free) + " chunks";
    if (group == null) {
      add(
          "<rect x=\"%.1f\" y=\"%.1f\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#d0d0d0\"/>",
          x + 0.5, y + 0.5, SIDE - 1, SIDE - 1);
    } else {
      add(
          "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#%06x\"/>",
          x, y, SIDE, SIDE, Palette.colour(group.mostBytes()));
      text =
          "slots to "
              + Amounts.bytes(group.mostBytes())
              + ": "
              + Amounts.count(group.chunks())
              + " chunks, "
              + Amounts.share(group.taken(), group.slots())
              + " full";
    }
    add(
        "<text x=\"%d\" y=\"%d\" font-size=\"12\" fill=\"#222222\">%s</text>",
        x + SIDE + 8, y + SIDE - 3, text);
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                default -> escaped.appendCodePoint(Character.isISOControl(c) ? '?' : c);
              }
            });
    return escaped.toString();
  }
}
