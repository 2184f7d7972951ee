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
import org.jcachepmem.allocator.layout.Segment;
import org.jcachepmem.allocator.layout.SuperblockLayout;
import org.jcachepmem.allocator.medium.Medium;
import org.jcachepmem.allocator.pool.Pool;
import org.jcachepmem.allocator.pool.PoolFile;
import org.jcachepmem.allocator.pool.PoolFormatException;
import org.jcachepmem.tools.terminal.Amounts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A larger pool. */
@Command(
    name = "grow",
    description = {
      "Makes a pool larger, in place. Its entries stay where they are.",
      "A kill leaves the pool as it was, or grown. To make it smaller, copy it."
    })
final class GrowCommand extends PoolCommand {
  private static final long PAGE_BYTES = 4096;

  @Parameters(
      index = "1",
      paramLabel = "SIZE",
      converter = SizeConverter.class,
      description = "The new size, such as 1GiB.")
  long size;

  @Option(
      names = "--trust-group",
      description =
          "Open a pool that a group of this process may write, as pool.trust = group does.")
  boolean trustGroup;

  @Override
  public Integer call() throws IOException {
    try (PoolFile file = PoolFile.open(OpenedPool.options(pool, trustGroup), medium -> {})) {
      Pool mounted = Pool.mount(file.medium());
      Geometry before = mounted.geometry();
      long target = size & -PAGE_BYTES;
      check(mounted, target);
      Segment added = grow(mounted, target);
      tell(before, mounted.geometry(), added);
      return ExitCode.OK;
    }
  }

  private void check(Pool mounted, long target) {
    Geometry now = mounted.geometry();
    if (mounted.isReadOnly()) {
      throw new PoolFormatException(
          "the pool has features that this version may not write: grow it with a newer version");
    }
    if (now.segments().size() >= SuperblockLayout.MAX_SEGMENTS) {
      throw new ToolFailure(
          ExitCode.NO_ROOM,
          "the pool has grown "
              + (now.segments().size() - 1)
              + " times, which is the most: copy it");
    }
    long end = (long) now.endChunk() * now.chunkBytes();
    if (target <= now.poolBytes() || Segment.between(end, target, now.chunkBytes()).chunks() < 1) {
      throw new ToolFailure(
          ExitCode.USAGE,
          "the pool has "
              + now.poolBytes()
              + " bytes, and grows by chunks of "
              + now.chunkBytes()
              + ": "
              + size
              + " is too small. To make it smaller, copy it");
    }
  }

  private static Segment grow(Pool mounted, long target) {
    Medium medium = mounted.medium();
    try {
      // A growth that was killed may have made the file larger already.
      if (medium.sizeBytes() < target) {
        medium.extend(target);
      }
    } catch (UncheckedIOException e) {
      throw new ToolFailure(ExitCode.NO_ROOM, String.valueOf(e.getMessage()), e);
    }
    return mounted.grow(target);
  }

  private void tell(Geometry before, Geometry after, Segment added) throws IOException {
    if (json) {
      printJson(
          generator -> {
            generator.writeStartObject();
            generator.writeNumberField("before", before.poolBytes());
            generator.writeNumberField("bytes", after.poolBytes());
            generator.writeNumberField("addedChunks", added.chunks());
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
                  + added.chunks()
                  + " chunks more");
    }
  }
}
