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

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Contents go out of a pool and into another one, and stay the bytes that they are. */
class TransferTest {
  @TempDir static Path all;
  private static Path pool;
  private Path directory;

  @BeforeAll
  static void make() {
    pool = SamplePool.make(all.resolve("sample.pool"));
  }

  @BeforeEach
  void directory(TestInfo test) throws IOException {
    directory = Files.createDirectory(all.resolve(test.getTestMethod().orElseThrow().getName()));
  }

  private Path in(String name) {
    return directory.resolve(name);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private void assertSame(Path copy) {
    assertEquals(Contents.of(pool), Contents.of(copy));
    good("check", copy);
  }

  @Test
  void bothFormsOfADumpRoundTrip() throws IOException {
    byte[] before = Files.readAllBytes(pool);
    assertTrue(good("dump", pool, "-o", in("lines")).out().startsWith("113 entries of 7 caches, "));
    good("dump", pool, "--binary", "-o", in("binary"));
    assertTrue(good("load", in("a.pool"), in("lines")).out().contains("put into a new pool"));
    good("load", in("b.pool"), in("binary"));
    assertSame(in("a.pool"));
    assertSame(in("b.pool"));
    assertArrayEquals(before, Files.readAllBytes(pool));
    assertEquals(List.of("a.pool", "b.pool", "binary", "lines"), files());

    good("dump", in("a.pool"), "-o", in("again"));
    assertEquals(
        Files.readAllLines(in("lines")).stream().skip(1).sorted().toList(),
        Files.readAllLines(in("again")).stream().skip(1).sorted().toList());
  }

  /** Containers give the same process numbers again and again. */
  @Test
  void whatAKilledCommandLeftIsNoPartOfANewPool() throws IOException {
    good("dump", pool, "-o", in("lines"));
    Path left = in("a.pool.making-" + ProcessHandle.current().pid());
    try (CacheManager manager = SamplePool.manager(left, "other")) {
      manager.createCache("left", new MutableConfiguration<String, String>()).put("k", "v");
    }
    good("load", in("a.pool"), in("lines"));
    assertSame(in("a.pool"));
  }

  @Test
  void everyLineOfADumpIsJson() throws IOException {
    good("dump", pool, "--shown", "--json", "-o", in("shown"));
    List<String> lines = Files.readAllLines(in("shown"));
    assertEquals(1 + 7 + 113 + 1, lines.size());
    for (String line : lines) {
      assertTrue(JsonParser.parseString(line).isJsonObject(), line);
    }
    assertTrue(lines.get(2).contains("\"shownKey\":\"Basel\",\"shownValue\":\"Rhein\""));
    good("load", in("a.pool"), in("shown"));
    assertSame(in("a.pool"));
  }

  @Test
  void anApplicationReadsWhatWasLoaded() {
    good("dump", pool, "--binary", "-o", in("binary"));
    Path loaded = in("a.pool");
    good("load", loaded, in("binary"), "--size", "16 MiB");
    try (CacheManager manager = SamplePool.manager(loaded, "shop")) {
      Cache<String, String> cities =
          SamplePool.cache(manager, "cities", String.class, String.class);
      assertEquals("Rhein", cities.get("Basel"));
      Cache<Object, Object> any = SamplePool.cache(manager, "any", Object.class, Object.class);
      assertEquals("value", ((Customer) any.get(new Customer(1, "key"))).name);
    }
    assertTrue(good("info", loaded).out().contains("16.0 MiB"));
  }

  @Test
  void whatAKillLeftIsDumpedAsItWouldBeRecovered() throws IOException {
    Path live = in("live.pool");
    Path killed = in("killed.pool");
    try (CacheManager manager = SamplePool.manager(live, "shop")) {
      SamplePool.fill(manager);
      Files.copy(live, killed); // the page cache has what a killed process stored
    }
    byte[] before = Files.readAllBytes(killed);
    assertTrue(good("info", killed).out().contains("closed   no: its process was killed"));
    good("check", killed);
    good("ls", killed);
    good("dump", killed, "-o", in("lines"));
    good("load", in("a.pool"), in("lines"));
    assertEquals(Contents.of(live), Contents.of(in("a.pool")));
    assertArrayEquals(before, Files.readAllBytes(killed));
  }

  @Test
  void entriesThatAreThereAreKeptUnlessToldOtherwise() throws IOException {
    Path target = Files.copy(pool, in("target.pool"));
    good("dump", pool, "--cache", "sessions", "-o", in("lines"));
    String refused = bad(2, "load", target, in("lines"));
    assertTrue(refused.contains("add --replace to empty it first, or --merge"), refused);
    try (CacheManager manager = SamplePool.manager(target, "shop")) {
      SamplePool.cache(manager, "sessions", String.class, String.class).put("eve", "new");
    }
    good("load", "--merge", target, in("lines"));
    assertTrue(good("ls", target, "sessions").out().contains("\"eve\" = \"new\""));
    assertTrue(good("ls", target, "sessions").out().contains("2 entries"));
    good("load", "--replace", target, in("lines"));
    assertTrue(good("ls", target, "sessions").out().contains("): 1 entry\n"));
    good("check", target);
    bad(2, "load", target, in("lines"), "--size", "64MiB");
    bad(2, "load", "--merge", "--replace", target, in("lines"));
  }

  @Test
  void aDumpThatIsNoneIsRefusedAndLeavesNothing() throws IOException {
    good("dump", pool, "--binary", "-o", in("binary"));
    good("dump", pool, "-o", in("lines"));
    byte[] bytes = Files.readAllBytes(in("binary"));
    for (int length : new int[] {0, 7, 8, 30, 60, 1000, bytes.length - 1}) {
      Files.write(in("cut"), Arrays.copyOf(bytes, length));
      String message = bad(5, "load", in("a.pool"), in("cut"));
      assertTrue(message.contains("cut off") || length < 8, message);
    }
    bytes[bytes.length / 2] ^= 1;
    Files.write(in("cut"), bytes);
    assertTrue(bad(5, "load", in("a.pool"), in("cut")).contains("checksum"));

    List<String> lines = Files.readAllLines(in("lines"));
    assertTrue(badLines(lines.subList(0, 50)).contains("cut off"));
    assertTrue(badLines(List.of("{", "}")).contains("line "));
    assertTrue(badLines(List.of(lines.get(2))).contains("line 1"));
    assertTrue(badLines(List.of(lines.get(0), "{\"cache\":1,\"key\":\"*\"}")).contains("line 2"));
    assertTrue(badLines(List.of(lines.get(0), "{\"nothing\":1}")).contains("line 2"));
    assertTrue(
        badLines(List.of(lines.get(0), lines.get(1), "{\"cache\":1,\"value\":\"AA==\"}"))
            .contains("\"key\" is lacking"));
    assertTrue(bad(5, "load", in("a.pool"), in("absent")).contains("absent"));
    assertEquals(List.of("binary", "cut", "lines"), files());
  }

  private String badLines(List<String> lines) throws IOException {
    Files.write(in("cut"), lines, StandardCharsets.UTF_8);
    return bad(5, "load", in("a.pool"), in("cut"));
  }

  @Test
  void aCopyIsSmallerOrLarger() {
    assertTrue(good("copy", pool, in("a.pool")).out().contains("a new pool of 8.0 MiB"));
    JsonObject json =
        good("copy", "--json", pool, in("b.pool"), "--size", "20MiB").json().getAsJsonObject();
    assertEquals(113, json.get("records").getAsInt());
    good("copy", in("b.pool"), in("c.pool"), "--size", "8 MiB");
    for (String copy : new String[] {"a.pool", "b.pool", "c.pool"}) {
      assertSame(in(copy));
    }
    assertTrue(bad(2, "copy", pool, in("a.pool")).contains("is there already"));
    assertTrue(bad(2, "copy", pool, in("d.pool"), "--size", "1MiB").contains("8388608"));
    assertTrue(bad(2, "copy", pool, in("d.pool"), "--size", "large").contains("is no size"));
  }

  @Test
  void whatDoesNotFitLeavesNothing() throws IOException {
    Path large = in("large.pool");
    good("copy", pool, large, "--size", "24MiB");
    try (CacheManager manager = SamplePool.manager(large, "shop")) {
      Cache<Long, byte[]> blobs = SamplePool.cache(manager, "blobs", Long.class, byte[].class);
      for (long key = 1000; key < 1016; key++) {
        blobs.put(key, new byte[1 << 20]);
      }
    }
    good("dump", large, "--binary", "-o", in("binary"));
    assertTrue(bad(4, "copy", large, in("small.pool"), "--size", "8MiB").contains("larger --size"));
    assertTrue(bad(4, "load", in("small.pool"), in("binary"), "--size", "8MiB").contains("--size"));
    assertEquals(List.of("binary", "large.pool", "large.pool.lock"), files());
  }

  @Test
  void damagedEntriesAreLeftOutAndToldOf() throws IOException {
    byte[] bytes = Files.readAllBytes(pool);
    bytes[LookingTest.indexOf(bytes, "logged in")] = 'K';
    Path damaged = Files.write(in("damaged.pool"), bytes);
    Outcome dump = Outcome.of("dump", damaged, "-o", in("lines"));
    assertEquals(1, dump.code(), dump.toString());
    assertTrue(dump.err().contains("1 damaged entry was left out"), dump.err());
    Outcome copy = Outcome.of("copy", damaged, in("copy.pool"));
    assertEquals(1, copy.code(), copy.toString());
    assertTrue(good("ls", in("copy.pool"), "sessions").out().contains("0 entries"));
  }

  @Test
  void aPoolGrowsInPlace() throws IOException {
    Path grown = Files.copy(pool, in("grown.pool"));
    assertTrue(good("grow", grown, "12MiB").out().startsWith("Grown from 8.0 MiB to 12.0 MiB: "));
    JsonObject json = good("grow", "--json", grown, "16MiB").json().getAsJsonObject();
    assertEquals(12 << 20, json.get("before").getAsLong());
    assertEquals(16 << 20, Files.size(grown));
    assertSame(grown);
    assertTrue(good("info", grown).out().contains("in 3 segments"));
    assertTrue(bad(2, "grow", grown, "8MiB").contains("gains no chunk"));
    assertTrue(bad(2, "grow", grown, "16MiB").contains("gains no chunk"));
    bad(3, "grow", in("absent"), "16MiB");
  }

  @Test
  void droppingACacheLeavesTheOthers() throws IOException {
    Path target = Files.copy(pool, in("target.pool"));
    assertTrue(
        good("drop", target, "blobs").out().startsWith("Deleted blobs of shop: 101 entries"));
    bad(1, "drop", target, "blobs");
    bad(2, "drop", target, "cities");
    good("drop", "--json", target, "cities", "--namespace", "other").json();
    assertEquals(5, good("caches", "--json", target).json().getAsJsonArray().size());
    assertTrue(good("check", target).out().contains("11 entries"));
    assertFalse(good("ls", target).out().contains("another one"));
  }

  @Test
  void whatIsOpenIsNotChanged() {
    Path open = in("open.pool");
    try (CacheManager manager = SamplePool.manager(open, "shop")) {
      SamplePool.fill(manager);
      assertTrue(bad(3, "drop", open, "blobs").contains("open in this JVM"));
      bad(3, "grow", open, "64MiB");
      bad(3, "copy", open, in("copy.pool"));
      bad(3, "dump", open, "-o", in("lines"));
    }
  }
}
