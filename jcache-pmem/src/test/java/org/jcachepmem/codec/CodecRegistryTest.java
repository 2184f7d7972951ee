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
package org.jcachepmem.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which codec a declared type gets. */
final class CodecRegistryTest {

  @TempDir Path directory;

  @Test
  void builtInElseAny() {
    CodecRegistry registry = TestCodecs.registry();
    assertEquals("string/1", CodecRegistry.storedName(registry.codec(String.class)));
    assertEquals("long/1", CodecRegistry.storedName(registry.codec(Long.class)));
    assertEquals("bytes/1", CodecRegistry.storedName(registry.codec(byte[].class)));
    for (Class<?> type :
        new Class<?>[] {Object.class, Number.class, java.util.Date.class, Name.class}) {
      assertEquals("any/1", CodecRegistry.storedName(registry.codec(type)));
    }
    Codec<Number> numbers = registry.codec(Number.class);
    assertEquals(7L, numbers.decode(numbers.encode(7L)));
  }

  @Test
  void configuredCodecComesFirst() {
    CodecRegistry registry =
        TestCodecs.registry("codecs." + Name.class.getName(), NameCodec.class.getName());
    Codec<Name> codec = registry.codec(Name.class);
    assertEquals("test.name/3", CodecRegistry.storedName(codec));
    assertEquals(new Name("x"), codec.decode(codec.encode(new Name("x"))));
  }

  @Test
  void providersAreFoundWithTheLoader() throws IOException {
    Path services = Files.createDirectories(directory.resolve("META-INF/services"));
    Files.writeString(
        services.resolve(CodecProvider.class.getName()), NameProvider.class.getName());
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {directory.toUri().toURL()}, getClass().getClassLoader())) {
      assertEquals("test.name", TestCodecs.registry(loader).codec(Name.class).id());
      assertEquals("string", TestCodecs.registry(loader).codec(String.class).id());
    }
  }

  @Test
  void unusableConfiguredCodecsAreNamed() {
    for (Class<?> wrong : new Class<?>[] {String.class, Hidden.class, BadId.class}) {
      CodecRegistry registry =
          TestCodecs.registry("codecs." + Name.class.getName(), wrong.getName());
      CacheException e = assertThrows(CacheException.class, () -> registry.codec(Name.class));
      assertTrue(e.getMessage().contains(wrong.getName()), e.getMessage());
      assertTrue(e.getMessage().contains(Name.class.getName()), e.getMessage());
    }
    CodecRegistry missing = TestCodecs.registry("codecs." + Name.class.getName(), "no.such.Codec");
    CacheException e = assertThrows(CacheException.class, () -> missing.codec(Name.class));
    assertTrue(e.getMessage().contains("no.such.Codec"), e.getMessage());
  }

  /** A type of an application. */
  public record Name(String text) {}

  /** Its codec. */
  public static class NameCodec implements Codec<Name> {
    @Override
    public String id() {
      return "test.name";
    }

    @Override
    public int version() {
      return 3;
    }

    @Override
    public boolean isCanonical() {
      return true;
    }

    @Override
    public byte[] encode(Name name) {
      return name.text().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Name decode(byte[] bytes) {
      return new Name(new String(bytes, StandardCharsets.UTF_8));
    }
  }

  /** Can't be made. */
  public static final class Hidden extends NameCodec {
    private Hidden(int argument) {
      assert argument == 0;
    }
  }

  /** Has an id that a pool does not take. */
  public static final class BadId extends NameCodec {
    @Override
    public String id() {
      return "Test Name";
    }
  }

  /** Offers the codec. */
  public static final class NameProvider implements CodecProvider {
    @Override
    @SuppressWarnings("unchecked")
    public <T> @Nullable Codec<T> codec(Class<T> type) {
      return type == Name.class ? (Codec<T>) new NameCodec() : null;
    }
  }
}
