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
package org.jcachepmem.allocator.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jcachepmem.allocator.record.KeyHash;
import org.jcachepmem.allocator.space.SizeClasses;
import org.junit.jupiter.api.Test;

/** The tables and worked examples of {@code docs/on-media-format.md} say what the code does. */
class FormatDocumentTest {
  private static final List<Class<?>> LAYOUTS =
      List.of(
          SuperblockLayout.class,
          HotWordLayout.class,
          SealedWord.class,
          ChunkLayout.class,
          DirectoryLayout.class,
          ExtentLayout.class,
          CatalogueLayout.class);
  private static final Pattern CONSTANT = Pattern.compile("`(\\w+)\\.([A-Z][A-Z0-9_]*)`");

  /** Bit fields by their name in the document, as masks that the code makes. */
  private static final Map<String, Long> BIT_FIELDS =
      Map.ofEntries(
          Map.entry("sealed value", SealedWord.VALUE_MASK),
          Map.entry("sealed check", ~SealedWord.VALUE_MASK),
          Map.entry("chunk generation", ChunkLayout.value(0, 0, (1 << 14) - 1)),
          Map.entry("chunk class", ChunkLayout.value(0, ChunkLayout.MAX_CLASSES - 1, 0)),
          Map.entry("chunk state", ChunkLayout.value(0xFFFF, 0, 0)),
          Map.entry("record state", DirectoryLayout.STATE_MASK),
          Map.entry("sequence number", DirectoryLayout.SEQUENCE_MASK),
          Map.entry("value length", DirectoryLayout.lengths((1 << 20) - 1, 0, 0, 0)),
          Map.entry("key length", DirectoryLayout.lengths(0, (1 << 17) - 1, 0, 0)),
          Map.entry("cache id", DirectoryLayout.lengths(0, 0, (1 << 13) - 1, 0)),
          Map.entry("entry generation", DirectoryLayout.lengths(0, 0, 0, (1 << 14) - 1)));

  private final List<List<List<String>>> tables = tables();

  @Test
  void rowsSayWhatTheConstantsAre() throws ReflectiveOperationException {
    Map<String, Long> constants = constants();
    Set<String> seen = new HashSet<>();
    for (List<List<String>> table : tables) {
      for (List<String> row : table) {
        Matcher matcher = CONSTANT.matcher(String.join("|", row));
        if (matcher.find()) {
          String name = matcher.group(1) + "." + matcher.group(2);
          assertEquals(constants.get(name), Long.decode(unsigned(row.get(0))), name);
          seen.add(name);
        }
      }
    }
    Set<String> missing = new HashSet<>(constants.keySet());
    missing.removeAll(seen);
    assertTrue(missing.isEmpty(), "constants without a row: " + missing);
  }

  @Test
  void fieldsOfAStructureAreInOrderAndDoNotOverlap() {
    int structures = 0;
    for (List<List<String>> table : tablesOf("offset")) {
      long end = 0;
      for (List<String> row : table.subList(1, table.size())) {
        long offset = Long.parseLong(row.get(0));
        assertTrue(offset >= end, () -> "overlap at " + row);
        end = offset + Long.parseLong(row.get(1));
      }
      structures++;
    }
    assertEquals(8, structures);
  }

  @Test
  void bitFieldsLieWhereTheRowsSay() {
    Set<String> seen = new HashSet<>();
    for (List<List<String>> table : tablesOf("bits")) {
      for (List<String> row : table.subList(1, table.size())) {
        String[] bits = row.get(0).split("\\.\\.");
        long high = Long.parseLong(bits[0]);
        long low = Long.parseLong(bits[1]);
        long mask = (-1L >>> 63 - high) & (-1L << low);
        assertEquals(BIT_FIELDS.get(row.get(1)), mask, row.get(1));
        seen.add(row.get(1));
      }
    }
    assertEquals(BIT_FIELDS.keySet(), seen);
  }

  @Test
  void theSizeClassesOfTheExample() {
    SizeClasses classes = SizeClasses.of(4096);
    List<List<String>> table = tablesOf("class").get(0);
    assertEquals(classes.count(), table.size() - 1);
    for (int c = 0; c < classes.count(); c++) {
      List<Integer> row = table.get(c + 1).stream().map(Integer::valueOf).toList();
      assertEquals(List.of(c, classes.slotBytes(c), classes.slots(c)), row);
    }
    assertEquals(76, SizeClasses.of(64 << 10).count());
    assertEquals(134, SizeClasses.of(2 << 20).count());
  }

  @Test
  void theTestVectors() {
    List<List<String>> table = tablesOf("key bytes (ASCII)").get(0);
    assertEquals(4, table.size());
    for (List<String> row : table.subList(1, table.size())) {
      String key = row.get(0).equals("(none)") ? "" : row.get(0).replace("`", "");
      long hash = Long.parseUnsignedLong(row.get(1).replace("`", "").substring(2), 16);
      assertEquals(hash, KeyHash.of(key.getBytes(StandardCharsets.US_ASCII)), key);
    }
    assertEquals(0xD7F3_2800_0000_0005L, SealedWord.seal(0x0123_4567_89AB_CDEFL, 8192, 5));
  }

  private static Map<String, Long> constants() throws ReflectiveOperationException {
    Map<String, Long> constants = new TreeMap<>();
    for (Class<?> layout : LAYOUTS) {
      for (Field field : layout.getDeclaredFields()) {
        int wanted = Modifier.PUBLIC | Modifier.STATIC | Modifier.FINAL;
        if ((field.getModifiers() & wanted) == wanted) {
          constants.put(
              layout.getSimpleName() + "." + field.getName(),
              ((Number) field.get(null)).longValue());
        }
      }
    }
    return constants;
  }

  /** Hexadecimal numbers of 64 bits as {@link Long#decode} reads them. */
  private static String unsigned(String number) {
    return number.startsWith("0x")
        ? Long.toString(Long.parseUnsignedLong(number.substring(2), 16))
        : number;
  }

  private List<List<List<String>>> tablesOf(String firstColumn) {
    return tables.stream().filter(table -> table.get(0).get(0).equals(firstColumn)).toList();
  }

  /** The tables of the document, each a list of rows, without the rule under the heading. */
  private static List<List<List<String>>> tables() {
    List<List<List<String>>> tables = new ArrayList<>();
    List<List<String>> table = new ArrayList<>();
    try (Stream<String> lines = Files.lines(document())) {
      for (String line : (Iterable<String>) lines::iterator) {
        if (!line.startsWith("|")) {
          table = new ArrayList<>();
        } else if (!line.startsWith("|---")) {
          if (table.isEmpty()) {
            tables.add(table);
          }
          table.add(Arrays.stream(line.substring(1).split("\\|")).map(String::strip).toList());
        }
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return tables;
  }

  private static Path document() {
    Path file = Path.of("docs", "on-media-format.md");
    return Files.exists(file) ? file : Path.of("..").resolve(file);
  }
}
