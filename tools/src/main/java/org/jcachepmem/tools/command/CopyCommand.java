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

import java.io.IOException;
import java.nio.file.Path;
import org.jcachepmem.allocator.record.CatalogueEntry;
import org.jcachepmem.allocator.record.PoolFullException;
import org.jcachepmem.allocator.record.PoolView;
import org.jcachepmem.allocator.record.RecordTooLargeException;
import org.jcachepmem.tools.dump.DumpHead;
import org.jcachepmem.tools.dump.DumpReceiver.DumpEnd;
import org.jcachepmem.tools.dump.PoolDump;
import org.jcachepmem.tools.dump.PoolFiller;
import org.jcachepmem.tools.terminal.Amounts;
import org.jcachepmem.tools.terminal.Progress;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Another pool with the same contents. */
@Command(
    name = "copy",
    description = {
      "Puts all entries of a pool into a new one, of the same or another size, packed as densely as they"
          + " can be. The new pool appears when it is complete.",
      "Ends with 1 if entries are damaged: these are left out."
    })
final class CopyCommand extends PoolCommand {

  @Parameters(index = "1", paramLabel = "TARGET", description = "The new pool's file.")
  Path target;

  @Option(
      names = "--size",
      paramLabel = "SIZE",
      converter = SizeConverter.class,
      description = "Size of the new pool, such as 64MiB. Default: that of the old one.")
  @Nullable Long size;

  @Override
  public Integer call() throws IOException {
    return look(
        view -> {
          DumpHead head = DumpHead.of(view.pool().geometry());
          long sizeBytes = size == null ? head.poolBytes() : size;
          try (OpenedPool opened =
              OpenedPool.made(target, sizeBytes, head.creationMillis(), head.mostCaches())) {
            DumpEnd end = fill(view, opened, sizeBytes);
            opened.finish();
            tell(end, view.damages(), sizeBytes);
            return end.damaged() == 0 ? ExitCode.OK : ExitCode.NO;
          }
        });
  }

  private DumpEnd fill(PoolView view, OpenedPool opened, long sizeBytes) throws IOException {
    long entries = view.caches().stream().map(CatalogueEntry::id).mapToLong(view::count).sum();
    long[] done = {0};
    try (Progress progress = progress("copy", entries)) {
      PoolFiller filler =
          new PoolFiller(
              opened.records(),
              PoolFiller.IfThere.REFUSE,
              amount -> {
                done[0] += amount;
                progress.advance(amount);
              });
      return PoolDump.run(view, view.caches(), filler, amount -> {});
    } catch (PoolFullException | RecordTooLargeException e) {
      throw new ToolFailure(
          ExitCode.NO_ROOM,
          "a pool of "
              + Amounts.bytes(sizeBytes)
              + " is full after "
              + Amounts.count(done[0])
              + " of "
              + Amounts.count(entries)
              + " entries: give a larger --size",
          e);
    }
  }

  private void tell(DumpEnd end, long parts, long sizeBytes) throws IOException {
    if (json) {
      printJson(
          generator -> {
            generator.writeStartObject();
            generator.writeStringField("pool", target.toString());
            generator.writeNumberField("bytes", sizeBytes);
            generator.writeNumberField("caches", end.caches());
            generator.writeNumberField("records", end.records());
            generator.writeNumberField("damaged", end.damaged());
            generator.writeEndObject();
          });
      return;
    }
    out().println(TransferText.of(end, "a new pool of " + Amounts.bytes(sizeBytes)));
    if (end.damaged() > 0) {
      err().println(TransferText.damaged(end, parts));
    }
  }
}
