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

import com.google.gson.JsonObject;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import javax.cache.CacheManager;
import javax.management.MBeanServer;
import javax.management.remote.JMXConnectorServer;
import javax.management.remote.JMXConnectorServerFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running pool is watched, here through a connector of this JVM's own. */
class WatchTest {
  @TempDir static Path directory;
  private static JMXConnectorServer agent;
  private static String url;

  @BeforeAll
  static void start() throws Exception {
    MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    agent =
        JMXConnectorServerFactory.newJMXConnectorServer(
            new JMXServiceURL("service:jmx:rmi://127.0.0.1"), null, beans);
    agent.start();
    url = agent.getAddress().toString();
  }

  @AfterAll
  static void stop() throws Exception {
    agent.stop();
  }

  @Test
  void cachesAreShownWithTheirRates() {
    try (CacheManager manager = SamplePool.manager(directory.resolve("a.pool"), "shop")) {
      SamplePool.fill(manager);
      manager.enableStatistics("cities", true);
      manager.getCache("cities", String.class, String.class).get("Basel");
      String text = good("top", url, "--count", 2, "--interval", 0.05).out();
      assertEquals(2, text.lines().filter(line -> line.startsWith("cities")).count(), text);
      assertTrue(text.matches("(?s).*cache +entries +gets +hits +puts .*"), text);
      JsonObject json = good("top", url, "--count", 1, "--json").json().getAsJsonObject();
      JsonObject cities = json.getAsJsonArray("caches").get(0).getAsJsonObject();
      assertEquals("cities", cities.get("name").getAsString());
      assertEquals(4, cities.get("Entries").getAsInt());
      assertEquals(1, cities.get("CacheHits").getAsInt());
    }
  }

  @Test
  void whereThereIsNothingToWatchItSaysSo() {
    assertTrue(bad(1, "top", url, "--count", 1).contains("has no open pool"));
    assertTrue(bad(1, "top", "127.0.0.1:1").contains("no JMX agent answers"));
    assertTrue(bad(1, "top", "nonsense").contains("is no process id"));
    assertTrue(bad(2, "top").contains("which JVM?"));
    bad(2, "top", url, "--count", 0);
  }
}
