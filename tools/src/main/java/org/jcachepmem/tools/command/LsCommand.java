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
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jcachepmem.allocator.record.CatalogueEntry;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.allocator.record.PoolView;
import org.jcachepmem.tools.shown.Shown;
import org.jcachepmem.tools.shown.ShownJson;
import org.jcachepmem.tools.shown.ShownText;
import org.jcachepmem.tools.shown.StoredForms;
import org.jcachepmem.tools.terminal.Amounts;
import org.jcachepmem.tools.terminal.Printable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The entries. */
@Command(
    name = "ls",
    description = {
      "The entries of a cache, or of all: key, value, size, and when it expires, in the order in which"
          + " they lie in the pool.",
      "Serialised objects are shown by their parts; no class is loaded. Ends with 1 if some are damaged."
    })
final class LsCommand extends PoolCommand.OfCache {
  private static final int CUT_CHARS = 100;

  @Parameters(index = "1", arity = "0..1", paramLabel = "CACHE", description = "The cache's name.")
  @Nullable String name;

  @Option(names = "--limit", paramLabel = "N", description = "At most so many entries of a cache.")
  long limit = Long.MAX_VALUE;

  @Option(
      names = "--full",
      description = "Do not cut keys and values off after " + CUT_CHARS + " characters.")
  boolean full;

  private final StoredForms forms = new StoredForms();

  @Override
  public Integer call() throws IOException {
    if (limit < 0) {
      throw new ToolFailure(ExitCode.USAGE, "--limit is a number from 0 on: " + limit);
    }
    return look(
        view -> {
          List<CatalogueEntry> caches = caches(view.caches(), name);
          long[] damaged = {view.damages()};
          if (json) {
            printJson(generator -> write(generator, view, caches, damaged));
          } else {
            caches.forEach(cache -> print(view, cache, damaged));
          }
          if (view.damages() > 0) {
            err().println(TransferText.parts(view.damages()));
          }
          return damaged[0] == 0 ? ExitCode.OK : ExitCode.NO;
        });
  }

  private List<EntryRef> entries(PoolView view, CatalogueEntry cache) {
    List<EntryRef> entries = new ArrayList<>();
    view.forEachEntry(
        cache.id(),
        entry -> {
          if (entries.size() < limit) {
            entries.add(entry);
          }
        });
    return entries;
  }

  private void print(PoolView view, CatalogueEntry cache, long[] damaged) {
    out()
        .println(
            Printable.of(cache.name() + " (" + cache.namespace() + "): ")
                + Amounts.count(view.count(cache.id()), "entry", "entries"));
    for (EntryRef entry : entries(view, cache)) {
      byte[] key = view.readKey(entry);
      byte[] value = view.readValue(entry);
      if (key == null || value == null) {
        damaged[0]++;
        out().println("  (damaged, at offset " + entry.offset() + ")");
        continue;
      }
      out()
          .println(
              "  "
                  + text(forms.show(cache.keyCodec(), key))
                  + " = "
                  + text(forms.show(cache.valueCodec(), value))
                  + "  ("
                  + Amounts.count(value.length, "byte", "bytes")
                  + expiry(entry)
                  + ")");
    }
  }

  private String text(Shown shown) {
    return ShownText.of(shown, full ? Integer.MAX_VALUE : CUT_CHARS);
  }

  static String expiry(EntryRef entry) {
    if (entry.isEternal()) {
      return "";
    }
    boolean isExpired = entry.isExpired(System.currentTimeMillis());
    return (isExpired ? ", expired " : ", expires ") + Instant.ofEpochMilli(entry.expiryMillis());
  }

  private void write(JsonGenerator json, PoolView view, List<CatalogueEntry> caches, long[] damaged)
      throws IOException {
    json.writeStartArray();
    for (CatalogueEntry cache : caches) {
      json.writeStartObject();
      json.writeStringField("namespace", cache.namespace());
      json.writeStringField("cache", cache.name());
      json.writeArrayFieldStart("entries");
      try {
        for (EntryRef entry : entries(view, cache)) {
          write(json, view, cache, entry, damaged);
        }
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void write(
      JsonGenerator json, PoolView view, CatalogueEntry cache, EntryRef entry, long[] damaged)
      throws IOException {
    byte[] key = view.readKey(entry);
    byte[] value = view.readValue(entry);
    json.writeStartObject();
    json.writeNumberField("offset", entry.offset());
    if (key == null || value == null) {
      damaged[0]++;
      json.writeBooleanField("damaged", true);
    } else {
      json.writeFieldName("key");
      ShownJson.write(json, forms.show(cache.keyCodec(), key));
      json.writeFieldName("value");
      ShownJson.write(json, forms.show(cache.valueCodec(), value));
      json.writeNumberField("valueBytes", value.length);
      if (!entry.isEternal()) {
        json.writeStringField("expires", Instant.ofEpochMilli(entry.expiryMillis()).toString());
      }
    }
    json.writeEndObject();
  }
}
