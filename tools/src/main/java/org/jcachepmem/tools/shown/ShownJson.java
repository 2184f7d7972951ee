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
package org.jcachepmem.tools.shown;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import java.io.IOException;
import java.util.HexFormat;
import java.util.function.IntPredicate;
import org.jcachepmem.tools.shown.Shown.Again;
import org.jcachepmem.tools.shown.Shown.Broken;
import org.jcachepmem.tools.shown.Shown.Constant;
import org.jcachepmem.tools.shown.Shown.Field;
import org.jcachepmem.tools.shown.Shown.Mapping;
import org.jcachepmem.tools.shown.Shown.Nothing;
import org.jcachepmem.tools.shown.Shown.Pair;
import org.jcachepmem.tools.shown.Shown.Raw;
import org.jcachepmem.tools.shown.Shown.Scalar;
import org.jcachepmem.tools.shown.Shown.Sequence;
import org.jcachepmem.tools.shown.Shown.Structure;

/**
 * A shown value as JSON. Texts, numbers and arrays are what they are in JSON; what has no such form
 * is an object with a member that starts with {@code @}:
 *
 * <pre>
 *  {"@class": "com.acme.Customer", "number": 7, "friend": {"@again": "com.acme.Customer"}}
 *  {"@class": "java.util.HashMap", "@entries": [["key", 1]]}
 *  {"@enum": "com.acme.Rank", "name": "NEW"}, {"@hex": "0102"}, {"@broken": "why", "@hex": ""}
 * </pre>
 */
public final class ShownJson {
  /** Whole numbers beyond it are not what JavaScript takes them for. */
  private static final long MOST_EXACT = 1L << 53;

  private static final IntPredicate IS_WORD = c -> c == '$' || c == '_' || Character.isLetter(c);

  /** A map in a map is nested by three more: an object, its list of entries, an entry. */
  private static final int NESTING_OF_A_LEVEL = 3;

  /** What commands put around a value. */
  private static final int NESTING_AROUND = 16;

  private static final int MOST_NESTING =
      NESTING_OF_A_LEVEL * JavaStream.MOST_DEPTH + NESTING_AROUND;

  /** Names of fields have up to 65,535 bytes, and marks. */
  private static final int MOST_NAME_LENGTH = 1 << 17;

  private ShownJson() {}

  /** A factory for JSON that has shown values in it; what one writes, another one reads. */
  public static JsonFactoryBuilder factory() {
    return new JsonFactoryBuilder()
        .streamWriteConstraints(
            StreamWriteConstraints.builder().maxNestingDepth(MOST_NESTING).build())
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(MOST_NESTING)
                .maxNameLength(MOST_NAME_LENGTH)
                .maxStringLength(Integer.MAX_VALUE)
                .build());
  }

  /** Writes one value. */
  public static void write(JsonGenerator json, Shown shown) throws IOException {
    if (shown instanceof Nothing) {
      json.writeNull();
    } else if (shown instanceof Scalar scalar) {
      scalar(json, scalar.value());
    } else if (shown instanceof Sequence sequence) {
      json.writeStartArray();
      for (Shown element : sequence.elements()) {
        write(json, element);
      }
      json.writeEndArray();
    } else {
      json.writeStartObject();
      members(json, shown);
      json.writeEndObject();
    }
  }

  private static void members(JsonGenerator json, Shown shown) throws IOException {
    if (shown instanceof Raw raw) {
      json.writeStringField("@hex", HexFormat.of().formatHex(raw.bytes()));
    } else if (shown instanceof Constant constant) {
      json.writeStringField("@enum", constant.className());
      json.writeStringField("name", constant.name());
    } else if (shown instanceof Structure structure) {
      json.writeStringField("@class", structure.className());
      for (Field field : structure.fields()) {
        boolean isName = !field.name().isEmpty() && IS_WORD.test(field.name().codePointAt(0));
        json.writeFieldName(isName ? field.name() : "@" + field.name());
        write(json, field.value());
      }
    } else if (shown instanceof Mapping mapping) {
      json.writeStringField("@class", mapping.className());
      json.writeArrayFieldStart("@entries");
      for (Pair pair : mapping.pairs()) {
        json.writeStartArray();
        write(json, pair.key());
        write(json, pair.value());
        json.writeEndArray();
      }
      json.writeEndArray();
    } else if (shown instanceof Again again) {
      json.writeStringField("@again", again.className());
    } else if (shown instanceof Broken broken) {
      json.writeStringField("@broken", broken.why());
      json.writeStringField("@hex", HexFormat.of().formatHex(broken.bytes()));
    }
  }

  private static void scalar(JsonGenerator json, Object value) throws IOException {
    if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else if (value instanceof Long || value instanceof Integer) {
      long number = ((Number) value).longValue();
      if (number >= -MOST_EXACT && number <= MOST_EXACT) {
        json.writeNumber(number);
      } else {
        json.writeString(value.toString());
      }
    } else if (value instanceof Short || value instanceof Byte) {
      json.writeNumber(((Number) value).longValue());
    } else if (value instanceof Double number && Double.isFinite(number)) {
      json.writeNumber(number);
    } else if (value instanceof Float number && Float.isFinite(number)) {
      json.writeNumber(number);
    } else {
      json.writeString(value.toString());
    }
  }
}
