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
import java.nio.file.Path;
import java.time.Instant;
import org.jcachepmem.allocator.layout.Geometry;
import org.jcachepmem.allocator.layout.SuperblockLayout;
import org.jcachepmem.allocator.record.CatalogueEntry;
import org.jcachepmem.allocator.record.PoolView;
import org.jcachepmem.allocator.record.PoolView.ChunkView;
import org.jcachepmem.tools.terminal.Amounts;
import picocli.CommandLine.Command;

/** The pool in a dozen lines. */
@Command(name = "info", description = "What a pool is, and how full.")
final class InfoCommand extends PoolCommand {

  @Override
  public Integer call() throws IOException {
    return look(
        view -> {
          Facts facts = Facts.of(pool, view);
          if (json) {
            printJson(facts::write);
          } else {
            facts.print(this);
          }
          return ExitCode.OK;
        });
  }

  private record Facts(
      Path path,
      Geometry geometry,
      boolean clean,
      boolean readOnly,
      int caches,
      long entries,
      long entryBytes,
      long freeChunks) {

    static Facts of(Path path, PoolView view) {
      long entries = 0;
      long bytes = 0;
      for (CatalogueEntry cache : view.caches()) {
        entries += view.count(cache.id());
        bytes += view.weightBytes(cache.id());
      }
      return new Facts(
          path.toAbsolutePath(),
          view.pool().geometry(),
          view.isClean(),
          view.pool().isReadOnly(),
          view.caches().size(),
          entries,
          bytes,
          view.chunks().stream().filter(ChunkView::isFree).count());
    }

    private static String format() {
      return SuperblockLayout.FORMAT_MAJOR + "." + SuperblockLayout.FORMAT_MINOR;
    }

    void print(InfoCommand command) {
      line(command, "pool", path.toString());
      line(
          command,
          "size",
          Amounts.bytes(geometry.poolBytes()) + " (" + geometry.poolBytes() + " bytes)");
      line(command, "format", format() + (readOnly ? ", of a later version: read only" : ""));
      line(command, "made", Instant.ofEpochMilli(geometry.creationMillis()).toString());
      line(command, "uuid", geometry.uuid().toString());
      line(
          command,
          "closed",
          clean ? "cleanly" : "no: its process was killed; the next open recovers what is shown");
      line(
          command,
          "chunks",
          geometry.chunks()
              + " of "
              + Amounts.bytes(geometry.chunkBytes())
              + ", "
              + freeChunks
              + " free, in "
              + Amounts.count(geometry.segments().size(), "segment", "segments"));
      line(command, "caches", caches + " of at most " + (geometry.cacheIds() - 1));
      line(
          command,
          "entries",
          Amounts.count(entries)
              + ", "
              + Amounts.bytes(entryBytes)
              + " ("
              + Amounts.share(entryBytes, geometry.poolBytes())
              + " of the pool)");
    }

    private static void line(InfoCommand command, String what, String value) {
      command.out().printf("%-8s %s%n", what, value);
    }

    void write(JsonGenerator json) throws IOException {
      json.writeStartObject();
      json.writeStringField("pool", path.toString());
      json.writeNumberField("bytes", geometry.poolBytes());
      json.writeStringField("format", format());
      json.writeBooleanField("readOnly", readOnly);
      json.writeStringField("made", Instant.ofEpochMilli(geometry.creationMillis()).toString());
      json.writeStringField("uuid", geometry.uuid().toString());
      json.writeBooleanField("clean", clean);
      json.writeNumberField("chunkBytes", geometry.chunkBytes());
      json.writeNumberField("chunks", geometry.chunks());
      json.writeNumberField("freeChunks", freeChunks);
      json.writeNumberField("segments", geometry.segments().size());
      json.writeNumberField("caches", caches);
      json.writeNumberField("mostCaches", geometry.cacheIds() - 1);
      json.writeNumberField("entries", entries);
      json.writeNumberField("entryBytes", entryBytes);
      json.writeEndObject();
    }
  }
}
