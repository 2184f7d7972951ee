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
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.lang.reflect.Proxy;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jcachepmem.tools.shown.Shown.Broken;
import org.junit.jupiter.api.Test;

/** Each way in which an object can be written is read back, and what is not one breaks nothing. */
class JavaStreamTest {

  @Test
  void objectsAreShownByTheirFields() {
    assertEquals(
        "Shapes$Derived{same=1, half=0.5, letter=\"x\", little=-3, same'=2, yes=true, nothing=null}",
        Streams.text(new Shapes.Derived()));
  }

  @Test
  void whatAClassWritesItselfIsShownAsItIs() {
    assertEquals(
        "Shapes$Own{text=\"field\", (Shapes$Own)=[4 bytes 00000007, \"more\"]}",
        Streams.text(new Shapes.Own()));
    assertEquals("Shapes$Silent{(Shapes$Silent)=\"instead\"}", Streams.text(new Shapes.Silent()));
    assertEquals("Shapes$Named{amount=12}", Streams.text(new Shapes.Named()));
    assertEquals(
        "Shapes$External{(Shapes$External)=[1 byte 09, \"external\"]}",
        Streams.text(new Shapes.External()));
  }

  @Test
  void wellKnownClassesAreShownAsWhatTheyAre() {
    UUID id = new UUID(1, 2);
    assertEquals("[1, 2, \"c\", true, 0.5]", Streams.text(new Object[] {1, 2L, 'c', true, 0.5}));
    assertEquals("[1, 2]", Streams.text(new ArrayDeque<>(List.of(1, 2))));
    assertEquals("[1]", Streams.text(new HashSet<>(List.of(1))));
    assertEquals("[1, 2]", Streams.text(new TreeSet<>(List.of(2, 1))));
    assertEquals("[1, 2]", Streams.text(Arrays.asList(1, 2)));
    assertEquals("[[], [1]]", Streams.text(List.of(List.of(), List.of(1))));
    assertEquals("{1: \"one\"}", Streams.text(Map.of(1, "one")));
    assertEquals("{1: \"one\"}", Streams.text(new ConcurrentHashMap<>(Map.of(1, "one"))));
    assertEquals("{1: 2, 3: 4}", Streams.text(new TreeMap<>(Map.of(3, 4, 1, 2))));
    assertEquals(id.toString(), Streams.text(id));
    assertEquals("-123456789012345678901", Streams.text(new BigInteger("-123456789012345678901")));
    assertEquals("1970-01-01T00:00:01Z", Streams.text(new Date(1000)));
    assertEquals("PT1H", Streams.text(Duration.ofHours(1)));
    assertEquals("1970-01-01T00:00:05Z", Streams.text(Instant.ofEpochSecond(5)));
    assertEquals("TimeUnit.DAYS", Streams.text(TimeUnit.DAYS));
    assertEquals("Class.java.lang.String", Streams.text(String.class));
    assertEquals("Ser{(Ser)=6 bytes 070003555443}", Streams.text(ZoneId.of("UTC")));
  }

  /** Collections write bytes of their own, which are not among their elements. */
  @Test
  void byteArraysAreElementsAsOthersAre() {
    byte[] one = {1};
    assertEquals("[1 byte 01, 2]", Streams.text(new ArrayList<>(List.of(one, 2))));
    assertEquals("{1: 1 byte 01}", Streams.text(new HashMap<>(Map.of(1, one))));
    assertEquals("{1: 1 byte 01}", Streams.text(Map.of(1, one)));
    assertEquals("[2, 1 byte 01]", Streams.text(List.of(2, one)));
  }

  @Test
  void sharedAndCircularObjectsAreShownOnce() {
    Shapes.Node node = new Shapes.Node();
    node.next = node;
    assertEquals("Shapes$Node{next=(again Shapes$Node)}", Streams.text(node));
    String shared = "a";
    assertEquals("[\"a\", \"a\"]", Streams.text(new Object[] {shared, shared}));
    Object list = Collections.nCopies(3, 1);
    assertEquals("Collections$CopiesList{n=3, element=1}", Streams.text(list));
  }

