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
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.cache.CacheException;
import org.jcachepmem.codec.CanonicalCodec;
import org.jcachepmem.codec.Codec;
import org.jcachepmem.codec.CodecRegistry;
import org.jcachepmem.codec.SerializationRules;
import org.jcachepmem.tools.shown.Shown.Broken;
import org.jcachepmem.tools.shown.Shown.Constant;
import org.jcachepmem.tools.shown.Shown.Field;
import org.jcachepmem.tools.shown.Shown.Nothing;
import org.jcachepmem.tools.shown.Shown.Raw;
import org.jcachepmem.tools.shown.Shown.Scalar;
import org.jcachepmem.tools.shown.Shown.Sequence;
import org.jcachepmem.tools.shown.Shown.Structure;
import org.jspecify.annotations.Nullable;

/**
 * Stored bytes by the name of their codec, such as {@code string/1}. What a codec of the JDK's
 * types wrote, that codec reads; the self-describing form is taken apart here, since its enums and
 * library keys would need classes that are not here. Thread safe.
 */
public final class StoredForms {
  private static final String ANY = "any/1";
  private static final String JAVA = "java/1";
  private static final int SERIALIZED_TAG = 0;
  private static final int ARRAY_TAG = 19;
  private static final int ENUM_TAG = 20;
  private static final int MOST_DEPTH = 16;

  private static final List<Class<?>> TYPES =
      List.of(
          String.class,
          Long.class,
          Integer.class,
          Short.class,
          Byte.class,
          Character.class,
          Boolean.class,
          Double.class,
          Float.class,
          UUID.class,
          byte[].class,
          BigInteger.class,
          BigDecimal.class,
          Instant.class,
          LocalDate.class,
          LocalTime.class,
          LocalDateTime.class,
          Duration.class);

  /** The parts of the keys of Spring and Hibernate, by tag. */
  private static final Map<Integer, LibraryKey> LIBRARY_KEYS =
      Map.of(
          32, new LibraryKey("org.springframework.cache.interceptor.SimpleKey", "params"),
          33,
              new LibraryKey(
                  "org.hibernate.cache.internal.BasicCacheKeyImplementation",
                  "id",
                  "entityOrRoleName",
                  "hashCode"),
          34,
              new LibraryKey(
                  "org.hibernate.cache.internal.CacheKeyImplementation",
                  "id",
                  "entityOrRoleName",
                  "tenantId",
                  "hashCode"),
          35,
              new LibraryKey(
                  "org.hibernate.cache.internal.NaturalIdCacheKey",
                  "naturalIdValues",
                  "entityName",
                  "tenantId",
                  "hashCode"));

  private record LibraryKey(String className, String... parts) {}

  private final Map<String, CanonicalCodec<?>> byName = new HashMap<>();
  private final Map<Integer, CanonicalCodec<?>> byTag = new HashMap<>();

  /** Reads what the built-in codecs write. */
  public StoredForms() {
    SerializationRules nothing =
        new SerializationRules(List.of(), List.of(), List.of(), List.of(), false, 1, 1, 1);
    CodecRegistry registry =
        new CodecRegistry(StoredForms.class.getClassLoader(), nothing, Map.of());
    for (Class<?> type : TYPES) {
      Codec<?> codec = registry.codec(type);
      if (codec instanceof CanonicalCodec<?> canonical) {
        byName.put(CodecRegistry.storedName(codec), canonical);
        byTag.put(canonical.tag(), canonical);
      }
    }
  }

  /** Whether bytes of that codec can be read here. */
  public boolean knows(String codec) {
    return codec.equals(ANY) || codec.equals(JAVA) || byName.containsKey(codec);
  }

  /** The codec of that stored name, if it is one of a type of the JDK. */
  public @Nullable CanonicalCodec<?> codec(String name) {
    return byName.get(name);
  }

  /** What the bytes that codec wrote are. */
  public Shown show(String codec, byte[] bytes) {
    try {
      if (codec.equals(JAVA)) {
        return JavaStream.read(bytes, 0);
      }
      CanonicalCodec<?> known = byName.get(codec);
      return known != null
          ? of(known.decode(bytes.clone()))
          : codec.equals(ANY) ? any(bytes) : new Raw(bytes);
    } catch (CacheException | BufferUnderflowException | IllegalArgumentException e) {
      return new Broken("not of codec " + codec, bytes);
    }
  }

  private static Shown of(Object decoded) {
    if (decoded instanceof byte[] bytes) {
      return new Raw(bytes);
    }
    if (decoded instanceof BigInteger number) {
      return LargeNumber.of(number);
    }
    if (decoded instanceof BigDecimal number) {
      return LargeNumber.of(number);
    }
    return new Scalar(decoded instanceof Character c ? c.toString() : decoded);
  }

  private Shown any(byte[] bytes) {
    int tag = bytes.length == 0 ? -1 : bytes[0];
    return tag == SERIALIZED_TAG
        ? JavaStream.read(bytes, 1)
        : canonical(
            tag,
            ByteBuffer.wrap(bytes, Math.min(1, bytes.length), Math.max(0, bytes.length - 1)),
            0);
  }

  private Shown canonical(int tag, ByteBuffer in, int depth) {
    if (depth > MOST_DEPTH) {
      throw new IllegalArgumentException("nested too deeply");
    }
    CanonicalCodec<?> known = byTag.get(tag);
    if (known != null) {
      return of(known.decode(rest(in)));
    }
    LibraryKey key = LIBRARY_KEYS.get(tag);
    if (key != null) {
      List<Field> parts = new ArrayList<>();
      for (String part : key.parts()) {
        parts.add(new Field(part, element(in, depth)));
      }
      return new Structure(key.className(), parts);
    }
    return switch (tag) {
      case ENUM_TAG -> {
        String className = string(part(in, count(in)));
        yield new Constant(className, string(rest(in)));
      }
      case ARRAY_TAG -> {
        List<Shown> elements = new ArrayList<>();
        for (int left = count(in); left > 0; left--) {
          elements.add(element(in, depth));
        }
        yield new Sequence("[Ljava.lang.Object;", elements);
      }
      default -> throw new IllegalArgumentException("tag " + tag);
    };
  }

  private String string(byte[] bytes) {
    CanonicalCodec<?> strings = byTag.get(1);
    return strings == null ? "" : String.valueOf(strings.decode(bytes));
  }

  private Shown element(ByteBuffer in, int depth) {
    int lengthBytes = count(in) - 1;
    if (lengthBytes < 0) {
      return new Nothing();
    }
    ByteBuffer part = ByteBuffer.wrap(part(in, lengthBytes));
    return canonical(part.get(), part, depth + 1);
  }

  private static int count(ByteBuffer in) {
    int count = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      byte next = in.get();
      count |= (next & 0x7F) << shift;
      if (next >= 0 && count >= 0) {
        return count;
      }
    }
    throw new IllegalArgumentException("a count beyond 31 bits");
  }

  private static byte[] part(ByteBuffer in, int lengthBytes) {
    if (lengthBytes < 0 || lengthBytes > in.remaining()) {
      throw new IllegalArgumentException(lengthBytes + " bytes where fewer are left");
    }
    byte[] part = new byte[lengthBytes];
    in.get(part);
    return part;
  }

  private static byte[] rest(ByteBuffer in) {
    return Arrays.copyOfRange(in.array(), in.position(), in.limit());
  }
}
