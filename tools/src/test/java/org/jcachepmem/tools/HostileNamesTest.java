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
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import javax.cache.CacheManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names in a pool may be anything, and do nothing to a terminal. */
class HostileNamesTest {
  private static final String NAME = "a\u001b[2J\n\u202eb";

  @TempDir Path directory;

  @Test
  void namesWithControlCharactersAreEscaped() {
    Path pool = directory.resolve("a.pool");
    try (CacheManager manager = SamplePool.manager(pool, "shop")) {
      SamplePool.cache(manager, NAME, String.class, String.class).put("key", "value");
    }
    String escaped = "a\\u001b[2J\\u000a\\u202eb";
    for (String command : new String[] {"caches", "ls"}) {
      String text = good(command, pool).out();
      assertTrue(text.contains(escaped), text);
      assertEquals(2, text.lines().count(), text);
    }
    assertTrue(good("get", pool, NAME, "key").out().contains("\"value\""));
    assertTrue(bad(1, "ls", pool, NAME + "c").contains(escaped + "c"));
    assertEquals(
        NAME,
        good("caches", "--json", pool)
            .json()
            .getAsJsonArray()
            .get(0)
            .getAsJsonObject()
            .get("name")
            .getAsString());
    assertTrue(good("drop", pool, NAME).out().startsWith("Deleted " + escaped + " of shop"));
  }
}
