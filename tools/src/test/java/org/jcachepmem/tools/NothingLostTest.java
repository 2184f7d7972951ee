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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.jcachepmem.allocator.pool.FormatOptions;
import org.jcachepmem.allocator.pool.Pool;
import org.jcachepmem.allocator.pool.PoolFile;
import org.jcachepmem.allocator.pool.PoolOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No command loses, overwrites or shows what it was not asked to, and none is silent about it. */
class NothingLostTest {
  @TempDir Path directory;
  private Path pool;

  @BeforeEach
  void make() {
    pool = SamplePool.make(directory.resolve("sample.pool"));
  }

  private static void flipEach(Path file, String text) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
    int found = 0;
    for (int at = 0; at + wanted.length <= bytes.length; at++) {
      if (Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
        bytes[at] ^= 1;
        found++;
      }
    }
    assertTrue(found > 0, text);
    Files.write(file, bytes);
  }

  /** All of the cache is gone with it, and no entry of it is there that could be counted. */
  @Test
  void aDamagedCatalogueEntryIsNoGoodEnd() throws IOException {
    flipEach(pool, "sessions");
    assertEquals(1, Outcome.of("check", pool).code());
    Outcome copied = Outcome.of("copy", pool, directory.resolve("copy.pool"));
    assertEquals(1, copied.code(), copied.toString());
    assertTrue(copied.err().contains("damaged"), copied.err());
    assertEquals(1, Outcome.of("dump", pool, "-o", directory.resolve("dump")).code());
    assertEquals(1, Outcome.of("ls", pool).code());
  }

  @Test
  void aPoolThatSomebodyIsMakingIsNotMadeBesideThem() {
    Path dump = directory.resolve("dump");
    good("dump", pool, "-o", dump);
    Path target = directory.resolve("new.pool");
    AtomicReference<Outcome> loaded = new AtomicReference<>();
    PoolOptions options = PoolOptions.builder().path(target).sizeBytes(8 << 20).build();
    PoolFile.open(
            options,
            medium -> {
              Pool.format(medium, FormatOptions.standard(1_700_000_000_000L));
              loaded.set(Outcome.of("load", target, dump));
            })
        .close();
    assertEquals(3, loaded.get().code(), loaded.get().toString());
    good("load", target, dump);
  }

  @Test
  void aPictureIsDrawnOverAPictureOnly() throws IOException {
    byte[] before = Files.readAllBytes(pool);
    String refused = bad(2, "map", pool, "--svg", pool);
    assertTrue(refused.contains("is no picture"), refused);
    assertArrayEquals(before, Files.readAllBytes(pool));
    Path picture = directory.resolve("map.svg");
    good("map", pool, "--svg", picture);
    good("map", pool, "--svg", picture);
  }

  @Test
  void aNamespaceIsAllThatIsShownOfThePool() throws IOException {
    Path dump = directory.resolve("dump");
    good("dump", pool, "--namespace", "other", "-o", dump);
    assertFalse(Files.readString(dump).contains("customers"));
    String shown = good("ls", pool, "--namespace", "other").out();
    assertTrue(shown.contains("another one"), shown);
    assertFalse(shown.contains("Rhein"), shown);
    bad(1, "ls", pool, "--namespace", "none");
  }

  @Test
  void aValueIsForTheEyesOfItsOwner() throws IOException {
    Path value = directory.resolve("value");
    good("get", pool, "cities", "Basel", "--namespace", "shop", "--bytes-to", value);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(value)));
    bad(5, "get", pool, "cities", "Basel", "--namespace", "shop", "--bytes-to", value);
  }
}
