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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Collections;
import java.util.Comparator;
import java.util.Date;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.cache.CacheException;
import org.junit.jupiter.api.Test;

/** What Java serialization stores, what it refuses, and that it refuses at put. */
final class SerializableCodecTest {

  private final Codec<Object> any = TestCodecs.registry().codec(Object.class);

  private static String refused(Codec<Object> codec, Object value) {
    return assertThrows(CacheException.class, () -> codec.encode(value)).getMessage();
  }

  private static void mentions(String message, String... parts) {
    for (String part : parts) {
      assertTrue(message.contains(part), () -> "\"" + part + "\" is not in: " + message);
    }
  }

  @Test
  void plainDataOfTheJdkRoundTrips() {
    Map<String, List<Integer>> sorted = new TreeMap<>(Comparator.reverseOrder());
    sorted.put("a", new ArrayList<>(List.of(1, 2)));
    Map<TimeUnit, Date> byUnit = new EnumMap<>(TimeUnit.class);
    byUnit.put(TimeUnit.DAYS, new Date(7));
    Calendar calendar = Calendar.getInstance(TimeZone.getTimeZone("Europe/Berlin"), Locale.GERMANY);
    List<Object> values =
        List.of(
            new ArrayList<>(List.of("x")),
            List.of(1, "2"),
            Map.of("k", 1L),
            sorted,
            byUnit,
            calendar,
            new ConcurrentHashMap<>(Map.of(1, 2)),
            Locale.FRANCE,
            java.net.URI.create("a:b"),
            java.time.ZonedDateTime.now(),
            java.util.Currency.getInstance("EUR"),
            new java.util.BitSet(9),
            TimeUnit.HOURS,
            String.class,
            java.util.Set.of(1),
            new java.sql.Timestamp(9),
            new java.util.concurrent.atomic.AtomicLong(3).toString(),
            Arrays.asList(1, null),
            java.util.Collections.unmodifiableMap(new TreeMap<>(Map.of(1, 1))));
    for (Object value : values) {
      Object read = any.decode(any.encode(value));
      assertEquals(value, read);
      assertSame(value.getClass(), read.getClass());
    }
    assertArrayEquals(new int[] {1, 2}, (int[]) any.decode(any.encode(new int[] {1, 2})));
    assertArrayEquals(
        new String[][] {{"a"}, {}},
        (String[][]) any.decode(any.encode(new String[][] {{"a"}, {}})));
  }

  @Test
  void exceptionsRoundTrip() {
    Object read = any.decode(any.encode(new IOException("gone", new IllegalStateException("x"))));
    assertEquals("gone", ((IOException) read).getMessage());
  }

  @Test
  void applicationClassesRoundTripUnlessConfiguredOtherwise() {
    Point point = new Point(1, "a", Unit.METRE, null);
    assertEquals(point, any.decode(any.encode(point)));
    assertFalse(any.isCanonical());

    CodecRegistry strict = TestCodecs.registry("serialization.application-classes", "deny");
    mentions(
        refused(strict.codec(Object.class), point),
        Point.class.getName(),
        "jcache-pmem.serialization.allow",
        "can't be stored");
    // A declared type needs no entry, but what it contains does.
    Codec<Point> declared = strict.codec(Point.class);
    mentions(assertThrows(CacheException.class, () -> declared.encode(point)).getMessage(), "Unit");
    Point plain = new Point(1, "a", null, null);
    assertEquals(plain, declared.decode(declared.encode(plain)));
    CodecRegistry listed =
        TestCodecs.registry(
            "serialization.application-classes", "deny",
            "serialization.allow", "org.jcachepmem.codec.SerializableCodecTest*");
    assertEquals(
        point, listed.codec(Object.class).decode(listed.codec(Object.class).encode(point)));
  }

