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

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jcachepmem.allocator.layout.DirectoryLayout;
import org.jcachepmem.allocator.record.CatalogueEntry;
import org.jcachepmem.allocator.record.EntryRef;
import org.jcachepmem.allocator.record.Provenance;
import org.jcachepmem.tools.dump.DumpReceiver.DumpEnd;
import org.jcachepmem.tools.shown.ShownJson;
import org.jspecify.annotations.Nullable;

/** Reads a dump of JSON Lines. Members that it does not know are passed over. */
final class JsonDumpReader {
  private final JsonParser json;
  private final Set<Integer> caches = new HashSet<>();
  private long records;

  private JsonDumpReader(InputStream from) throws IOException {
    json = ShownJson.factory().build().createParser(from);
  }

  static DumpEnd read(InputStream from, DumpReceiver to) throws IOException {
    JsonDumpReader reader = new JsonDumpReader(from);
    try {
      return reader.read(to);
    } catch (JsonProcessingException e) {
      throw new DumpFormatException("line " + line(e), e.getOriginalMessage(), e);
    } catch (IllegalArgumentException | DateTimeParseException e) {
      throw reader.wrong(String.valueOf(e.getMessage()), e);
    }
  }

  private static int line(JsonProcessingException e) {
    return e.getLocation() == null ? 0 : e.getLocation().getLineNr();
  }

  private DumpFormatException wrong(String what, @Nullable Throwable cause) {
    return new DumpFormatException("line " + json.currentTokenLocation().getLineNr(), what, cause);
  }

  private DumpEnd read(DumpReceiver to) throws IOException {
    boolean begun = false;
    for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
      if (token != JsonToken.START_OBJECT) {
        throw wrong("a line is not an object", null);
      }
      Line line = line();
      if (line.has("dump")) {
        if (begun) {
          throw wrong("it has a second head; load takes one dump at a time", null);
        }
        to.head(head(line));
        begun = true;
      } else if (!begun) {
        throw wrong("it does not begin with the head of a dump", null);
      } else if (line.has("catalogue")) {
        CatalogueEntry cache = cache(line);
        caches.add(cache.id());
        to.cache(cache);
      } else if (line.has("cache")) {
        to.record(record(line));
        records++;
      } else if (line.has("end")) {
        DumpEnd end = new DumpEnd(caches.size(), records, line.number("damaged"));
        requireNoMore();
        to.end(end);
        return end;
      } else {
        throw wrong("a line is no head, catalogue, record or end", null);
      }
    }
    throw wrong("it is cut off: the line of the end is lacking", null);
  }

  private void requireNoMore() throws IOException {
    try {
      if (json.nextToken() == null) {
        return;
      }
    } catch (JsonProcessingException e) {
      throw wrong(DumpFormatException.MORE_BEHIND, e);
    }
    throw wrong(DumpFormatException.MORE_BEHIND, null);
  }

  /** The members of one line: texts, numbers and truth values as text; key and value as bytes. */
  private final class Line {
    final Map<String, String> texts = new HashMap<>();
    final Map<String, byte[]> bytes = new HashMap<>();

    boolean has(String name) {
      return texts.containsKey(name);
    }

    String text(String name) throws DumpFormatException {
      String text = texts.get(name);
      if (text == null) {
        throw wrong("\"" + name + "\" is lacking", null);
      }
      return text;
    }

    long number(String name) throws DumpFormatException {
      return Long.parseLong(text(name));
    }

    byte[] bytes(String name) throws DumpFormatException {
      byte[] value = bytes.get(name);
      if (value == null) {
        throw wrong("\"" + name + "\" is lacking", null);
      }
      return value;
    }
  }

  private Line line() throws IOException {
    Line line = new Line();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      if (value == JsonToken.START_OBJECT || value == JsonToken.START_ARRAY) {
        json.skipChildren();
      } else if (name.equals("key") || name.equals("value")) {
        line.bytes.put(name, json.getBinaryValue());
      } else if (value != JsonToken.VALUE_NULL && !name.startsWith("shown")) {
        line.texts.put(name, json.getText());
      }
    }
    return line;
  }

  private DumpHead head(Line line) throws DumpFormatException {
    if (line.number("dump") != JsonDumpWriter.VERSION) {
      throw wrong("it is of version " + line.text("dump") + ", and this program reads 1", null);
    }
    return new DumpHead(
        UUID.fromString(line.text("uuid")),
        Instant.parse(line.text("made")).toEpochMilli(),
        line.number("bytes"),
        (int) line.number("mostCaches"));
  }

  private static CatalogueEntry cache(Line line) throws DumpFormatException {
    return new CatalogueEntry(
        (int) line.number("catalogue"),
        line.text("namespace"),
        line.text("name"),
        line.text("keyType"),
        line.text("keyCodec"),
        line.text("valueType"),
        line.text("valueCodec"),
        line.number("quotaBytes"),
        Boolean.parseBoolean(line.text("pinned")),
        new Provenance(
            line.text("dataVersion"),
            line.number("lastUse"),
            line.number("birth"),
            line.number("companionBirth")));
  }

  private DumpRecord record(Line line) throws DumpFormatException {
    byte[] key = line.bytes("key");
    if (key.length > DirectoryLayout.MAX_KEY_BYTES) {
      throw wrong("a key of " + key.length + " bytes", null);
    }
    int cache = (int) line.number("cache");
    if (!caches.contains(cache)) {
      throw wrong("a record is of cache " + cache + ", whose line did not come before it", null);
    }
    String expires = line.texts.get("expires");
    return new DumpRecord(
        cache,
        key,
        line.bytes("value"),
        expires == null ? EntryRef.ETERNAL : Instant.parse(expires).toEpochMilli());
  }
}
