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
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.BiConsumer;
import javax.cache.Cache;
import javax.cache.CacheManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must not be served any more is not served because a command came between. */
class StaleContentsTest {
  private static final Map<String, String> CLEARED =
      Map.of("caches.stale.on-unclean-open", "clear");
  private static final Map<String, String> TOGETHER = Map.of("caches.results.lives-with", "times");

  @TempDir Path directory;
  private Path pool;

  @BeforeEach
  void path() {
    pool = directory.resolve("a.pool");
  }

  private static Cache<String, String> cache(CacheManager manager, String name) {
    return SamplePool.cache(manager, name, String.class, String.class);
  }

  private static void in(
      Path path,
      Map<String, String> settings,
      BiConsumer<Cache<String, String>, Cache<String, String>> work) {
    try (CacheManager manager = SamplePool.manager(path, "shop", settings)) {
      Cache<String, String> times = cache(manager, "times");
      work.accept(times, cache(manager, "results"));
    }
  }

  private Path dump(Path from, String... caches) {
    Path dump = directory.resolve("dump");
    Object[] words = new Object[4 + 2 * caches.length];
    words[0] = "dump";
    words[1] = from;
    for (int i = 0; i < caches.length; i++) {
      words[2 + 2 * i] = "--cache";
      words[3 + 2 * i] = caches[i];
    }
    words[words.length - 2] = "-o";
    words[words.length - 1] = dump;
    good(words);
    return dump;
  }

  @ParameterizedTest
  @ValueSource(strings = {"grow", "drop", "load", "nothing"})
  void aKillIsKnownToTheApplicationThatComesNext(String command) throws IOException {
    Path live = directory.resolve("live.pool");
    try (CacheManager manager = SamplePool.manager(live, "shop", CLEARED)) {
      cache(manager, "stale").put("k", "stale");
      cache(manager, "other").put("k", "v");
      Files.copy(live, pool); // the page cache has what a killed process stored
    }
    switch (command) {
      case "grow" -> good("grow", pool, "12MiB");
      case "drop" -> good("drop", pool, "other");
      case "load" -> good("load", "--replace", pool, dump(live, "other"));
      default -> {}
    }
    try (CacheManager manager = SamplePool.manager(pool, "shop", CLEARED)) {
      assertNull(cache(manager, "stale").get("k"));
    }
    try (CacheManager manager = SamplePool.manager(pool, "shop", CLEARED)) {
      cache(manager, "stale").put("k", "new");
    }
    good("grow", pool, "16MiB");
    try (CacheManager manager = SamplePool.manager(pool, "shop", CLEARED)) {
      assertEquals("new", cache(manager, "stale").get("k"), "after a clean close");
    }
  }

  @Test
  void aCopyKnowsOfTheKill() throws IOException {
    Path live = directory.resolve("live.pool");
    try (CacheManager manager = SamplePool.manager(live, "shop", CLEARED)) {
      cache(manager, "stale").put("k", "stale");
      Files.copy(live, pool);
    }
    Path copy = directory.resolve("copy.pool");
    good("copy", pool, copy);
    try (CacheManager manager = SamplePool.manager(copy, "shop", CLEARED)) {
      assertNull(cache(manager, "stale").get("k"));
    }
  }

  @Test
  void whatLivedWithOtherContentsGoes() {
    in(
        pool,
        TOGETHER,
        (times, results) -> {
          times.put("t", "old");
          results.put("q", "r1");
        });
    Path dump = dump(pool, "times");
    in(
        pool,
        TOGETHER,
        (times, results) -> {
          times.put("t", "new");
          results.put("q", "r2");
        });
    good("load", "--replace", pool, dump);
    in(
        pool,
        TOGETHER,
        (times, results) -> {
          assertEquals("old", times.get("t"));
          assertNull(results.get("q"));
        });
  }

  @Test
  void whatLivedWithContentsOfAnotherPoolGoes() {
    in(pool, TOGETHER, (times, results) -> results.put("q", "of a"));
    Path other = directory.resolve("b.pool");
    in(other, TOGETHER, (times, results) -> times.put("t", "of b"));
    good("load", "--replace", other, dump(pool, "results"));
    in(
        other,
        TOGETHER,
        (times, results) -> {
          assertEquals("of b", times.get("t"));
          assertNull(results.get("q"));
        });
  }

  @Test
  void alsoIfOnlySomeOfItIsOfAnotherPool() {
    in(pool, TOGETHER, (times, results) -> results.put("q", "of a"));
    Path other = directory.resolve("b.pool");
    in(
        other,
        TOGETHER,
        (times, results) -> {
          times.put("t", "of b");
          results.put("r", "of b");
        });
    good("load", "--merge", other, dump(pool, "results"));
    in(
        other,
        TOGETHER,
        (times, results) -> {
          assertEquals("of b", times.get("t"));
          assertNull(results.get("q"));
        });
  }

  @Test
  void whatIsOfOneDumpStaysTogether() {
    in(
        pool,
        TOGETHER,
        (times, results) -> {
          times.put("t", "t");
          results.put("q", "r");
        });
    Path other = directory.resolve("b.pool");
    good("load", other, dump(pool));
    in(
        other,
        TOGETHER,
        (times, results) -> {
          assertEquals("t", times.get("t"));
          assertEquals("r", results.get("q"));
        });
  }

  @Test
  void contentsOfTwoDataVersionsAreNotMerged() {
    in(pool, Map.of("caches.times.data-version", "1"), (times, results) -> times.put("k1", "1"));
    Path dump = dump(pool, "times");
    in(pool, Map.of("caches.times.data-version", "2"), (times, results) -> times.put("k2", "2"));
    String refused = bad(2, "load", "--merge", pool, dump);
    assertTrue(refused.contains("data-version"), refused);
  }
}
