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
import java.time.Instant;
import org.jcachepmem.allocator.record.CatalogueEntry;
import org.jcachepmem.allocator.record.PoolView;
import org.jcachepmem.tools.terminal.Amounts;
import org.jcachepmem.tools.terminal.Table;
import picocli.CommandLine.Command;

/** The catalogue. */
@Command(name = "caches", description = "The caches of a pool, with their types and sizes.")
final class CachesCommand extends PoolCommand {

  @Override
  public Integer call() throws IOException {
    return look(
        view -> {
          if (json) {
            printJson(generator -> write(generator, view));
          } else {
            print(view);
          }
          return ExitCode.OK;
        });
  }

  private void print(PoolView view) {
    Table table =
        new Table(">id", "namespace", "name", ">entries", ">bytes", "keys", "values", "notes");
    for (CatalogueEntry cache : view.caches()) {
      table.row(
          Integer.toString(cache.id()),
          cache.namespace(),
          cache.name(),
          Amounts.count(view.count(cache.id())),
          Amounts.bytes(view.weightBytes(cache.id())),
          cache.keyType() + " (" + cache.keyCodec() + ")",
          cache.valueType() + " (" + cache.valueCodec() + ")",
          notes(cache));
    }
    table.print(out());
  }

  private static String notes(CatalogueEntry cache) {
    StringBuilder notes = new StringBuilder(cache.pinned() ? "pinned " : "");
    if (cache.quotaBytes() > 0) {
      notes.append("quota ").append(Amounts.bytes(cache.quotaBytes())).append(' ');
    }
    if (!cache.provenance().dataVersion().isEmpty()) {
      notes.append("data version ").append(cache.provenance().dataVersion());
    }
    return notes.toString().strip();
  }

  private static void write(JsonGenerator json, PoolView view) throws IOException {
    json.writeStartArray();
    for (CatalogueEntry cache : view.caches()) {
      json.writeStartObject();
      json.writeNumberField("id", cache.id());
      json.writeStringField("namespace", cache.namespace());
      json.writeStringField("name", cache.name());
      json.writeNumberField("entries", view.count(cache.id()));
      json.writeNumberField("bytes", view.weightBytes(cache.id()));
      json.writeStringField("keyType", cache.keyType());
      json.writeStringField("keyCodec", cache.keyCodec());
      json.writeStringField("valueType", cache.valueType());
      json.writeStringField("valueCodec", cache.valueCodec());
      json.writeNumberField("quotaBytes", cache.quotaBytes());
      json.writeBooleanField("pinned", cache.pinned());
      json.writeStringField("dataVersion", cache.provenance().dataVersion());
      long lastUse = cache.provenance().lastUseMillis();
      json.writeStringField(
          "lastUse", lastUse == 0 ? "" : Instant.ofEpochMilli(lastUse).toString());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
