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

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;

/** Values of each canonical type: the edges, and random ones. */
public final class Samples {

  private Samples() {}

  /** Edge values by codec id; also what the golden files hold, so only ever append. */
  public static Map<String, List<Object>> edges() {
    Map<String, List<Object>> edges = new LinkedHashMap<>();
    edges.put(
        "string",
        List.of(
            "",
            "a",
            "\0",
            "\u00ff",
            "\u0100",
            "gr\u00fc\u00df dich",
            "\ud83d\ude00",
            "\ud83d",
            "\ude00\ud83d",
            "x".repeat(1025),
            "x".repeat(1024) + "\ud800"));
    edges.put("long", List.of(0L, 1L, -1L, Long.MIN_VALUE, Long.MAX_VALUE, 0x0102030405060708L));
    edges.put("integer", List.of(0, 1, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, 0x01020304));
    edges.put("short", List.of((short) 0, (short) -1, Short.MIN_VALUE, Short.MAX_VALUE));
    edges.put("byte", List.of((byte) 0, (byte) -1, Byte.MIN_VALUE, Byte.MAX_VALUE));
    edges.put("character", List.of('\0', 'a', '\ud800', '\uffff'));
    edges.put("boolean", List.of(true, false));
    edges.put(
        "double", List.of(0.0, -0.0, 1.5, Double.NaN, Double.POSITIVE_INFINITY, Double.MIN_VALUE));
    edges.put("float", List.of(0f, -0f, 1.5f, Float.NaN, Float.NEGATIVE_INFINITY, Float.MAX_VALUE));
    edges.put("uuid", List.of(new UUID(0, 0), new UUID(-1, -1), new UUID(0x0102030405060708L, 9)));
    edges.put("bytes", List.of(new byte[0], new byte[] {0}, new byte[] {1, -1, 127, -128}));
    edges.put(
        "big-integer",
        List.of(BigInteger.ZERO, BigInteger.ONE, BigInteger.ONE.negate(), BigInteger.TWO.pow(100)));
    edges.put(
        "big-decimal",
        List.of(
            new BigDecimal("0"),
            new BigDecimal("0.00"),
            new BigDecimal("-12.345"),
            new BigDecimal(BigInteger.TEN.pow(40), Integer.MIN_VALUE),
            new BigDecimal(BigInteger.ONE, Integer.MAX_VALUE)));
    edges.put(
        "instant", List.of(Instant.EPOCH, Instant.MIN, Instant.MAX, Instant.ofEpochSecond(-1, 1)));
    edges.put("local-date", List.of(LocalDate.MIN, LocalDate.MAX, LocalDate.of(2024, 2, 29)));
    edges.put("local-time", List.of(LocalTime.MIN, LocalTime.MAX, LocalTime.NOON));
    edges.put(
        "local-date-time",
        List.of(LocalDateTime.MIN, LocalDateTime.MAX, LocalDateTime.of(2024, 2, 29, 1, 2, 3, 4)));
    edges.put(
        "duration",
        List.of(
            Duration.ZERO,
            Duration.ofSeconds(Long.MIN_VALUE),
            Duration.ofNanos(-1),
            Duration.ofDays(9)));
    return edges;
  }

  /** A fresh object equal to {@code value}, sharing nothing where the type allows that. */
  static Object copy(Object value) {
    if (value instanceof String string) {
      return new String(string.toCharArray());
    }
    if (value instanceof byte[] bytes) {
      return bytes.clone();
    }
    if (value instanceof BigInteger number) {
      return new BigInteger(number.toString());
    }
    if (value instanceof BigDecimal number) {
      return new BigDecimal(new BigInteger(number.unscaledValue().toByteArray()), number.scale());
    }
    return value;
  }

  /** Makers of random values by codec id, small ranges among them so that equal ones meet. */
  static Map<String, Function<Random, Object>> random() {
    Map<String, Function<Random, Object>> random = new LinkedHashMap<>();
    random.put("string", Samples::string);
    random.put("long", r -> r.nextLong() >> r.nextInt(64));
    random.put("integer", r -> r.nextInt() >> r.nextInt(32));
    random.put("short", r -> (short) r.nextInt());
    random.put("byte", r -> (byte) r.nextInt());
    random.put("character", r -> (char) r.nextInt());
    random.put("boolean", Random::nextBoolean);
    random.put("double", r -> Double.longBitsToDouble(r.nextLong() << r.nextInt(64)));
    random.put("float", r -> Float.intBitsToFloat(r.nextInt() << r.nextInt(32)));
    random.put("uuid", r -> new UUID(r.nextLong() >> r.nextInt(64), r.nextLong() >> r.nextInt(64)));
    random.put("bytes", Samples::bytes);
    random.put("big-integer", r -> new BigInteger(1 + r.nextInt(200), r).subtract(BigInteger.TEN));
    random.put(
        "big-decimal", r -> new BigDecimal(new BigInteger(1 + r.nextInt(90), r), r.nextInt(9) - 4));
    random.put("instant", r -> Instant.ofEpochSecond(r.nextInt(), r.nextInt(1_000_000_000)));
    random.put("local-date", r -> LocalDate.ofEpochDay(r.nextInt(100_000) - 50_000));
    random.put(
        "local-time", r -> LocalTime.ofNanoOfDay((r.nextLong() >>> 1) % 86_400_000_000_000L));
    random.put(
        "local-date-time",
        r ->
            LocalDateTime.of(
                LocalDate.ofEpochDay(r.nextInt(100_000)),
                LocalTime.ofNanoOfDay((r.nextLong() >>> 1) % 86_400_000_000_000L)));
    random.put(
        "duration",
        r -> Duration.ofSeconds(r.nextLong() >> r.nextInt(64), r.nextInt(1_000_000_000)));
    return random;
  }

  private static String string(Random random) {
    int limit = new int[] {3, 128, 256, 0x10000}[random.nextInt(4)];
    StringBuilder string = new StringBuilder();
    for (int left = random.nextInt(20); left > 0; left--) {
      string.append((char) random.nextInt(limit));
    }
    return string.toString();
  }

  private static byte[] bytes(Random random) {
    byte[] bytes = new byte[random.nextInt(24)];
    random.nextBytes(bytes);
    return bytes;
  }
}
