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

import static org.jcachepmem.tools.Outcome.good;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import javax.cache.CacheManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values that are nested as deeply as is shown are nested three times as deeply in JSON. */
class DeepValuesTest {
  private static final int DEPTH = 450;

  @TempDir Path directory;

  private static Map<String, Object> nested() {
    Map<String, Object> outer = new HashMap<>();
    Map<String, Object> inner = outer;
    for (int depth = 1; depth < DEPTH; depth++) {
      Map<String, Object> next = new HashMap<>();
      inner.put("k", next);
      inner = next;
    }
    return outer;
  }

  private static void fill(Path pool) {
    try (CacheManager manager = SamplePool.manager(pool, "shop")) {
      SamplePool.cache(manager, "deep", String.class, Object.class).put("key", nested());
    }
  }

  /** An application needs more stack to write and read such an object than the tools to show it. */
  private static void fillWithLargeStack(Path pool) throws InterruptedException {
    Thread filling = new Thread(null, () -> fill(pool), "filling", 64 << 20);
    filling.start();
    filling.join();
  }

  @Test
  void deepValuesArePrintedAsJsonDumpedAndLoaded() throws InterruptedException {
    Path pool = directory.resolve("deep.pool");
    fillWithLargeStack(pool);
    String opening = "\"@class\":\"java.util.HashMap\",\"@entries\":[[\"k\",{";
    assertEquals(DEPTH - 1, count(good("get", "--json", pool, "deep", "key").out(), opening));
    assertEquals(DEPTH - 1, count(good("ls", "--json", pool).out(), opening));

    Path lines = directory.resolve("lines");
    good("dump", "--shown", pool, "-o", lines);
    good("load", directory.resolve("loaded.pool"), lines);
    assertEquals(Contents.of(pool), Contents.of(directory.resolve("loaded.pool")));
    assertTrue(good("get", pool, "deep", "key").out().contains("value  {\"k\": {\"k\": "));
  }

  private static int count(String json, String what) {
    return json.replaceAll("\\s", "").split(java.util.regex.Pattern.quote(what), -1).length - 1;
  }
}
