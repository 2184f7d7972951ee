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
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jcachepmem.allocator.record.CatalogueEntry;
import org.jcachepmem.allocator.record.PoolFullException;
import org.jcachepmem.allocator.record.RecordTooLargeException;
import org.jcachepmem.tools.dump.DumpHead;
import org.jcachepmem.tools.dump.DumpReader;
import org.jcachepmem.tools.dump.DumpReceiver;
import org.jcachepmem.tools.dump.DumpRecord;
import org.jcachepmem.tools.dump.PoolFiller;
import org.jcachepmem.tools.dump.PoolFiller.IfThere;
import org.jcachepmem.tools.terminal.Progress;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The contents, in. */
@Command(
    name = "load",
    description = {
      "Puts what dump wrote into a pool, byte for byte. A pool that is missing is made, of the size that"
          + " the dumped one had or --size says; it appears when it is complete.",
      "In a pool that was made by load, entries expire at the very times of the dump; in another one up to"
          + " a second earlier, since times are kept in whole seconds since a pool was made."
    })
final class LoadCommand extends PoolCommand {

  @Parameters(
      index = "1",
      paramLabel = "FILE",
      description = "What dump wrote, in either form; - is standard input.")
  String file;

  @Option(
      names = "--size",
      paramLabel = "SIZE",
      converter = SizeConverter.class,
      description = "Size of a pool that is made, such as 64MiB.")
  @Nullable Long size;

  @Mixin TrustOption trust = new TrustOption();

  @ArgGroup @Nullable Policy policy;

  /** One of them, or none. */
  static final class Policy {
    @Option(
        names = "--replace",
        description =
            "Empty caches that have entries already, first: when all of FILE has been read and is a"
                + " whole dump. It must be a file then, no pipe.")
    boolean replace;

    @Option(
        names = "--merge",
        description =
            "Put entries beside and over those that are there, when all of FILE has been read, as"
                + " with --replace.")
    boolean merge;
  }

  private IfThere ifThere() {
    if (policy == null) {
      return IfThere.REFUSE;
    }
    return policy.replace ? IfThere.REPLACE : IfThere.MERGE;
  }

  /** Nothing is deleted, or stored over what is there, for a dump that is not whole. */
  private void checkBeforeChanging() throws IOException {
    Path dump = Path.of(file);
    if (file.equals("-") || Files.exists(dump) && !Files.isRegularFile(dump)) {
      if (ifThere() == IfThere.REFUSE) {
        return; // a pipe: what it puts into empty caches can be dropped
      }
      throw new ToolFailure(
          ExitCode.USAGE,
          "--replace and --merge read the dump twice, to see that it is whole before anything is"
              + " deleted or replaced: store it in a file, and load that");
    }
    try (InputStream from = Files.newInputStream(dump)) {
      DumpReader.check(from);
    }
  }

  @Override
  public Integer call() throws IOException {
    if (Files.exists(pool)) {
      checkBeforeChanging();
    }
    try (InputStream from = file.equals("-") ? System.in : Files.newInputStream(Path.of(file));
        Target target = new Target()) {
      DumpReceiver.DumpEnd end;
      try (target.progress) {
        end = DumpReader.read(from, target);
      } catch (PoolFiller.RefusedException e) {
        throw new ToolFailure(ExitCode.USAGE, e.getMessage(), e);
      } catch (PoolFullException | RecordTooLargeException e) {
        throw new ToolFailure(
            ExitCode.NO_ROOM,
            "after "
                + target.records
                + " entries the pool is full. Load into a larger one ("
                + (target.isNew ? "--size" : "grow")
                + "): "
                + e.getMessage(),
            e);
      }
      target.finish();
      tell(end, target.isNew);
      return ExitCode.OK;
    }
  }

  private void tell(DumpReceiver.DumpEnd end, boolean isNew) throws IOException {
    if (json) {
      printJson(
          generator -> {
            generator.writeStartObject();
            generator.writeStringField("pool", pool.toString());
            generator.writeBooleanField("made", isNew);
            generator.writeNumberField("caches", end.caches());
            generator.writeNumberField("records", end.records());
            generator.writeEndObject();
          });
    } else {
      out().println(TransferText.of(end, isNew ? "a new pool" : "the pool"));
      out().flush();
    }
  }

  /** Opens or makes the pool when the dump's head is known. */
  private final class Target implements DumpReceiver, AutoCloseable {
    final Progress progress = progress("load", 0);
    final boolean isNew = !Files.exists(pool);
    long records;
    private @Nullable OpenedPool opened;
    private @Nullable PoolFiller filler;

    @Override
    public void head(DumpHead head) {
      if (!isNew && size != null) {
        throw new ToolFailure(
            ExitCode.USAGE,
            "pool " + pool + " is there and keeps its size: leave --size out, or grow it");
      }
      OpenedPool open =
          isNew
              ? OpenedPool.made(
                  pool,
                  size == null ? head.poolBytes() : size,
                  head.creationMillis(),
                  head.mostCaches())
              : OpenedPool.existing(pool, trust.trustGroup);
      opened = open;
      filler = new PoolFiller(open.records(), ifThere(), progress::advance);
    }

    private PoolFiller filler() throws IOException {
      if (filler == null) {
        throw new IOException("the dump has no head");
      }
      return filler;
    }

    @Override
    public void cache(CatalogueEntry cache) throws IOException {
      filler().cache(cache);
    }

    @Override
    public void record(DumpRecord record) throws IOException {
      filler().record(record);
      records++;
    }

    @Override
    public void end(DumpEnd end) {
      // It is finished when all has been read.
    }

    void finish() throws IOException {
      if (opened != null) {
        opened.finish();
      }
    }

    @Override
    public void close() throws IOException {
      if (opened != null) {
        opened.close();
      }
    }
  }
}
