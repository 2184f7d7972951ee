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
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.hibernate.cache.internal.BasicCacheKeyImplementation;
import org.hibernate.cache.internal.CacheKeyImplementation;
import org.junit.jupiter.api.Test;
import org.springframework.cache.interceptor.SimpleKey;

/**
 * The bytes of each codec version are kept for ever: pools hold them. A codec whose bytes change
 * gets a new version and a new file beside the old one. One line of hexadecimal per sample, an
 * empty one last.
 */
final class GoldenFilesTest {

  private static final HexFormat HEX = HexFormat.of();

  private final AnyCodec any = (AnyCodec) (Codec<?>) TestCodecs.registry().codec(Object.class);

  private static List<String> lines(Codec<?> codec) throws IOException {
    String name = "/golden/" + codec.id() + "-" + codec.version() + ".hex";
    try (InputStream in = GoldenFilesTest.class.getResourceAsStream(name)) {
      assertNotNull(in, "keep the bytes of this codec version in src/test/resources" + name);
      List<String> lines =
          List.of(new String(in.readAllBytes(), StandardCharsets.US_ASCII).split("\n", -1));
      return lines.subList(0, lines.size() - 1);
    }
  }

  private static void check(Codec<Object> codec, List<Object> samples, boolean sameBytes)
      throws IOException {
    List<String> lines = new ArrayList<>();
    for (Object sample : samples) {
      lines.add(HEX.formatHex(codec.encode(sample)));
    }
    List<String> kept = lines(codec);
    assertEquals(
        lines.size(), kept.size(), codec.id() + " has these samples:\n" + String.join("\n", lines));
    for (int i = 0; i < kept.size(); i++) {
      if (sameBytes) {
        assertEquals(kept.get(i), lines.get(i), codec.id() + " sample " + i);
      }
      Object read = codec.decode(HEX.parseHex(kept.get(i)));
      assertTrue(
          Objects.deepEquals(samples.get(i), read), codec.id() + " sample " + i + ": " + read);
    }
  }

  @Test
  @SuppressWarnings("unchecked") // samples are kept by their codec
  void builtInCodecsWriteTheBytesThatPoolsHold() throws IOException {
    for (Map.Entry<String, List<Object>> entry : Samples.edges().entrySet()) {
      CanonicalCodec<Object> codec =
          (CanonicalCodec<Object>)
              BuiltInCodecs.ALL.stream()
                  .filter(c -> c.id().equals(entry.getKey()))
                  .findFirst()
                  .orElseThrow();
      check(codec, entry.getValue(), true);
    }
  }

  @Test
  void anyWritesTheBytesThatPoolsHold() throws IOException {
    List<Object> samples = new ArrayList<>();
    Samples.edges().values().forEach(values -> samples.addAll(values.subList(0, 2)));
    samples.add(TimeUnit.DAYS);
    samples.add(new SimpleKey());
    samples.add(new SimpleKey("a", null, 1, new Object[] {2L, "x".repeat(200)}, TimeUnit.DAYS));
    samples.add(new BasicCacheKeyImplementation(7L, "org.acme.Book", 7));
    samples.add(new CacheKeyImplementation("id", "org.acme.Book", "tenant", 9));
    samples.add(new CacheKeyImplementation(new Object[] {1, 2}, "org.acme.Book", null, 9));
    check(any, samples, true);
  }

  @Test
  void serialisedBytesOfOlderBuildsAreRead() throws IOException {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("list", new ArrayList<>(List.of("a", 1L)));
    map.put("unit", TimeUnit.DAYS);
    List<Object> samples =
        List.of(map, new int[] {1, 2}, List.of(1, 2), new java.util.Date(5), new Kept(1, "x"));
    SerializableCodec codec =
        new SerializableCodec(
            getClass().getClassLoader(),
            new SerializationFilter(
                new SerializationRules(
                    List.of("*"), List.of(), List.of(), List.of(), true, 100, 1000, 1000),
                getClass().getClassLoader(),
                List.of()));
    check(codec, samples, false);
  }

  record Kept(int number, String text) implements Serializable {}
}