  @Test
  void refusalsAtPutNameClassAndKey() throws Exception {
    mentions(refused(any, new Plain()), Plain.class.getName(), "NotSerializableException");
    mentions(
        refused(any, new ArrayList<>(List.of(new URL("http://localhost/")))),
        "java.net.URL",
        "jcache-pmem.serialization.allow");
    Supplier<String> lambda = (Supplier<String> & Serializable) () -> "x";
    mentions(refused(any, lambda), "java.lang.invoke.SerializedLambda");
    CodecRegistry denying = TestCodecs.registry("serialization.deny", "java.util.Date");
    mentions(
        refused(denying.codec(Object.class), new Object[] {new Date()}),
        "java.util.Date",
        "jcache-pmem.serialization.deny");
    CodecRegistry gadgets =
        TestCodecs.registry(
            "serialization.default-deny", "org.jcachepmem.codec.SerializableCodecTest$*");
    mentions(refused(gadgets.codec(Object.class), new Point(1, "", null, null)), "run code");
    mentions(refused(gadgets.codec(Object.class), Unit.METRE), "run code");
  }

  @Test
  void whatWasAllowedOnceIsRefusedWhenReadUnderStricterRules() {
    byte[] point = any.encode(new Point(1, "", null, null));
    byte[] unit = any.encode(Unit.METRE);
    Codec<Object> strict =
        TestCodecs.registry("serialization.deny", "org.jcachepmem.**").codec(Object.class);
    mentions(
        assertThrows(CacheException.class, () -> strict.decode(point)).getMessage(),
        "Point",
        "deny");
    mentions(
        assertThrows(CacheException.class, () -> strict.decode(unit)).getMessage(), "Unit", "deny");
  }

  @Test
  void objectsThatCanNotBeReadBackAreRefusedAtPut() {
    mentions(refused(any, new Unreadable()), Unreadable.class.getName(), "could not be read back");
    any.encode(new ArrayList<>(List.of(1)));
    mentions(refused(any, new ArrayList<>(List.of(new Unreadable()))), "could not be read back");
    mentions(refused(any, new NoConstructor()), "could not be read back", "no valid constructor");
  }

