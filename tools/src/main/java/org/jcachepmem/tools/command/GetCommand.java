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
import java.util.HexFormat;
import java.util.List;
import org.jcachepmem.allocator.record.CatalogueEntry;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.allocator.record.PoolView;
import org.jcachepmem.tools.shown.Shown;
import org.jcachepmem.tools.shown.ShownJson;
import org.jcachepmem.tools.shown.ShownText;
import org.jcachepmem.tools.shown.StoredForms;
import org.jcachepmem.tools.shown.TypedKeys;
import org.jcachepmem.tools.terminal.Amounts;
import org.jcachepmem.tools.terminal.Printable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One entry. */
@Command(
    name = "get",
    description = {
      "One entry of a cache, whole. Ends with 1 if there is none of that key, or it is damaged.",
      "KEY is a text, number, UUID, date or so, as the cache's keys are; or a key as ls shows it."
    })
final class GetCommand extends PoolCommand.OfCache {
  @Parameters(index = "1", paramLabel = "CACHE", description = "The cache's name.")
  String name;

  @Parameters(index = "2", paramLabel = "KEY", description = "The key.")
  String typed;

  @Option(
      names = "--hex",
      description = "KEY is the stored bytes of the key, as hexadecimal digits.")
  boolean hex;

  @Option(
      names = "--bytes-to",
      paramLabel = "FILE",
      description = "Write the stored bytes of the value to a new file.")
  @Nullable Path bytesTo;

  private final StoredForms forms = new StoredForms();

  @Override
  public Integer call() throws IOException {
    return look(
        view -> {
          CatalogueEntry cache = cache(view.caches(), name);
          EntryRef entry = find(view, cache);
          byte[] key = entry == null ? null : view.readKey(entry);
          byte[] value = entry == null ? null : view.readValue(entry);
          if (entry == null || key == null || value == null) {
            throw new ToolFailure(
                ExitCode.NO,
                entry == null
                    ? "cache \"" + name + "\" has no key " + typed
                    : "the entry at offset " + entry.offset() + " is damaged");
          }
          if (bytesTo != null) {
            OwnersFile.write(bytesTo, value);
          }
          Found found = new Found(view, cache, entry, key, value);
          if (json) {
            printJson(generator -> write(generator, found));
          } else {
            print(found);
          }
          return ExitCode.OK;
        });
  }

  private record Found(
      PoolView view, CatalogueEntry cache, EntryRef entry, byte[] key, byte[] value) {}

  private @Nullable EntryRef find(PoolView view, CatalogueEntry cache) {
    List<byte[]> candidates =
        hex ? List.of(digits()) : new TypedKeys(forms).candidates(cache.keyCodec(), typed);
    for (byte[] candidate : candidates) {
      EntryRef entry = view.find(cache.id(), candidate);
      if (entry != null) {
        return entry;
      }
    }
    return hex ? null : findShown(view, cache);
  }

  private byte[] digits() {
    try {
      return HexFormat.of().parseHex(typed);
    } catch (IllegalArgumentException e) {
      throw new ToolFailure(
          ExitCode.USAGE, "KEY is no hexadecimal digits, two for each byte: " + typed, e);
    }
  }

  private @Nullable EntryRef findShown(PoolView view, CatalogueEntry cache) {
    EntryRef[] found = {null};
    view.forEachEntry(
        cache.id(),
        entry -> {
          byte[] key = found[0] == null ? view.readKey(entry) : null;
          if (key != null && text(forms.show(cache.keyCodec(), key)).equals(typed)) {
            found[0] = entry;
          }
        });
    return found[0];
  }

  private static String text(Shown shown) {
    return ShownText.of(shown, Integer.MAX_VALUE);
  }

  private void print(Found found) {
    CatalogueEntry cache = found.cache();
    out().println("key    " + text(forms.show(cache.keyCodec(), found.key())));
    out().println("value  " + text(forms.show(cache.valueCodec(), found.value())));
    out()
        .println(
            "bytes  "
                + found.key().length
                + " of key ("
                + Printable.of(cache.keyCodec())
                + "), "
                + found.value().length
                + " of value ("
                + Printable.of(cache.valueCodec())
                + "), "
                + Amounts.bytes(found.view().weightBytes(found.entry()))
                + " of the pool at offset "
                + found.entry().offset());
    if (!found.entry().isEternal()) {
      out().println("life   " + LsCommand.expiry(found.entry()).substring(2));
    }
  }

  private void write(JsonGenerator json, Found found) throws IOException {
    CatalogueEntry cache = found.cache();
    json.writeStartObject();
    json.writeStringField("namespace", cache.namespace());
    json.writeStringField("cache", cache.name());
    json.writeStringField("keyCodec", cache.keyCodec());
    json.writeFieldName("key");
    ShownJson.write(json, forms.show(cache.keyCodec(), found.key()));
    json.writeBinaryField("keyBase64", found.key());
    json.writeStringField("valueCodec", cache.valueCodec());
    json.writeFieldName("value");
    ShownJson.write(json, forms.show(cache.valueCodec(), found.value()));
    json.writeBinaryField("valueBase64", found.value());
    json.writeNumberField("offset", found.entry().offset());
    json.writeNumberField("poolBytes", found.view().weightBytes(found.entry()));
    json.writeNumberField("epoch", found.view().epoch(found.entry()));
    if (!found.entry().isEternal()) {
      json.writeStringField(
          "expires", Instant.ofEpochMilli(found.entry().expiryMillis()).toString());
    }
    json.writeEndObject();
  }
}
