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
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Entries are listed and found, and none is deserialised. */
class EntriesTest {
  @TempDir static Path directory;
  private static Path pool;
  private static int deserialisedBefore;

  @BeforeAll
  static void make() {
    pool = SamplePool.make(directory.resolve("sample.pool"));
    deserialisedBefore = Customer.deserialised;
  }

  @Test
  void lsListsAllCachesOrOne() {
    String all = good("ls", pool).out();
    assertEquals(7 + 113, all.lines().count());
    assertTrue(all.contains("  \"Basel\" = \"Rhein\"  (6 bytes)\n"), all);
    assertTrue(all.contains("Customer{number=7, credit=12.50, "), all);
    String one = good("ls", pool, "sessions").out();
    assertTrue(one.contains("\"ann\" = \"logged in\"  (10 bytes, expires 20"), one);
    assertEquals(1 + 3, good("ls", pool, "blobs", "--limit", 3).out().lines().count());
    assertTrue(good("ls", pool, "--full").out().contains("x".repeat(5000)));
    bad(2, "ls", pool, "--limit", -1);
  }

  @Test
  void lsPrintsJson() {
    JsonArray caches = good("ls", "--json", pool).json().getAsJsonArray();
    assertEquals(7, caches.size());
    JsonObject customers = caches.get(2).getAsJsonObject();
    JsonObject value =
        customers.getAsJsonArray("entries").get(0).getAsJsonObject().getAsJsonObject("value");
    assertEquals("org.jcachepmem.tools.Customer", value.get("@class").getAsString());
    assertEquals("Ann \"A\" Müller", value.get("name").getAsString());
    assertEquals(0, Customer.deserialised - deserialisedBefore, "deserialised objects");
  }

  @Test
  void getFindsEntriesByWhatIsTyped() {
    assertTrue(
        good("get", pool, "cities", "Basel", "--namespace", "other")
            .out()
            .contains("\"another one\""));
    assertTrue(good("get", pool, "blobs", "-1").out().contains("700000 of value"));
    assertTrue(good("get", pool, "customers", SamplePool.ID).out().contains("tags=[\"a\", \"b\"]"));
    assertTrue(good("get", pool, "any", "2").out().contains("2026-11-26T10:00:00.500Z"));
    assertTrue(good("get", pool, "any", "text").out().contains("value  1\n"));
    assertTrue(good("get", pool, "any", "Customer$Rank.LOYAL").out().contains("[\"one\", 2, 3.5]"));
    assertTrue(
        good("get", pool, "blobs", "--hex", "0300000000000000").out().contains("key    3\n"));
    assertTrue(good("get", pool, "sessions", "ann").out().contains("life   expires 20"));
  }

  @Test
  void aSerialisedKeyIsFoundByHowItIsShown() {
    String shown =
        good("ls", pool, "any", "--full")
            .out()
            .lines()
            .filter(line -> line.startsWith("  Customer{"))
            .map(line -> line.substring(2, line.indexOf(" = ")))
            .findFirst()
            .orElseThrow();
    assertTrue(good("get", pool, "any", shown).out().contains("name=\"value\""));
  }

  @Test
  void getPrintsJsonAndBytes() throws IOException {
    Path bytes = directory.resolve("bytes");
    JsonObject json =
        good("get", "--json", pool, "sessions", "ann", "--bytes-to", bytes)
            .json()
            .getAsJsonObject();
    assertEquals("logged in", json.get("value").getAsString());
    byte[] stored = Base64.getDecoder().decode(json.get("valueBase64").getAsString());
    assertEquals("\0logged in", new String(stored, StandardCharsets.ISO_8859_1));
    assertArrayEquals(stored, Files.readAllBytes(bytes));
    assertTrue(bad(5, "get", pool, "sessions", "ann", "--bytes-to", bytes).contains("exists"));
  }

  @Test
  void whatIsNotThereEndsWithOne() {
    assertTrue(bad(1, "get", pool, "sessions", "nobody").contains("has no key nobody"));
    assertTrue(bad(1, "get", pool, "nothing", "key").contains("has no cache \"nothing\""));
    assertTrue(bad(1, "ls", pool, "nothing").contains("lists them"));
    assertTrue(
        bad(2, "ls", pool, "cities").contains("add --namespace, one of [\"shop\", \"other\"]"));
    bad(2, "get", pool, "blobs", "--hex", "xyz");
  }

  @Test
  void aDamagedEntryIsShownAsSuch() throws IOException {
    byte[] contents = Files.readAllBytes(pool);
    contents[LookingTest.indexOf(contents, "logged in")] = 'K';
    Path damaged = Files.write(directory.resolve("damaged.pool"), contents);
    Outcome ls = Outcome.of("ls", damaged);
    assertEquals(1, ls.code());
    assertTrue(ls.out().contains("  (damaged, at offset "), ls.out());
    assertTrue(ls.out().contains("\"Rhein\""), ls.out());
    assertTrue(bad(1, "get", damaged, "sessions", "ann").contains("is damaged"));
  }

  @Test
  void nothingIsStored() throws IOException {
    byte[] before = Files.readAllBytes(pool);
    good("ls", pool);
    good("get", pool, "sessions", "ann");
    assertArrayEquals(before, Files.readAllBytes(pool));
  }
}
