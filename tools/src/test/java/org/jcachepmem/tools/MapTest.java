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
package org.jcachepmem.tools;

import static org.jcachepmem.tools.Outcome.bad;
import static org.jcachepmem.tools.Outcome.good;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** The picture has each chunk, as full as it is. */
class MapTest {
  private static final int CHUNKS = 127;

  @TempDir static Path directory;
  private static Path pool;

  @BeforeAll
  static void make() {
    pool = SamplePool.make(directory.resolve("a<b>&c.pool"));
  }

  private static int free() {
    int free = 0;
    JsonArray chunks =
        good("map", "--json", pool).json().getAsJsonObject().getAsJsonArray("chunks");
    assertEquals(CHUNKS, chunks.size());
    for (JsonElement chunk : chunks) {
      free += chunk.getAsJsonObject().get("free").getAsBoolean() ? 1 : 0;
    }
    return free;
  }

  @Test
  void theTerminalHasAPlaceForEachChunk() {
    String text = good("map", pool, "--columns", 59).out();
    String picture = text.substring(0, text.indexOf("One place is a chunk"));
    assertEquals(3, picture.lines().filter(line -> line.matches(" +\\d+  .*")).count(), picture);
    assertEquals(free(), picture.chars().filter(c -> c == '·').count(), picture);
    assertEquals(
        CHUNKS, picture.lines().skip(2).mapToInt(line -> Math.max(0, line.length() - 9)).sum());
    assertTrue(text.matches("(?s).*free +: +" + free() + " chunks\n"), text);
    assertFalse(text.contains("\u001b["), text);
    assertTrue(good("map", pool, "--color", "always").out().contains("\u001b[38;5;"));
    bad(2, "map", pool, "--color", "sometimes");
  }

  @Test
  void theSvgHasASquareForEachChunk() throws Exception {
    Path svg = directory.resolve("map.svg");
    byte[] before = Files.readAllBytes(pool);
    assertEquals("", good("map", pool, "--svg", svg).out());
    Document document =
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(svg.toFile());
    NodeList titles = document.getElementsByTagName("title");
    assertEquals(CHUNKS - free(), titles.getLength());
    assertTrue(titles.item(0).getTextContent().matches("chunk \\d+: .* slots of .* taken"));
    assertEquals(
        "a<b>&c.pool, 8.0 MiB in chunks of 64.0 KiB",
        document.getElementsByTagName("text").item(0).getTextContent());
    assertArrayEquals(before, Files.readAllBytes(pool));
  }
}
