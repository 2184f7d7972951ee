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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jcachepmem.codec.Codec;
import org.jcachepmem.codec.CodecRegistry;
import org.jcachepmem.codec.SerializationRules;
import org.jcachepmem.tools.shown.Shown.Broken;
import org.jcachepmem.tools.shown.Shown.Raw;
import org.junit.jupiter.api.Test;

/** What the product's codecs write is shown as what it was. */
class StoredFormsTest {
  private final StoredForms forms = new StoredForms();
  private final CodecRegistry registry =
      new CodecRegistry(
          getClass().getClassLoader(),
          new SerializationRules(
              List.of("java.**"), List.of(), List.of(), List.of(), true, 100, 1000, 1000),
          Map.of());

  private <T> byte[] encoded(Class<T> type, T object) {
    return registry.codec(type).encode(object);
  }

  private <T> String text(Class<T> type, T object) {
    Codec<T> codec = registry.codec(type);
    String name = CodecRegistry.storedName(codec);
    return ShownText.of(forms.show(name, codec.encode(object)), 1000);
  }

  @Test
  void builtInCodecsAreReadByTheirName() {
    assertEquals("\"Zürich\"", text(String.class, "Zürich"));
    assertEquals("-5", text(Long.class, -5L));
    assertEquals("true", text(Boolean.class, true));
    assertEquals("\"c\"", text(Character.class, 'c'));
    assertEquals("2.50", text(BigDecimal.class, new BigDecimal("2.50")));
    assertEquals("2026-01-02", text(LocalDate.class, LocalDate.of(2026, 1, 2)));
    assertEquals("2 bytes 0aff", text(byte[].class, new byte[] {10, -1}));
  }

  @Test
  void whatAStreamCallsItsClassesDoesNothingToATerminal() {
    String text = ShownText.of(new Broken("\u001b[2J is not serializable", new byte[] {1}), 1000);
    assertTrue(text.chars().noneMatch(Character::isISOControl), text);
  }

  @Test
  void theSelfDescribingFormNeedsNoClass() {
    assertEquals("\"text\"", text(Object.class, "text"));
    assertEquals("TimeUnit.DAYS", text(Object.class, TimeUnit.DAYS));
    assertEquals("[1]", text(Object.class, List.of(1)));
    // A key of Hibernate's as its codec writes it: id 7, entity, hash code.
    byte[] key = {33, 10, 2, 7, 0, 0, 0, 0, 0, 0, 0, 4, 1, 0, 'E', 0};
    assertEquals(
        "BasicCacheKeyImplementation{id=7, entityOrRoleName=\"E\", hashCode=null}",
        ShownText.of(forms.show("any/1", key), 1000));
    byte[] simpleKey = {32, 8, 19, 2, 4, 1, 0, 'E', 0};
    assertEquals(
        "SimpleKey{params=[\"E\", null]}", ShownText.of(forms.show("any/1", simpleKey), 1000));
  }

  @Test
  void whatIsNotOfItsCodecIsSaidToBeBroken() {
    assertInstanceOf(Broken.class, forms.show("long/1", new byte[3]));
    assertInstanceOf(Broken.class, forms.show("any/1", new byte[0]));
    assertInstanceOf(Broken.class, forms.show("any/1", new byte[] {99}));
    assertInstanceOf(Broken.class, forms.show("any/1", new byte[] {33, 10}));
    assertInstanceOf(Raw.class, forms.show("users-own/3", new byte[] {1}));
    assertFalse(forms.knows("users-own/3"));
    SplittableRandom random = new SplittableRandom(3);
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = new byte[random.nextInt(30)];
      random.nextBytes(bytes);
      if (bytes.length > 0) {
        bytes[0] = (byte) random.nextInt(40);
      }
      ShownText.of(forms.show("any/1", bytes), 200);
    }
  }

  @Test
  void textIsCutAndHarmless() {
    assertEquals(
        "\"aaaaaa...",
        ShownText.of(forms.show("string/1", encoded(String.class, "a".repeat(50))), 10));
    assertEquals("\"\\u001b[2J\\u202e\"", text(String.class, "\u001b[2J\u202e"));
  }

  @Test
  void jsonIsReadByOthers() throws IOException {
    Object[] parts = {1, 1L << 60, Double.NaN, "q\"", new byte[] {1}, TimeUnit.DAYS, Map.of(1, 2)};
    StringWriter written = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(written)) {
      ShownJson.write(json, forms.show("any/1", encoded(Object.class, parts)));
    }
    assertEquals(
        "[1,\"1152921504606846976\",\"NaN\",\"q\\\"\",{\"@hex\":\"01\"},"
            + "{\"@enum\":\"java.util.concurrent.TimeUnit\",\"name\":\"DAYS\"},"
            + "{\"@class\":\"java.util.Map\",\"@entries\":[[1,2]]}]",
        JsonParser.parseString(written.toString()).toString());
  }

  /** Digits take time that grows with their square: a megabyte of them would be minutes. */
  @Test
  void numbersOfManyDigitsAreShownAsTheirParts() {
    BigInteger large = BigInteger.ONE.shiftLeft(8_000_000).negate();
    String parts = "BigInteger{signum=-1, magnitude=1000001 bytes 01000000";
    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> {
          assertTrue(text(BigInteger.class, large).startsWith(parts));
          assertTrue(text(Object.class, large).startsWith(parts));
          BigDecimal decimal = new BigDecimal(large, 7);
          String text = text(BigDecimal.class, decimal);
          assertTrue(text.startsWith("BigDecimal{intVal=" + parts), text);
          assertTrue(text.endsWith("...}, scale=7}"), text);
          assertTrue(Streams.text(new BigDecimal(large, 7)).contains("scale=7"));
        });
    BigInteger shown = BigInteger.ONE.shiftLeft(8 * 4096 - 1);
    assertTrue(
        ShownText.of(forms.show("big-integer/1", encoded(BigInteger.class, shown)), 1000)
            .startsWith("70773"));
  }

  @Test
  void referencesToOneLargeNumberDoNotTakeItsDigitsEachTime() {
    Object[] numbers = new Object[200_000];
    Arrays.fill(numbers, BigInteger.ONE.shiftLeft(8 * 4096 - 1));
    byte[] stream = Streams.of(numbers);
    assertTimeoutPreemptively(Duration.ofSeconds(10), () -> JavaStream.read(stream, 0));
  }

  @Test
  void typedKeysAreWhatTheCodecsWrite() {
    TypedKeys keys = new TypedKeys(forms);
    assertTrue(contains(keys, "string/1", "7", encoded(String.class, "7")));
    assertTrue(contains(keys, "long/1", "7", encoded(Long.class, 7L)));
    assertTrue(contains(keys, "bytes/1", "0aff", encoded(byte[].class, new byte[] {10, -1})));
    UUID id = UUID.randomUUID();
    for (Object key : new Object[] {"7", 7, 7L, (short) 7, new BigDecimal("7")}) {
      assertTrue(
          contains(keys, "any/1", "7", encoded(Object.class, key)), key.getClass().getName());
    }
    assertTrue(contains(keys, "any/1", id.toString(), encoded(Object.class, id)));
    assertTrue(keys.candidates("long/1", "seven").isEmpty());
    assertTrue(keys.candidates("users-own/3", "7").isEmpty());
  }

  private static boolean contains(TypedKeys keys, String codec, String typed, byte[] bytes) {
    return keys.candidates(codec, typed).stream().anyMatch(c -> Arrays.equals(c, bytes));
  }
}
