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
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.cache.CacheManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Facts of a pool, its caches and its check. */
class LookingTest {
  @TempDir static Path directory;
  private static Path pool;

  @BeforeAll
  static void make() {
    pool = SamplePool.make(directory.resolve("sample.pool"));
  }

  @Test
  void infoSaysWhatThePoolIs() {
    String text = good("info", pool).out();
    assertTrue(text.contains("size     8.0 MiB (8388608 bytes)"), text);
    assertTrue(text.contains("closed   cleanly"), text);
    assertTrue(text.contains("entries  113,"), text);
    JsonObject json = good("info", "--json", pool).json().getAsJsonObject();
    assertEquals(8 << 20, json.get("bytes").getAsLong());
    assertEquals(7, json.get("caches").getAsInt());
    assertTrue(json.get("clean").getAsBoolean());
  }

  @Test
  void cachesAreListedWithTheirTypes() {
    String text = good("caches", pool).out();
    assertEquals(8, text.lines().count(), text);
    assertTrue(text.contains("java.util.UUID (uuid/1)"), text);
    JsonArray json = good("caches", pool, "--json").json().getAsJsonArray();
    assertEquals(7, json.size());
    JsonObject blobs = json.get(1).getAsJsonObject();
    assertEquals("blobs", blobs.get("name").getAsString());
    assertEquals(101, blobs.get("entries").getAsInt());
    assertEquals("long/1", blobs.get("keyCodec").getAsString());
  }

  @Test
  void aSoundPoolPassesItsCheck() {
    assertTrue(good("check", pool).out().endsWith("The pool is sound.\n"));
    JsonObject json = good("check", pool, "--json").json().getAsJsonObject();
    assertTrue(json.get("sound").getAsBoolean());
    assertEquals(
        json.get("poolBytes").getAsLong(),
        json.get("headerBytes").getAsLong()
            + json.get("directoryBytes").getAsLong()
            + json.get("liveBytes").getAsLong()
            + json.get("freeBytes").getAsLong());
  }

  @Test
  void aDamagedPoolFailsItsCheckAndServesTheRest() throws IOException {
    byte[] bytes = Files.readAllBytes(pool);
    int at = indexOf(bytes, "Rhein");
    bytes[at] = 'K';
    Path damaged = Files.write(directory.resolve("damaged.pool"), bytes);
    Outcome check = Outcome.of("check", damaged);
    assertEquals(1, check.code(), check.toString());
    assertTrue(check.out().contains("does not match its checksum"), check.out());
    assertTrue(check.out().endsWith("The pool is damaged: 1 problem.\n"), check.out());
    Outcome json = Outcome.of("check", "--json", damaged);
    assertEquals(1, json.code());
    assertFalse(json.json().getAsJsonObject().get("sound").getAsBoolean());
    assertEquals(1, json.json().getAsJsonObject().getAsJsonArray("problems").size());
    good("info", damaged);
  }

  static int indexOf(byte[] bytes, String text) {
    return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf(text);
  }

  @Test
  void whatIsNoPoolIsToldApart() throws IOException {
    assertTrue(bad(3, "info", directory.resolve("absent")).contains("found nothing"));
    assertTrue(bad(3, "info", directory).contains("a directory"));
    String device = bad(3, "info", "/dev/null");
    assertTrue(device.contains("found a device. Copy it into a file"), device);
    Path zeros = Files.write(directory.resolve("zeros"), new byte[8192]);
    assertTrue(bad(3, "check", zeros).contains("not a pool"));
    Path cut = directory.resolve("cut.pool");
    Files.write(cut, java.util.Arrays.copyOf(Files.readAllBytes(pool), 1 << 20));
    assertTrue(bad(3, "caches", cut).contains("truncated"));
  }

  @Test
  void aPoolInUseIsRefused() {
    Path open = directory.resolve("open.pool");
    try (CacheManager manager = SamplePool.manager(open, "shop")) {
      SamplePool.fill(manager);
      for (String command : new String[] {"info", "caches", "check"}) {
        assertTrue(bad(3, command, open).contains("open in this JVM"));
      }
    }
    good("info", open);
  }

  @Test
  void usageIsToldAndEndsWithTwo() {
    assertTrue(bad(2, "info").contains("Usage: jcache-pmem info"));
    assertTrue(bad(2, "inof", pool).contains("info"));
    assertTrue(bad(2).contains("COMMAND"));
    assertTrue(good("--help").out().matches("(?s).*\n +5 +something else failed.*"));
  }

  @Test
  void aStackTraceIsForWhoAsks() {
    Outcome outcome = Outcome.of("info", "--stacktrace", directory.resolve("absent"));
    assertEquals(3, outcome.code());
    assertTrue(outcome.err().contains("\tat "), outcome.err());
  }

  @Test
  void nothingIsStored() throws IOException {
    byte[] before = Files.readAllBytes(pool);
    for (String command : new String[] {"info", "caches", "check"}) {
      good(command, pool);
    }
    assertArrayEquals(before, Files.readAllBytes(pool));
  }
}
