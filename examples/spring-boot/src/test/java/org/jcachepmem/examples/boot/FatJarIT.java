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
package org.jcachepmem.examples.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The executable jar, started twice: what it had computed survives kill -9. */
@Timeout(400)
class FatJarIT {

  private static final List<String> JAR = List.of("-jar", System.getProperty("example.jar"));
  private static final String ZONES = "?tag=cache:zone-facts&tag=cache.manager:cacheManager";

  @TempDir Path directory;

  @Test
  void theCachesSurviveAKill() throws Exception {
    int count = ZoneId.getAvailableZoneIds().size();
    String zones;
    try (App app = new App(directory, JAR)) {
      zones = app.get("/zones");
      assertEquals("Japon", app.get("/country/JP/fr"));
      assertEquals(String.valueOf(count + 1), app.get("/computed"));
      assertEquals("Japon", app.get("/country/JP/fr"));
      assertEquals(zones, app.get("/zones"));
      assertEquals(String.valueOf(count + 1), app.get("/computed"));
      assertEquals(count, app.meter("cache.size" + ZONES));
      assertEquals(count, app.meter("cache.puts" + ZONES));
      assertEquals(count, app.meter("cache.gets" + ZONES + "&tag=result:miss"));
      assertEquals(count, app.meter("cache.gets" + ZONES + "&tag=result:hit"));
      assertEquals(0, app.meter("cache.pmem.recovered" + ZONES));
      visit(app, 1);
      app.kill();
    }
    try (App app = new App(directory, JAR)) {
      assertEquals(count, app.meter("cache.pmem.recovered" + ZONES));
      assertEquals(zones, app.get("/zones"));
      assertEquals("Japon", app.get("/country/JP/fr"));
      assertEquals("0", app.get("/computed"));
      assertEquals(count, app.meter("cache.gets" + ZONES + "&tag=result:hit"));
      assertEquals(0, app.meter("cache.pmem.decode.failures" + ZONES));
      assertEquals(32 << 20, app.meter("cache.pmem.pool.size"));
      assertTrue(app.log().matches("(?s).* [1-9]\\d* entries recovered in .*"), app.log());
      assertTrue(!app.log().contains("already registered"), app.log());
      visit(app, 2);
    }
  }

  /** With Hibernate on the same pool: a row is read without SQL. */
  private static void visit(App app, int before) throws Exception {
    if (Boolean.getBoolean("example.visits")) {
      if (before > 1) {
        String statements = app.get("/statements");
        assertEquals(String.valueOf(before - 1), app.get("/visits/home"));
        assertEquals(statements, app.get("/statements"));
      }
      assertEquals(String.valueOf(before), app.post("/visits/home"));
    }
  }
}
