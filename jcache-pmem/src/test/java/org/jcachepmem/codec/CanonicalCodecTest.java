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
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import javax.cache.CacheException;
import org.junit.jupiter.api.Test;

/**
 * Round trips, and equal objects if and only if equal bytes: for each form alone and behind a tag.
 */
final class CanonicalCodecTest {

  private final AnyCodec any = (AnyCodec) (Codec<?>) TestCodecs.registry().codec(Object.class);

  private static boolean same(Object left, Object right) {
    return Objects.deepEquals(left, right);
  }

  @SuppressWarnings("unchecked")
  private static Codec<Object> codec(Object sample) {
    CanonicalCodec<?> codec = BuiltInCodecs.of(sample.getClass());
    assertNotNull(codec, () -> "no codec of " + sample.getClass());
    return (Codec<Object>) codec;
  }

  private void checkAlone(Object value, Object copy, Object other) {
    for (Codec<Object> codec : List.of(codec(value), any)) {
      byte[] bytes = codec.encode(value).clone();
      Object read = codec.decode(bytes.clone());
      assertSame(value.getClass(), read.getClass());
      assertTrue(same(value, read), () -> codec.id() + ": " + value + " came back as " + read);
      assertArrayEquals(bytes, codec.encode(copy), () -> codec.id() + ": " + value);
      assertArrayEquals(bytes, codec.encode(read), () -> codec.id() + ": " + value);
      assertEquals(
          same(value, other),
          Arrays.equals(bytes, codec.encode(other)),
          () -> codec.id() + ": " + value + " and " + other);
    }
  }

  @Test
  void edges() {
    Samples.edges()
        .forEach(
            (id, values) -> {
              for (Object value : values) {
                assertEquals(id, codec(value).id());
                for (Object other : values) {
                  checkAlone(value, Samples.copy(value), other);
                }
              }
            });
  }

  @Test
  void randomValues() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (Map.Entry<String, Function<Random, Object>> entry : Samples.random().entrySet()) {
      for (int i = 0; i < 2000; i++) {
        Object value = entry.getValue().apply(random);
        Object other = entry.getValue().apply(random);
        try {
          checkAlone(value, Samples.copy(value), other);
        } catch (AssertionError e) {
          throw new AssertionError("seed " + seed, e);
        }
      }
    }
  }

  @Test
  void everyBuiltInCodecIsSampled() {
    List<String> ids =
        BuiltInCodecs.ALL.stream().map(CanonicalCodec::id).map(String.class::cast).toList();
    assertEquals(ids, List.copyOf(Samples.edges().keySet()));
    assertEquals(ids, List.copyOf(Samples.random().keySet()));
  }

  @Test
  void objectsOfDifferentTypesNeverHaveTheSameBytes() {
    List<Object> alike =
        List.of(1, 1L, (short) 1, (byte) 1, true, '\1', "\1", new byte[] {1}, BigInteger.ONE);
    for (Object left : alike) {
      for (Object right : alike) {
        assertEquals(
            left == right, Arrays.equals(any.encode(left), any.encode(right)), left + " " + right);
      }
    }
  }

  @Test
  void allNotANumbersAreOneKey() {
    double odd = Double.longBitsToDouble(0x7ff8000000000001L);
    assertArrayEquals(any.encode(Double.NaN), any.encode(odd));
    float oddFloat = Float.intBitsToFloat(0x7fc00001);
    assertArrayEquals(any.encode(Float.NaN), any.encode(oddFloat));
  }

  @Test
  void byteArraysPassWithoutCopy() {
    byte[] value = {1, 2, 3};
    Codec<byte[]> codec = TestCodecs.registry().codec(byte[].class);
    assertSame(value, codec.encode(value));
    assertSame(value, codec.decode(value));
  }

  @Test
  void bytesOfSomethingElseAreRefusedByName() {
    CodecRegistry registry = TestCodecs.registry();
    for (Class<?> type :
        List.of(Long.class, String.class, java.util.UUID.class, Boolean.class, BigInteger.class)) {
      CacheException e =
          assertThrows(
              CacheException.class, () -> registry.codec(type).decode(new byte[0]), type.getName());
      assertTrue(e.getMessage().contains(registry.codec(type).id() + "/1"), e.getMessage());
    }
    assertThrows(CacheException.class, () -> registry.codec(Boolean.class).decode(new byte[] {2}));
    assertThrows(
        CacheException.class, () -> registry.codec(String.class).decode(new byte[] {1, 2}));
    assertThrows(
        CacheException.class, () -> registry.codec(String.class).decode(new byte[] {7, 2}));
    assertThrows(CacheException.class, () -> registry.codec(Long.class).decode(new byte[9]));
    assertThrows(CacheException.class, () -> any.decode(new byte[0]));
    assertThrows(CacheException.class, () -> any.decode(new byte[] {-1}));
    assertThrows(CacheException.class, () -> any.decode(new byte[] {127, 0}));
    assertThrows(CacheException.class, () -> any.decode(new byte[] {0, 1, 2}));
    // A key with a number of no bytes, for which what lies around it would be taken.
    assertThrows(CacheException.class, () -> any.decode(new byte[] {32, 7, 19, 2, 2, 12, -128, 0}));
    assertThrows(
        CacheException.class,
        () ->
            registry
                .codec(java.time.LocalTime.class)
                .decode(new byte[] {-1, -1, -1, -1, -1, -1, -1, -1}));
  }

  @Test
  void oneWideCharacterAnywhereInALongString() {
    for (int length : new int[] {255, 256, 257, 4095, 4096, 4097, 8192, 10_000}) {
      for (int at : new int[] {0, 255, 256, 4095, 4096, length - 1}) {
        for (char c : new char[] {'?', '\u00ff', '\u0100', '\ud800'}) {
          if (at < length) {
            StringBuilder text = new StringBuilder("\u00e9".repeat(length));
            text.setCharAt(at, c);
            byte[] bytes = any.encode(text.toString());
            assertEquals(text.toString(), any.decode(bytes));
            assertEquals(c < 256 ? length + 2 : 2 * length + 2, bytes.length);
          }
        }
      }
    }
  }

  @Test
  void damagedBytesGiveACacheExceptionOrAnotherObjectNothingElse() {
    Random random = new Random(9);
    for (List<Object> samples : Samples.edges().values()) {
      for (Object sample : samples) {
        byte[] good = any.encode(sample);
        for (int i = 0; i < 200; i++) {
          byte[] bad = Arrays.copyOf(good, 1 + random.nextInt(Math.min(good.length + 3, 64)));
          bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
          try {
            any.decode(bad);
          } catch (CacheException expected) {
            assertFalse(expected.getMessage().isEmpty());
          }
        }
      }
    }
  }

  @Test
  void subclassIsRefusedByCodecOfItsSuperclassAndSerialisedByAny() {
    Codec<BigInteger> codec = TestCodecs.registry().codec(BigInteger.class);
    BigInteger odd = new Tagged("7");
    assertTrue(
        assertThrows(CacheException.class, () -> codec.encode(odd))
            .getMessage()
            .contains("Tagged"));
    byte[] bytes = any.encode(odd);
    assertFalse(any.isCanonical(bytes));
    assertSame(Tagged.class, any.decode(bytes).getClass());
  }

  private static final class Tagged extends BigInteger {
    private static final long serialVersionUID = 1L;

    Tagged(String digits) {
      super(digits);
    }
  }
}
