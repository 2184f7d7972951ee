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

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jcachepmem.allocator.record.CatalogueEntry;
import org.jcachepmem.allocator.record.PoolView;
import org.jcachepmem.tools.dump.BinaryDumpWriter;
import org.jcachepmem.tools.dump.DumpReceiver;
import org.jcachepmem.tools.dump.DumpReceiver.DumpEnd;
import org.jcachepmem.tools.dump.JsonDumpWriter;
import org.jcachepmem.tools.dump.PoolDump;
import org.jcachepmem.tools.shown.StoredForms;
import org.jcachepmem.tools.terminal.Amounts;
import org.jcachepmem.tools.terminal.Progress;
import org.jcachepmem.tools.terminal.StandardOutput;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The contents, out. */
@Command(
    name = "dump",
    description = {
      "Writes caches and entries, as the bytes that they are, for load to put into a pool again.",
      "JSON Lines, or a binary form that is smaller and has a checksum. Ends with 1 if entries are"
          + " damaged: these are left out."
    })
final class DumpCommand extends PoolCommand.OfCache {
  private static final int BUFFER_BYTES = 1 << 16;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = {
        "The file, which must not be there yet; it appears when it is complete.",
        "Default: standard output."
      })
  @Nullable Path output;

  @Option(names = "--binary", description = "The binary form.")
  boolean binary;

  @Option(
      names = "--shown",
      description = "In JSON Lines, also what keys and values are, as far as their bytes say.")
  boolean shown;

  @Option(names = "--cache", paramLabel = "CACHE", description = "Only this cache.")
  @Nullable String name;

  @Override
  public Integer call() throws IOException {
    if (binary && shown) {
      throw new ToolFailure(ExitCode.USAGE, "--shown is for JSON Lines, not for --binary");
    }
    return look(
        view -> {
          DumpEnd end = output == null ? toStandardOutput(view) : toFile(view, output);
          if (end.damaged() > 0) {
            err().println(TransferText.damaged(end, view.damages()));
          }
          return end.damaged() == 0 ? ExitCode.OK : ExitCode.NO;
        });
  }

  private DumpEnd toStandardOutput(PoolView view) throws IOException {
    out().flush();
    OutputStream to = new BufferedOutputStream(new StandardOutput(), BUFFER_BYTES);
    DumpEnd end = dump(view, to);
    to.flush();
    return end;
  }

  private DumpEnd toFile(PoolView view, Path file) throws IOException {
    DumpEnd end = OwnersFile.write(file, to -> dump(view, to));
    tell(end, file);
    return end;
  }

  private DumpEnd dump(PoolView view, OutputStream to) throws IOException {
    List<CatalogueEntry> caches = caches(view.caches(), name);
    long entries = caches.stream().mapToLong(c -> view.count(c.id())).sum();
    DumpReceiver receiver =
        binary
            ? new BinaryDumpWriter(to)
            : new JsonDumpWriter(to, shown ? new StoredForms() : null);
    try (Progress progress = progress("dump", entries)) {
      return PoolDump.run(view, caches, receiver, progress::advance);
    }
  }

  private void tell(DumpEnd end, Path file) throws IOException {
    long bytes = Files.size(file);
    if (json) {
      printJson(
          generator -> {
            generator.writeStartObject();
            generator.writeStringField("file", file.toString());
            generator.writeNumberField("bytes", bytes);
            generator.writeNumberField("caches", end.caches());
            generator.writeNumberField("records", end.records());
            generator.writeNumberField("damaged", end.damaged());
            generator.writeEndObject();
          });
    } else {
      out().println(TransferText.of(end) + ", " + Amounts.bytes(bytes));
    }
  }
}
