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
import org.jcachepmem.allocator.record.CatalogueEntry;
import org.jcachepmem.allocator.record.RecordStore;
import org.jcachepmem.tools.terminal.Amounts;
import org.jcachepmem.tools.terminal.Printable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A cache less. */
@Command(
    name = "drop",
    description = "Deletes a cache with all its entries, for ever. Ends with 1 if there is none.")
final class DropCommand extends PoolCommand.OfCache {

  @Parameters(index = "1", paramLabel = "CACHE", description = "The cache's name.")
  String name;

  @Mixin TrustOption trust = new TrustOption();

  @Override
  public Integer call() throws IOException {
    try (OpenedPool opened = OpenedPool.existing(pool, trust.trustGroup)) {
      RecordStore records = opened.records();
      CatalogueEntry cache = cache(records.catalogue().entries(), name);
      long entries = records.recovered(cache.id()).count();
      long bytes = records.recovered(cache.id()).weightBytes();
      records.catalogue().destroy(cache, (epoch, dropped) -> {}); // no index has any
      opened.finish();
      if (json) {
        printJson(
            generator -> {
              generator.writeStartObject();
              generator.writeStringField("namespace", cache.namespace());
              generator.writeStringField("cache", cache.name());
              generator.writeNumberField("entries", entries);
              generator.writeNumberField("bytes", bytes);
              generator.writeEndObject();
            });
      } else {
        out()
            .println(
                Printable.of("Deleted " + cache.name() + " of " + cache.namespace() + ": ")
                    + Amounts.count(entries, "entry", "entries")
                    + ", "
                    + Amounts.bytes(bytes));
      }
      return ExitCode.OK;
    }
  }
}
