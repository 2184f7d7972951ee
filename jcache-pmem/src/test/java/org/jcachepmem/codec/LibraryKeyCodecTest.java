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
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.cache.CacheException;
import org.hibernate.cache.internal.BasicCacheKeyImplementation;
import org.hibernate.cache.internal.CacheKeyImplementation;
import org.hibernate.cache.internal.NaturalIdCacheKey;
import org.jcachepmem.key.CodecKeys;
import org.jcachepmem.key.KeyIdentities;
import org.junit.jupiter.api.Test;
import org.springframework.cache.interceptor.SimpleKey;

/** Keys of Spring and Hibernate: equal keys have equal bytes, or are compared as objects. */
final class LibraryKeyCodecTest {

  private final AnyCodec any = (AnyCodec) (Codec<?>) TestCodecs.registry().codec(Object.class);
  private final KeyIdentities<Object> keys = CodecKeys.of(any);

  private void oneKey(Object left, Object right) {
    assertNotNull(any.form(left), "not canonical: " + left);
    assertEquals(left, right);
    assertArrayEquals(any.encode(left), any.encode(right));
    assertEquals(left, any.decode(any.encode(left)));
    assertEquals(left.hashCode(), any.decode(any.encode(left)).hashCode());
    assertEquals(keys.of(left).detached(), keys.ofStored(any.encode(right)));
    assertTrue(keys.of(left).isCanonical());
  }

  private void twoKeys(Object left, Object right) {
    assertNotEquals(left, right);
    assertNotEquals(keys.of(left), keys.of(right));
  }

  @Test
  void springsSimpleKey() {
    String shared = "s";
    oneKey(new SimpleKey(), new SimpleKey());
    oneKey(new SimpleKey(shared, shared), new SimpleKey(new String("s"), new String("s")));
    oneKey(new SimpleKey(1, null, TimeUnit.DAYS), new SimpleKey(1, null, TimeUnit.DAYS));
    oneKey(
        new SimpleKey(new Object[] {"a", new String[] {"b"}}),
        new SimpleKey("a", new Object[] {"b"}));
    oneKey(new SimpleKey(new byte[] {1}, 2L), new SimpleKey(new byte[] {1}, 2L));
    twoKeys(new SimpleKey(1), new SimpleKey(1L));
    twoKeys(new SimpleKey("a", "b"), new SimpleKey("ab"));
    twoKeys(new SimpleKey(new Object[] {null}), new SimpleKey(""));
    twoKeys(new SimpleKey(), new SimpleKey(new Object[] {new Object[0]}));
    twoKeys(new SimpleKey("x".repeat(200), "y"), new SimpleKey("x".repeat(200), "z"));
  }

  @Test
  void partsThatAreNotCanonicalMakeTheKeyAnObject() {
    for (Object part : List.of(new Date(1), List.of(1), new int[] {1})) {
      SimpleKey key = new SimpleKey("a", part);
      assertNull(any.form(key));
      assertFalse(keys.of(key).isCanonical());
      assertEquals(keys.of(key), keys.of(key).detached());
      assertEquals(keys.of(key).detached(), keys.ofStored(any.encode(key)));
    }
    assertNull(any.form(new DerivedKey()));
    Object[] deep = {1};
    for (int i = 0; i < 20; i++) {
      deep = new Object[] {deep};
    }
    assertNull(any.form(new SimpleKey(deep)));
  }

  @Test
  void keysInKeysAreCanonicalToTheSameDepthWrittenAndRead() {
    SimpleKey key = new SimpleKey();
    for (int depth = 0; depth <= 8; depth++) {
      oneKey(key, any.decode(any.encode(key)));
      key = new SimpleKey(key);
    }
    assertNull(any.form(key));
    byte[] bytes = HostileBytes.nestedKeys(10); // what nobody writes
    assertThrows(CacheException.class, () -> any.decode(bytes));
  }

  @Test
  void aKeyOfMorePartsThanOneCountsIsSerialised() {
    Object[] parts = new Object[1000];
    SimpleKey inner = new SimpleKey(parts);
    Arrays.fill(parts, inner);
    SimpleKey key = new SimpleKey(parts);
    assertNotNull(any.form(inner));
    assertNotNull(any.form(new SimpleKey(key, "a million parts")));
    assertNull(any.form(new SimpleKey(key, key)));
    assertEquals(new SimpleKey(key, key), any.decode(any.encode(new SimpleKey(key, key))));
  }