  @Test
  void proxiesAndLongTextsAreRead() {
    Object proxy =
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Runnable.class, Serializable.class},
            new Shapes.Handler());
    String text = Streams.text(proxy);
    assertTrue(text.contains("(proxy java.lang.Runnable java.io.Serializable)"), text);
    String longText = "é".repeat(70_000);
    assertEquals('"' + longText + '"', Streams.text(longText));
    assertEquals("\"\\u0000\uD83D\uDE00\"", Streams.text("\0\uD83D\uDE00"));
  }

  @Test
  void anObjectThatIsNestedTooDeeplyIsSaidToBe() {
    Shapes.Node first = new Shapes.Node();
    Shapes.Node last = first;
    for (int i = 0; i < 600; i++) {
      last.next = new Shapes.Node();
      last = last.next;
    }
    Broken broken = assertInstanceOf(Broken.class, JavaStream.read(Streams.of(first), 0));
    assertTrue(broken.why().contains("nested too deeply"), broken.why());
  }

  @Test
  void noBytesBreakIt() {
    List<Object> objects =
        List.of(
            new Shapes.Derived(),
            new Shapes.Own(),
            new Shapes.Silent(),
            Map.of("a", List.of(1, new int[] {1, 2})),
            new TreeMap<>(Map.of(UUID.randomUUID(), new BigInteger("5"))));
    long seed = 20;
    SplittableRandom random = new SplittableRandom(seed);
    int broken = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = Streams.of(objects.get(round % objects.size()));
      for (int change = random.nextInt(4); change >= 0; change--) {
        bytes[4 + random.nextInt(bytes.length - 4)] = (byte) random.nextInt(256);
      }
      byte[] cut =
          Arrays.copyOf(
              bytes, random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length);
      Shown shown = JavaStream.read(cut, 0);
      ShownText.of(shown, 1000);
      broken += shown instanceof Broken ? 1 : 0;
    }
    assertTrue(broken > 1000 && broken < 20_000, "seed " + seed + ": " + broken + " broken");
  }

  /** Each object may or may not have written its fields: two ways each, all of which fail. */
  @Test
  void whatIsMadeToBeTriedForEverIsNot() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(0xACED0005);
    for (int level = 0; level < 100; level++) {
      out.writeByte(0x73);
      if (level > 0) {
        out.writeByte(0x71);
        out.writeInt(0x7E0000);
        continue;
      }
      out.writeByte(0x72);
      out.writeUTF("A");
      out.writeLong(1);
      out.writeByte(3);
      out.writeShort(1);
      out.writeByte('L');
      out.writeUTF("f");
      out.writeByte(0x74);
      out.writeUTF("LA;");
      out.writeByte(0x78);
      out.writeByte(0x70);
    }
    out.writeByte(0);
    assertTimeoutPreemptively(
        java.time.Duration.ofSeconds(10),
        () -> assertInstanceOf(Broken.class, JavaStream.read(bytes.toByteArray(), 0)));
  }

  /** Fields of one name are told apart by marks, whose length must not grow with their number. */
  @Test
  void aClassWithOneNameForAllItsFieldsIsShownInLinearTime() throws IOException {
    int count = 60_000;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(0xACED0005);
    out.writeByte(0x73);
    out.writeByte(0x72);
    out.writeUTF("A");
    out.writeLong(1);
    out.writeByte(2);
    out.writeShort(count);
    for (int field = 0; field < count; field++) {
      out.writeByte('B');
      out.writeUTF("f");
    }
    out.writeByte(0x78);
    out.writeByte(0x70);
    out.write(new byte[count]);
    String text =
        assertTimeoutPreemptively(
            java.time.Duration.ofSeconds(10),
            () -> ShownText.of(JavaStream.read(bytes.toByteArray(), 0), Integer.MAX_VALUE));
    assertTrue(text.startsWith("A{f=0, f'=0, f'3=0, f'4=0, "), text.substring(0, 50));
    assertTrue(text.endsWith(", f'" + count + "=0}"), text.substring(text.length() - 50));
  }
}
