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

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The canonical codecs of JDK types. Ids and tags are part of the stored format: never reuse one.
 */
final class BuiltInCodecs {

  static final WordCodec<Long> LONG =
      new WordCodec<>("long", 2, Long.class, 8, Long::longValue, Long::valueOf);
  static final WordCodec<Integer> INTEGER =
      new WordCodec<>("integer", 3, Integer.class, 4, Integer::longValue, word -> (int) word);
  static final TwoWordCodec<UUID> UUIDS =
      new TwoWordCodec<>(
          "uuid",
          10,
          UUID.class,
          8,
          UUID::getMostSignificantBits,
          UUID::getLeastSignificantBits,
          UUID::new);

  static final List<CanonicalCodec<?>> ALL =
      List.of(
          new StringCodec(),
          LONG,
          INTEGER,
          new WordCodec<>("short", 4, Short.class, 2, Short::longValue, word -> (short) word),
          new WordCodec<>("byte", 5, Byte.class, 1, Byte::longValue, word -> (byte) word),
          new WordCodec<>("character", 6, Character.class, 2, value -> value, word -> (char) word),
          new WordCodec<>(
              "boolean", 7, Boolean.class, 1, value -> value ? 1 : 0, BuiltInCodecs::bool),
          // Bits as Double.equals compares them: one NaN, two zeros.
          new WordCodec<>(
              "double", 8, Double.class, 8, Double::doubleToLongBits, Double::longBitsToDouble),
          new WordCodec<>(
              "float",
              9,
              Float.class,
              4,
              Float::floatToIntBits,
              word -> Float.intBitsToFloat((int) word)),
          UUIDS,
          new ByteArrayCodec(),
          new BigIntegerCodec(),
          new BigDecimalCodec(),
          new TwoWordCodec<>(
              "instant",
              14,
              Instant.class,
              4,
              Instant::getEpochSecond,
              Instant::getNano,
              Instant::ofEpochSecond),
          new WordCodec<>(
              "local-date", 15, LocalDate.class, 8, LocalDate::toEpochDay, LocalDate::ofEpochDay),
          new WordCodec<>(
              "local-time", 16, LocalTime.class, 8, LocalTime::toNanoOfDay, LocalTime::ofNanoOfDay),
          new TwoWordCodec<>(
              "local-date-time",
              17,
              LocalDateTime.class,
              8,
              value -> value.toLocalDate().toEpochDay(),
              value -> value.toLocalTime().toNanoOfDay(),
              (day, nanos) ->
                  LocalDateTime.of(LocalDate.ofEpochDay(day), LocalTime.ofNanoOfDay(nanos))),
          new TwoWordCodec<>(
              "duration",
              18,
              Duration.class,
              4,
              Duration::getSeconds,
              Duration::getNano,
              Duration::ofSeconds));

  private BuiltInCodecs() {}

  /** The codec of exactly this class, or null. */
  @SuppressWarnings("unchecked") // each codec is found under its own class
  static <T> @Nullable CanonicalCodec<T> of(Class<T> type) {
    for (CanonicalCodec<?> codec : ALL) {
      if (codec.type() == type) {
        return (CanonicalCodec<T>) codec;
      }
    }
    return null;
  }

  private static boolean bool(long word) {
    if (word > 1) {
      throw new IllegalArgumentException("boolean " + word);
    }
    return word == 1;
  }
}
