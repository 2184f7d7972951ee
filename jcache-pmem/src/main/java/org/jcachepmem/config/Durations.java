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
package org.jcachepmem.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as text: {@code 100 ms}, {@code 1.5 h}; a bare number is milliseconds. */
final class Durations {

  private static final Pattern DURATION = Pattern.compile("(-?\\d+(?:\\.\\d+)?)\\s*([a-zA-Z]*)");

  private static final Map<String, Long> UNIT_NANOS =
      Map.ofEntries(
          Map.entry("ns", 1L),
          Map.entry("us", 1_000L),
          Map.entry("", 1_000_000L),
          Map.entry("ms", 1_000_000L),
          Map.entry("s", 1_000_000_000L),
          Map.entry("second", 1_000_000_000L),
          Map.entry("seconds", 1_000_000_000L),
          Map.entry("m", 60_000_000_000L),
          Map.entry("minute", 60_000_000_000L),
          Map.entry("minutes", 60_000_000_000L),
          Map.entry("h", 3_600_000_000_000L),
          Map.entry("hour", 3_600_000_000_000L),
          Map.entry("hours", 3_600_000_000_000L),
          Map.entry("d", 86_400_000_000_000L),
          Map.entry("day", 86_400_000_000_000L),
          Map.entry("days", 86_400_000_000_000L));

  private Durations() {}

  /**
   * A duration of zero or more.
   *
   * @throws IllegalArgumentException if the text is no duration, or a negative one
   */
  static Duration parse(String text) {
    Matcher matcher = DURATION.matcher(text.strip());
    Long nanos =
        matcher.matches() ? UNIT_NANOS.get(matcher.group(2).toLowerCase(Locale.ROOT)) : null;
    if (nanos == null) {
      throw new IllegalArgumentException(
          "\""
              + text
              + "\" is no duration; write milliseconds (100), or a number with a unit: ns, us, ms,"
              + " s, m, h, d");
    }
    if (matcher.group(1).startsWith("-")) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is negative; a duration is zero or more");
    }
    BigDecimal total = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(nanos));
    BigDecimal[] parts = total.divideAndRemainder(BigDecimal.valueOf(1_000_000_000L));
    if (parts[0].compareTo(BigDecimal.valueOf(1_000_000_000_000L)) > 0) {
      throw new IllegalArgumentException("\"" + text + "\" is longer than 30,000 years");
    }
    return Duration.ofSeconds(parts[0].longValue(), parts[1].longValue());
  }
}