  @Test
  void hibernatesKeys() {
    oneKey(
        new BasicCacheKeyImplementation(7L, "org.acme.Book", 7),
        new BasicCacheKeyImplementation(7L, new String("org.acme.Book"), 7));
    twoKeys(
        new BasicCacheKeyImplementation(7L, "org.acme.Book", 7),
        new BasicCacheKeyImplementation(7, "org.acme.Book", 7));
    assertNull(any.form(new BasicCacheKeyImplementation(new byte[1], "array id", 7)));
    oneKey(
        new CacheKeyImplementation("id", "e", "tenant", 5),
        new CacheKeyImplementation("id", "e", "tenant", 5));
    oneKey(
        new CacheKeyImplementation(new Object[] {1, "x"}, "e", null, 5),
        new CacheKeyImplementation(new Object[] {1, "x"}, "e", null, 5));
    twoKeys(
        new CacheKeyImplementation("id", "e", "tenant", 5),
        new CacheKeyImplementation("id", "e", null, 5));
  }

  /** Found by the fuzzer: such keys were made, and threw in equals, or equalled no other. */
  @Test
  void aKeyThatItsClassCannotCompareIsNotMade() {
    assertNull(any.form(new BasicCacheKeyImplementation(7L, null, 7)));
    assertNull(any.form(new BasicCacheKeyImplementation(null, "org.acme.Book", 7)));
    assertEquals("entityOrRoleName is not there", refusal("21040404040004040404"));
    assertEquals(
        "id is an array, which compares by identity", refusal("21040b04000401002104040bfb"));
  }

  private String refusal(String bytes) {
    return assertThrows(CacheException.class, () -> any.decode(HexFormat.of().parseHex(bytes)))
        .getCause()
        .getMessage();
  }

  @Test
  void unknownShapeIsSerialised() {
    NaturalIdCacheKey key = new NaturalIdCacheKey(new Date(4), "e");
    assertNull(any.form(key));
    assertEquals(key, any.decode(any.encode(key)));
  }

  @Test
  void keyOfAnAbsentLibrarySaysSo() {
    byte[] bytes = any.encode(new SimpleKey("a"));
    AnyCodec without =
        new AnyCodec(
            ClassLoader.getPlatformClassLoader(),
            new SerializationFilter(
                new SerializationRules(List.of(), List.of(), List.of(), List.of(), true, 9, 9, 9),
                ClassLoader.getPlatformClassLoader(),
                List.of()));
    String message = assertThrows(CacheException.class, () -> without.decode(bytes)).getMessage();
    assertTrue(message.contains("Spring"), message);
    // Finding the key again needs no class.
    assertEquals(keys.of(new SimpleKey("a")), CodecKeys.of(without).ofStored(bytes));
  }

  @Test
  void damagedBytesAreRefused() {
    byte[] good = any.encode(new SimpleKey("a", new Object[] {"b", 1}, TimeUnit.DAYS, 3L));
    java.util.Random random = new java.util.Random(3);
    for (int i = 0; i < 5000; i++) {
      byte[] bad = java.util.Arrays.copyOf(good, 1 + random.nextInt(good.length));
      bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
      try {
        any.decode(bad);
      } catch (CacheException expected) {
        assertFalse(expected.getMessage().isEmpty());
      }
    }
  }

  @Test
  void enums() {
    assertEquals(TimeUnit.DAYS, any.decode(any.encode(TimeUnit.DAYS)));
    assertEquals(Shape.ROUND, any.decode(any.encode(Shape.ROUND)));
    assertTrue(any.isCanonical(any.encode(Shape.ROUND)));
    byte[] bytes = any.encode(Shape.ROUND);
    bytes[bytes.length - 1] = 'X';
    assertTrue(
        assertThrows(CacheException.class, () -> any.decode(bytes)).getMessage().contains("ROUNX"));
  }

  private static final class DerivedKey extends SimpleKey {
    private static final long serialVersionUID = 1L;

    DerivedKey() {
      super("a");
    }
  }

  private enum Shape {
    ROUND {
      @Override
      int corners() {
        return 0;
      }
    };

    abstract int corners();
  }
}
