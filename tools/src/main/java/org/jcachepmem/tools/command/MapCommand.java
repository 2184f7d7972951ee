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
package org.jcachepmem.tools.command;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jcachepmem.allocator.record.PoolView;
import org.jcachepmem.allocator.record.PoolView.ChunkView;
import org.jcachepmem.tools.picture.SvgPicture;
import org.jcachepmem.tools.picture.TerminalPicture;
import org.jcachepmem.tools.terminal.Amounts;
import org.jcachepmem.tools.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The picture. */
@Command(
    name = "map",
    description = {
      "A picture of the pool: its chunks in order, coloured by the size of their slots, and how full"
          + " they are."
    })
final class MapCommand extends PoolCommand {

  @Option(names = "--svg", paramLabel = "FILE", description = "Draw it into an SVG file instead.")
  @Nullable Path svg;

  @Option(
      names = "--color",
      paramLabel = "WHEN",
      description = "Colours: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  When colour = When.auto;

  @Option(
      names = "--columns",
      paramLabel = "N",
      description = "Characters of a line. Default: as many as the terminal has.")
  @Nullable Integer columns;

  /** When to use colours. */
  enum When {
    auto,
    always,
    never
  }

  @Override
  public Integer call() throws IOException {
    return look(
        view -> {
          List<ChunkView> chunks = view.chunks();
          if (svg != null) {
            requirePicture(svg);
            Files.writeString(svg, SvgPicture.of(title(view), chunks));
          }
          if (json) {
            printJson(generator -> write(generator, view, chunks));
          } else if (svg == null) {
            boolean coloured =
                colour == When.always
                    || colour == When.auto && Terminal.isTerminal(Terminal.OUTPUT);
            out().println(title(view));
            out().println();
            int width = columns == null ? Terminal.columns() : columns;
            new TerminalPicture(out(), width, coloured).draw(chunks);
          }
          return ExitCode.OK;
        });
  }

  /** A picture is drawn anew; anything else, a pool for one, is not written over. */
  private static void requirePicture(Path file) throws IOException {
    if (!Files.exists(file) || Files.size(file) == 0) {
      return;
    }
    boolean isPicture = false;
    if (Files.isRegularFile(file)) {
      try (InputStream from = Files.newInputStream(file)) {
        isPicture = new String(from.readNBytes(200), StandardCharsets.UTF_8).contains("<svg");
      }
    }
    if (!isPicture) {
      throw new ToolFailure(
          ExitCode.USAGE, file + " is there and is no picture: name another file, or remove it");
    }
  }

  private String title(PoolView view) {
    return pool.getFileName()
        + ", "
        + Amounts.bytes(view.pool().geometry().poolBytes())
        + " in chunks of "
        + Amounts.bytes(view.pool().geometry().chunkBytes());
  }

  private static void write(JsonGenerator json, PoolView view, List<ChunkView> chunks)
      throws IOException {
    json.writeStartObject();
    json.writeNumberField("chunkBytes", view.pool().geometry().chunkBytes());
    json.writeArrayFieldStart("chunks");
    for (ChunkView chunk : chunks) {
      json.writeStartObject();
      json.writeNumberField("number", chunk.number());
      json.writeBooleanField("free", chunk.isFree());
      if (!chunk.isFree()) {
        json.writeNumberField("slotBytes", chunk.slotBytes());
        json.writeNumberField("slots", chunk.slots());
        json.writeNumberField("taken", chunk.taken());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
