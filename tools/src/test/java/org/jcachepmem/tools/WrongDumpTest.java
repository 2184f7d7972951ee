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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with a dump is said with its place, and before anything is deleted for it. */
class WrongDumpTest {
  @TempDir static Path directory;
  private static Path pool;
  private static List<String> lines;
  private static byte[] binary;

  @BeforeAll
  static void make() throws IOException {
    pool = SamplePool.make(directory.resolve("sample.pool"));
    good("dump", pool, "-o", directory.resolve("lines"));
    good("dump", pool, "--binary", "-o", directory.resolve("binary"));
    lines = Files.readAllLines(directory.resolve("lines"));
    binary = Files.readAllBytes(directory.resolve("binary"));
  }

  private static String loaded(byte[] dump) throws IOException {
    return bad(5, "load", directory.resolve("a.pool"), wrong(dump));
  }

  private static String loaded(List<String> dump) throws IOException {
    return loaded((String.join("\n", dump) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static Path wrong(byte[] dump) throws IOException {
    return Files.write(directory.resolve("wrong"), dump);
  }

  private static <T> List<T> joined(List<T> first, List<T> second) {
    List<T> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  private static byte[] joined(byte[] first, byte... second) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(first);
    all.writeBytes(second);
    return all.toByteArray();
  }

  @Test
  void aSecondHeadIsSaidToBeOne() throws IOException {
    String message = loaded(joined(lines.subList(0, 1), lines));
    assertTrue(message.contains("line 2: it has a second head"), message);
    message = loaded(joined(lines.subList(0, 20), lines));
    assertTrue(message.contains("line 21: it has a second head"), message);
  }

  @Test
  void whatIsBehindTheEndIsSaidToBeThere() throws IOException {
    String behind = "there is more behind its end";
    for (List<String> more : List.of(lines, List.of("{}"), List.of("garbage"), List.of("7"))) {
      String message = loaded(joined(lines, more));
      assertTrue(message.contains("line " + (lines.size() + 1) + ": " + behind), message);
    }
    for (byte[] more : new byte[][] {binary, {0}, {'\n'}}) {
      String message = loaded(joined(binary, more));
      assertTrue(message.contains("byte " + binary.length + ", "), message);
      assertTrue(message.contains(behind), message);
    }
    Path empty = directory.resolve("empty");
    Files.writeString(empty, String.join("\n", lines) + "\n\n  \n");
    good("load", directory.resolve("b.pool"), empty);
  }

  @Test
  void theByteIsToldWhereABinaryDumpIsWrong() throws IOException {
    byte[] changed = binary.clone();
    changed[binary.length - 29] = 'Q'; // the kind of the block of the end
    String message = loaded(changed);
    assertTrue(message.contains("byte " + (binary.length - 29) + ", "), message);
    assertTrue(message.contains("a block of kind 81"), message);
    message = loaded(Arrays.copyOf(binary, 5000));
    assertTrue(message.contains("byte 5000, after record "), message);
    assertTrue(message.contains("cut off"), message);
    assertTrue(message.startsWith("the dump can't be read, "), message);
  }

  @Test
  void aDumpThatIsNotWholeReplacesNothing() throws IOException {
    Path target = Files.copy(pool, directory.resolve("target.pool"));
    byte[] flipped = binary.clone();
    flipped[binary.length / 2] ^= 1;
    byte[] cut =
        (String.join("\n", lines.subList(0, lines.size() - 1)) + "\n")
            .getBytes(StandardCharsets.UTF_8);
    for (byte[] dump : new byte[][] {Arrays.copyOf(binary, binary.length - 1), flipped, cut}) {
      for (String policy : new String[] {"--replace", "--merge"}) {
        bad(5, "load", policy, target, wrong(dump));
        assertArrayEquals(Files.readAllBytes(pool), Files.readAllBytes(target));
      }
    }
    List<String> foreign = new ArrayList<>(lines);
    foreign.add(lines.size() - 1, "{\"cache\":99,\"key\":\"AA==\",\"value\":\"AA==\"}");
    String message =
        bad(
            5,
            "load",
            "--replace",
            target,
            wrong(String.join("\n", foreign).getBytes(StandardCharsets.UTF_8)));
    assertTrue(message.contains("line " + lines.size() + ": a record is of cache 99"), message);
    assertArrayEquals(Files.readAllBytes(pool), Files.readAllBytes(target));
    good("load", "--replace", target, directory.resolve("binary"));
    assertEquals(Contents.of(pool), Contents.of(target));
  }

  /** It is read twice, and what comes through a pipe is gone after the first time. */
  @Test
  void replacingTakesAFile() throws IOException {
    Path target = Files.copy(pool, directory.resolve("piped.pool"));
    for (String from : new String[] {"-", "/dev/null"}) {
      for (String policy : new String[] {"--replace", "--merge"}) {
        String message = bad(2, "load", policy, target, from);
        assertTrue(message.contains("--replace and --merge read the dump twice"), message);
      }
    }
    assertArrayEquals(Files.readAllBytes(pool), Files.readAllBytes(target));
    assertTrue(bad(5, "load", "--replace", target, directory.resolve("none")).contains("none"));
  }
}
