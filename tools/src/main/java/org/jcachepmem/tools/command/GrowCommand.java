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
import java.io.UncheckedIOException;
import org.jcachepmem.allocator.layout.Geometry;
import org.jcachepmem.allocator.record.RecordStore;
import org.jcachepmem.tools.terminal.Amounts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A larger pool. */
@Command(
    name = "grow",
    description = {
      "Makes a pool larger, in place. Its entries stay where they are.",
      "A kill leaves the pool as it was, or grown. To make it smaller, copy it."
    })
final class GrowCommand extends PoolCommand {
  @Parameters(
      index = "1",
      paramLabel = "SIZE",
      converter = SizeConverter.class,
      description = "The new size, such as 1GiB.")
  long size;

  @Mixin TrustOption trust = new TrustOption();

  @Override
  public Integer call() throws IOException {
    try (OpenedPool opened = OpenedPool.existing(pool, trust.trustGroup)) {
      RecordStore records = opened.records();
      Geometry before = records.pool().geometry();
      try {
        records.life().grow(size);
      } catch (IllegalArgumentException e) {
        throw new ToolFailure(
            ExitCode.USAGE, e.getMessage() + ". To make a pool smaller, copy it.", e);
      } catch (UncheckedIOException e) {
        throw new ToolFailure(Failures.code(e), String.valueOf(e.getMessage()), e);
      }
      opened.finish();
      tell(before, records.pool().geometry());
      return ExitCode.OK;
    }
  }

  private void tell(Geometry before, Geometry after) throws IOException {
    if (json) {
      printJson(
          generator -> {
            generator.writeStartObject();
            generator.writeNumberField("before", before.poolBytes());
            generator.writeNumberField("bytes", after.poolBytes());
            generator.writeNumberField("addedChunks", after.chunks() - before.chunks());
            generator.writeEndObject();
          });
    } else {
      out()
          .println(
              "Grown from "
                  + Amounts.bytes(before.poolBytes())
                  + " to "
                  + Amounts.bytes(after.poolBytes())
                  + ": "
                  + (after.chunks() - before.chunks())
                  + " chunks more");
    }
  }
}
