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
package org.jcachepmem.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jcachepmem.allocator.record.EntryRef;
import org.junit.jupiter.api.Test;

/** The arithmetic of {@code docs/sizing.md} is the product's. */
class SizingDocumentTest {

  /** The worked example. */
  private static final Sizing EXAMPLE = new Sizing(1_000_000, 25, 700);

  private static final int FEW = 20_000;
  private static final Pattern SLOTS =
      Pattern.compile("(?m)^\\| ([\\d,]+) \\| ([\\d,]+) \\| ([\\d,]+) \\|$");

  private final String document;

  SizingDocumentTest() throws IOException {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(root.resolve(".mvn"))) {
      root = root.getParent();
    }
    document = Files.readString(root.resolve("docs/sizing.md"));
  }

  @Test
  void theWorkedExampleIsRight() {
    EXAMPLE
        .steps()
        .forEach(
            (what, number) -> {
              Pattern row =
                  Pattern.compile(
                      "(?m)^\\| "
                          + Pattern.quote(what)
                          + " \\|.*\\| "
                          + Sizing.grouped(number)
                          + " \\|$");
              assertTrue(
                  row.matcher(document).find(),
                  "docs/sizing.md: " + what + " is " + Sizing.grouped(number));
            });
  }

  @Test
  void theTableOfSlotsIsRight() {
    Matcher row = SLOTS.matcher(document);
    int rows = 0;
    while (row.find()) {
      int bytes = (int) number(row.group(1));
      Sizing one = new Sizing(1, 0, bytes);
      assertEquals(one.slotBytes(1L << 30), number(row.group(2)), row.group());
      assertEquals(one.weight(1L << 30), number(row.group(3)), row.group());
      rows++;
    }
    assertTrue(rows >= 8, "rows of the table");
  }

  /** For other numbers than the example's. */
  @Test
  void yourOwnNumbers() {
    Sizing own =
        new Sizing(
            Long.getLong("sizing.entries", EXAMPLE.entries()),
            Integer.getInteger("sizing.key", EXAMPLE.keyBytes()),
            Integer.getInteger("sizing.value", EXAMPLE.valueBytes()));
    System.out.printf(
        "%,d entries, keys of %d and values of %d bytes:%n",
        own.entries(), own.keyBytes(), own.valueBytes());
    own.steps().forEach((what, number) -> System.out.printf("%36s %,15d%n", what, number));
    assertTrue(own.poolBytes() > own.entries() * (own.keyBytes() + own.valueBytes()));
  }

  @Test
  void capacityIsThePools() {
    for (int mebibytes : new int[] {8, 16, 33, 100}) {
      long bytes = (long) mebibytes << 20;
      try (PoolFixture pool = PoolFixture.heap(bytes)) {
        assertEquals(pool.records.capacityBytes(), Sizing.capacityBytes(bytes), mebibytes + " MiB");
      }
    }
  }

  @Test
  void aPoolOfThatSizeKeepsAllAndASmallerOneDoesNot() {
    Sizing few = new Sizing(FEW, EXAMPLE.keyBytes(), EXAMPLE.valueBytes());
    long least = few.poolBytes();
    assertEquals(FEW, kept(few, least), "entries kept in " + least + " bytes");
    assertTrue(kept(few, least * 9 / 10 & -4096) < FEW, "a tenth less is too small");
  }

  private static long kept(Sizing sizing, long poolBytes) {
    try (PoolFixture pool = PoolFixture.heap(poolBytes)) {
      EntryStore store = pool.attach("a", Keys.CANONICAL);
      String format = "%0" + sizing.keyBytes() + "d";
      for (int i = 0; i < sizing.entries(); i++) {
        store.put(
            Keys.CANONICAL.of(format.formatted(i)),
            new byte[sizing.valueBytes()],
            EntryRef.ETERNAL);
      }
      assertEquals(0, store.counters().refused());
      return store.count();
    }
  }

  private static long number(String grouped) {
    return Long.parseLong(grouped.replace(",", ""));
  }
}
