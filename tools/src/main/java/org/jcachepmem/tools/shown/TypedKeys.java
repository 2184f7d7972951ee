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

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jcachepmem.codec.CanonicalCodec;
import org.jspecify.annotations.Nullable;

/** What somebody typed as a key, as the bytes that a cache may have stored it with. */
public final class TypedKeys {
  private static final Map<String, Function<String, Object>> READERS = new LinkedHashMap<>();

  static {
    READERS.put("string/1", text -> text);
    READERS.put("integer/1", Integer::valueOf);
    READERS.put("long/1", Long::valueOf);
    READERS.put("uuid/1", UUID::fromString);
    READERS.put("short/1", Short::valueOf);
    READERS.put("byte/1", Byte::valueOf);
    READERS.put("character/1", TypedKeys::character);
    READERS.put("boolean/1", TypedKeys::truth);
    READERS.put("double/1", Double::valueOf);
    READERS.put("float/1", Float::valueOf);
    READERS.put("big-integer/1", BigInteger::new);
    READERS.put("big-decimal/1", BigDecimal::new);
    READERS.put("instant/1", Instant::parse);
    READERS.put("local-date/1", LocalDate::parse);
    READERS.put("local-time/1", LocalTime::parse);
    READERS.put("local-date-time/1", LocalDateTime::parse);
    READERS.put("duration/1", Duration::parse);
    READERS.put("bytes/1", HexFormat.of()::parseHex);
  }

  private final StoredForms forms;

  /** Writes keys with the codecs that {@code forms} reads. */
  public TypedKeys(StoredForms forms) {
    this.forms = forms;
  }

  /**
   * The bytes that it may be, the most likely first. In a cache of any objects a number may be of
   * several types.
   *
   * @param codec the stored name of the keys' codec
   */
  public List<byte[]> candidates(String codec, String typed) {
    List<byte[]> candidates = new ArrayList<>();
    if (codec.equals("any/1")) {
      READERS.keySet().forEach(name -> add(candidates, name, typed, true));
    } else {
      add(candidates, codec, typed, false);
    }
    return candidates;
  }

  @SuppressWarnings("unchecked") // each reader makes objects of its codec's type
  private void add(List<byte[]> candidates, String name, String typed, boolean tagged) {
    CanonicalCodec<Object> codec = (CanonicalCodec<Object>) forms.codec(name);
    Object key = read(name, typed);
    if (codec == null || key == null) {
      return;
    }
    byte[] plain = codec.encode(key);
    if (!tagged) {
      candidates.add(plain);
      return;
    }
    byte[] bytes = new byte[plain.length + 1];
    bytes[0] = (byte) codec.tag();
    System.arraycopy(plain, 0, bytes, 1, plain.length);
    candidates.add(bytes);
  }

  private static @Nullable Object read(String name, String typed) {
    Function<String, Object> reader = READERS.get(name);
    try {
      return reader == null ? null : reader.apply(typed);
    } catch (IllegalArgumentException | DateTimeException e) {
      return null; // not of that type
    }
  }

  private static Object character(String text) {
    if (text.length() != 1) {
      throw new IllegalArgumentException("one character");
    }
    return text.charAt(0);
  }

  private static Object truth(String text) {
    if (!text.equals("true") && !text.equals("false")) {
      throw new IllegalArgumentException("true or false");
    }
    return text.equals("true");
  }
}