  @Test
  void limits() {
    Codec<Object> small =
        TestCodecs.registry(
                "serialization.max-depth", "20",
                "serialization.max-references", "100",
                "serialization.max-array-length", "1000")
            .codec(Object.class);
    mentions(refused(small, nested(25)), "max-depth");
    assertEquals(nested(15), small.decode(small.encode(nested(15))));
    List<Object> wide = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      wide.add(new Date(i));
    }
    assertEquals(wide, small.decode(small.encode(wide)));
    wide.addAll(nested(41));
    for (int i = 0; i < 60; i++) {
      wide.add(new Date(i));
    }
    mentions(refused(small, wide), "max-references");
    mentions(refused(small, new long[1001]), "max-array-length");
    byte[] deep = any.encode(nested(25));
    assertThrows(CacheException.class, () -> small.decode(deep));
    mentions(refused(any, nested(200_000)), "nested too deeply");
  }

  /** What the reader counts is more than the writer sees, also of classes that it knows. */
  /** Many of few bytes are more than its reader's limit. */
  @Test
  void aListOfCopiesComesBackAsAListWhateverWasStoredBefore() {
    for (int copies : new int[] {1, 10_000, 3}) {
      List<String> list = Collections.nCopies(copies, "x");
      assertEquals(list, any.decode(any.encode(list)));
      Map<String, List<String>> map = Map.of("k", list);
      assertEquals(map, any.decode(any.encode(map)));
    }
  }

  @Test
  void limitsOfReadingHoldForRepeatedPartsAndForArraysOfCollections() {
    Codec<Object> few =
        TestCodecs.registry("serialization.max-references", "1000").codec(Object.class);
    few.encode(new ArrayList<>(List.of("x")));
    mentions(refused(few, new ArrayList<>(Collections.nCopies(2000, "x"))), "max-references");
    List<Object> fits = new ArrayList<>(Collections.nCopies(900, "x"));
    assertEquals(fits, few.decode(few.encode(fits)));

    Codec<Object> narrow =
        TestCodecs.registry("serialization.max-array-length", "1000").codec(Object.class);
    narrow.encode(new ArrayList<>(List.of("x")));
    narrow.encode(new HashMap<>(Map.of(1, 1)));
    mentions(refused(narrow, new ArrayList<>(Collections.nCopies(1100, null))), "max-array-length");
    Map<Integer, Integer> roomy = new HashMap<>(16, 0.25f);
    for (int i = 0; i < 400; i++) {
      roomy.put(i, 0);
    }
    mentions(refused(narrow, roomy), "max-array-length");
  }

  private static List<Object> nested(int depth) {
    List<Object> list = new ArrayList<>();
    for (int i = 1; i < depth; i++) {
      list = new ArrayList<>(Arrays.asList((Object) list));
    }
    return list;
  }

  @Test
  void largeGraphsAreWrittenIntoAnArrayOfTheirSize() {
    List<byte[]> parts = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      parts.add(new byte[100_000 + i]);
      parts.get(i)[i] = 1;
    }
    @SuppressWarnings("unchecked")
    List<byte[]> read = (List<byte[]>) any.decode(any.encode(parts));
    for (int i = 0; i < parts.size(); i++) {
      assertArrayEquals(parts.get(i), read.get(i));
    }
    for (int length :
        new int[] {0, 1, 480, 490, 500, 511, 512, 513, (1 << 20) - 40, 1 << 20, (1 << 20) + 1}) {
      char[] text = new char[length];
      assertArrayEquals(text, (char[]) any.decode(any.encode(text)));
    }
  }

  @Test
  void proxiesAreReadWithTheLoaderAndTheirHandlersJudged() {
    Object proxy = proxy(new Handler("hello"));
    @SuppressWarnings("unchecked")
    Supplier<String> read = (Supplier<String>) any.decode(any.encode(proxy));
    assertEquals("hello", read.get());
    mentions(
        refused(
            TestCodecs.registry("serialization.deny", "org.jcachepmem.codec.*").codec(Object.class),
            proxy),
        "Handler");
  }

  private static Object proxy(Handler handler) {
    return Proxy.newProxyInstance(
        SerializableCodecTest.class.getClassLoader(), new Class<?>[] {Supplier.class}, handler);
  }

  @Test
  void classesComeFromTheManagersLoaderAndNeverTheThreads() {
    ClassLoader bootOnly = ClassLoader.getPlatformClassLoader();
    Codec<Object> narrow = narrow(bootOnly);
    mentions(
        refused(narrow, new Point(1, "", null, null)),
        "could not be read back",
        "class loader",
        "Point");
    mentions(refused(narrow, Unit.METRE), "could not be read back", "class loader");
    byte[] point = any.encode(new Point(1, "", null, null));
    mentions(assertThrows(CacheException.class, () -> narrow.decode(point)).getMessage(), "Point");

    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(bootOnly);
    try {
      assertEquals(new Point(1, "", null, null), any.decode(point));
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static Codec<Object> narrow(ClassLoader loader) {
    org.jcachepmem.config.ProviderConfig config =
        org.jcachepmem.config.ProviderConfig.load(
            java.net.URI.create("x"),
            SerializableCodecTest.class.getClassLoader(),
            new java.util.Properties());
    return new CodecRegistry(loader, config.serialization(), Map.of()).codec(Object.class);
  }

  @Test
  void damagedBytesAreRefusedNotThrownAsSomethingElse() {
    byte[] good = any.encode(new ArrayList<>(List.of(new Date(), "x", Optional.class, new int[3])));
    java.util.Random random = new java.util.Random(7);
    for (int i = 0; i < 3000; i++) {
      byte[] bad = good.clone();
      bad[1 + random.nextInt(bad.length - 1)] ^= (byte) (1 << random.nextInt(8));
      if (i % 3 == 0) {
        bad = Arrays.copyOf(bad, 1 + random.nextInt(bad.length));
      }
      try {
        any.decode(bad);
      } catch (CacheException expected) {
        assertTrue(expected.getMessage().length() > 10);
      }
    }
  }

  private enum Unit {
    METRE
  }

  private record Point(int x, String label, Unit unit, Point next) implements Serializable {}

  private static final class Plain {}

  private static final class Unreadable implements Serializable {
    private static final long serialVersionUID = 1L;

    private void readObject(ObjectInputStream in) {
      throw new IllegalStateException("can't");
    }
  }

  private static class NeedsArgument {
    NeedsArgument(int argument) {
      assert argument == 1;
    }
  }

  private static final class NoConstructor extends NeedsArgument implements Serializable {
    private static final long serialVersionUID = 1L;

    NoConstructor() {
      super(1);
    }
  }

  private record Handler(String answer) implements InvocationHandler, Serializable {
    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) {
      return answer;
    }
  }
}
