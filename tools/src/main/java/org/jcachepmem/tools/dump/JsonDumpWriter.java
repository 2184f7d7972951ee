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
package org.jcachepmem.tools.dump;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jcachepmem.allocator.record.CatalogueEntry;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.allocator.record.Provenance;
import org.jcachepmem.tools.shown.ShownJson;
import org.jcachepmem.tools.shown.StoredForms;
import org.jspecify.annotations.Nullable;

/**
 * Writes a dump as JSON Lines: a head, a line for each cache and each record, an end. Keys and
 * values are in Base64; the caller closes the stream.
 *
 * <pre>
 *  {"dump":1,"uuid":"...","made":"2026-11-26T10:00:00.123Z","bytes":8388608,"mostCaches":4096}
 *  {"catalogue":1,"namespace":"shop","name":"cities",...}
 *  {"cache":1,"key":"AEJhc2Vs","value":"AFJoZWlu","expires":"2026-11-26T11:00:00.123Z"}
 *  {"end":1,"caches":1,"records":1,"damaged":0}
 * </pre>
 */
public final class JsonDumpWriter implements DumpReceiver {
  static final int VERSION = 1;

  private final JsonGenerator json;
  private final @Nullable StoredForms shown;
  private final Map<Integer, CatalogueEntry> caches = new HashMap<>();

  /**
   * @param shown with it, lines of records also have what key and value are; null to leave that out
   */
  public JsonDumpWriter(OutputStream to, @Nullable StoredForms shown) throws IOException {
    json =
        ShownJson.factory()
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
            .build()
            .createGenerator(to);
    json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
    this.shown = shown;
  }

  @Override
  public void head(DumpHead head) throws IOException {
    json.writeStartObject();
    json.writeNumberField("dump", VERSION);
    json.writeStringField("uuid", head.uuid().toString());
    json.writeStringField("made", Instant.ofEpochMilli(head.creationMillis()).toString());
    json.writeNumberField("bytes", head.poolBytes());
    json.writeNumberField("mostCaches", head.mostCaches());
    json.writeEndObject();
  }

  @Override
  public void cache(CatalogueEntry cache) throws IOException {
    caches.put(cache.id(), cache);
    Provenance provenance = cache.provenance();
    json.writeStartObject();
    json.writeNumberField("catalogue", cache.id());
    json.writeStringField("namespace", cache.namespace());
    json.writeStringField("name", cache.name());
    json.writeStringField("keyType", cache.keyType());
    json.writeStringField("keyCodec", cache.keyCodec());
    json.writeStringField("valueType", cache.valueType());
    json.writeStringField("valueCodec", cache.valueCodec());
    json.writeNumberField("quotaBytes", cache.quotaBytes());
    json.writeBooleanField("pinned", cache.pinned());
    json.writeStringField("dataVersion", provenance.dataVersion());
    // As text: programs that take numbers for doubles would change them.
    json.writeStringField("lastUse", Long.toString(provenance.lastUseMillis()));
    json.writeStringField("birth", Long.toString(provenance.birth()));
    json.writeStringField("companionBirth", Long.toString(provenance.companionBirth()));
    json.writeEndObject();
  }

  @Override
  public void record(DumpRecord record) throws IOException {
    json.writeStartObject();
    json.writeNumberField("cache", record.cacheId());
    json.writeBinaryField("key", record.key());
    json.writeBinaryField("value", record.value());
    if (record.expiryMillis() != EntryRef.ETERNAL) {
      json.writeStringField("expires", Instant.ofEpochMilli(record.expiryMillis()).toString());
    }
    CatalogueEntry cache = caches.get(record.cacheId());
    if (shown != null && cache != null) {
      json.writeFieldName("shownKey");
      ShownJson.write(json, shown.show(cache.keyCodec(), record.key()));
      json.writeFieldName("shownValue");
      ShownJson.write(json, shown.show(cache.valueCodec(), record.value()));
    }
    json.writeEndObject();
  }

  @Override
  public void end(DumpEnd end) throws IOException {
    json.writeStartObject();
    json.writeNumberField("end", VERSION);
    json.writeNumberField("caches", end.caches());
    json.writeNumberField("records", end.records());
    json.writeNumberField("damaged", end.damaged());
    json.writeEndObject();
    json.writeRaw('\n');
    json.close();
  }
}
